"""The cards of writing."""

from bot.course import EntityKind
from bot.journey.screens import PromptView, WritingEnded
from bot.journey.steps import DrawPrompt, EndWriting
from bot.views.card import Card, Row, Words, open_card


def prompt(words: Words, screen: PromptView) -> Card:
    """A prompt; the next messages are written to it until "done"."""
    body = [words("write.prompt", prompt=screen.text)]
    body.append(words.count("write.kept", screen.kept).styled(EntityKind.ITALIC) if screen.kept else words("write.how"))
    rows: list[Row] = [(words.button("done", EndWriting(screen.prompt_id)),)]
    if not screen.kept:
        rows[0] = (
            words.button("other_prompt", DrawPrompt()),
            words.button("stop_writing", EndWriting(screen.prompt_id)),
        )
    return open_card(words, words("write.title"), body, rows)


def ended(words: Words, screen: WritingEnded) -> Card:
    """Put away."""
    rows: list[Row] = [(words.button("other_prompt", DrawPrompt()),)]
    key = "write.ended" if screen.kept else "write.ended_empty"
    return open_card(words, words("write.title"), [words(key)], rows)
