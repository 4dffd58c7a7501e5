"""Which use case answers which step, and where words and commands lead."""

import re
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.care import Risk, looks_english
from bot.course import ENGLISH
from bot.db.tables import State
from bot.journey import (
    alarms,
    announcements,
    arriving,
    asking,
    cards,
    checkins,
    feedback,
    hours,
    keeping,
    landing,
    leaving,
    locking,
    looking_back,
    offering,
    packing,
    pausing,
    reading,
    reading_back,
    settings,
    steps,
    steps_arriving,
    steps_own,
    steps_safety,
    taking_along,
    wishes,
    writing,
)
from bot.journey.listening import Heard
from bot.journey.screens import Asks, KindAnswer, Screen
from bot.journey.screens_helping import Forgotten, NotEnglish
from bot.journey.table_admin import ADMIN, ADMIN_COMMANDS
from bot.journey.table_own import OWN
from bot.journey.table_pace import PACE
from bot.journey.turns import Turn

UseCase = Callable[[Turn, Any], Awaitable[Screen]]

USE_CASES: dict[type[packing.Step], UseCase] = {
    steps_arriving.ShowWelcome: arriving.show_welcome,
    steps_arriving.SayWhosePhone: arriving.say_whose_phone,
    steps_arriving.RefuseForNow: arriving.refuse_for_now,
    steps_arriving.AskClock: arriving.ask_clock,
    steps_arriving.GuessZone: arriving.choose_zone,
    steps_arriving.ChooseZone: arriving.choose_zone,
    steps_arriving.AskCity: arriving.ask_city,
    steps_arriving.Begin: arriving.begin,
    steps.ShowToday: reading.show_today,
    steps.OpenPage: reading.open_page,
    steps.FinishPage: reading.finish_page,
    steps.NotToday: reading.not_today,
    steps.ShowProgress: looking_back.show_progress,
    steps.ShowTopics: asking.show_topics,
    steps.ShowTheme: asking.show_theme,
    steps.OfferPages: asking.offer_pages,
    steps.RememberPage: asking.remember_page,
    steps.LetGoPage: asking.let_go_page,
    steps.ShowSaved: keeping.show_saved,
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
    steps_safety.ShowLock: locking.show_lock,
    steps_safety.TakeLockOff: locking.take_lock_off,
    steps_safety.ChooseGuard: locking.choose_guard,
    steps_safety.SayForgotten: locking.say_forgotten,
    steps_safety.ShowSurface: wishes.show_surface,
    steps_safety.AskVanish: wishes.ask_vanish,
    steps_safety.ChooseVanish: wishes.choose_vanish,
    steps_safety.AskBuzz: wishes.ask_buzz,
    steps_safety.ChooseBuzz: wishes.choose_buzz,
    steps_safety.AskWindow: wishes.ask_window,
    steps_safety.ChooseWindow: wishes.choose_window,
    steps_safety.ShowTimer: wishes.show_timer,
    steps_safety.AskExport: taking_along.ask_export,
    steps_safety.Export: taking_along.export,
    steps_safety.Breathe: landing.breathe,
    **OWN,
    **PACE,
    **ADMIN,
}

# What can be done before first contact is through, and while everything is hidden.
BEFORE_CONSENT = (
    steps_arriving.ShowWelcome,
    steps_arriving.SayWhosePhone,
    steps_arriving.RefuseForNow,
    steps_arriving.AskClock,
    steps_arriving.GuessZone,
    steps_arriving.ChooseZone,
    steps_arriving.AskCity,
    steps_arriving.Begin,
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
    steps_safety.Breathe,
    steps_safety.SayForgotten,
    steps_own.DeleteWritten,
    steps_own.DeleteNoted,
)
# What waits for nobody, and overtakes what was sent before.
FIRST = (steps.HideAll, steps.Fold, steps.ShowHelp, steps.AskCountry, steps.ChooseCountry)

COMMANDS: dict[str, Callable[[Turn], packing.Step]] = {
    "start": lambda turn: steps_arriving.ShowWelcome(),
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
    "export": lambda turn: steps_safety.AskExport(),
    "forget": lambda turn: steps.AskForget(),
    "feedback": lambda turn: steps_own.AskFeedback(),
}

FOUR_DIGITS = re.compile(r"\s*[0-9]{4}\s*")

STOP_WORDS = frozenset({"stop", "not now", "enough", "stop it", "please stop"})


async def perform(turn: Turn, step: packing.Step) -> Screen:
    """What the step leaves on the card, once the person's state allows it."""
    person = turn.person
    if step.admin and not turn.is_admin:
        return KindAnswer(at=steps.ShowToday(), text_key="error.old_button")
    if locking.is_before(turn, step):
        return locking.keypad(turn, step if not isinstance(step, steps_safety.PressKey) else steps_safety.ShowLock())
    locking.stay_open(turn)
    if isinstance(step, steps_safety.PressKey) and person.state is not State.ARRIVING:
        return await _press(turn, step)
    if person.state in (State.STOPPED, State.UNREACHABLE, State.QUIET):
        await pausing.wake(turn)
    if person.state is State.ARRIVING and not (isinstance(step, BEFORE_CONSENT + ALWAYS) or step.admin):
        step = steps_arriving.ShowWelcome()
    if person.hidden_since is not None and not isinstance(step, (*ALWAYS, steps.ComeBack)):
        await leaving.reappear(turn)
    screen = await USE_CASES[type(step)](turn, step)
    if not isinstance(screen, Forgotten):
        person.seen_at = turn.now
    return offering.with_offer(turn, screen)


async def _press(turn: Turn, step: steps_safety.PressKey) -> Screen:
    """A key of the keypad; with the last right one, the card goes on to where it stood."""
    screen = await locking.press_key(turn, step)
    return screen if screen is not None else await perform(turn, cards.card_step(turn.person))


