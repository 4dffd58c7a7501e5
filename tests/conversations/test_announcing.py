"""A word from whoever runs this: written, looked at, sent in the place of the evening's questions, stopped, gone on."""

from sqlalchemy import select

from bot.course.telling import telling_words
from bot.db.tables import Announcement, Delivery, Kind, Outcome, Stage
from bot.sandbox.driver import Participant
from tests.conftest import Life

WORDS = "The bot moves house on Friday evening, and is away for an hour."


async def _operator(life: Life) -> Participant:
    operator = life.person("Op")
    await operator.starts()
    assert life.app is not None
    life.app.turns.office.admins = frozenset({operator.person_id})
    return operator


async def _announces(life: Life, operator: Participant, words: str = WORDS) -> None:
    await operator.says("/announce")
    await operator.says(words)
    await operator.taps("Send it")
    await life.passes()


async def _looks(operator: Participant) -> None:
    """Look how the last one stands, on the card or, where that has vanished, from a new cover."""
    await operator.says("/announce")
    if "Open" in operator.buttons:
        await operator.taps("Open")
    await operator.taps("The last one")


async def _goes_on(operator: Participant) -> None:
    await _looks(operator)
    await operator.taps("To those who missed it")


async def _reading(life: Life, name: str = "Ana") -> Participant:
    """Somebody who has read day 1 and closed the card."""
    person = await life.arrived(name)
    await person.taps("Open")
    await person.taps("✕ Close")
    return person


async def _rows(life: Life, kind: Kind = Kind.ANNOUNCEMENT) -> list[tuple[Outcome, str | None]]:
    assert life.app is not None
    async with life.app.turns.read() as session:
        found = await session.execute(
            select(Delivery.state, Delivery.reason).where(Delivery.kind == kind).order_by(Delivery.person_id)
        )
        return [(state, reason) for state, reason in found]


async def _stage(life: Life) -> Stage | None:
    assert life.app is not None
    async with life.app.turns.read() as session:
        return await session.scalar(select(Announcement.stage))


def _since(person: Participant, seen: int) -> int:
    return len(person.notifications) - seen


async def test_it_is_shown_with_its_reach_before_anything_is_sent(life: Life) -> None:
    for name in ("Ana", "Bo", "Cy", "Di", "Ed", "Fay"):
        await life.arrived(name)
    operator = await _operator(life)
    await operator.says("/announce")
    await operator.says(WORDS)
    operator.sees("This would come to 5 people")
    operator.sees("At 1000 a second the sending itself takes 1 minute.")
    operator.sees(WORDS)
    assert telling_words(operator.chat_row) == []
    await life.passes()
    assert await _rows(life) == []
    await operator.taps("Don’t send it")
    operator.sees(life.content.texts.plain("announce.ask"))
    assert await _stage(life) is None


async def test_it_comes_once_as_a_cover_in_the_place_of_the_evenings_questions(life: Life) -> None:
    ana = await _reading(life)
    operator = await _operator(life)
    await _announces(life, operator)
    operator.sees("It is on its way.")
    seen = len(ana.notifications)
    await life.lives_until(22)
    assert _since(ana, seen) == 1
    assert "house" not in ana.notifications[-1].text
    assert telling_words(ana.notifications[-1].text) == []
    assert await _rows(life, Kind.CHECKIN) == [(Outcome.SKIPPED, "announced"), (Outcome.PLANNED, None)]
    await ana.taps("Open")
    ana.sees(WORDS)
    await ana.taps("The evening")
    ana.sees(life.content.texts.plain("checkin.mood"))
    await ana.taps("✕ Close")
    await life.lives_until(22, days=2)
    assert _since(ana, seen) == 1 + 2 + 1, "then a page and an evening; then an evening, for the page lies unopened"
    assert await _stage(life) is Stage.DONE
    await _looks(operator)
    operator.sees("It is through.")


async def test_nobody_gets_it_who_wants_nothing_now(life: Life) -> None:
    names = ("Hid", "Pam", "Sil", "Sto", "Eve")
    hidden, paused, silent, stopped, early = [await _reading(life, name) for name in names]
    arriving = life.person("New")
    await arriving.starts()
    await hidden.says("/hide")
    await paused.says("/pause")
    await paused.taps("A week")
    await stopped.says("stop")
    await silent.says("/settings")
    for label in ("What shows", "By itself", "Nothing by itself"):
        await silent.taps(label)
    operator = await _operator(life)
    await _announces(life, operator)
    assert len(await _rows(life)) == 1, "only she who has just read"
    await early.says("/hide")
    seen = {person: len(person.notifications) for person in (hidden, paused, silent, stopped, early, arriving)}
    await life.lives_until(22)
    assert [_since(person, before) for person, before in seen.items()] == [0] * 6
    assert [state for state, _ in await _rows(life)] == [Outcome.CANCELLED]


