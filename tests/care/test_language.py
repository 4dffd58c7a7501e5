"""Is it English? When in doubt, yes."""

import pytest

from bot.care import looks_english


@pytest.mark.parametrize(
    "text",
    [
        "i keep goin bak idk why",
        "Maria",
        "08:30",
        "",
        "😭😭😭",
        "no",
        "ok merci",
        "help me por favor",
        "Berlin, Kreuzberg",
        "my café date with José was fine",
        "gaslighting",
        "ur the worst lol",
    ],
)
def test_english_names_numbers_and_doubt_pass(text: str) -> None:
    assert looks_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "помогите мне пожалуйста",
        "助けてください",
        "ساعدني من فضلك",
        "no puedo dejarlo porque lo quiero mucho",
        "je ne sais pas pourquoi je reste avec lui",
        "ich kann nicht mehr mit ihm leben",
        "non riesco a smettere di pensare a lui",
        "eu não sei o que fazer com ele",
        "ik kan niet meer met hem",
        "saya tidak bisa hidup dengan dia",
        "mujhe us se dar lagta hai aur main kya karu",
        "nie wiem dlaczego do niego wracam",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert not looks_english(text)
