"""Steps as button data: nothing too long, nothing that is not ours, and back again unchanged."""

from dataclasses import fields
from datetime import date, time
from enum import Enum
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.journey import packing, steps, table
from bot.journey.library import Library

VALUES: dict[object, st.SearchStrategy[Any]] = {
    str: st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,4}", fullmatch=True).filter(lambda text: len(text) <= 40),
    int: st.integers(-1, 999),
    bool: st.booleans(),
    date: st.dates(date(2000, 1, 1), date(2200, 12, 31)),
    time: st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    **{kind: st.sampled_from(kind) for kind in packing.READ if isinstance(kind, type) and issubclass(kind, Enum)},
}
NAMED = {"country": st.from_regex(r"[A-Z]{2}", fullmatch=True)}


@given(st.data())
def test_every_step_comes_back_as_it_was_packed(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(steps.BY_CODE.values(), key=lambda kind: kind.code)))
    hints = get_type_hints(kind)
    step = kind(*(data.draw(NAMED.get(field.name, VALUES[hints[field.name]])) for field in fields(kind)))
    packed = step.pack()
    assert len(packed.encode()) <= packing.LIMIT
    assert steps.unpack(packed) == step


@given(st.text(max_size=64))
def test_anything_else_is_refused(data: str) -> None:
    try:
        step = steps.unpack(data)
    except packing.UnknownStep:
        return
    assert step.pack() == data


def test_what_is_too_long_is_refused_when_the_button_is_made() -> None:
    with pytest.raises(ValueError, match="too long"):
        steps.OpenPage("p" * 70, 1).pack()
    with pytest.raises(ValueError, match="colon"):
        steps.OpenPage("a:b", 1).pack()


def test_codes_are_unique_and_every_step_has_its_use_case() -> None:
    kinds = packing.Step.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert set(table.USE_CASES) == set(kinds)


def test_every_page_and_prompt_fits_into_a_button(library: Library) -> None:
    for page in library.content.pages:
        assert steps.OpenPage(page, 10).pack()
        assert steps.WriteAbout(f"page-{page}").pack()
    for prompt in library.content.deck.prompts:
        assert steps.EndWriting(prompt.id).pack()


@pytest.mark.parametrize(
    ("sort", "forged"),
    [
        (int, "99999999999999999999"),
        (int, "-99999999999999999999"),
        (date, "0001-01-01"),
        (date, "9999-12-31"),
        (str, "a\x00b"),
    ],
)
def test_what_cannot_be_stored_or_reckoned_with_is_refused(sort: type, forged: str) -> None:
    """Numbers beyond a row's, days at the ends of time and control characters never reach a use case."""
    kinds = [kind for kind in steps.BY_CODE.values() if [get_type_hints(kind)[f.name] for f in fields(kind)] == [sort]]
    assert kinds
    for kind in kinds:
        with pytest.raises(packing.UnknownStep):
            steps.unpack(f"1{kind.code}:{forged}")
