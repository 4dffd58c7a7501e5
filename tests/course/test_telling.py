import re

import pytest

from bot.course.telling import telling_words

LISTED = re.findall(
    r"\S+",
    """
    bond trauma abuse abusive toxic narcissist narcissistic heal healing ex leave leaving safe safety unsafe danger
    violence violent hurt harm victim survivor survive relationship partner husband wife boyfriend girlfriend grief
    grieve grieving contact suicide suicidal crisis hotline helpline police shelter therapy therapist gaslighting
    love-bombing manipulation boundary boundaries breakup divorce escape hide hidden secret private stalk stalking
    cheat affair course lesson check-in journal diary mood
    """,
)
NEUTRAL = """Health, harmony and an expert in leaflets.
The left hand. A saffron bun. Textile, flex, next. A wealth of bondi blue.
Moors and rooms; a pressed shirt; the sheltie; the copartition; contractors; privet hedge; a fair day.
Breakfast, up early. The vagabond sang.""".splitlines()


@pytest.mark.parametrize("word", LISTED)
def test_every_listed_word_is_found_in_any_case(word: str) -> None:
    assert telling_words(f"A {word.upper()}, then") == [word]
    assert telling_words(f"the {word}’s tea") == [word]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Left  him, left her", ["left  him", "left her"]),
        ("a break up, a break-up", ["break up", "break-up"]),
        ("your help line", ["help line"]),
        ("Leaves fall, partners dance", ["leaves", "partners"]),
        ("tr\u00adau\u200bma", ["trauma"]),
        ("ｓａｆｅ", ["safe"]),
        ("snake_case_safe_words", ["safe"]),
        ("bond bond Bonds", ["bond", "bonds"]),
        ("", []),
    ],
)
def test_shapes_that_hide_a_word(text: str, words: list[str]) -> None:
    assert telling_words(text) == words


@pytest.mark.parametrize("text", NEUTRAL)
def test_words_that_only_look_alike_are_let_through(text: str) -> None:
    assert telling_words(text) == []
