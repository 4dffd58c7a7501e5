"""`python -m bot content …`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.textkeys import used_keys
from bot.course import load
from bot.course.ageing import aged_lines
from bot.course.draft import import_article
from bot.course.preview import write_preview
from bot.course.translation import check_all, check_translation, translated_into
from bot.embedding import load_embedder
from bot.journey.library import topics_of
from bot.topics import prepare

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"
cli = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The content files: check, preview, import.")


@cli.callback()
def _content() -> None:
    """The content files: check, preview, import."""


@cli.command(short_help="Report every fault at once.")
def check(
    directory: Annotated[Path, typer.Argument(help="Folder with the content files.")] = CONTENT,
) -> None:
    """Report every fault of every language at once, with file and line, and warn of help lines whose source is old.

    Example: python -m bot content check

    Exit status: 0 if the content is sound; 1 if there is a fault.
    """
    faults = check_all(directory, used_keys=used_keys())
    for fault in faults:
        print(fault)
    if faults:
        raise typer.Exit(1)
    for language in translated_into(directory):
        done = check_translation(directory, language)[1]
        pages, sentences = (
            f"{done.pages} of {done.of_pages} pages",
            f"{done.sentences} of {done.of_sentences} sentences",
        )
        print(f"{language}: {pages}, {sentences}; the rest is shown in English")
    for warning in aged_lines(load(directory), datetime.now(UTC).date()):
        print(f"warning: {warning}")
    print("the content is sound")


@cli.command(short_help="Write the course as one HTML file.")
def preview(
    directory: Annotated[Path, typer.Argument(help="Folder with the content files.")] = CONTENT,
    out: Annotated[Path, typer.Option(help="The HTML file to write.")] = Path("preview.html"),
) -> None:
    """Write one HTML file in which the whole course reads as it will look in the chat.

    Example: python -m bot content preview my-course --out my-course.html

    Exit status: 0; 2 where the content is faulty.
    """
    write_preview(load(directory, drafts=True, base=CONTENT), out)
    print(out)


@cli.command(short_help="Work out what the search learns.")
def index(
    directory: Annotated[Path, typer.Argument(help="Folder with the content files.")] = CONTENT,
) -> None:
    """Work out anew what the search has learned from the asks, so that the bot need not do it at each start.

    Example: python -m bot content index

    Exit status: 0; 2 where the content is faulty.
    """
    content = load(directory)
    print(f"{prepare(topics_of(content), content.elsewhere, load_embedder())} examples")


@cli.command("import")
def import_command(
    article: Annotated[Path, typer.Argument(help="Plain text or Markdown, UTF-8.")],
    out: Annotated[Path, typer.Option(help="Folder for the draft course.")],
) -> None:
    """Make a draft course of any article, and say what went where. Look at it with demo --content DIR.

    Example: python -m bot content import article.txt --out my-course

    Exit status: 0; 2 where the article cannot be read, or the folder is not empty.
    """
    print(import_article(article, out).render())
