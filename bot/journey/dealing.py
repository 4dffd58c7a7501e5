"""Dealing prompts: from a deck shuffled for each person, none again until the deck is through."""

import random
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from bot.course import Prompt
from bot.db.tables import PromptDrawn
from bot.db.upsert import insert_into
from bot.journey.turns import Turn


async def next_prompt(turn: Turn, group: str = "") -> Prompt:
    """The prompt that comes next, of the whole deck or of one group; it counts as drawn only once it is shown."""
    groups = turn.content.deck.groups
    among = next((g.prompts for g in groups if g.id == group), turn.content.deck.prompts)
    return deal(among, turn.person.id, await _numbers(turn))


async def drawn(turn: Turn, prompt_id: str) -> None:
    """This prompt has come. Showing the last one once more changes nothing."""
    numbers = await _numbers(turn)
    last = max(numbers.values(), default=0)
    if numbers.get(prompt_id) == last:
        return
    await turn.session.execute(
        insert_into(turn.session, PromptDrawn)
        .values(person_id=turn.person.id, prompt=prompt_id, number=last + 1)
        .on_conflict_do_update(index_elements=["person_id", "prompt"], set_={"number": last + 1})
    )


def deal(among: Sequence[Prompt], person_id: int, numbers: Mapping[str, int]) -> Prompt:
    """The first of the person's shuffled deck that has never come, or else the one that came longest ago.

    `numbers`: the order in which prompts last came, by id. A prompt that is new to the deck therefore comes soon.
    """
    order = list(among)
    random.Random(person_id).shuffle(order)
    return min(order, key=lambda prompt: numbers.get(prompt.id, 0))


async def _numbers(turn: Turn) -> dict[str, int]:
    rows = await turn.session.execute(
        select(PromptDrawn.prompt, PromptDrawn.number).where(PromptDrawn.person_id == turn.person.id)
    )
    return {prompt: number for prompt, number in rows}  # noqa: C416 - a Row is no pair for mypy
