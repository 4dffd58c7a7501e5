"""The page of signs as a private check: it diagnoses nothing, and nothing of it is kept unless the person says so."""

from bot.db.tables import Entry
from bot.journey.screens import KindAnswer, Screen
from bot.journey.screens_own import SignsCheck, SignsClosed
from bot.journey.steps import ShowToday
from bot.journey.steps_own import CloseSigns, KeepSigns, TickSigns
from bot.journey.turns import Turn
from bot.journey.writing import PAGE_PREFIX

PAGE = "signs"
OFFERED = "shame-and-self-blame"


async def tick_signs(turn: Turn, step: TickSigns) -> Screen:
    """The list, with what is ticked so far."""
    signs = _signs(turn)
    if not signs:
        return KindAnswer(at=ShowToday(), text_key="page.gone")
    ticked = step.ticked & (2 ** len(signs) - 1)
    return SignsCheck(at=TickSigns(0), signs=signs, ticked=ticked)


async def close_signs(turn: Turn, step: CloseSigns) -> Screen:
    """No verdict, and one page. Once folded, the card opens with nothing ticked."""
    page = turn.content.pages.get(OFFERED)
    return SignsClosed(at=TickSigns(0), ticked=step.ticked, page=page, kept=False)


async def keep_signs(turn: Turn, step: KeepSigns) -> Screen:
    """Keep the ticked statements as one of the person's own texts: encrypted, to be read and deleted like any other."""
    chosen = [sign for number, sign in enumerate(_signs(turn)) if step.ticked >> number & 1]
    if chosen:
        key = await turn.data_key()
        text = key.seal("\n".join(f"• {sign}" for sign in chosen))
        entry = Entry(person_id=turn.person.id, prompt=PAGE_PREFIX + PAGE, text=text, messages=1, written_at=turn.now)
        turn.session.add(entry)
    return SignsClosed(at=TickSigns(0), ticked=0, page=turn.content.pages.get(OFFERED), kept=bool(chosen))


def _signs(turn: Turn) -> tuple[str, ...]:
    page = turn.content.pages.get(PAGE)
    return page.signs if page else ()
