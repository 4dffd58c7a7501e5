"""`python -m bot keys …`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.config import Settings, read_settings
from bot.crypto import Ring, new_key, read_ring, write_ring
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.errors import KeysError

BATCH = 500
cli = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The ring of master keys.")


@cli.callback()
def _keys() -> None:
    """The ring of master keys."""


@cli.command(short_help="Print a fresh key.")
def new() -> None:
    """Print a fresh key, for ENCRYPTION_KEYS or as a new first line of KEYS_FILE.

    Example: python -m bot keys new

    Exit status: 0.
    """
    print(new_key())


@cli.command(short_help="Change to a new key.")
def rotate(
    finish: Annotated[bool, typer.Option("--finish", help="Drop the older keys, once nothing needs them.")] = False,
) -> None:
    """Put a new key first and let it wrap everybody's keys; the bot may run meanwhile.

    It can be stopped at any moment: begun again, it goes on where it was. --finish then drops the older keys.

    Example: python -m bot keys rotate && python -m bot keys rotate --finish

    Exit status: 0; 2 where the ring is not the one of this key store, or an older key is still needed.
    """
    asyncio.run(rotate_ring(read_settings(), finish=finish))


async def rotate_ring(settings: Settings, *, finish: bool) -> None:
    """One call of `keys rotate`. Raises KeysError where the older keys cannot go, or the ring is not ours to write."""
    ring = read_ring(settings.encryption_keys, settings.keys_file)[0]
    engine = make_engine(settings.keys_database_url, "KEYS_DATABASE_URL")
    try:
        store = await KeyStore.open(engine, ring)
        if finish:
            await _finish(settings, store, ring)
            return
        if await store.count_older(ring) == 0:
            ring = _with_new_key(settings, ring)
        await _rewrap(store, ring)
    finally:
        await engine.dispose()


def _with_new_key(settings: Settings, ring: Ring) -> Ring:
    """The ring with a new key first, already in its file. Raises KeysError where the ring is a setting."""
    if settings.encryption_keys:
        if len(ring.keys) > 1:
            return ring
        raise KeysError(
            "the ring is in ENCRYPTION_KEYS: put a key of `python -m bot keys new` first there, with a comma after it, "
            "start every process anew, and run this again"
        )
    keys = (new_key(), *ring.keys)
    write_ring(settings.keys_file, keys)
    print(f"{settings.keys_file}: a new key stands first")
    return Ring(list(keys))


async def _rewrap(store: KeyStore, ring: Ring) -> None:
    done, after = await store.rewrap_secrets(ring), ""
    while True:
        rewrapped, after = await store.rewrap(ring, after, BATCH)
        done += rewrapped
        if not after:
            break
    print(f"{done} keys are wrapped by the newest one now")
    print("the older keys can go: keep a copy of the ring, then run `python -m bot keys rotate --finish`")


async def _finish(settings: Settings, store: KeyStore, ring: Ring) -> None:
    older = await store.count_older(ring)
    if older:
        raise KeysError(f"{older} keys are still wrapped by an older one: run `python -m bot keys rotate` first")
    if settings.encryption_keys:
        print("nothing needs the older keys: take all but the first out of ENCRYPTION_KEYS")
        return
    write_ring(Path(settings.keys_file), ring.keys[:1])
    print(f"{settings.keys_file}: only the newest key is left")
