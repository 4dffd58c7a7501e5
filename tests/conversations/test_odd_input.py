"""Old buttons, forged data, pictures, floods of letters: one kind sentence, nothing lost, nobody locked out."""

import pytest

from tests.conftest import Life

LONG = "ü" * 4096


async def test_old_and_forged_buttons_get_a_kind_answer(life: Life) -> None:
    ana = await life.arrived()
    for data in ("0td", "1zz", "1pg:x", "1cm:2026-13-45:heavy", "1ch:page:2561", "hello", "1pg:why:٣", "x" * 64):
        await ana.taps_data(data, on=ana.card)
        ana.sees("That button is from an earlier time.")


async def test_a_page_that_is_gone_leads_home(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps_data("1pg:a-page-that-never-was:1", on=ana.card)
    ana.sees("That page has been taken out.")
    await ana.taps("Today")
    ana.sees("A page is here for you.")


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "sticker", "contact", "location"])
async def test_what_is_no_text_is_removed_and_kindly_answered(life: Life, kind: str) -> None:
    ana = await life.arrived()
    await getattr(ana, f"sends_{kind}")()
    ana.sees("Only written words can be taken in here.")
    assert len(ana.chat) == 1


async def test_a_picture_in_the_middle_of_writing_does_not_end_it(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.sends_photo()
    await ana.says("the words I meant")
    ana.sees("One message is kept.")


async def test_long_odd_and_foreign_words(life: Life) -> None:
    ana = await life.arrived()
    for words in (LONG, "🌧️🫂" * 50, "שלום, קשה לי היום", "/", "//", "/topic", "/nosuch", "a\u0000b", "‮abc"):
        await ana.says(words)
        assert len(ana.chat) == 1
        assert ana.buttons
    await ana.says("/today")
    ana.sees("A page is here for you.")


async def test_an_edited_message_only_disappears(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/topics")
    shown = ana.card.text
    message = ana.write("hello")
    ana.edit(message, "hello again")
    await life.driver.settled()
    assert len(ana.chat) == 1
    assert shown


async def test_cards_taken_away_by_the_person_come_again(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.deletes(ana.card)
    assert ana.chat == []
    await ana.says("/today")
    await ana.taps("Open")
    ana.sees("Page 1 of 14")


async def test_two_cards_never_stay_open(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    old = ana.card
    await life.lives_until(20, 20)  # the evening's cover has come; the page has folded
    await ana.taps("Open")
    assert "How was today?" in ana.card.text
    await ana.taps("Open", on=old)
    open_cards = [message for message in ana.chat if len(message.buttons) > 2]
    assert len(open_cards) == 1
    assert open_cards[0].message_id == old.message_id


async def test_groups_are_left_without_a_word(life: Life) -> None:
    ana = await life.arrived()
    group = life.world.group("The choir")
    await ana.adds_bot_to(group)
    assert life.world.bot.bot_id not in group.members
    assert not any(message.from_bot for message in group.messages)


async def test_people_do_not_see_each_other(life: Life) -> None:
    ana = await life.arrived("Ana")
    bo = await life.arrived("Bo")
    await ana.says("/write")
    await ana.says("only mine")
    await bo.says("/progress")
    bo.sees_not("You wrote")


async def test_words_for_those_who_run_this_are_words_like_others_to_everybody_else(life: Life) -> None:
    ana = await life.arrived()
    for command in ("/stats", "/announce hello", "/reload", "/nosuchword"):
        await ana.says(command)
        ana.sees("That command is not known here.")
        assert len(ana.chat) == 1


async def test_what_is_forwarded_is_not_taken_for_the_persons_words(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.forwards("somebody else's words")
    ana.sees("Only written words can be taken in here.")
    await ana.says("my own")
    ana.sees("One message is kept.")


async def test_an_unknown_word_while_hidden_gets_the_one_cover(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/hide")
    await ana.says("/nosuchword")
    assert ana.buttons == ["Open"]
    assert len(ana.chat) == 1


async def test_two_cities_of_one_name_are_told_apart(life: Life) -> None:
    ana = life.person()
    await ana.starts()
    for words in ("Open", "Only I see this phone", "Name a city"):
        await ana.taps(words)
    await ana.says("London")
    assert "Like London, United Kingdom" in ana.buttons
    assert len(set(ana.buttons)) == len(ana.buttons)
    await ana.taps("Like London, United Kingdom")
    ana.sees("It is 5:00")
