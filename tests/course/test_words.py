from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.grade import count_syllables, readability
from bot.course.likeness import near_duplicates, normalised, trigrams
from bot.course.wording import emoji, findings


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("the", 1),
        ("you", 1),
        ("loved", 1),
        ("wanted", 2),
        ("pages", 2),
        ("little", 2),
        ("someone", 2),
        ("careful", 2),
        ("being", 2),
        ("idea", 3),
        ("quiet", 2),
        ("you’re", 1),
        ("relationship", 4),
        ("vulnerability", 6),
        ("1984", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_the_grade_is_flesch_kincaid() -> None:
    text = "The cat sat on the mat. It was a hot day, and the little cat slept…\n- A cup\n- A spoon"
    counts = readability(text)
    assert (counts.sentences, counts.words, counts.syllables) == (4, 20, 21)
    assert counts.grade == pytest.approx(0.39 * 20 / 4 + 11.8 * 21 / 20 - 15.59)
    assert readability("").grade == 0.0


def test_long_words_in_long_sentences_read_harder() -> None:
    easy = readability("You sit. You wait. You hear a door.").grade
    hard = readability("Intermittent reinforcement characteristically perpetuates psychological attachment.").grade
    assert easy < 2 < 12 < hard


def test_likeness_counts_trigrams_of_the_normalised_words() -> None:
    assert normalised("  Why can’t I -- leave?! ") == "why cant i leave"
    assert trigrams("ab") == {" ab", "ab "}
    texts = ["why cant i leave them", "Why can't I leave them?", "is it my fault", "why can i leave then"]
    assert [(first, second) for first, second, _ in near_duplicates(texts, 0.85)] == [(0, 1)]


@given(st.lists(st.text(alphabet="abc ", min_size=1, max_size=9), max_size=14), st.sampled_from([0.5, 0.7, 0.85, 1]))
def test_filtering_loses_no_pair(texts: list[str], threshold: float) -> None:
    def likeness(first: str, second: str) -> float:
        one, other = trigrams(first), trigrams(second)
        return len(one & other) / len(one | other)

    expected = {
        (first, second)
        for first, second in combinations(range(len(texts)), 2)
        if trigrams(texts[first]) and likeness(texts[first], texts[second]) >= threshold
    }
    assert {(first, second) for first, second, _ in near_duplicates(texts, threshold)} == expected


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("A streak of rain, and the chef went there. Others heard.", []),
        ("Tap ✕, or → to go on. • One ✓", []),
        ("The word “narcissist” is everywhere.", []),
        ("You live with a narcissist.", ["cliche"]),
        ("Be a warrior and manifest it.", ["cliche", "cliche"]),
        ("A journey of healing; keep your streak.", ["cliche", "cliche"]),
        ("Why didn’t you leave?", ["cliche"]),
        ("She’s late, he is not, and it is HERS.", ["pronoun", "pronoun", "pronoun"]),
        ("Well done! ❤️", ["exclamation", "emoji"]),
    ],
)
def test_wording(text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in findings(text)] == rules


def test_emoji_are_counted_one_by_one() -> None:
    assert emoji("🌱 and ☕, not → or ✕") == ["🌱", "☕"]
