"""`python -m bot bench …`: the figures, measured on this machine."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.bench import comparing, sending, whole
from bot.bench import picture as pictures
from bot.bench import topics as questions
from bot.bench.chaos import report
from bot.bench.chaos.scenarios import SCENARIOS, play
from bot.bench.figures import Figure, table
from bot.bench.programs import Missing
from bot.cli.content import CONTENT

cli = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Measure the figures that this program is to hold, on an idle machine.",
)
Runs = Annotated[int, typer.Option(help="How many runs; medians are told.")]
Lead = Annotated[float, typer.Option(help="Seconds that the others get to register everybody.")]
Longest = Annotated[float, typer.Option(help="Seconds that each is waited for.")]
Aiogram = Annotated[str, typer.Option(metavar="PYTHON", help="An interpreter that has aiogram, to measure it too.")]
KINDS = ("sqlite", "postgresql")


@cli.callback()
def bench() -> None:
    """Measure the figures that this program is to hold, on an idle machine. Exit status 1: one was missed."""


def _tell(figures: Sequence[Figure]) -> None:
    print(table(figures))
    raise typer.Exit(0 if all(figure.holds for figure in figures) else 1)


def _missing(error: Missing) -> typer.Exit:
    print(error)
    return typer.Exit(2)


@cli.command(short_help="Draw pictures.")
def picture() -> None:
    """Draw pictures of twelve weeks: how long one takes, how long it holds the loop, what memory it keeps.

    Example: python -m bot bench picture

    Exit status: 0 if every figure holds; 1 if one was missed.
    """
    _tell(asyncio.run(pictures.measure()))


@cli.command(short_help="Ask the topics.")
def topics() -> None:
    """Ask the topics, alone and with triage: processor time a question, the loop's longest hold, memory, start.

    Example: taskset -c 1 python -m bot bench topics

    Exit status: 0 if every figure holds; 1 if one was missed.
    """
    _tell(asyncio.run(questions.measure(CONTENT)))


@cli.command(short_help="Send as fast as can be.")
def send(messages: int = 5000, runs: Runs = 3, aiogram: Aiogram = "") -> None:
    """Send what is due as fast as can be, beside bare loops that only send, against the same minimal server.

    Example: python -m bot bench send --messages 5000 --runs 3

    Exit status: 0 if every figure holds; 1 if one was missed; 2 where a program that it needs is missing.
    """
    try:
        _tell(sending.speed(messages, runs, KINDS, aiogram))
    except Missing as error:
        raise _missing(error) from None


@cli.command(short_help="Send at the rate that is allowed.")
def rate(seconds: int = 60) -> None:
    """Send 25 a second for so long to a server that allows 30: how near it comes, and whether it is ever refused.

    Example: python -m bot bench rate --seconds 60

    Exit status: 0 if every figure holds; 1 if one was missed; 2 where a program that it needs is missing.
    """
    try:
        _tell(sending.rate(seconds, KINDS))
    except Missing as error:
        raise _missing(error) from None


@cli.command(short_help="Start with a million people.")
def size(runs: Runs = 3, many: int = whole.MANY) -> None:
    """Start with a million people and with a thousand: time, memory, and a tick with nothing due.

    Example: python -m bot bench size --many 100000

    Exit status: 0 if every figure holds; 1 if one was missed.
    """
    _tell(whole.size(runs, many))


@cli.command(short_help="Compare with what others would use.")
def rivals(people: int = 1000, lead: Lead = 20, longest: Longest = 300) -> None:
    """Let what others would use tell a crowd something at one instant, with and without kill -9 in the middle.

    PTB's JobQueue, APScheduler's job store (each as it comes, and with no limit on lateness) and a loop over everybody.

    Example: python -m bot bench rivals --people 10000 --lead 120

    Exit status: 0.
    """
    fared = []
    for each in (each for killed in (False, True) for each in comparing.compare(people, lead, longest, killed=killed)):
        fared.append(each)
        print(f"{each.who} …", file=sys.stderr, flush=True)
    print(comparing.table(fared))


@cli.command(short_help="Answer while much is being sent.")
def taps(messages: int = 10_000, people: int = 1000) -> None:
    """Tap twenty times a second while so many scheduled messages go out: how long a card is waited for.

    Example: python -m bot bench taps --messages 10000

    Exit status: 0 if every figure holds; 1 if one was missed.
    """
    _tell(whole.taps(messages, people))


@cli.command(short_help="Kill, break and leave; then check the books.")
def chaos(
    deliveries: Annotated[int, typer.Option(min=100, help="How many people have something due.")] = 20000,
    kills: Annotated[int, typer.Option(min=0, help="How many workers are killed.")] = 50,
    database: Annotated[str, typer.Option(help="sqlite or postgresql; without it both.")] = "",
    scenario: Annotated[str, typer.Option(help="Only the scenarios with these words in their name.")] = "",
    speed: Annotated[float, typer.Option(help="Seconds of the clock in a real one.")] = 1,
    patience: Annotated[float, typer.Option(help="Real seconds for anything to happen.")] = 600,
) -> None:
    """Kill workers and databases, let Telegram stumble and people leave; then check that nothing is lost or doubled.

    Example: python -m bot bench chaos --deliveries 1000 --kills 10 --scenario "workers killed"

    Exit status: 0 if the books are in order; 1 if not.
    """
    all_played = []
    for each in (each for each in SCENARIOS if scenario in each.name):
        for kind in (kind for kind in each.databases if database in ("", kind)):
            print(f"{each.name}, {kind} …", file=sys.stderr, flush=True)
            try:
                playing = play(each, kind, deliveries=deliveries, kills=kills, speed=speed, patience=patience)
                all_played.append(asyncio.run(playing))
            except Missing as error:
                print(f"{each.name}, {kind}: {error}", file=sys.stderr)
    print(report.table(all_played))
    raise typer.Exit(0 if all_played and not any(played.books.violations for played in all_played) else 1)
