import pytest

from bot.course.rich import Entity, EntityKind, RichText
from bot.course.texts import Texts, read_texts
from bot.errors import ContentError

HEAD = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: {plurals}\\n"\n\n'
)
ENGLISH = HEAD.format(language="en", plurals="nplurals=2; plural=(n != 1);")
RUSSIAN = HEAD.format(
    language="ru",
    plurals=("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"),
)


def english(body: str) -> Texts:
    return read_texts(ENGLISH + body, where="content/en/ui.po")


def test_values_go_in_after_parsing() -> None:
    texts = english('msgid "a.b"\nmsgstr "Hello **{name}**, it is *{when}*."\n')
    text = texts("a.b", name="**😀** [x](https://example.org)", when=RichText("now").styled(EntityKind.BOLD))
    assert text.text == "Hello **😀** [x](https://example.org), it is now."
    assert text.entities == (
        Entity(EntityKind.BOLD, 6, 31),
        Entity(EntityKind.BOLD, 45, 3),
        Entity(EntityKind.ITALIC, 45, 3),
    )
    assert texts.plain("a.b", name=1, when=2) == "Hello 1, it is 2."
    assert texts.keys == {"a.b"}


def test_unknown_keys_and_missing_values_raise() -> None:
    texts = english('msgid "a.b"\nmsgstr "Hello {name}"\n')
    with pytest.raises(KeyError, match=r"a\.c"):
        texts("a.c")
    with pytest.raises(KeyError, match=r"a\.b wants a value for name"):
        texts("a.b")


def test_plural_forms_are_the_catalogues_own() -> None:
    body = 'msgid "d.n"\nmsgid_plural "d.n"\nmsgstr[0] "{n} день"\nmsgstr[1] "{n} дня"\nmsgstr[2] "{n} дней у {who}"\n'
    texts = read_texts(RUSSIAN + body, where="ui.po")
    assert [texts.count("d.n", n, who="x").text for n in (1, 2, 5, 11, 21, 22)] == [
        "1 день",
        "2 дня",
        "5 дней у x",
        "11 дней у x",
        "21 день",
        "22 дня",
    ]


def test_a_text_without_plurals_can_be_counted_too() -> None:
    assert english('msgid "a.n"\nmsgstr "Days: {n}"\n').count("a.n", 3).text == "Days: 3"


def test_every_fault_is_told_at_once() -> None:
    body = (
        'msgid "a.b"\nmsgstr ""\n\nmsgid "a.c"\nmsgstr "# head"\n\nmsgid "a.d"\nmsgstr "a { b"\n\n'
        '#, fuzzy\nmsgid "a.e"\nmsgstr "x"\n\nmsgid "nodots"\nmsgstr "x"\n\nmsgid "a.c"\nmsgstr "y"\n'
    )
    start = ENGLISH.count("\n")
    with pytest.raises(ContentError) as caught:
        english(body)
    told = str(caught.value)
    for line, words in (
        (start + 1, "a.b is empty"),
        (start + 7, "a.d has a brace"),
        (start + 11, "a.e is marked fuzzy"),
        (start + 14, "nodots is no key"),
        (start + 17, "a.c stands here twice"),
    ):
        assert any(
            message.startswith(f"content/en/ui.po:{line}: ") and words in message for message in told.splitlines()
        ), (line, words, told)


def test_a_line_that_would_run_on_into_the_next_is_told() -> None:
    with pytest.raises(ContentError, match=r"ui\.po:\d+: a\.b has a line that runs on"):
        english('msgid "a.b"\nmsgstr "One: **{x}**\\nTwo: {y}"\n')
    shown = english('msgid "a.b"\nmsgstr "One\\\\\\nTwo\\n\\n- three\\n- four"\n')("a.b").text
    assert shown == "One\nTwo\n\n• three\n• four"


def test_a_heading_in_a_sentence_is_refused() -> None:
    with pytest.raises(ContentError, match=r"ui\.po:\d+: cannot show a heading"):
        english('msgid "a.c"\nmsgstr "# head"\n')


def test_a_line_that_is_none_of_a_catalogue_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        read_texts('msgid "a.b\nmsgstr "c.d"\nmsgstr what\n', where="ui.po")
    told = [line for line in str(caught.value).splitlines() if "no line of a gettext catalogue" in line]
    assert [line.split(": ")[0] for line in told] == ["ui.po:1", "ui.po:3"]


def test_an_order_of_lines_that_cannot_be_read_is_one_clear_line() -> None:
    with pytest.raises(ContentError, match=r"ui\.po:\d+: "):
        read_texts(ENGLISH + 'msgid "d.n"\nmsgid_plural "d.n"\nmsgstr[0] "one"\n', where="ui.po")
