"""The cards of writing."""

from bot.course import EntityKind
from bot.journey.screens import PromptView, WritingEnded
from bot.journey.screens_own import PromptGroups
from bot.journey.steps import DrawPrompt, EndWriting, ShowTopics
from bot.journey.steps_own import DrawFrom, ShowGroups, ShowMonths
from bot.views.card import Button, Card, Row, Words, open_card


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
        rows.append((words.button("by_group", ShowGroups()), words.button("read_back", ShowMonths())))
    rows.append((words.button("ask", ShowTopics()),))
    return open_card(words, words("write.title"), body, rows)


def groups(words: Words, screen: PromptGroups) -> Card:
    """What would you rather write about?"""
    buttons = [Button(group.title, DrawFrom(group.id)) for group in screen.groups]
    rows: list[Row] = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return open_card(words, words("write.title"), [words("write.groups")], rows)


def ended(words: Words, screen: WritingEnded) -> Card:
    """Put away."""
    rows: list[Row] = [(words.button("other_prompt", DrawPrompt()), words.button("read_back", ShowMonths()))]
    key = "write.ended" if screen.kept else "write.ended_empty"
    return open_card(words, words("write.title"), [words(key)], rows)
