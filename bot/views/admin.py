"""The cards of the admins."""

from bot.course import RichText
from bot.journey.rereading import TOLD
from bot.journey.screens_admin import ContentRead
from bot.views.card import Card, Words, open_card, shortened

LONGEST_FAULT = 300  # characters


def content_read(words: Words, screen: ContentRead) -> Card:
    """The content that people read now, or what is wrong with the one on disk."""
    if not screen.faults:
        body = [words("reread.done", pages=screen.pages, days=screen.days)]
    else:
        told = "\n".join(shortened(fault, LONGEST_FAULT) for fault in screen.faults[:TOLD])
        body = [words.count("reread.refused", len(screen.faults)), RichText.plain(told)]
    return open_card(words, words("reread.title"), body, [])
