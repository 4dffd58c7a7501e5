"""`python -m bot why ID`: what was and will be sent to a person, and why."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.config import Settings, read_settings
from bot.course import load
from bot.crypto import read_ring
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.journey.why import find_person, tell


def why(
    person: Annotated[str, typer.Argument(help="The number of the person's row, or their keyed hash as in the logs.")],
) -> None:
    """Tell in words what is planned for a person, what was sent or skipped, and why. None of their texts is read.

    Example: python -m bot why 17

    Exit status: 0; 1 where there is nobody with that number or hash; 2 where a database cannot be read.
    """
    lines = asyncio.run(_lines(read_settings(), person))
    if not lines:
        print("There is nobody with that number or hash.")
        raise typer.Exit(1)
    print("\n".join(lines))


async def _lines(settings: Settings, wanted: str) -> tuple[str, ...]:
    main = make_engine(settings.database_url)
    keys = make_engine(settings.keys_database_url, "KEYS_DATABASE_URL")
    try:
        ring, _ = read_ring(settings.encryption_keys, settings.keys_file)
        store = await KeyStore.open(keys, ring)
        async with async_sessionmaker(main)() as session:
            person = await find_person(session, store, wanted)
            if person is None:
                return ()
            return (await tell(session, store, load(settings.content_dir), person, datetime.now(UTC))).lines
    finally:
        await main.dispose()
        await keys.dispose()
