"""The cards of saying what one thinks."""

from bot.course import RichText
from bot.journey.screens_own import FeedbackDraft, FeedbackQuestion, FeedbackSent, Rated
from bot.journey.steps import AskPause
from bot.journey.steps_own import AskFeedback, DropFeedback, SendFeedback
from bot.journey.steps_pace import AskPace
from bot.views.card import Card, Row, Words, help_row, open_card
from bot.views.reading import page_button


def rated(words: Words, screen: Rated) -> Card:
    """Thanks; and where it was too much, gentler ways on."""
    if screen.verdict >= 0:
        return open_card(words, words("rated.title"), [words("rated.thanks")], [])
    rows: list[Row] = []
    if screen.grounding is not None:
        rows.append((page_button(screen.grounding),))
    rows += [(words.button("pause", AskPause()), words.button("slower", AskPace())), help_row(words)]
    return open_card(words, words("rated.title"), [words("rated.too_much")], rows)


def question(words: Words, screen: FeedbackQuestion) -> Card:
    """The next message is the line."""
    return open_card(words, words("feedback.title"), [words("feedback.ask")], [])


def draft(words: Words, screen: FeedbackDraft) -> Card:
    """Exactly what would be sent, and to whom."""
    body = [words("feedback.draft"), RichText.plain(screen.text)]
    if screen.cut:
        body.append(words("feedback.cut"))
    rows: list[Row] = [
        (words.button("send", SendFeedback(screen.draft)), words.button("do_not_send", DropFeedback(screen.draft)))
    ]
    return open_card(words, words("feedback.title"), body, rows)


def sent(words: Words, screen: FeedbackSent) -> Card:
    """It is on its way."""
    rows: list[Row] = [(words.button("another_line", AskFeedback()),)]
    return open_card(words, words("feedback.title"), [words("feedback.sent")], rows)
