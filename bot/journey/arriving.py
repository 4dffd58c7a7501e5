"""First contact: three taps to day 1."""

from bot.db.tables import Enrolment, PageProgress, State
from bot.journey import hours, plan
from bot.journey.cards import cover_of
from bot.journey.reading import show_today
from bot.journey.screens import (
    Asks,
    CityQuestion,
    ClockQuestion,
    Cover,
    KindAnswer,
    ReadyToBegin,
    RefusedForNow,
    Screen,
    Waiting,
    Welcome,
    ZoneGuessed,
)
from bot.journey.settings import show_settings
from bot.journey.steps import OpenPage, ShowToday
from bot.journey.steps_arriving import (
    AskCity,
    AskClock,
    Begin,
    ChooseZone,
    GuessZone,
    RefuseForNow,
    SayWhosePhone,
    ShowWelcome,
)
from bot.journey.turns import Turn
from bot.places import country_of, find_city, guesses_by_clock, is_zone, others_with_this_time

GUESSES_A_PAGE = 6


async def show_welcome(turn: Turn, step: ShowWelcome) -> Screen:
    """What this is, and whose phone this is. Somebody who is through with that sees today instead."""
    if turn.person.state is not State.ARRIVING:
        return await show_today(turn, ShowToday())
    return Welcome(at=step)


async def refuse_for_now(turn: Turn, step: RefuseForNow) -> Screen:
    """Nothing begins; the door stays open."""
    return RefusedForNow(at=ShowWelcome())


async def say_whose_phone(turn: Turn, step: SayWhosePhone) -> Screen:
    """A phone that may be watched gets the shorter vanish and fold times."""
    turn.person.watched = step.watched
    if step.watched and turn.person.state is State.ARRIVING:
        turn.person.fold_minutes, turn.person.vanish_hours = 5, 1
    return await ask_clock(turn, AskClock(0))


async def ask_clock(turn: Turn, step: AskClock) -> Screen:
    """What time is it for you now? The likeliest answers first."""
    guesses = guesses_by_clock(turn.now, turn.person.language)
    pages = -(-len(guesses) // GUESSES_A_PAGE)
    page = step.page % pages
    shown = guesses[page * GUESSES_A_PAGE : (page + 1) * GUESSES_A_PAGE]
    return ClockQuestion(
        at=AskClock(page),
        guesses=shown,
        page=page,
        more=pages > 1,
        arriving=turn.person.state is State.ARRIVING,
    )


async def ask_city(turn: Turn, step: AskCity) -> Screen:
    """The card waits for the name of a city."""
    return CityQuestion(at=step, waiting=Waiting(Asks.CITY), found=(), missed=False)


async def hear_city(turn: Turn, words: str) -> Screen:
    """The cities that these words may mean."""
    found = await find_city(words)
    return CityQuestion(at=AskCity(), waiting=Waiting(Asks.CITY), found=found, missed=not found)


async def choose_zone(turn: Turn, step: ChooseZone | GuessZone) -> Screen:
    """The person's hours are in this zone from now on; what is pending moves along."""
    person = turn.person
    if not is_zone(step.zone):
        return KindAnswer(at=AskClock(0), text_key="error.old_button")
    # The country goes along with the zone, unless it was chosen by itself.
    if person.state is State.ARRIVING or person.country in (None, country_of(person.zone)):
        country = step.country if isinstance(step, ChooseZone) else country_of(step.zone)
        person.country = country if country and len(country) == 2 else None  # forged data may hold anything
    person.zone = step.zone
    others = others_with_this_time(step.zone, turn.now) if isinstance(step, GuessZone) else ()
    if person.state is not State.ARRIVING:
        await plan.replan(turn)
        return (
            ZoneGuessed(at=step, now=turn.now, zone=step.zone, others=others) if others else await show_settings(turn)
        )
    return ReadyToBegin(
        at=step,
        now=turn.now,
        zone=person.zone,
        others=others,
        page_time=person.page_time,
        checkin_time=person.checkin_time,
        watched=person.watched,
    )


async def begin(turn: Turn, step: Begin) -> Screen:
    """Day 1 lies on the card, closed. Beginning twice begins once."""
    if turn.enrolment is None:
        turn = await enrol(turn)
    last = await plan.last_page(turn, turn.enrolment) if turn.enrolment else None
    at = OpenPage(last.page, 1) if last else ShowToday()
    cover = cover_of(turn.person, at, turn.now)
    return Cover(at=at, person_id=cover.person_id, day=cover.day)


async def enrol(turn: Turn) -> Turn:
    """Put the person on the course: the first page has come, the rest is planned as it goes."""
    person = turn.person
    person.state = State.ACTIVE
    enrolment = Enrolment(
        person_id=person.id, course=turn.content.course.id, run=1, started_at=turn.now, finished_at=None
    )
    turn.session.add(enrolment)
    await turn.session.flush()
    turn.session.add(
        PageProgress(
            enrolment_id=enrolment.id,
            page=turn.content.course.days[0],
            local_date=hours.local_date(turn.now, person.zone),
            delivered_at=turn.now,
        )
    )
    await turn.session.flush()
    turn = turn.with_enrolment(enrolment)
    await plan.plan_ahead(turn)
    return turn
