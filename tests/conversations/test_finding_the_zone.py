"""Whose clock is it? One time may fit several zones, and the country goes along with what was said."""

import json

import pytest

from bot.sandbox.driver import Participant
from tests.conftest import Life


async def _taps_the_time(ana: Participant, label: str) -> None:
    for _ in range(10):
        if label in ana.buttons:
            await ana.taps(label)
            return
        await ana.taps("Other times")
    pytest.fail(f"no button says {label}")


async def _is_asked_for_the_time(life: Life) -> Participant:
    ana = life.person()
    await ana.starts()
    await ana.taps("Open")
    await ana.taps("Only I see this phone")
    return ana


async def test_where_several_zones_show_the_time_the_others_are_one_tap_away(life: Life) -> None:
    ana = await _is_asked_for_the_time(life)
    await _taps_the_time(ana, "6:00 PM")
    ana.sees("I go by the clock in Berlin.")
    await ana.taps("Like Lagos")
    ana.sees("I go by the clock in Lagos.")
    assert {"Like Berlin", "Like Casablanca", "Start"} <= set(ana.buttons)
    await ana.taps("Start")
    await ana.says("/help")
    ana.sees("Nigeria")


async def test_where_one_zone_has_the_time_nothing_more_is_asked(life: Life) -> None:
    ana = await _is_asked_for_the_time(life)
    await _taps_the_time(ana, "10:30 PM")
    ana.sees("It is 10:30")
    ana.sees_not("I go by the clock")


async def test_in_the_settings_the_others_are_offered_too(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/settings")
    await ana.taps("My time")
    await _taps_the_time(ana, "7:00 PM")
    ana.sees("I go by the clock in Johannesburg.")
    await ana.taps("Like Cairo")
    assert {"Like Johannesburg", "Like Kyiv"} <= set(ana.buttons)
    await ana.taps("Settings")
    ana.sees("7:00")


async def test_a_city_that_is_named_needs_no_guess_and_brings_its_own_country(life: Life) -> None:
    ana = await _is_asked_for_the_time(life)
    await ana.taps("Name a city")
    await ana.says("Bangkok")  # most people in its zone live in another country
    await ana.taps("Like Bangkok")
    ana.sees_not("I go by the clock")
    await ana.taps("Start")
    await ana.says("/export")
    await ana.taps("Send me the files")
    await life.passes()
    (facts,) = [
        life.world.files[message.content["document"]["file_id"]].data
        for message in ana.chat
        if message.content.get("document", {}).get("file_name") == "notes.json"
    ]
    assert json.loads(facts)["settings"]["country"] == "TH"


async def test_a_wrong_tap_leaves_no_wrong_country_behind(life: Life) -> None:
    ana = await _is_asked_for_the_time(life)
    await _taps_the_time(ana, "10:30 PM")
    await ana.taps("Not my time")
    await _taps_the_time(ana, "5:00 PM")
    await ana.taps("Start")
    await ana.says("/help")
    ana.sees("United Kingdom")


async def test_who_moves_finds_the_help_lines_of_the_new_country_unless_others_were_chosen(life: Life) -> None:
    ana, bo = await life.arrived(), await life.arrived("Bo")
    await bo.says("/help")
    await bo.taps("Another country")
    await bo.taps("More countries")
    await bo.taps("Germany")
    for person in (ana, bo):
        await person.says("/settings")
        await person.taps("My time")
        await person.taps("Name a city")
        await person.says("Kolkata")
        await person.taps("Like Kolkata")
        await person.says("/help")
    ana.sees("India")
    bo.sees("Germany")
