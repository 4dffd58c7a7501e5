"""`python -m bot bench …`: the figures, measured on this machine."""

import asyncio

import typer

from bot.bench.figures import table
from bot.bench.picture import measure

cli = typer.Typer(no_args_is_help=True, help="Measure the figures that this program is to hold, on an idle machine.")


@cli.callback()
def bench() -> None:
    """Measure the figures that this program is to hold, on an idle machine."""


@cli.command()
def picture() -> None:
    """Draw pictures of twelve weeks: how long one takes, how long it holds the loop, what memory it keeps."""
    figures = asyncio.run(measure())
    print(table(figures))
    raise typer.Exit(0 if all(figure.holds for figure in figures) else 1)
