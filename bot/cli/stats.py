"""`python -m bot stats`: what the operator may know."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings, read_settings
from bot.course import Content, load
from bot.crypto import read_ring
from bot.db.engines import for_reading, make_engine
from bot.db.keystore import KeyStore
from bot.journey.counting import count
from bot.journey.feedback import read_sent
from bot.journey.figures import Figures
from bot.journey.table_admin import titled
from bot.views.admin import people, ratings
from bot.views.card import Words


def stats(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; null stands for fewer than 5.")] = False,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Instead: what people have sent by /feedback, oldest first.")
    ] = False,
) -> None:
    """Print how people fare, in counts, beside published figures: /stats shows the same in the chat. Times are UTC.

    Counts go in steps of five and below five say only that, so that nobody stands out. With --feedback, print what
    people have sent to whoever runs this; nobody's name or number stands beside it.

    Example: python -m bot stats --json

    Exit status: 0; 2 where a database, the keys or the content cannot be read.
    """
    settings = read_settings()
    if feedback:
        for line in asyncio.run(_feedback(settings)):
            print(line, end="\n\n")
        return
    content = load(settings.content_dir)
    figures = asyncio.run(_figures(settings, content))
    if as_json:
        print(json.dumps(asdict(figures), default=_plain, ensure_ascii=False))
        return
    words = Words(content)
    told = [*people(words, figures, "UTC"), *ratings(words, titled(figures, content))]
    print("\n\n".join(part.text for part in told))


def _plain(value: datetime | timedelta) -> str | float:
    """Instants as ISO 8601, spans in seconds."""
    return value.isoformat() if isinstance(value, datetime) else value.total_seconds()


async def _figures(settings: Settings, content: Content) -> Figures:
    engine = make_engine(settings.database_url)
    try:
        async with AsyncSession(for_reading(engine)) as session:
            return await count(session, content.course, settings.send_rate, datetime.now(UTC))
    finally:
        await engine.dispose()


async def _feedback(settings: Settings) -> list[str]:
    main = make_engine(settings.database_url)
    keys = make_engine(settings.keys_database_url, "KEYS_DATABASE_URL")
    try:
        ring, _ = read_ring(settings.encryption_keys, settings.keys_file)
        return [
            f"{sent.day.isoformat()}  {sent.text}" for sent in await read_sent(main, await KeyStore.open(keys, ring))
        ]
    finally:
        await main.dispose()
        await keys.dispose()
