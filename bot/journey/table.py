"""Which use case answers which step, and where words and commands lead."""

import re
import unicodedata
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bot.care import Risk, assess, looks_english
from bot.db.tables import State
from bot.journey import (
    arriving,
    asking,
    cards,
    checkins,
    hours,
    leaving,
    packing,
    pausing,
    reading,
    settings,
    steps,
    writing,
)
from bot.journey.screens import Asks, Forgotten, KindAnswer, NotEnglish, Screen
from bot.journey.turns import Turn

UseCase = Callable[[Turn, Any], Awaitable[Screen]]

USE_CASES: dict[type[packing.Step], UseCase] = {
    steps.ShowWelcome: arriving.show_welcome,
    steps.SayWhosePhone: arriving.say_whose_phone,
    steps.RefuseForNow: arriving.refuse_for_now,
    steps.AskClock: arriving.ask_clock,
    steps.ChooseZone: arriving.choose_zone,
    steps.AskCity: arriving.ask_city,
    steps.Begin: arriving.begin,
    steps.ShowToday: reading.show_today,
    steps.OpenPage: reading.open_page,
    steps.FinishPage: reading.finish_page,
    steps.NotToday: reading.not_today,
    steps.ShowProgress: reading.show_progress,
    steps.ShowTopics: asking.show_topics,
    steps.ShowTheme: asking.show_theme,
    steps.OpenCheckin: checkins.open_checkin,
    steps.AnswerMood: checkins.answer_mood,
    steps.AnswerPull: checkins.answer_pull,
    steps.AnswerContact: checkins.answer_contact,
    steps.AskNote: checkins.ask_note,
    steps.ChangeCheckin: checkins.change_checkin,
    steps.DrawPrompt: writing.draw_prompt,
    steps.WriteAbout: writing.write_about,
    steps.EndWriting: writing.end_writing,
    steps.ShowSettings: settings.show_settings,
    steps.AskHour: settings.ask_hour,
    steps.ChooseHour: settings.choose_hour,
    steps.ConfirmHour: settings.confirm_hour,
    steps.SwitchCheckinOff: settings.switch_checkin_off,
    steps.AskFold: settings.ask_fold,
    steps.ChooseFold: settings.choose_fold,
    steps.AskPause: pausing.ask_pause,
    steps.Pause: pausing.pause,
    steps.Resume: pausing.resume,
    steps.ShowHelp: leaving.show_help,
    steps.AskCountry: leaving.ask_country,
    steps.ChooseCountry: leaving.choose_country,
    steps.Fold: leaving.fold,
    steps.HideAll: leaving.hide_all,
    steps.ComeBack: leaving.come_back,
    steps.ShowPrivacy: leaving.show_privacy,
    steps.AskForget: leaving.ask_forget,
    steps.Forget: leaving.forget,
}

# What can be done before first contact is through, and while everything is hidden.
BEFORE_CONSENT = (
    steps.ShowWelcome,
    steps.SayWhosePhone,
    steps.RefuseForNow,
    steps.AskClock,
    steps.ChooseZone,
    steps.AskCity,
    steps.Begin,
)
ALWAYS = (
    steps.ShowHelp,
    steps.AskCountry,
    steps.ChooseCountry,
    steps.Fold,
    steps.HideAll,
    steps.ShowPrivacy,
    steps.AskForget,
    steps.Forget,
)

COMMANDS: dict[str, Callable[[Turn], packing.Step]] = {
    "start": lambda turn: steps.ShowWelcome(),
    "today": lambda turn: steps.ShowToday(),
    "checkin": lambda turn: steps.OpenCheckin(hours.evening_date(turn.now, turn.person.zone)),
    "write": lambda turn: steps.DrawPrompt(),
    "topics": lambda turn: steps.ShowTopics(),
    "topic": lambda turn: steps.ShowTopics(),
    "progress": lambda turn: steps.ShowProgress(),
    "pause": lambda turn: steps.AskPause(),
    "resume": lambda turn: steps.Resume(),
    "settings": lambda turn: steps.ShowSettings(),
    "help": lambda turn: steps.ShowHelp(),
    "hide": lambda turn: steps.HideAll(),
    "privacy": lambda turn: steps.ShowPrivacy(),
    "forget": lambda turn: steps.AskForget(),
}

