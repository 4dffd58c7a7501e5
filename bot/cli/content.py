"""`python -m bot content …`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.course.check import check as find_faults

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"
cli = typer.Typer(no_args_is_help=True, help="The content files: check, preview, import.")


@cli.callback()
def _content() -> None:
    """The content files: check, preview, import."""


@cli.command()
def check(
    directory: Annotated[Path, typer.Argument(help="Folder with the content files.")] = CONTENT,
) -> None:
    """Report every fault at once, with file and line; exit status 1 if there is one."""
    faults = find_faults(directory)
    for fault in faults:
        print(fault)
    if faults:
        raise typer.Exit(1)
    print("the content is sound")