async def test_it_can_be_stopped_and_sent_on_its_way_again(life: Life) -> None:
    ana, bo = await _reading(life), await _reading(life, "Bo")
    operator = await _operator(life)
    await _announces(life, operator)
    await operator.taps("Look again")
    await operator.taps("Stop it")
    operator.sees("It is being stopped.")
    await life.passes()
    await operator.taps("Look again")
    operator.sees("It was stopped.")
    assert await _rows(life) == [(Outcome.CANCELLED, "stopped")] * 2
    seen = len(ana.notifications)
    await life.lives_until(22)
    assert _since(ana, seen) == 1
    await ana.taps("Open")
    ana.sees(life.content.texts.plain("checkin.mood"))
    await ana.taps("✕ Close")
    await _goes_on(operator)
    await life.passes()
    await life.lives_until(22, days=1)
    for person in (ana, bo):
        await person.taps("Open")
        person.sees(WORDS)
    assert await _rows(life) == [(Outcome.SENT, None)] * 2
    assert await _stage(life) is Stage.DONE
    # Once more to those who missed it: nobody did.
    await _goes_on(operator)
    before = len(ana.notifications)
    await life.lives_until(22, days=1)
    assert _since(ana, before) == 1, "the evening's questions; the page lies unopened"
    assert await _rows(life) == [(Outcome.SENT, None)] * 2


async def test_it_never_comes_again_to_somebody_who_begins_again(life: Life) -> None:
    ana = await _reading(life)
    operator = await _operator(life)
    await _announces(life, operator)
    await life.lives_until(22)
    await ana.says("/resume")
    await ana.taps("Begin again")
    await ana.taps("Yes, from page one")
    await _goes_on(operator)
    await life.lives_until(22, days=2)
    assert await _rows(life) == [(Outcome.SENT, None)]


async def test_it_keeps_its_place_when_wishes_change_and_waits_for_a_look_back(life: Life) -> None:
    ana, bo = await _reading(life), await _reading(life, "Bo")
    await bo.says("/settings")
    await bo.taps("Look back on the week")
    await bo.taps("Mon")
    operator = await _operator(life)
    await _announces(life, operator)
    await ana.says("/settings")
    await ana.taps("Evening hour")
    await ana.taps("7:00 PM")
    await ana.taps("✕ Close")
    await bo.taps("✕ Close")
    await life.lives_until(23)
    assert await _rows(life) == [(Outcome.SENT, None), (Outcome.PLANNED, None)]
    await life.lives_until(23)
    assert await _rows(life) == [(Outcome.SENT, None), (Outcome.SENT, None)]


async def test_too_late_for_its_evening_it_does_not_come_in_the_morning(life: Life) -> None:
    ana = await _reading(life)
    operator = await _operator(life)
    await _announces(life, operator)
    seen = len(ana.notifications)
    await life.moves_by(hours=16)  # an outage over the evening
    assert await _rows(life) == [(Outcome.SKIPPED, "late")]
    await life.lives_until(23)
    assert _since(ana, seen) == 2
    await _looks(operator)
    operator.sees("It is through.")


async def test_what_it_speaks_of_alarms_nobody(life: Life) -> None:
    operator = await _operator(life)
    await operator.says("/announce")
    await operator.says("If somebody says he will kill you tonight, /help shows who can be reached.")
    operator.sees("This would come to fewer than 5 people")


async def test_for_anybody_else_there_is_nothing_to_announce(life: Life) -> None:
    operator = await _operator(life)
    ana = await life.arrived()
    await operator.says("/announce")
    await operator.says(WORDS)
    await ana.says("/nonsense")
    answer = ana.card.text
    await ana.says("/announce")
    assert ana.card.text == answer
    old = life.content.texts.plain("error.old_button")
    for code in ("xa", "xn:1", "xg:1", "xt:1", "xd:1", "xw:1"):
        await ana.taps_data(f"1{code}", on=ana.card)
        ana.sees(old)
    await ana.taps_data("1an:1", on=ana.card)  # a draft is nobody's business yet
    ana.sees(old)
    assert await _stage(life) is Stage.DRAFT
    await life.passes()
    assert await _rows(life) == []
