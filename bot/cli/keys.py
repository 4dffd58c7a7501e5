"""`python -m bot keys …`."""

import typer

from bot.crypto import new_key

cli = typer.Typer(no_args_is_help=True, help="The ring of master keys.")


@cli.callback()
def _keys() -> None:
    """The ring of master keys."""


@cli.command()
def new() -> None:
    """Print a fresh key, for ENCRYPTION_KEYS or as a new first line of KEYS_FILE."""
    print(new_key())
