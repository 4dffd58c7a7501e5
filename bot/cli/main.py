"""`python -m bot …`: what an operator and an author type."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.app import run as run_app
from bot.care import assess
from bot.cli import bench, content, db, keys
from bot.cli.ask import ask
from bot.cli.demo import demo
from bot.cli.stats import stats
from bot.cli.why import why
from bot.config import Role, TopicModel, read_settings
from bot.embedding import load_embedder
from bot.errors import StartError
from bot.logs import set_up_logging

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain paragraphs, as in a manual page
    help=(
        "Homeward: an article as a paced, private course in Telegram.\n\n"
        "Settings come from the environment or from .env in the present folder; .env.example describes each.\n\n"
        "Example: python -m bot demo\n\n"
        "Exit status: 0 when all went well, 1 when something was found wanting, 2 when a command cannot do its work; "
        "then one line on standard error says why."
    ),
)
cli.command(short_help="Try the bot in a browser.")(demo)
cli.command(short_help="Find the pages that answer a question.")(ask)
cli.command(short_help="Tell how people fare, in counts.")(stats)
cli.command(short_help="Tell what one person got, and why.")(why)
cli.add_typer(bench.cli, name="bench", short_help="Measure the figures.")
cli.add_typer(content.cli, name="content")
cli.add_typer(db.cli, name="db", short_help="The two databases.")
cli.add_typer(keys.cli, name="keys")


@cli.command(short_help="Run the bot against Telegram.")
def run(role: Annotated[Role | None, typer.Option(help="What this process does; else ROLE says.")] = None) -> None:
    """Run the bot against Telegram (or the server in TELEGRAM_API_URL) until it is stopped.

    Updates are fetched, or posted to WEBHOOK_URL where that is set.

    It looks at settings, content, databases, keys, token and clock first, and tells Telegram its name, descriptions and
    menu where they changed. SIGTERM or Ctrl-C ends it, once what is under way is through; SIGHUP lets it read its
    content again, and it keeps what it has if that is faulty.

    Example: python -m bot run --role worker

    Exit status: 0 after a signal; 2 where it cannot start, with one line that says why.
    """
    settings = read_settings(**({"role": role} if role else {}))
    set_up_logging(settings.log_level, settings.log_format)
    asyncio.run(run_app(settings))


@cli.command(short_help="Tell what words may speak of.")
def triage(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line: t and label.")] = False,
    model: Annotated[TopicModel, typer.Option(envvar="TOPIC_MODEL", help="The sentence model.")] = TopicModel.ON,
) -> None:
    """Read one text a line and print what it may speak of: none, self_harm or danger.

    Example: echo "i dont feel like being here anymore" | python -m bot triage

    Exit status: 0.
    """
    embedder = load_embedder() if model is TopicModel.ON else None
    for text in _lines():
        label = assess(text, embedder).value
        print(json.dumps({"t": text, "label": label}, ensure_ascii=False) if as_json else label)


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        if line.strip():
            yield line.rstrip("\n")


def main() -> None:
    """Run a command; what cannot start says why in one line and ends with status 2."""
    with one_line():
        cli()


@contextmanager
def one_line() -> Iterator[None]:
    """Turn a StartError into its line and exit status 2."""
    try:
        yield
    except StartError as error:
        print(f"homeward: {error}", file=sys.stderr)
        sys.exit(2)
