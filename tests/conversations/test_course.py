"""The course as a person lives it, from Start to the end of day 3."""

from datetime import date

from bot.course.telling import telling_words
from tests.conftest import Life


async def test_three_taps_lead_to_day_one(life: Life) -> None:
    ana = life.person()
    await ana.starts()
    assert len(ana.chat) == 1, "what she wrote is gone, one cover stands there"
    await ana.taps("Open")
    ana.sees("Who may see this phone?")
    await ana.taps("Only I see this phone")
    ana.sees("What time is it for you now?")
    await ana.taps("5:00 PM")
    ana.sees("It is 5:00 PM for you")
    await ana.taps("Start")
    assert ana.buttons == ["Open"]
    await ana.taps("Open")
    ana.sees("On carrying a heavy bag home")
    assert len(ana.chat) == 1


async def test_a_page_is_turned_in_the_one_card_and_finished(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    for part in (1, 2, 3):
        await ana.taps(f"On ({part}/4)")
    ana.sees("Something small for today")
    await ana.taps("Back")
    ana.sees("On (3/4)")
    await ana.taps("On (3/4)")
    await ana.taps("Done for today")
    ana.sees("The next page comes on Tuesday, around 8:30 AM.")
    assert len(ana.chat) == 1
    assert len(ana.notifications) == 1, "only the first cover was a new message"


async def test_pages_and_evenings_come_at_their_hours_for_three_days(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(19, 50)
    before = len(ana.notifications)
    await life.lives_until(20, 20)
    assert len(ana.notifications) == before + 1
    await ana.taps("Open")
    ana.sees("How was today?")
    await ana.taps("Heavy")
    await ana.taps("Strong")
    await ana.taps("They reached out")
    assert any(answer in ana.card.text for answer in life.content.checkin.evenings[0].answers)

    for day, title in ((2, "what-is-a-trauma-bond"), (3, "why-it-feels-so-strong")):
        await life.lives_until(8, 20)
        before = len(ana.notifications)
        await life.lives_until(8, 50)
        assert len(ana.notifications) == before + 1, f"day {day} came once"
        await ana.taps("Open")
        page = life.content.pages[title]
        ana.sees(page.cover_title)
        for part in range(1, len(page.parts)):
            await ana.taps(f"On ({part}/")
        await ana.taps("Done for today")
        await life.lives_until(20, 20)
        await ana.taps("Open")
        await ana.taps("Steady")
        await ana.taps("None")
        await ana.taps("None")
    await ana.says("/progress")
    ana.sees("You have opened 3 pages of 14.")
    ana.sees("You looked back on 3 evenings.")
    for shown in ana.notifications:
        assert telling_words(shown.text) == []


async def test_an_unopened_page_comes_once_more_after_two_days_and_then_it_is_quiet(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/settings")
    await ana.taps("Evening hour")
    await ana.taps("No evening questions")
    covers = len(ana.notifications)
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) == covers + 1, "day 2 has come"
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) == covers + 1, "nothing on the day after"
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) == covers + 2, "its cover once more"
    await life.lives_until(12, 0, days=6)
    assert len(ana.notifications) == covers + 2, "then quiet"
    await ana.says("/today")
    await ana.taps("Open")
    await ana.taps("Read")
    covers = len(ana.notifications)
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) == covers + 1, "having opened it, the next one comes"


async def test_not_today_brings_the_cover_back_tomorrow(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(8, 50)
    await ana.taps("Not today")
    ana.sees("It comes again on Wednesday, around 8:30 AM.")
    before = len(ana.notifications)
    await life.lives_until(8, 50)
    pages = [shown for shown in ana.notifications[before:] if shown]
    assert len(pages) == 2, "the evening's cover, and the page again"
    await ana.taps("Open")
    ana.sees("(1/4)")


async def test_an_open_card_folds_after_its_time_and_opens_where_it_stood(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.taps("On (1/4)")
    await life.moves_by(minutes=19)
    ana.sees("On (2/4)")
    await life.moves_by(minutes=2)
    assert ana.buttons == ["Open"]
    assert telling_words(ana.chat_row) == []
    await ana.taps("Open")
    ana.sees("On (2/4)")


async def test_someone_who_is_reading_is_not_interrupted(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(19, 59)
    await ana.says("/topics")
    before = len(ana.notifications)
    for _ in range(3):
        await life.moves_by(minutes=4)
        await ana.taps("Right now")
        await ana.taps("All shelves")
    assert len(ana.notifications) == before
    await life.moves_by(minutes=10)
    assert len(ana.notifications) == before + 1


async def test_the_last_page_ends_the_course(life: Life) -> None:
    ana = await life.arrived()
    course = life.content.course.days
    for day, page_id in enumerate(course, start=1):
        await ana.taps("Open")
        page = life.content.pages[page_id]
        ana.sees(page.cover_title)
        for part in range(1, len(page.parts)):
            await ana.taps(f"On ({part}/")
        await ana.taps("Done for today")
        if day < len(course):
            await ana.taps("Close")
            await life.lives_until(8, 50)
    ana.sees("That was the last of the daily pages.")
    ana.sees_not("The next page comes")
    await ana.taps("Today")
    ana.sees("You have come to the end of the pages.")
    assert life.now.date() == date(2026, 12, 6)
