"""The figures of `ask --eval`, by hand and by the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.ask import EvaluationError
from bot.cli.main import cli
from bot.topics import Found, Judged, measure


def test_figures_by_hand() -> None:
    figures = measure(
        [
            Judged(("a", "b"), Found(("b", "c", "d"), clear=True)),
            Judged(("a",), Found(("c", "a"))),
            Judged(("a",), Found(("c", "d"))),
            Judged(("a",), Found()),
            Judged((), Found()),
            Judged((), Found(("c",), clear=True)),
        ]
    )
    assert (figures.answerable, figures.unanswerable) == (4, 2)
    assert (figures.top_1, figures.top_3, figures.mrr) == (0.25, 0.5, 0.375)
    assert (figures.left_empty, figures.rightly_empty) == (0.25, 0.5)
    assert (figures.clear, figures.clear_right) == (2 / 6, 0.5)
    assert figures.confusions[0] == ("a", "c", 2)
    assert set(figures.confusions[1:]) == {("a", "nothing", 1), ("nothing", "c", 1)}


def test_figures_over_nothing() -> None:
    assert measure([]).top_1 == 0


def test_the_command_prints_them(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [{"q": "20 journal prompts", "ok": ["journal-prompts"]}, {"q": "recipe for banana bread", "ok": []}]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["ask", "--eval", str(file)])
    assert result.exit_code == 0
    assert "1 questions with an answer, 1 without" in result.stdout
    assert "accepted page first (top-1)        100.0%" in result.stdout


@pytest.mark.parametrize("line", ["no json", '{"q": "a"}', "[]"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"q": "a", "ok": []}\n' + line, encoding="utf-8")
    result = CliRunner().invoke(cli, ["ask", "--eval", str(file), "--model", "off"])
    assert isinstance(result.exception, EvaluationError)
    assert f"{file}:2" in str(result.exception)


@pytest.mark.parametrize("model", ["on", "off"])
def test_ask_answers_line_by_line(model: str) -> None:
    given = "20 journal prompts\n\nrecipe for banana bread\n"
    result = CliRunner().invoke(cli, ["ask", "--json"], input=given, env={"TOPIC_MODEL": model})
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["q"] for row in rows] == ["20 journal prompts", "recipe for banana bread"]
    assert rows[0]["ids"][0] == "journal-prompts"
    assert rows[1]["ids"] == []
