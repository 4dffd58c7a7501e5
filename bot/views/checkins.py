"""The cards of the evening check-in."""

from bot.course import Contact, EntityKind, Mood, RichText
from bot.journey.evenings import PULLS, WITHHELD
from bot.journey.screens import CheckinAnswer, CheckinQuestion, EveningOver, NoteQuestion
from bot.journey.screens_own import NoteView
from bot.journey.steps import (
    AnswerContact,
    AnswerMood,
    AnswerPull,
    AskNote,
    ChangeCheckin,
    OpenCheckin,
    ShowTopics,
    WriteAbout,
)
from bot.journey.steps_own import CountSpace, ReadNote, SkipRest
from bot.views.card import Button, Card, Row, Words, help_row, open_card, shortened
from bot.views.reading import page_button


def question(words: Words, screen: CheckinQuestion) -> Card:
    """How today was; how strong the pull was; whether there was contact. Each can be left out."""
    day = screen.day
    answers: dict[str, list[Button]] = {
        "mood": [words.button(f"mood_{mood.value}", AnswerMood(day, mood)) for mood in Mood],
        "pull": [
            words.button(f"pull_{pull if pull != WITHHELD else 'withheld'}", AnswerPull(day, pull))
            for pull in (*PULLS, WITHHELD)
        ],
        "contact": [words.button(f"contact_{kind.value}", AnswerContact(day, kind)) for kind in Contact],
    }
    buttons = answers[screen.asks]
    rows: list[Row] = [tuple(buttons[0:2]), tuple(buttons[2:4]), tuple(buttons[4:])]
    if screen.asks != "contact":
        rows.append((words.button("skip_rest", SkipRest(day)),))
    rows.append(help_row(words))
    return open_card(words, words("checkin.title"), [words(f"checkin.{screen.asks}")], rows)


def answer(words: Words, screen: CheckinAnswer) -> Card:
    """Something human, at most one page, and by choice a line or tonight's prompt."""
    body = [RichText.plain(screen.answer)]
    if screen.noted:
        body.append(words("checkin.noted").styled(EntityKind.ITALIC))
    if screen.space is not None:
        body.append(words("space.line", n=screen.space))
    rows: list[Row] = []
    if screen.page is not None:
        rows.append((page_button(screen.page),))
    if screen.open:
        line = words.button("add_line" if not screen.noted else "add_another", AskNote(screen.day))
        rows.append((line, words.button("change", ChangeCheckin(screen.day))))
    if screen.noted:
        rows.append((words.button("read_line", ReadNote(screen.day)),))
    # The count is offered on evenings on which it would not sting; it can be stopped on any.
    if screen.space is not None:
        rows.append((words.button("space_off", CountSpace(on=False, day=screen.day)),))
    elif screen.without:
        rows.append((words.button("space_on", CountSpace(on=True, day=screen.day)),))
    if screen.prompt is not None:
        rows.append((words.button("tonight_prompt", WriteAbout(screen.prompt.id)),))
    rows.append(help_row(words))
    return open_card(words, words("checkin.title"), body, rows)


def note_question(words: Words, screen: NoteQuestion) -> Card:
    """The next message is the line."""
    rows: list[Row] = [(words.button("without_line", OpenCheckin(screen.day)),), (words.button("ask", ShowTopics()),)]
    rows.append(help_row(words))
    return open_card(words, words("checkin.title"), [words("checkin.note")], rows)


def note(words: Words, screen: NoteView) -> Card:
    """What was written about that evening."""
    body = [RichText.plain(words.date(screen.day)).styled(EntityKind.ITALIC), RichText.plain(shortened(screen.note))]
    rows: list[Row] = [(words.button("back", OpenCheckin(screen.day)),)]
    return open_card(words, words("checkin.title"), body, rows)


def evening_over(words: Words, screen: EveningOver) -> Card:
    """This card's evening is over; the present one is one tap away."""
    rows: list[Row] = [(words.button("checkin", OpenCheckin(screen.day)),)]
    return open_card(words, words("checkin.title"), [words("checkin.over")], rows)
