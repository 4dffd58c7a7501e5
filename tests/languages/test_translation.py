"""A second language: what is there, what is lacking, and what would never be seen."""

import shutil
from pathlib import Path

import pytest

from bot.course.replacing import replacement_faults
from bot.course.translation import check_translation, load_all, translated_into
from bot.errors import ContentError
from bot.journey.library import Library
from tests.languages.pseudo import OWN_ASKS


def _faults(folder: Path) -> set[tuple[str, str]]:
    return {(fault.path, fault.rule) for fault in check_translation(folder, "pl")[0]}


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """English, and a language in which somebody has begun to write: nothing yet."""
    shutil.copytree("content", tmp_path / "content")
    (tmp_path / "content" / "pl" / "pages").mkdir(parents=True)
    return tmp_path / "content"


def test_a_language_that_has_just_begun_is_all_english(begun: Path) -> None:
    english, polish = load_all(begun)
    assert polish.language == "pl"
    assert (polish.pages, polish.course, polish.covers) == (english.pages, english.course, english.covers)
    assert polish.texts.plain("today.title") == english.texts.plain("today.title")
    assert check_translation(begun, "pl")[0] == []
    assert check_translation(begun, "pl")[1].pages == 0


def test_it_falls_back_page_by_page_and_sentence_by_sentence(begun: Path, two_languages: Path) -> None:
    shutil.copy(two_languages / "pl" / "pages" / "grounding.md", begun / "pl" / "pages" / "grounding.md")
    (begun / "pl" / "ui.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "today.title"\nmsgstr "Dzień dobry"\n',
        encoding="utf-8",
    )
    english, polish = load_all(begun)
    assert polish.pages["grounding"].title.startswith("⟦")
    assert polish.pages["signs"] == english.pages["signs"]
    assert polish.texts.plain("today.title") == "Dzień dobry"
    assert polish.texts("welcome.body") == english.texts("welcome.body")
    assert polish.texts.count("write.kept", 1) == english.texts.count("write.kept", 1)
    assert polish.texts.count("write.kept", 3) == english.texts.count("write.kept", 3)
    progress = check_translation(begun, "pl")[1]
    assert (progress.pages, progress.sentences) == (1, 1)
    assert progress.of_pages == len(english.pages)


def test_plurals_are_those_of_the_language(bilingual: Library) -> None:
    texts = bilingual.in_language("pl").texts
    forms = {n: texts.count("write.kept", n).text[1] for n in (1, 2, 4, 5, 12, 22, 25)}
    assert forms == {1: "0", 2: "1", 4: "1", 5: "2", 12: "2", 22: "1", 25: "2"}


def test_what_english_does_not_have_is_a_fault(begun: Path, two_languages: Path) -> None:
    page = (two_languages / "pl" / "pages" / "grounding.md").read_text(encoding="utf-8")
    (begun / "pl" / "pages" / "nowhere.md").write_text(page.replace("id: grounding", "id: nowhere"), encoding="utf-8")
    (begun / "pl" / "ui.po").write_text('msgid "no.such"\nmsgstr "Nic"\n', encoding="utf-8")
    found = _faults(begun)
    assert ("content/pl/pages/nowhere.md", "translation") in found
    assert ("content/pl/ui.po", "translation") in found


def test_a_translation_cannot_ask_for_a_value_that_nobody_fills_in(begun: Path) -> None:
    (begun / "pl" / "ui.po").write_text('msgid "today.title"\nmsgstr "Dzień {never}"\n', encoding="utf-8")
    assert _faults(begun) == {("content/pl/ui.po", "translation")}
    with pytest.raises(ContentError, match="never"):
        load_all(begun)


def test_half_a_translation_may_be_read_while_the_bot_runs(begun: Path) -> None:
    (begun / "pl" / "ui.po").write_text('msgid "today.title"\nmsgstr "Dzień dobry"\n', encoding="utf-8")
    english, polish = load_all(begun)
    assert list(replacement_faults(english, polish)) == []


def test_a_fault_in_a_translation_names_its_own_file(begun: Path, two_languages: Path) -> None:
    page = (two_languages / "pl" / "pages" / "grounding.md").read_text(encoding="utf-8")
    path = begun / "pl" / "pages" / "grounding.md"
    path.write_text(page.replace("cover_title: ", "cover_title: abuse and "), encoding="utf-8")
    assert _faults(begun) == {("content/pl/pages/grounding.md", "telling")}


def test_a_tag_leads_to_the_nearest_language(bilingual: Library) -> None:
    assert [bilingual.in_language(tag).language for tag in ("pl", "pl-PL", "PL", "en-GB", "fr", "")] == [
        "pl",
        "pl",
        "pl",
        "en",
        "en",
        "en",
    ]


def test_only_folders_with_the_name_of_a_language_are_languages(begun: Path) -> None:
    for name in ("notes", "en.old", "X"):
        (begun / name).mkdir()
    assert translated_into(begun) == ["pl"]


def test_each_language_is_searched_by_its_own_asks(bilingual: Library) -> None:
    assert bilingual.translations["pl"].topics.ask(OWN_ASKS[0]).ids[0] == "grounding"
