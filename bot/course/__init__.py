"""The course: content files become frozen models, Markdown becomes text with entities, an article a draft."""

from bot.course.faults import Fault
from bot.course.load import Content, load
from bot.course.models import (
    Checkin,
    Confidence,
    Contact,
    Course,
    Evening,
    HelpCountry,
    Helpline,
    HelplineKind,
    Mood,
    Page,
    Prompt,
    PromptDeck,
    PromptGroup,
    Theme,
    Triage,
    TriageText,
    When,
)
from bot.course.reading import ENGLISH
from bot.course.rich import Entity, EntityKind, RichText, utf16_len
from bot.course.texts import Texts

__all__ = [
    "ENGLISH",
    "Checkin",
    "Confidence",
    "Contact",
    "Content",
    "Course",
    "Entity",
    "EntityKind",
    "Evening",
    "Fault",
    "HelpCountry",
    "Helpline",
    "HelplineKind",
    "Mood",
    "Page",
    "Prompt",
    "PromptDeck",
    "PromptGroup",
    "RichText",
    "Texts",
    "Theme",
    "Triage",
    "TriageText",
    "When",
    "load",
    "utf16_len",
]
