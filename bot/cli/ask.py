"""`python -m bot ask`: what the search finds, and how well it does."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.content import CONTENT
from bot.config import TopicModel
from bot.course import ENGLISH, load
from bot.errors import StartError
from bot.journey.library import Library, Operator
from bot.journey.listening import listen
from bot.topics import Found, Judged, Measures, measure

CONFUSIONS = 15


class EvaluationError(StartError):
    """The file of questions cannot be read; the message says where."""

    code = "evaluation"


def ask(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line: q and ids.")] = False,
    evaluate: Annotated[
        Path | None,
        typer.Option("--eval", help="Instead: figures over a file of JSON lines, q and ok (accepted ids, best first)."),
    ] = None,
    model: Annotated[TopicModel, typer.Option(envvar="TOPIC_MODEL", help="The sentence model.")] = TopicModel.ON,
    content_dir: Annotated[Path, typer.Option("--content", help="Folder with the content files.")] = CONTENT,
) -> None:
    """Read one question a line and print the ids of the pages that answer it, best first; "-" where nothing fits.

    Example: echo "why do i keep going back" | python -m bot ask --json

    Exit status: 0; 2 where the content or the file of questions cannot be read.
    """
    library = Library.of(load(content_dir), Operator("", ""), model=model is TopicModel.ON)
    if evaluate is not None:
        print(_report(measure(list(_judged(evaluate, library)))))
        return
    for line in sys.stdin:
        question = line.rstrip("\n")
        if question.strip():
            ids = list(_found(library, question).ids)
            print(json.dumps({"q": question, "ids": ids}, ensure_ascii=False) if as_json else " ".join(ids) or "-")


def _found(library: Library, question: str) -> Found:
    """What the chat would find."""
    return listen(library, question).found_in(ENGLISH)


def _judged(file: Path, library: Library) -> Iterator[Judged]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file} cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question, accepted = row["q"], tuple(row["ok"])
        except (ValueError, KeyError, TypeError):
            raise EvaluationError(f"{file}:{number}: is no JSON object with q and ok") from None
        yield Judged(accepted, _found(library, str(question)))


def _report(figures: Measures) -> str:
    rows = [
        ("accepted page first (top-1)", figures.top_1),
        ("among the first three (top-3)", figures.top_3),
        ("left without an answer", figures.left_empty),
        ("unanswerable, rightly empty", figures.rightly_empty),
        ("opened at once as a clear best", figures.clear),
        ("of these, an accepted page", figures.clear_right),
    ]
    lines = [f"{figures.answerable} questions with an answer, {figures.unanswerable} without"]
    lines += [f"{name:<34}{value:7.1%}" for name, value in rows]
    lines.append(f"{'mean reciprocal rank (MRR)':<34}{figures.mrr:7.3f}")
    if figures.confusions:
        lines.append("wrong at first, worst first (wanted -> found):")
        lines += [f"{n:5}  {wanted} -> {found}" for wanted, found, n in figures.confusions[:CONFUSIONS]]
    return "\n".join(lines)
