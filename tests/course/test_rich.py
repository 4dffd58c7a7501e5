import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.rich import Entity, EntityKind, RichText, utf16_len

WORDS = st.text(alphabet="ab 😀👩‍👩‍👧é\u0644\u05d0\u200f\n{}*_", max_size=12)
KINDS = st.sampled_from([kind for kind in EntityKind if kind is not EntityKind.TEXT_LINK])


def cut(text: RichText, entity: Entity) -> str:
    units = text.text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    pieces = draw(st.lists(st.tuples(WORDS, st.none() | KINDS), max_size=5))
    return RichText.concat(*(RichText(words).styled(kind) if kind else RichText(words) for words, kind in pieces))


def test_offsets_count_utf16_units() -> None:
    text = "😀 " + RichText("schön").styled(EntityKind.BOLD) + RichText("👩‍👩‍👧").styled(EntityKind.ITALIC)
    assert text.entities == (Entity(EntityKind.BOLD, 3, 5), Entity(EntityKind.ITALIC, 8, 8))
    assert text.len_utf16 == 16


def test_entities_never_cover_white_space_at_their_ends() -> None:
    text = RichText("  a b \n", (Entity(EntityKind.BOLD, 0, 7), Entity(EntityKind.ITALIC, 0, 2)))
    assert text.entities == (Entity(EntityKind.BOLD, 2, 3),)


def test_an_entity_within_its_own_kind_is_dropped_and_order_is_settled() -> None:
    inner, outer = Entity(EntityKind.BOLD, 1, 1), Entity(EntityKind.BOLD, 0, 3)
    other = Entity(EntityKind.ITALIC, 0, 2)
    assert RichText("abc", (inner, other, outer)).entities == (outer, other)


@pytest.mark.parametrize("entity", [Entity(EntityKind.BOLD, 0, 9), Entity(EntityKind.BOLD, -1, 1)])
def test_an_entity_beyond_the_text_is_refused(entity: Entity) -> None:
    with pytest.raises(ValueError, match="beyond"):
        RichText("short", (entity,))


def test_an_entity_that_halves_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="utf-16"):
        RichText("😀", (Entity(EntityKind.BOLD, 0, 1),))


def test_first_line_is_the_first_that_holds_anything() -> None:
    assert RichText("\n  \n A line \nmore").first_line == "A line"
    assert RichText().first_line == ""


def test_join_puts_the_separator_between() -> None:
    link = RichText("b").styled(EntityKind.TEXT_LINK, "https://example.org")
    text = RichText.join(", ", ["😀", link, "c"])
    assert text == RichText("😀, b, c", (Entity(EntityKind.TEXT_LINK, 4, 1, "https://example.org"),))
    assert RichText.join(", ", []) == RichText()


@given(rich_texts(), rich_texts(), rich_texts())
def test_concatenation_is_associative_and_keeps_what_entities_cover(a: RichText, b: RichText, c: RichText) -> None:
    assert (a + b) + c == a + (b + c) == RichText.concat(a, b, c)
    whole = a + b
    covered = [cut(whole, entity) for entity in whole.entities]
    assert covered == [cut(part, entity) for part in (a, b) for entity in part.entities]
    assert whole.len_utf16 == a.len_utf16 + b.len_utf16


@given(rich_texts())
def test_every_entity_is_visible_at_both_ends_and_lies_within(text: RichText) -> None:
    for entity in text.entities:
        words = cut(text, entity)
        assert words
        assert words == words.strip()
        assert entity.end <= utf16_len(text.text)


@given(WORDS, rich_texts())
def test_filling_shifts_entities_and_parses_nothing(plain: str, value: RichText) -> None:
    template = (
        RichText("😀 {a} ") + RichText("x{b}y").styled(EntityKind.BOLD) + RichText(" z").styled(EntityKind.ITALIC)
    )
    filled = template.fill({"a": value, "b": plain})
    assert filled.text == f"😀 {value.text} x{plain}y z"
    covered = [(entity.kind, cut(filled, entity)) for entity in filled.entities]
    assert (EntityKind.BOLD, f"x{plain}y") in covered
    assert covered[-1] == (EntityKind.ITALIC, "z")
    assert len(covered) == len(value.entities) + 2


def test_filling_wants_every_name() -> None:
    template = RichText("{a} and {b} and {a}")
    assert template.placeholders() == ("a", "b")
    with pytest.raises(KeyError, match="b"):
        template.fill({"a": 1})
    assert template.fill({"a": 1, "b": "{a}", "unused": "x"}).text == "1 and {a} and 1"