STOP_WORDS = frozenset({"stop", "not now", "enough", "stop it", "please stop"})


async def perform(turn: Turn, step: packing.Step) -> Screen:
    """What the step leaves on the card, once the person's state allows it."""
    person = turn.person
    if person.state in (State.STOPPED, State.UNREACHABLE):
        await pausing.wake(turn)
    if person.state is State.ARRIVING and not isinstance(step, BEFORE_CONSENT + ALWAYS):
        step = steps.ShowWelcome()
    if person.hidden_since is not None and not isinstance(step, (*ALWAYS, steps.ComeBack)):
        await leaving.reappear(turn)
    screen = await USE_CASES[type(step)](turn, step)
    if not isinstance(screen, Forgotten):
        person.seen_at = turn.now
    return screen


async def command(turn: Turn, name: str, words: str) -> Screen:
    """A command of the menu; `words` stand after it. An unknown one gets a kind answer."""
    if name not in COMMANDS:
        return KindAnswer(at=steps.ShowToday(), text_key="error.unknown_command")
    step = COMMANDS[name](turn)
    if turn.person.hidden_since is not None and not isinstance(step, ALWAYS):
        return leaving.hidden_cover(turn)
    if name == "topic" and words and turn.person.state is not State.ARRIVING:
        return await hear(turn, words, within=False)
    return await perform(turn, step)


async def hear(turn: Turn, words: str, *, within: bool = True) -> Screen:
    """Free text, in one order: stop word, triage, what the card waits for (if `within`), a question to the topics."""
    waiting = turn.waiting if within else None
    writing_now = waiting is not None and waiting.asks is Asks.ENTRY
    if _plain(words) in STOP_WORDS and not writing_now:
        return await pausing.stop(turn)
    risk = assess(words)
    screen = await _answered(turn, waiting, words)
    if risk is not Risk.NONE:
        screen = await leaving.show_help(turn, steps.ShowHelp(), risk, kept=screen is not None)
    elif turn.person.hidden_since is not None:
        return leaving.hidden_cover(turn)
    elif screen is None and not looks_english(words):
        screen = NotEnglish(at=steps.ShowHelp())
    elif screen is None and turn.person.state is State.ARRIVING:
        screen = await arriving.show_welcome(turn, steps.ShowWelcome())
    elif screen is None:
        await _woken(turn)
        screen = await asking.hear_question(turn, words)
    turn.person.seen_at = turn.now
    return screen


async def other(turn: Turn) -> Screen:
    """A picture, a voice, a file: not taken in, kindly said. What the card waited for, it goes on waiting for."""
    if turn.person.hidden_since is not None:
        return leaving.hidden_cover(turn)
    if turn.person.state is State.ARRIVING:
        return await arriving.show_welcome(turn, steps.ShowWelcome())
    return KindAnswer(at=cards.card_step(turn.person), text_key="error.not_words", waiting=turn.waiting)


async def _woken(turn: Turn) -> None:
    if turn.person.state is State.UNREACHABLE:
        await pausing.wake(turn)


async def _answered(turn: Turn, waiting: Any, words: str) -> Screen | None:
    """What the card was waiting for takes the words; None: it was waiting for nothing."""
    if waiting is None:
        return None
    if waiting.asks is Asks.CITY:
        return await arriving.hear_city(turn, words)
    if waiting.asks is Asks.NOTE:
        return await checkins.hear_note(turn, date.fromisoformat(waiting.about), words)
    return await writing.hear_entry(turn, waiting.about, words)


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(re.findall(r"[a-z']+", folded)) if len(folded) < 40 else ""
