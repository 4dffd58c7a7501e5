"""The rules alone, as on a machine without the sentence model: what they must hear, and what must not alarm them."""

import pytest

from bot.care import Risk, assess

SELF_HARM = [
    "I want to die",
    "I don’t want to wake up tomorrow",
    "they'd all be better off without me",
    "i wanna k*ll myself",
    "i am going to k1ll myself",
    "killlll myself",
    "im suicidal",
    "kms tonight, not joking",
    "i cut myself again last night",
    "I have been saving up my pills",
    "there is no point in living anymore",
    "My best friend says she wants to die.",
]
DANGER = [
    "He choked me last night.",
    "my wife hits me",
    "if I leave he'll kill me",
    "he keeps a gun under the bed",
    "my ex is stalking me",
    "there is an airtag in my bag, he put a tracker on my car",
    "he locks me in when he goes to work",
    "my husband won't let me leave the house",
    "he raped me",
    "he hits the kids",
    "my friend's boyfriend beats her",
    "he killed my cat and said I'm next",
    "I'm scared I'll hurt my baby",
    "he threatens to take the kids and disappear",
    "im hiding in the bathroom",
]
NONE = [
    "my feet are killing me",
    "I'm dying to tell you",
    "I could kill for a coffee",
    "my boss will kill me if I am late",
    "it hit me that it's over",
    "should I end it with him?",
    "we ended the relationship by text",
    "he's better off without me and I'm fine",
    "in the film he strangles her",
    "the news said a man was stabbed at the station",
    "he used to hit me, that was twelve years ago",
    "I survived an attempt many years ago",
    "I would never hurt myself",
    "he never hit me, he just left",
    "I'm writing an essay about suicide prevention",
    "I cut my finger chopping onions",
    "I'm so tired of living out of boxes",
    "I feel like I can't go on with this relationship",
    "I keep going back and I don't know why",
    "hello",
    "",
    "🙂",
]


@pytest.mark.parametrize("text", SELF_HARM)
def test_words_of_self_harm_are_heard(text: str) -> None:
    assert assess(text) is Risk.SELF_HARM


@pytest.mark.parametrize("text", DANGER)
def test_words_of_danger_are_heard(text: str) -> None:
    assert assess(text) is Risk.DANGER


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_it_does_not_alarm(text: str) -> None:
    assert assess(text) is Risk.NONE


def test_the_riskiest_sentence_counts() -> None:
    calm = "Today was fine. I made soup and called my aunt. "
    assert assess(calm + "He hit me last night. " + calm) is Risk.DANGER
    assert assess("He used to hit me, years ago. Tonight I want to kill myself.") is Risk.SELF_HARM


def test_an_idiom_does_not_hide_what_stands_beside_it() -> None:
    assert assess("my back is killing me because he kicked me in the back") is Risk.DANGER
    assert assess("in the film he strangles her. my husband hits me too") is not Risk.SELF_HARM


@pytest.mark.parametrize("text", ["I WANT TO DIE", "i want to die!!!", "  i   want   to die\n", "I wànt to die"])
def test_case_marks_and_spaces_do_not_matter(text: str) -> None:
    assert assess(text) is Risk.SELF_HARM


def test_a_huge_text_is_read_at_both_ends() -> None:
    filler = "the rain fell and the kettle sang. " * 3000
    assert assess("he hit me. " + filler) is Risk.DANGER
    assert assess(filler + "i want to die") is Risk.SELF_HARM
    assert assess(filler) is Risk.NONE
