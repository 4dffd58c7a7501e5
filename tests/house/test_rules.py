"""House rules as tests: what is declared in one place is kept in the others."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command

from bot.chat.profile import MENU
from bot.cli.main import cli
from bot.cli.textkeys import used_keys
from bot.config import Settings
from bot.course import Content
from bot.course.check import check
from bot.journey import screens
from bot.journey.library import Library
from bot.journey.screens import Screen
from bot.journey.table import COMMANDS
from bot.views.render import VIEWS

ROOT = Path(__file__).resolve().parent.parent.parent


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_described_and_nothing_else() -> None:
    described = set(re.findall(r"^#?([A-Z_]+)=", _text(".env.example"), re.MULTILINE))
    for_compose = {"COMPOSE_PROFILES", *re.findall(r"\$\{([A-Z_]+)", _text("compose.yaml"))}
    assert described == {name.upper() for name in Settings.model_fields} | for_compose


def test_every_command_of_the_menu_does_something() -> None:
    assert set(MENU) <= set(COMMANDS)


def test_every_command_line_has_its_page_of_the_manual() -> None:
    pages = dict(_manual(get_command(cli), "python -m bot"))
    assert len(pages) > 15
    for name, page in pages.items():
        assert re.search(r"^Example: .*python -m bot", page, re.MULTILINE), name
        assert re.search(r"^Exit status: ", page, re.MULTILINE), name
        assert "`" not in page, name


def _manual(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """The help of every command that does something, by what one types."""
    for each in getattr(command, "commands", {}).values():
        yield from _manual(each, f"{name} {each.name}")
    if not hasattr(command, "commands"):
        yield name, inspect.cleandoc(command.help or "")


def test_every_screen_has_its_view() -> None:
    assert set(VIEWS) == set(Screen.__subclasses__()) - {screens.Nothing}


def test_the_content_is_sound_and_no_text_is_missing_or_left_over() -> None:
    assert check(ROOT / "content", used_keys=used_keys()) == []


def test_a_missing_and_a_left_over_text_are_found() -> None:
    keys = used_keys()
    faults = {fault.rule for fault in check(ROOT / "content", used_keys=(keys - {"today.title"}) | {"no.such"})}
    assert faults == {"texts-missing", "texts-unused"}


def test_the_readmes_commands_are_the_fixed_ones() -> None:
    readme = _text("README.md")
    for lock, command in (("requirements.txt", "bot demo"), ("requirements-dev.txt", "pytest")):
        line = f"python3 -m venv .venv && .venv/bin/pip install -qr {lock} && .venv/bin/python -m {command}"
        assert line in readme.splitlines()


def test_the_readme_says_that_the_course_is_unreviewed_as_long_as_it_is(library: Library) -> None:
    content: Content = library.content
    assert ("No practitioner has reviewed" in _text("README.md")) is bool(content.unreviewed)


def test_no_file_outgrows_its_room() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for folder in ("bot", "jobs", "tests")
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts and (lines := len(file.read_text(encoding="utf-8").splitlines())) > 330
    }
    assert long == {}


def test_the_helplines_say_where_each_number_comes_from() -> None:
    lines = yaml.safe_load(_text("content/helplines.yaml"))
    assert len(lines) > 30
    assert all(line["sources"] and line["source_seen"] for country in lines.values() for line in country["lines"])
