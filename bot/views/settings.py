"""The cards of settings and pausing."""

from datetime import time
from zoneinfo import ZoneInfo

from bot.journey.packing import Slot
from bot.journey.screens import (
    FoldQuestion,
    HourQuestion,
    OutsideWindow,
    Paused,
    PauseQuestion,
    Resumed,
    Settings,
)
from bot.journey.screens_own import LanguageQuestion
from bot.journey.steps import (
    AskFold,
    AskForget,
    AskHour,
    AskPause,
    ChooseFold,
    ChooseHour,
    ConfirmHour,
    Pause,
    Resume,
    ShowPrivacy,
    ShowSettings,
    ShowTopics,
    SwitchCheckinOff,
)
from bot.journey.steps_arriving import AskClock
from bot.journey.steps_own import AskLanguage, AskWeekday, ChooseLanguage, SwitchSpace
from bot.journey.steps_pace import AskAgain, AskDays, AskPace, OnlyTopics, SwitchPromptOff
from bot.journey.steps_safety import ShowSurface
from bot.views.card import Button, Card, Row, Words, language_name, open_card
from bot.views.looking_back import weekday_name

HOURS = {
    Slot.PAGE: [
        time(h, m) for h, m in ((6, 30), (7, 30), (8, 30), (9, 30), (11, 0), (12, 30), (15, 0), (18, 0), (20, 0))
    ],
    Slot.CHECKIN: [
        time(h, m) for h, m in ((17, 0), (18, 0), (19, 0), (20, 0), (20, 30), (21, 0), (21, 30), (22, 0), (23, 0))
    ],
}
HOURS[Slot.PROMPT] = HOURS[Slot.PAGE]
FOLDS = (5, 20, 60, 0)
PAUSES = (1, 7, 0)


def settings(words: Words, screen: Settings) -> Card:
    """All settings at a glance, each with its button."""
    evening = words.hour(screen.checkin_time) if screen.checkin_time else words("settings.off")
    fold = words.count("settings.fold", screen.fold_minutes) if screen.fold_minutes else words("settings.no_fold")
    body = [
        words(
            "settings.body",
            page=words.hour(screen.page_time),
            evening=evening,
            now=words.hour(screen.now.astimezone(ZoneInfo(screen.zone))),
            fold=fold,
            pace=words.content.texts.plain(f"pace.{screen.pace.value}"),
        )
    ]
    if screen.prompt_time is not None:
        body.append(words("settings.prompt", hour=words.hour(screen.prompt_time)))
    if screen.look_back_day is not None:
        body.append(words("settings.look_back", day=weekday_name(words, screen.look_back_day)))
    if screen.space:
        body.append(words("settings.space"))
    rows: list[Row] = [
        (words.button("page_hour", AskHour(Slot.PAGE)), words.button("evening_hour", AskHour(Slot.CHECKIN))),
        (words.button("pace", AskPace()), words.button("prompt_hour", AskHour(Slot.PROMPT))),
        (words.button("my_time", AskClock(0)), words.button("fold_time", AskFold())),
        (words.button("pause", AskPause()), words.button("privacy", ShowPrivacy())),
        (words.button("weekday", AskWeekday()), _space_button(words, screen)),
        (words.button("surface", ShowSurface()), words.button("forget", AskForget())),
    ]
    if screen.has_languages:
        rows.append((words.button("language", AskLanguage()),))
    return open_card(words, words("settings.title"), body, rows)


def _space_button(words: Words, screen: Settings) -> Button:
    return words.button("space_off" if screen.space else "space_on", SwitchSpace(not screen.space))


def language_question(words: Words, screen: LanguageQuestion) -> Card:
    """Which language? Each stands there in its own words."""
    rows: list[Row] = [(Button(language_name(each), ChooseLanguage(each)),) for each in screen.languages]
    rows.append((words.button("back", ShowSettings()),))
    return open_card(words, words("settings.title"), [words("language.body")], rows)


def hour_question(words: Words, screen: HourQuestion) -> Card:
    """Which hour?"""
    buttons = [Button(words.hour(at), ChooseHour(screen.slot, at)) for at in HOURS[screen.slot]]
    rows: list[Row] = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    if screen.slot is Slot.CHECKIN:
        rows.append((words.button("some_evenings", AskDays()), words.button("checkin_off", SwitchCheckinOff())))
    if screen.slot is Slot.PROMPT and screen.chosen:
        rows.append((words.button("prompt_off", SwitchPromptOff()),))
    rows.append((words.button("back", ShowSettings()),))
    chosen = words.hour(screen.chosen) if screen.chosen else words("settings.off")
    return open_card(words, words("settings.title"), [words(f"hour.{screen.slot.value}", chosen=chosen)], rows)


def outside_window(words: Words, screen: OutsideWindow) -> Card:
    """That hour lies in the quiet part of the day: is it meant?"""
    body = [
        words(
            "hour.outside",
            hour=words.hour(screen.hour),
            start=words.hour(screen.start),
            end=words.hour(screen.end),
        )
    ]
    rows: list[Row] = [
        (
            words.button("yes_that_hour", ConfirmHour(screen.slot, screen.hour)),
            words.button("back", AskHour(screen.slot)),
        )
    ]
    return open_card(words, words("settings.title"), body, rows)


def fold_question(words: Words, screen: FoldQuestion) -> Card:
    """After how long does an open card close?"""
    buttons = [words.button(f"fold_{minutes}", ChooseFold(minutes)) for minutes in FOLDS]
    rows: list[Row] = [tuple(buttons[:2]), tuple(buttons[2:]), (words.button("back", ShowSettings()),)]
    return open_card(words, words("settings.title"), [words("fold.body")], rows)


def pause_question(words: Words, screen: PauseQuestion) -> Card:
    """For how long?"""
    rows: list[Row] = [tuple(words.button(f"pause_{days}", Pause(days)) for days in PAUSES)]
    return open_card(words, words("pause.title"), [words("pause.body")], rows)


def paused(words: Words, screen: Paused) -> Card:
    """Nothing comes by itself until then."""
    if screen.until:
        body = [words("pause.until", moment=words.moment(screen.until, screen.zone))]
    else:
        body = [words("pause.open")]
    rows: list[Row] = [(words.button("resume", Resume()), words.button("topics", ShowTopics()))]
    return open_card(words, words("pause.title"), body, rows)


def resumed(words: Words, screen: Resumed) -> Card:
    """It goes on."""
    if screen.next_due:
        body = [words("resumed.next", moment=words.moment(screen.next_due, screen.zone))]
    else:
        body = [words("resumed.body")]
    rows: list[Row] = [(words.button("begin_again", AskAgain()), words.button("only_topics", OnlyTopics()))]
    return open_card(words, words("resumed.title"), body, rows)
