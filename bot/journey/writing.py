"""Writing: a prompt, words in one or several messages until "done", stored encrypted as one entry a sitting."""

import unicodedata
from datetime import timedelta

from sqlalchemy import select

from bot.db.tables import Entry
from bot.journey.dealing import drawn, next_prompt
from bot.journey.screens import Asks, KindAnswer, PromptView, Screen, Waiting, WritingEnded
from bot.journey.screens_own import PromptGroups
from bot.journey.steps import DrawPrompt, EndWriting, ShowToday, WriteAbout
from bot.journey.steps_own import DeleteWritten, DrawFrom, ShowGroups
from bot.journey.turns import ENTRY_LASTS, Turn

PAGE_PREFIX = "page-"  # a page's reflection is written to under this and the page's id
BLANK = "\u2800"  # counts as a sign, but shows nothing
BETWEEN = "\n\n"  # two messages of one sitting
FULL = 12_000  # characters; what follows in the same sitting begins a new entry
SAME_DAY = timedelta(hours=12)  # a sitting that is ended with "done" began at most that long ago


async def draw_prompt(turn: Turn, step: DrawPrompt) -> Screen:
    """A prompt from the deck, none again until the deck is through."""
    return await write_about(turn, WriteAbout((await next_prompt(turn)).id))


async def draw_from(turn: Turn, step: DrawFrom) -> Screen:
    """A prompt of one group, none again until the group is through."""
    return await write_about(turn, WriteAbout((await next_prompt(turn, step.group)).id))


async def show_groups(turn: Turn, step: ShowGroups) -> Screen:
    """What kinds of prompts there are. Words still belong to the prompt that is open until another is chosen."""
    return PromptGroups(at=step, groups=turn.content.deck.groups, waiting=writing_on(turn))


async def write_about(turn: Turn, step: WriteAbout) -> Screen:
    """The card waits for words to this prompt, or to this page's reflection."""
    sitting = await _sitting(turn, step.prompt, ENTRY_LASTS) if turn.waiting else None
    return await _prompt(turn, step.prompt, kept=sitting.messages if sitting else 0)


async def hear_entry(turn: Turn, prompt: str, words: str) -> Screen:
    """Keep these words with what has been written in this sitting, and wait for more."""
    sitting = await _sitting(turn, prompt, ENTRY_LASTS)
    if _is_blank(words):
        return await _prompt(turn, prompt, kept=sitting.messages if sitting else 0)
    key = await turn.data_key()
    before = key.open(sitting.text) if sitting else ""
    if sitting and len(before) + len(words) <= FULL:
        sitting.text = key.seal(f"{before}{BETWEEN}{words}")
        sitting.messages, sitting.written_at = sitting.messages + 1, turn.now
    else:
        sitting = Entry(person_id=turn.person.id, prompt=prompt, text=key.seal(words), messages=1, written_at=turn.now)
        turn.session.add(sitting)
    await turn.session.flush()
    return await _prompt(turn, prompt, kept=sitting.messages)


def writing_on(turn: Turn) -> Waiting | None:
    """What is being written goes on with the next words, or with one tap, whatever card has come up meanwhile."""
    return turn.waiting if turn.waiting is not None and turn.waiting.asks is Asks.ENTRY else None


async def just_written(turn: Turn, prompt: str, words: str) -> DeleteWritten | None:
    """The step that deletes these words, which were just kept in this sitting."""
    sitting = await _sitting(turn, prompt, ENTRY_LASTS)
    if sitting is None:
        return None
    return DeleteWritten(sitting.id, total=len((await turn.data_key()).open(sitting.text)), length=len(words))


async def delete_written(turn: Turn, step: DeleteWritten) -> bool:
    """Delete the last words of an entry, or all of it. False: it is gone already, or more has been written since."""
    entry = await turn.session.get(Entry, step.entry)
    if entry is None or entry.person_id != turn.person.id:
        return False
    key = await turn.data_key()
    text = key.open(entry.text)
    if len(text) != step.total or not 0 < step.length <= step.total:
        return False
    if step.length == step.total:
        await turn.session.delete(entry)
    else:
        entry.text, entry.messages = key.seal(text[: -step.length].removesuffix(BETWEEN)), entry.messages - 1
    await turn.session.flush()
    return True


async def end_writing(turn: Turn, step: EndWriting) -> Screen:
    """Done: words are questions again."""
    sitting = await _sitting(turn, step.prompt, SAME_DAY)
    return WritingEnded(at=ShowToday(), kept=sitting.messages if sitting else 0)


def prompt_text(turn: Turn, prompt_id: str) -> str:
    """The prompt's words, or the page's reflection; empty if it has left the course."""
    if prompt_id.startswith(PAGE_PREFIX):
        page = turn.content.pages.get(prompt_id.removeprefix(PAGE_PREFIX))
        return page.reflection if page else ""
    prompt = turn.content.deck.find(prompt_id)
    return prompt.text if prompt else ""


async def _prompt(turn: Turn, prompt_id: str, kept: int) -> Screen:
    text = prompt_text(turn, prompt_id)
    if not text:
        return KindAnswer(at=ShowToday(), text_key="page.gone")
    if not prompt_id.startswith(PAGE_PREFIX):
        await drawn(turn, prompt_id)
    return PromptView(
        at=WriteAbout(prompt_id),
        waiting=Waiting(Asks.ENTRY, prompt_id, helped=turn.waiting is not None and turn.waiting.helped),
        prompt_id=prompt_id,
        text=text,
        kept=kept,
    )


def _is_blank(words: str) -> bool:
    """Whether nothing of it can be seen."""
    return all(unicodedata.category(sign)[0] in "ZC" or sign == BLANK for sign in words)


async def _sitting(turn: Turn, prompt: str, within: timedelta) -> Entry | None:
    """The entry that is being written to this prompt, if its last message came not longer ago than that."""
    return await turn.session.scalar(
        select(Entry)
        .where(
            Entry.person_id == turn.person.id,
            Entry.prompt == prompt,
            Entry.written_at > turn.now - within,
        )
        .order_by(Entry.id.desc())
        .limit(1)
    )
