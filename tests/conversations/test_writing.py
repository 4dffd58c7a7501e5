"""Writing to prompts, reading back, looking for words, and deleting."""

import pytest
from sqlalchemy import text

from bot.db.engines import make_engine
from bot.sandbox.driver import Participant
from tests.conftest import Life

LONG = "The tide went out and came in. " * 131  # just under what Telegram takes in one message


async def _writes(ana: Participant, *messages: str) -> None:
    await ana.says("/write")
    if ana.buttons == ["Open"]:
        await ana.taps("Open")
    for message in messages:
        await ana.says(message)
    await ana.taps("Done")


def _prompt(ana: Participant) -> str:
    return ana.card.text.splitlines()[2]


async def test_words_in_several_messages_are_one_entry_and_leave_the_chat(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    prompt = _prompt(ana)
    await ana.says("It rained on the pear tree.")
    ana.sees("One message is kept.")
    await ana.says("Then it stopped.")
    ana.sees("2 messages are kept.")
    ana.sees_not("pear tree")
    assert len(ana.chat) == 1
    await ana.taps("Done")
    ana.sees("Put away. Nobody reads it but you.")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov, 5:00 PM")
    ana.sees("It rained on the pear tree.\n\nThen it stopped.")
    ana.sees(prompt)


async def test_no_prompt_comes_again_until_the_deck_is_through(life: Life) -> None:
    ana = await life.arrived()
    count = len(life.content.deck.prompts)
    await ana.says("/write")
    drawn = [_prompt(ana)]
    for _ in range(count - 1):
        await ana.taps("Another one")
        drawn.append(_prompt(ana))
    assert len(set(drawn)) == count
    await ana.taps("Another one")
    assert _prompt(ana) == drawn[0]


async def test_a_kind_of_prompt_can_be_chosen(life: Life) -> None:
    ana = await life.arrived()
    group = life.content.deck.groups[3]
    await ana.says("/write")
    for _ in range(2):
        await ana.taps("Choose a kind")
        await ana.taps(group.title)
        assert _prompt(ana) in {prompt.text for prompt in group.prompts}


async def test_words_that_come_while_a_kind_is_chosen_are_kept(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    prompt = ana.card.text
    await ana.taps("Choose a kind")
    await ana.says("a line from the bus")
    ana.sees("One message is kept.")
    assert prompt.splitlines()[2] in ana.card.text


async def test_a_pages_reflection_is_written_to_by_its_button(life: Life) -> None:
    ana = await life.arrived()
    page = life.content.pages[life.content.course.days[0]]
    await ana.taps("Open")
    while any(label.startswith("On (") for label in ana.buttons):
        await ana.taps(next(label for label in ana.buttons if label.startswith("On (")))
    await ana.taps("Write about this")
    ana.sees(page.reflection)
    await ana.says("Here is what I think.")
    await ana.taps("Done")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026")
    await ana.taps("23 Nov")
    ana.sees(page.reflection)
    ana.sees("Here is what I think.")


async def test_very_long_texts_are_kept_whole_and_read_in_parts(life: Life) -> None:
    ana = await life.arrived()
    assert 4000 < len(LONG) <= 4096
    await _writes(ana, LONG, LONG + "The end.")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov")
    read = [ana.card.text]
    while any(label.startswith("On (") for label in ana.buttons):
        await ana.taps(next(label for label in ana.buttons if label.startswith("On (")))
        read.append(ana.card.text)
    assert sum(part.count("The tide went out") for part in read) == 262
    assert read[-1].endswith("The end.")


async def test_a_sitting_beyond_all_measure_becomes_more_than_one_entry(life: Life) -> None:
    ana = await life.arrived()
    await _writes(ana, *[LONG] * 4)
    await ana.taps("Read what I wrote")
    ana.sees("November 2026 (2)")


@pytest.mark.parametrize(
    "words", ["היה ערב שקט ליד הים", "🌊🌊 quiet 👩🏽‍🌾 evening", "e\u0301te\u0301 à la mer", "'; DROP TABLE entry; --"]
)
async def test_every_script_comes_back_as_it_was_written(life: Life, words: str) -> None:
    ana = await life.arrived()
    await _writes(ana, words)
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov")
    assert words in ana.card.text


async def test_empty_texts_and_other_things_are_not_kept_and_writing_goes_on(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("\u2800")
    await ana.sends_voice()
    ana.sees("Only written words can be taken in here.")
    await ana.sends_photo("look")
    await ana.sends_document()
    assert len(ana.chat) == 1
    await ana.says("Now in words.")
    ana.sees("One message is kept.")
    ana.sees_not("Now in words.")


async def test_a_text_that_takes_an_hour_is_not_lost_as_a_question(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await life.moves_by(minutes=70)
    await ana.says("It took an hour to find the word.")
    ana.sees("One message is kept.")
    await ana.taps("Done")
    ana.sees("Put away.")


async def test_help_in_the_middle_loses_nothing_of_what_is_written_before_and_after(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("i dont want to be alive")
    ana.sees("If you or somebody is in danger now")
    await ana.says("The kettle is on.")
    ana.sees("2 messages are kept.")
    await ana.taps("Done")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov")
    ana.sees("i dont want to be alive\n\nThe kettle is on.")


async def test_hide_in_the_middle_keeps_what_was_written(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("Half a thought about plums")
    await ana.taps("Hide all")
    assert ana.chat == []
    await ana.starts()
    await ana.taps("Open")
    await ana.taps("So far")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov")
    ana.sees("Half a thought about plums")


async def test_the_lock_in_the_middle_keeps_what_comes_and_shows_nothing(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    for label in ("What shows", "Digits", "Choose four digits", *"27492749"):
        await ana.taps(label)
    await ana.says("/write")
    prompt = _prompt(ana)
    await ana.says("Before I went away.")
    await life.moves_by(minutes=40)
    await ana.says("After I came back.")
    ana.sees("Four digits, please.")
    ana.sees_not(prompt)
    await ana.says("2749")
    ana.sees("2 messages are kept.")
    await ana.taps("Done")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov")
    ana.sees("Before I went away.\n\nAfter I came back.")
    ana.sees_not("2749")


async def test_entries_are_found_by_their_words_whatever_their_case_and_accents(life: Life) -> None:
    ana = await life.arrived()
    await _writes(ana, "We had Crème brûlée by the canal.")
    await _writes(ana, "Only bread today.")
    await ana.taps("Read what I wrote")
    await ana.taps("Look for words")
    await ana.says("creme CANAL")
    ana.sees("Crème brûlée by the canal")
    ana.sees_not("Only bread")
    await ana.says("zeppelin")
    ana.sees("Those words do not stand in anything you wrote here.")
    await ana.says("bread")
    await ana.taps("23 Nov")
    ana.sees("Only bread today.")
    for url in (life.settings.database_url, life.settings.keys_database_url):
        assert not [word for word in ("zeppelin", "CANAL", "bread", "canal") if word in await _everything(url)]


async def test_older_and_newer_lead_through_all_entries(life: Life) -> None:
    ana = await life.arrived()
    for i in range(14):
        await _writes(ana, f"Entry number {i}.")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (14)")
    await ana.taps("Older ›")
    await ana.taps("‹ Newer")
    first = next(label for label in ana.buttons if label.startswith("23 Nov"))
    assert first
    await ana.taps_data(ana.card.buttons[0].data, on=ana.card)
    ana.sees("Entry number 13.")
    for i in range(12, -1, -1):
        await ana.taps("Older ›")
        ana.sees(f"Entry number {i}.")
    assert "Older ›" not in ana.buttons
    await ana.taps("‹ Newer")
    ana.sees("Entry number 1.")


async def test_one_entry_is_deleted_after_one_question_and_an_old_card_does_no_harm(life: Life) -> None:
    ana = await life.arrived()
    await _writes(ana, "Keep me.")
    await _writes(ana, "Delete me.")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (2)")
    await ana.taps_data(ana.card.buttons[0].data, on=ana.card)
    ana.sees("Delete me.")
    await ana.taps("Delete this")
    ana.sees("Delete what you wrote on 23 Nov, 5:00 PM?")
    asked = ana.card
    await ana.taps("Yes, delete it")
    ana.sees("One text is gone for good.")
    ana.sees("November 2026 (1)")
    for button in asked.buttons[:2]:  # tapped twice, and "Back" to an entry that is gone
        await ana.taps_data(button.data, on=ana.card)
        ana.sees("November 2026 (1)")
    await ana.taps("November 2026 (1)")
    await ana.taps("23 Nov")
    ana.sees("Keep me.")


async def test_all_entries_are_deleted_after_one_question(life: Life) -> None:
    ana = await life.arrived()
    await _writes(ana, "One.")
    await _writes(ana, "Two.")
    await ana.taps("Read what I wrote")
    await ana.taps("Delete all")
    ana.sees("Delete all 2 texts that you wrote?")
    await ana.taps("Yes, delete all")
    ana.sees("2 texts are gone for good.")
    ana.sees("Nothing is written down here just now.")


async def test_nobody_reads_anybody_elses_entry(life: Life) -> None:
    ana, bo = await life.arrived(), await life.arrived("Bo")
    await _writes(ana, "Only mine.")
    await ana.taps("Read what I wrote")
    await ana.taps("November 2026 (1)")
    stolen = next(button.data for button in ana.card.buttons if button.label.startswith("23 Nov"))
    await ana.taps("23 Nov")
    deletes = next(button.data for button in ana.card.buttons if button.label == "Delete this")
    await bo.says("/today")
    assert deletes is not None
    for data in (stolen, deletes, deletes.replace("1ed", "1ex")):
        await bo.taps_data(data, on=bo.card)
        bo.sees_not("Only mine.")
        bo.sees("Nothing is written down here just now.")
    await ana.says("/progress")
    ana.sees("You wrote one text.")


async def test_nothing_written_can_be_read_in_the_database_or_the_logs(
    life: Life, logs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    ana = await life.arrived()
    await _writes(ana, "marmalade on the windowsill")
    await ana.says("/checkin")
    for answer in ("Heavy", "Strong", "They reached out"):
        await ana.taps(answer)
    await ana.taps("Add a line")
    await ana.says("tangerine peel")
    await ana.says("/feedback")
    await ana.says("clementine juice")
    await ana.taps("Send it")
    said = capsys.readouterr()
    for url in (life.settings.database_url, life.settings.keys_database_url):
        stored = await _everything(url)
        for secret in ("marmalade", "tangerine", "clementine", "heavy", '"pull"'):
            assert secret not in stored
            assert secret not in said.out + said.err


async def _everything(url: str) -> str:
    """Every value of every row."""
    engine = make_engine(url)
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync))
        rows = [row for name in names for row in (await connection.execute(text(f"SELECT * FROM {name}"))).all()]
    await engine.dispose()
    return "\n".join(str(value) for row in rows for value in row)
