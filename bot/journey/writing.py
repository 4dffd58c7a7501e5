"""Writing: a prompt, words in one or several messages until "done", stored encrypted."""

from sqlalchemy import func, select

from bot.db.tables import Entry
from bot.journey.screens import Asks, KindAnswer, PromptView, Screen, Waiting, WritingEnded
from bot.journey.steps import DrawPrompt, EndWriting, ShowToday, WriteAbout
from bot.journey.turns import Turn

PAGE_PREFIX = "page-"  # a page's reflection is written to under this and the page's id


async def draw_prompt(turn: Turn, step: DrawPrompt) -> Screen:
    """A prompt from the deck, none again until the deck is through."""
    prompts = turn.content.deck.prompts
    rows = await turn.session.execute(
        select(Entry.prompt, func.count()).where(Entry.person_id == turn.person.id).group_by(Entry.prompt)
    )
    used = {prompt: times for prompt, times in rows}  # noqa: C416 - a Row is no pair for mypy
    fewest = min(used.get(prompt.id, 0) for prompt in prompts)
    left = [prompt for prompt in prompts if used.get(prompt.id, 0) == fewest]
    # Another draw gives another prompt although nothing was written: the second of the day moves on the choice.
    seed = turn.person.id * 17 + int(turn.now.timestamp())
    return await write_about(turn, WriteAbout(left[seed % len(left)].id))


async def write_about(turn: Turn, step: WriteAbout) -> Screen:
    """The card waits for words to this prompt, or to this page's reflection."""
    return await _prompt(turn, step.prompt, kept=0)


async def hear_entry(turn: Turn, prompt: str, words: str) -> Screen:
    """Keep these words, and wait for more."""
    key = await turn.data_key()
    turn.session.add(Entry(person_id=turn.person.id, prompt=prompt, text=key.seal(words), written_at=turn.now))
    await turn.session.flush()
    return await _prompt(turn, prompt, kept=await _kept(turn, prompt))


async def end_writing(turn: Turn, step: EndWriting) -> Screen:
    """Done: words are questions again."""
    return WritingEnded(at=ShowToday(), kept=await _kept(turn, step.prompt))


async def _prompt(turn: Turn, prompt_id: str, kept: int) -> Screen:
    if prompt_id.startswith(PAGE_PREFIX):
        page = turn.content.pages.get(prompt_id.removeprefix(PAGE_PREFIX))
        text = page.reflection if page else ""
    else:
        prompt = turn.content.deck.find(prompt_id)
        text = prompt.text if prompt else ""
    if not text:
        return KindAnswer(at=ShowToday(), text_key="page.gone")
    return PromptView(
        at=WriteAbout(prompt_id),
        waiting=Waiting(Asks.ENTRY, prompt_id),
        prompt_id=prompt_id,
        text=text,
        kept=kept,
    )


async def _kept(turn: Turn, prompt: str) -> int:
    count = await turn.session.scalar(
        select(func.count()).select_from(Entry).where(Entry.person_id == turn.person.id, Entry.prompt == prompt)
    )
    return count or 0
