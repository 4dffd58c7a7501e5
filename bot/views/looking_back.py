"""The cards of looking back: the way so far, the last weeks in words, and one week in two sentences."""

from collections.abc import Sequence

from babel.dates import format_date, get_day_names

from bot.course import EntityKind, Mood, RichText
from bot.journey.screens import Progress
from bot.journey.screens_own import LookBackView, WeekdayQuestion, WeekView
from bot.journey.steps import OpenCheckin, ShowProgress, ShowSettings
from bot.journey.steps_own import AskWeekday, ChooseWeekday, LookBack, OrderPicture, ShowMonths
from bot.journey.weeks import SPANS, Day, moods_of, mostly
from bot.views.card import Button, Card, Row, Words, open_card

PATH = "○◐●"  # still to come, opened, read to the end
A_ROW = 7  # days of the path on one line


def progress(words: Words, screen: Progress) -> Card:
    """The course as a path, the days on which the person was here, and the ways further back."""
    opened = sum(stage > 0 for stage in screen.path)
    body = [words.count("progress.pages", opened, days=screen.days), RichText.plain(_path(screen.path))]
    kept = {"progress.here": screen.here, "progress.evenings": screen.checkins, "progress.entries": screen.entries}
    body.append(RichText.join(" ", [words.count(key, n) for key, n in kept.items() if n]))
    if screen.space is not None:
        body.append(words("space.line", n=screen.space))
    rows: list[Row] = []
    if screen.checkins or screen.entries:
        rows.append(tuple(words.button(f"weeks_{weeks}", LookBack(weeks)) for weeks in SPANS))
    if screen.entries:
        rows.append((words.button("read_back", ShowMonths()),))
    rows.append((words.button("weekday", AskWeekday()),))
    return open_card(words, words("progress.title"), body, rows)


def _path(stages: Sequence[int]) -> str:
    return "\n".join(
        " ".join(PATH[stage] for stage in stages[start : start + A_ROW]) for start in range(0, len(stages), A_ROW)
    )


def look_back(words: Words, screen: LookBackView) -> Card:
    """What the picture shows, in words: by day for two weeks, by week for more."""
    title = words("look.title")
    spans = tuple(words.button(f"weeks_{weeks}", LookBack(weeks)) for weeks in SPANS if weeks != screen.weeks)
    if screen.story.empty:
        return open_card(words, title, [words("look.nothing")], [spans])
    if screen.weeks == SPANS[0]:
        lines = [_day_line(words, day) for day in screen.story.days if day.here or day.wrote]
    else:
        lines = [_week_line(words, week) for week in screen.story.by_week() if any(d.here or d.wrote for d in week)]
    body = [RichText.join("\n", lines), words("look.how").styled(EntityKind.ITALIC)]
    if screen.ordered:
        body.append(words("look.ordered"))
    pictures = (
        words.button("picture_light", OrderPicture(screen.weeks, dark=False)),
        words.button("picture_dark", OrderPicture(screen.weeks, dark=True)),
    )
    return open_card(words, title, body, [pictures, spans, (words.button("back", ShowProgress()),)])


def week(words: Words, screen: WeekView) -> Card:
    """What changed, in two sentences out of what was answered."""
    story = screen.story
    if story.moods and story.moods_before:
        first = words("week.both", now=_moods(words, story.moods), before=_moods(words, story.moods_before))
    elif story.moods:
        first = words("week.now", now=_moods(words, story.moods))
    elif story.moods_before:
        first = words("week.before", before=_moods(words, story.moods_before))
    else:
        first = words("week.quiet")
    rows: list[Row] = []
    if screen.checkin_day is not None:
        rows.append((words.button("checkin", OpenCheckin(screen.checkin_day)),))
    rows.append((words.button("weeks_2", LookBack(2)), words.button("weekday", AskWeekday())))
    return open_card(words, words("week.title"), [RichText.join(" ", [first, _second(words, screen)])], rows)


def _second(words: Words, screen: WeekView) -> RichText:
    story = screen.story
    if story.pull is not None and story.pull_before is not None:
        key = "week.pull_alike" if story.pull == story.pull_before else "week.pull_other"
        return words(key, now=_pull(words, story.pull), before=_pull(words, story.pull_before))
    if story.pull is not None:
        return words("week.pull", now=_pull(words, story.pull))
    return words.count("week.wrote", story.wrote) if story.wrote else words("week.rest")


def weekday_question(words: Words, screen: WeekdayQuestion) -> Card:
    """On which evening?"""
    names = get_day_names("abbreviated", locale=words.content.language)
    buttons = [Button(names[weekday], ChooseWeekday(weekday)) for weekday in range(7)]
    rows: list[Row] = [tuple(buttons[:4]), tuple(buttons[4:])]
    if screen.chosen is not None:
        rows.append((words.button("weekday_none", ChooseWeekday(-1)),))
    rows.append((words.button("back", ShowSettings()),))
    return open_card(words, words("week.title"), [words("week.question")], rows)


def weekday_name(words: Words, weekday: int) -> str:
    """A weekday (Monday 0) as people of this language write it."""
    return str(get_day_names("wide", locale=words.content.language)[weekday])


def _day_line(words: Words, day: Day) -> RichText:
    said = [words(f"look.mood_{day.mood.value}")] if day.mood else []
    if day.pull is not None:
        said.append(words("look.pull", pull=_pull(words, day.pull)))
    if day.here and not said:
        said.append(words("look.unsaid"))
    if day.wrote:
        said.append(words("look.wrote"))
    when = format_date(day.day, "EEE d MMM", locale=words.content.language)
    return words("look.line", when=when, said=RichText.join(", ", said))


def _week_line(words: Words, days: Sequence[Day]) -> RichText:
    said = [_moods(words, moods_of(days))] if moods_of(days) else []
    pull = mostly(days)
    if pull is not None:
        said.append(words("look.pull_mostly", pull=_pull(words, pull)))
    if any(day.here for day in days) and not said:
        said.append(words("look.unsaid"))
    wrote = sum(day.wrote for day in days)
    if wrote:
        said.append(words.count("look.wrote_days", wrote))
    language = words.content.language
    when = (
        f"{format_date(days[0].day, 'd MMM', locale=language)} – {format_date(days[-1].day, 'd MMM', locale=language)}"
    )
    return words("look.line", when=when, said=RichText.join("; ", said))


def _moods(words: Words, moods: Sequence[tuple[Mood, int]]) -> RichText:
    return RichText.join(", ", [words.count(f"week.mood_{mood.value}", n) for mood, n in moods])


def _pull(words: Words, pull: int) -> RichText:
    return words(f"look.pull_{pull}")
