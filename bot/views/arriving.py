"""The cards of first contact."""

from zoneinfo import ZoneInfo

from bot.course import RichText
from bot.journey.screens import CityQuestion, ClockQuestion, ReadyToBegin, RefusedForNow, Welcome, ZoneGuessed
from bot.journey.steps import ShowPrivacy, ShowSettings
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
from bot.views.card import Button, Card, Row, Words, open_card


def welcome(words: Words, screen: Welcome) -> Card:
    """What this is and is not, and whose phone this is."""
    rows: list[Row] = [
        (words.button("phone_mine", SayWhosePhone(watched=False)),),
        (words.button("phone_watched", SayWhosePhone(watched=True)),),
        (words.button("not_now", RefuseForNow()), words.button("privacy", ShowPrivacy())),
    ]
    return open_card(words, words("welcome.title"), [words("welcome.body")], rows, home=False)


def refused_for_now(words: Words, screen: RefusedForNow) -> Card:
    """Nothing begins."""
    rows: list[Row] = [(words.button("back", ShowWelcome()),)]
    return open_card(words, words("refused.title"), [words("refused.body")], rows, home=False)


def clock_question(words: Words, screen: ClockQuestion) -> Card:
    """What time is it for you now?"""
    answers = [Button(words.hour(guess.local), GuessZone(guess.zone)) for guess in screen.guesses]
    rows = [tuple(answers[i : i + 3]) for i in range(0, len(answers), 3)]
    more = [words.button("other_times", AskClock(screen.page + 1))] if screen.more else []
    rows.append((*more, words.button("name_city", AskCity())))
    body = [words("clock.body"), words("clock.watched" if screen.arriving else "clock.moves")]
    return open_card(words, words("clock.title"), body, rows, home=not screen.arriving)


def city_question(words: Words, screen: CityQuestion) -> Card:
    """Which city is near?"""
    several = len(screen.found) > 1  # two cities of one name are told apart by their countries
    rows: list[Row] = []
    for place in screen.found:
        name = f"{place.name}, {words.country(place.country)}" if several else place.name
        rows.append((words.button("city", ChooseZone(place.zone, place.country), city=name[:48]),))
    rows.append((words.button("by_clock", AskClock(0)),))
    key = "city.found" if screen.found else "city.missed" if screen.missed else "city.ask"
    return open_card(words, words("city.title"), [words(key)], rows, home=False)


def zone_guessed(words: Words, screen: ZoneGuessed) -> Card:
    """One time, several zones: the guess stands, the others are one tap away."""
    local = words("zone.now", now=words.hour(screen.now.astimezone(ZoneInfo(screen.zone))))
    rows = [
        *_others(words, screen.others),
        (words.button("name_city", AskCity()), words.button("settings", ShowSettings())),
    ]
    return open_card(words, words("clock.title"), [local, _guess(words, screen.zone)], rows)


def _guess(words: Words, zone: str) -> RichText:
    return words("zone.guess", city=_city_of(zone))


def _others(words: Words, zones: tuple[str, ...]) -> list[Row]:
    # A guess again, so that the way back stays open.
    return [tuple(words.button("city", GuessZone(zone), city=_city_of(zone)) for zone in zones)] if zones else []


def _city_of(zone: str) -> str:
    """The city that the tz database names a zone after."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def ready_to_begin(words: Words, screen: ReadyToBegin) -> Card:
    """The hours that were chosen for them, how to hide, and consent."""
    local = words.hour(screen.now.astimezone(ZoneInfo(screen.zone)))
    hours = words(
        "ready.hours",
        now=local,
        page=words.hour(screen.page_time),
        evening=words.hour(screen.checkin_time) if screen.checkin_time else "",
    )
    body: list[RichText] = [hours, words("ready.hiding"), words("ready.consent")]
    if screen.watched:
        body.insert(1, words("ready.watched"))
    if screen.others:
        body.insert(1, _guess(words, screen.zone))
    rows: list[Row] = [
        (words.button("start", Begin()),),
        *_others(words, screen.others),
        (words.button("wrong_time", AskClock(0)), words.button("privacy", ShowPrivacy())),
    ]
    return open_card(words, words("ready.title"), body, rows, home=False)
