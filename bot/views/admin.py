"""The cards of the admins."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.course import RichText
from bot.journey.figures import Answered, DayReached, Demand, Figures, PageRating
from bot.journey.rereading import TOLD
from bot.journey.screens_admin import (
    AnnouncementDraft,
    AnnouncementProgress,
    AnnouncementQuestion,
    AnnouncementView,
    ContentRead,
    PageRatings,
    Stage,
    Stats,
)
from bot.journey.steps import OpenCheckin
from bot.journey.steps_admin import (
    AskAnnouncement,
    DropAnnouncement,
    SendAnnouncement,
    ShowAnnouncement,
    ShowContent,
    ShowStats,
    StopAnnouncement,
)
from bot.views.card import Card, Row, Words, open_card, shortened

LONGEST_FAULT = 300  # characters


def stats(words: Words, screen: Stats) -> Card:
    """How people fare, in numbers, beside published figures."""
    if screen.figures is None:
        return open_card(words, words("stats.title"), [words("stats.none")], [])
    rows: list[Row] = [(words.button("stats_pages", ShowStats(True)),)]
    return open_card(words, words("stats.title"), people(words, screen.figures, screen.zone), rows)


def people(words: Words, figures: Figures, zone: str) -> list[RichText]:
    """The paragraphs of the figures of people; hours in `zone`."""
    at = figures.at.astimezone(ZoneInfo(zone))
    body = [
        words(
            "stats.people",
            at=words.hour(at),
            began=_told(words, figures.began),
            finished=_told(words, figures.finished),
        ),
        _lines(words("stats.days"), *(_day(words, number, day) for number, day in enumerate(figures.days, start=1))),
        _lines(words("stats.evenings"), *(_week(words, week) for week in figures.weeks)),
        _lines(
            words("stats.stayed"),
            *(
                words(
                    "stats.stayed_day", day=each.day, began=_told(words, each.began), share=_percent(words, each.stayed)
                )
                for each in figures.stayed
            ),
        ),
        _lines(
            words("stats.beside"),
            words(
                "stats.checks",
                first=_percent(words, figures.first_check),
                fourth=_percent(words, figures.fourth_check),
            ),
            words("stats.used", used=_told(words, figures.days_used)),
        ),
        _demand(words, figures.demand, zone),
    ]
    if figures.one_in > 1:
        body.append(words("stats.sample", n=figures.one_in))
    return body


def _day(words: Words, number: int, day: DayReached) -> RichText:
    return words("stats.day", n=number, reached=_told(words, day.reached), finished=_told(words, day.finished))


def _week(words: Words, week: Answered) -> RichText:
    return words("stats.week", n=week.week, came=_told(words, week.came), share=_percent(words, week.answered))


def _demand(words: Words, demand: Demand, zone: str) -> RichText:
    if demand.planned is None or demand.peak_at is None:
        return words("stats.no_demand")
    key = "stats.demand" if demand.fits else "stats.demand_late"
    return words(
        key,
        planned=demand.planned,
        peak=_told(words, demand.peak),
        hour=words.hour(demand.peak_at.astimezone(ZoneInfo(zone))),
        minutes=words.count("stats.minutes", _minutes(demand.wait)),
        rate=f"{demand.rate:g}",
    )


def page_ratings(words: Words, screen: PageRatings) -> Card:
    """What was said of each page."""
    rows: list[Row] = [(words.button("back", ShowStats(False)),)]
    return open_card(words, words("stats.title"), ratings(words, screen.ratings), rows)


def ratings(words: Words, found: Iterable[tuple[str, PageRating]]) -> list[RichText]:
    """One paragraph: a line a page."""
    lines = [
        words(
            "stats.rating",
            title=title,
            helped=_told(words, each.helped),
            not_for_me=_told(words, each.not_for_me),
            too_much=_told(words, each.too_much),
        )
        for title, each in found
    ]
    return [_lines(*lines)] if lines else [words("stats.no_ratings")]


def _lines(*lines: RichText) -> RichText:
    return RichText.join("\n", lines)


def _told(words: Words, number: float | None) -> RichText | str:
    return words("stats.few") if number is None else f"{number}"


def _percent(words: Words, number: int | None) -> RichText | str:
    return words("stats.few") if number is None else f"{number} %"


def announcement_question(words: Words, screen: AnnouncementQuestion) -> Card:
    """The next message is the announcement."""
    rows: list[Row] = []
    if screen.last is not None:
        rows.append((words.button("announced_last", ShowAnnouncement(screen.last)),))
    return open_card(words, words("announce.title"), [words("announce.ask")], rows)


def announcement_draft(words: Words, screen: AnnouncementDraft) -> Card:
    """What would be sent, to how many, and how long that takes."""
    minutes = words.count("stats.minutes", _minutes(screen.lasts))
    body = [
        words("announce.draft", reach=_told(words, screen.reach), rate=f"{screen.rate:g}", minutes=minutes),
        RichText.plain(screen.text),
    ]
    if screen.cut:
        body.append(words("feedback.cut"))
    rows: list[Row] = [
        (
            words.button("send", SendAnnouncement(screen.announcement)),
            words.button("do_not_send", DropAnnouncement(screen.announcement)),
        )
    ]
    return open_card(words, words("announce.title"), body, rows)


def announcement_progress(words: Words, screen: AnnouncementProgress) -> Card:
    """How it stands, and what can be done about it."""
    numbers = words(
        "announce.counts",
        sent=_told(words, screen.sent),
        waiting=_told(words, screen.still_due),
        missed=_told(words, screen.missed),
    )
    body = [words(f"announce.{screen.stage.value}"), numbers, RichText.plain(screen.text)]
    row = [words.button("look_again", ShowAnnouncement(screen.announcement))]
    if screen.stage is Stage.SENDING:
        row.append(words.button("announced_stop", StopAnnouncement(screen.announcement)))
    elif screen.stage in (Stage.STOPPED, Stage.DONE):
        row = [
            words.button("announced_go_on", SendAnnouncement(screen.announcement)),
            words.button("announced_new", AskAnnouncement()),
        ]
    return open_card(words, words("announce.title"), body, [tuple(row)])


def announcement(words: Words, screen: AnnouncementView) -> Card:
    """The word from whoever runs this, as it is read."""
    rows: list[Row] = []
    if screen.checkin_day is not None:
        rows.append((words.button("checkin", OpenCheckin(screen.checkin_day)),))
    body = [words("announced.from"), RichText.plain(screen.text)]
    return open_card(words, words("announced.title"), body, rows)


def _minutes(span: timedelta) -> int:
    """Begun minutes, at least one."""
    return max(1, -(-int(span.total_seconds()) // 60))


def content_read(words: Words, screen: ContentRead) -> Card:
    """The content that people read now, or what is wrong with the one on disk."""
    rows: list[Row] = []
    if screen.faults is None:
        body = [words("reread.under_way")]
        rows.append((words.button("look_again", ShowContent()),))
    elif not screen.faults:
        body = [words("reread.done", pages=screen.pages, days=screen.days)]
    else:
        told = "\n".join(shortened(fault, LONGEST_FAULT) for fault in screen.faults[:TOLD])
        body = [words.count("reread.refused", len(screen.faults)), RichText.plain(told)]
    return open_card(words, words("reread.title"), body, rows)