USE_CASES[steps_safety.PressKey] = _press


async def perform_late(turn: Turn, step: packing.Step) -> None:
    """A tap that was overtaken: what it answers is kept, and what it would show or bring back is not."""
    closed = turn.person.state is State.ARRIVING or isinstance(step, steps.ComeBack | steps_safety.PressKey)
    closed = closed or step.admin
    if not closed and not locking.is_before(turn, step):
        await USE_CASES[type(step)](turn, step)


async def hear_late(turn: Turn, words: str) -> None:
    """Words that were overtaken: what the card waited for when they were written takes them."""
    await _answered(turn, turn.waiting, words)


async def command(turn: Turn, name: str, heard: Heard) -> Screen:
    """A command; `heard` stands after it. An unknown one gets a kind answer, and so does an admin's of anybody else."""
    known = COMMANDS | ADMIN_COMMANDS if turn.is_admin else COMMANDS
    step = known[name](turn) if name in known else None
    if turn.person.hidden_since is not None and not isinstance(step, ALWAYS):
        return leaving.hidden_cover(turn)
    if step is None:
        return KindAnswer(at=steps.ShowToday(), text_key="error.unknown_command")
    if name == "topic" and heard.words and turn.person.state is not State.ARRIVING:
        return await hear(turn, heard, within=False)
    return await perform(turn, step)


async def hear(turn: Turn, heard: Heard, *, within: bool = True) -> Screen:
    """Free text, in one order: stop word, triage, what the card waits for (if `within`), a question to the topics."""
    words, risk = heard.words, heard.risk
    waiting = turn.waiting if within else None
    writing_now = waiting is not None and waiting.asks is Asks.ENTRY
    if _plain(words) in STOP_WORDS and not writing_now:
        return await pausing.stop(turn)
    await _woken(turn, State.QUIET)
    shut = locking.is_before(turn, steps.ShowTopics())
    if shut and FOUR_DIGITS.fullmatch(words):
        waiting = None  # they are meant for the lock, and must not stand in what is being written
    screen = await _answered(turn, waiting, words)
    if risk is not Risk.NONE and not alarms.rests(turn, waiting, words):
        asked = None if screen or shut or not _reads(turn) else asking.leads_to(turn, heard)
        screen = replace(await alarms.raise_alarm(turn, risk, waiting, words), asked=asked)
    elif turn.person.hidden_since is not None:
        return leaving.hidden_cover(turn)
    elif waiting is not None and shut and waiting.asks in (Asks.ENTRY, Asks.SEARCH):
        # What was written is kept; what it would show waits for the digits, and so does the card for more words.
        screen = replace(locking.keypad(turn, cards.card_step(turn.person)), waiting=waiting)
    elif screen is None and shut:
        screen = await _heard_at_the_lock(turn, words)
    elif screen is None and not looks_english(words) and not _answers_in_their_language(turn, heard):
        screen = NotEnglish(at=steps.ShowHelp())
    elif screen is None and turn.person.state is State.ARRIVING:
        screen = await arriving.show_welcome(turn, steps_arriving.ShowWelcome())
    elif screen is None:
        await _woken(turn, State.UNREACHABLE)
        screen = await asking.hear_question(turn, heard)
    turn.person.seen_at = turn.now
    return screen


def _reads(turn: Turn) -> bool:
    """Whether pages are open to this person: they are through first contact, and nothing is hidden."""
    return turn.person.hidden_since is None and turn.person.state is not State.ARRIVING


def _answers_in_their_language(turn: Turn, heard: Heard) -> bool:
    """Whether somebody who reads another language than English has asked in it what a page answers."""
    language = turn.content.language
    return language != ENGLISH and bool(heard.found_in(language).ids)


async def other(turn: Turn) -> Screen:
    """A picture, a voice, a file: not taken in, kindly said. What the card waited for, it goes on waiting for."""
    if turn.person.hidden_since is not None:
        return leaving.hidden_cover(turn)
    if turn.person.state is State.ARRIVING:
        return await arriving.show_welcome(turn, steps_arriving.ShowWelcome())
    return KindAnswer(at=cards.card_step(turn.person), text_key="error.not_words", waiting=turn.waiting)


async def _heard_at_the_lock(turn: Turn, words: str) -> Screen:
    """The digits may be written as well as tapped; other words meet the keypad."""
    wanted = cards.card_step(turn.person)
    if not FOUR_DIGITS.fullmatch(words):
        return locking.keypad(turn, wanted)
    screen = await locking.try_digits(turn, words.strip(), wanted)
    return screen if screen is not None else await perform(turn, wanted)


async def _woken(turn: Turn, state: State) -> None:
    if turn.person.state is state:
        await pausing.wake(turn)


async def _answered(turn: Turn, waiting: Any, words: str) -> Screen | None:
    """What the card was waiting for takes the words; None: it was waiting for nothing."""
    if waiting is None:
        return None
    if waiting.asks is Asks.CITY:
        return await arriving.hear_city(turn, words)
    if waiting.asks is Asks.NOTE:
        return await checkins.hear_note(turn, date.fromisoformat(waiting.about), words)
    if waiting.asks is Asks.SEARCH:
        return await reading_back.hear_search(turn, words)
    if waiting.asks is Asks.ANNOUNCEMENT:
        return await announcements.hear_announcement(turn, words) if turn.is_admin else None
    if waiting.asks is Asks.FEEDBACK:
        return await feedback.hear_feedback(turn, words)
    return await writing.hear_entry(turn, waiting.about, words)


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(re.findall(r"[a-z']+", folded)) if len(folded) < 40 else ""
