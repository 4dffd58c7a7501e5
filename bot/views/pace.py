"""The cards of pace and hours, of moving on and coming back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date

from bot.journey.packing import Slot
from bot.journey.screens import Screen
from bot.journey.screens_pace import (
    AfterCourse,
    AgainQuestion,
    Booster,
    DaysQuestion,
    NothingNext,
    PaceQuestion,
    PageSkipped,
    PageTakenBack,
    Returned,
)
from bot.journey.steps import AskHour, OpenPage, Resume, ShowProgress, ShowSettings, ShowToday, ShowTopics
from bot.journey.steps_pace import (
    AskAgain,
    ChoosePace,
    KeepEvenings,
    NextPage,
    OnlyTopics,
    Pace,
    ShowAfter,
    StartAgain,
    SwitchBoosters,
    SwitchDay,
    TakeBack,
)
from bot.views.card import Button, Card, Row, Words, open_card

A_MONDAY = date(2024, 1, 1)


def pace_question(words: Words, screen: PaceQuestion) -> Card:
    """How fast?"""
    buttons = [words.button(f"pace_{pace.value}", ChoosePace(pace)) for pace in Pace]
    rows: list[Row] = [tuple(buttons[0:2]), tuple(buttons[2:4]), tuple(buttons[4:])]
    rows += [(words.button("after_course", ShowAfter()),), (words.button("back", ShowSettings()),)]
    chosen = words.content.texts.plain(f"pace.{screen.chosen.value}")
    return open_card(words, words("settings.title"), [words("pace.body", chosen=chosen)], rows)


def days_question(words: Words, screen: DaysQuestion) -> Card:
    """On which evenings?"""
    buttons = []
    for weekday, on in enumerate(screen.on):
        name = format_date(A_MONDAY.replace(day=1 + weekday), "EEE", locale=words.content.language)
        buttons.append(Button(f"{name} ✓" if on else name, SwitchDay(weekday, not on)))
    rows: list[Row] = [tuple(buttons[:4]), tuple(buttons[4:]), (words.button("back", AskHour(Slot.CHECKIN)),)]
    return open_card(words, words("settings.title"), [words("days.body" if any(screen.on) else "days.none")], rows)


def page_skipped(words: Words, screen: PageSkipped) -> Card:
    """Passed over; it can be taken back."""
    body = [words("skipped.body")]
    rows: list[Row] = [(words.button("take_back", TakeBack(screen.page.id)),)]
    if screen.next_due:
        body.append(words("skipped.next", moment=words.moment(screen.next_due, screen.zone)))
    if screen.can_go_on:
        rows.insert(0, (words.button("next_page", NextPage()),))
    return open_card(words, words("skipped.title"), body, rows)


def page_taken_back(words: Words, screen: PageTakenBack) -> Card:
    """It lies unread again."""
    rows: list[Row] = [(words.button("read", OpenPage(screen.page.id, 1)),)]
    return open_card(words, words("skipped.title"), [words("taken_back.body")], rows)


def nothing_next(words: Words, screen: NothingNext) -> Card:
    """There is no next page to bring just now."""
    rows: list[Row] = [(words.button("topics", ShowTopics()),)]
    return open_card(words, words("skipped.title"), [words("next.nothing")], rows)


def after_course(words: Words, screen: AfterCourse) -> Card:
    """What goes on after the last page, by choice."""
    body = [words("after.ended" if screen.ended else "after.body")]
    boosters = "boosters_off" if screen.boosters else "boosters_on"
    rows: list[Row] = [(words.button(boosters, SwitchBoosters(not screen.boosters)),)]
    body.append(words("after.boosters" if screen.boosters else "after.no_boosters"))
    if screen.evenings_come:
        evenings = "evenings_end" if screen.evenings_kept else "evenings_keep"
        rows.append((words.button(evenings, KeepEvenings(not screen.evenings_kept)),))
        body.append(words("after.evenings_kept" if screen.evenings_kept else "after.evenings_end"))
    if screen.ended:
        rows.append((words.button("progress", ShowProgress()), words.button("begin_again", AskAgain())))
    return open_card(words, words("after.title"), body, rows)


def booster(words: Words, screen: Booster) -> Card:
    """One of the weekly notes."""
    rows: list[Row] = [(words.button("topics", ShowTopics()), words.button("boosters_off", SwitchBoosters(False)))]
    return open_card(words, words("booster.title"), [words(f"booster.note_{screen.number}")], rows)


def returned(words: Words, screen: Returned) -> Card:
    """Back after silence, in whatever way they like."""
    body = [words(f"returned.body_{screen.variant}"), words("returned.pause")]
    rows: list[Row] = [
        (words.button("go_on", Resume()),),
        (words.button("begin_again", AskAgain()), words.button("only_topics", OnlyTopics())),
    ]
    if screen.ended:
        rows[0] = (words.button("home", ShowToday()),)
    return open_card(words, words("returned.title"), body, rows)


def again_question(words: Words, screen: AgainQuestion) -> Card:
    """Really begin at the first page?"""
    rows: list[Row] = [(words.button("begin_again_yes", StartAgain()), words.button("back", ShowToday()))]
    return open_card(words, words("again.title"), [words("again.body")], rows)


VIEWS: dict[type[Screen], Callable[[Words, Any], Card]] = {
    PaceQuestion: pace_question,
    DaysQuestion: days_question,
    PageSkipped: page_skipped,
    PageTakenBack: page_taken_back,
    NothingNext: nothing_next,
    AfterCourse: after_course,
    Booster: booster,
    Returned: returned,
    AgainQuestion: again_question,
}
