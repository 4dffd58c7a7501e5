"""`python -m bot stats`: what the operator may know."""

import asyncio
from typing import Annotated

import typer

from bot.config import Settings, read_settings
from bot.crypto import read_ring
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.journey.feedback import read_sent


def stats(
    feedback: Annotated[
        bool, typer.Option("--feedback", help="What people have sent by /feedback, oldest first.")
    ] = False,
) -> None:
    """Print what people have sent by /feedback. Nobody's name or number stands beside it."""
    if not feedback:
        raise typer.BadParameter("say what to print: --feedback")
    for line in asyncio.run(_feedback(read_settings())):
        print(line, end="\n\n")


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
