"""A person on the chat page, in a real browser: from Start through day 2's check-in."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.demo.conftest import RunDemo

CHROMIUM = Path("/usr/bin/chromium")
IS_THERE = CHROMIUM.exists()
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=30_000)  # milliseconds, on a busy machine
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not IS_THERE and os.environ.get("CI") != "true":
        pytest.skip(f"there is no {CHROMIUM}; with CI=true this fails instead")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        await opened.close()


class Visit:
    """One person's look at the page, in a window of some size. Nothing here sleeps: it waits for what is shown."""

    def __init__(self, page: Page, *, is_small: bool) -> None:
        self.page = page
        self.is_small = is_small
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    async def taps(self, label: str | re.Pattern[str]) -> None:
        """Taps a button of the newest message that has a keyboard, and waits until the message has changed."""
        card = self.page.locator(".message", has=self.page.locator(".keyboard")).last
        before = await card.inner_text()
        name = label if isinstance(label, re.Pattern) else re.compile(f"^{re.escape(label)}$")
        await card.locator(".keyboard button").filter(has_text=name).first.click()
        await expect(card).not_to_have_text(before, use_inner_text=True)

    async def offers(self, label: str) -> bool:
        """Whether the newest message has this button."""
        card = self.page.locator(".message", has=self.page.locator(".keyboard")).last
        return bool(await card.locator(".keyboard button").filter(has_text=re.compile(f"^{label}")).count())

    async def next_message(self) -> None:
        """Jumps to what comes next; in a small window the clock lies behind the time."""
        shown = self.page.locator("#notes li")
        before = await shown.count()
        if self.is_small:
            await self.page.get_by_role("button", name="Locked screen and clock").click()
        await self.page.get_by_role("button", name="Next message").click()
        await expect(shown).to_have_count(before + 1)
        await expect(self.page.locator("#came")).to_have_text("One message came.")
        if self.is_small:
            await self.page.get_by_role("button", name="Back to the chat").click()

    async def reads(self) -> None:
        """Opens the page that has come, and goes through it to its end."""
        await self.taps("Open")
        while await self.offers(r"On \("):
            await self.taps(re.compile(r"^On \("))
        await self.taps("Done for today")
        await self.taps("✕ Close")

    async def answers(self) -> None:
        """Opens the evening and answers it."""
        for answer in ("Open", "Mixed", "A little", "None"):
            await self.taps(answer)
        await expect(self.page.get_by_role("button", name="Change my answer")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
async def test_from_start_through_day_twos_evening(browser: Browser, run_demo: RunDemo, size: str) -> None:
    width, height = SIZES[size]
    page = await browser.new_page(viewport={"width": width, "height": height})
    async with run_demo() as demo:
        visit = Visit(page, is_small=size == "phone")
        await page.goto(demo.url)
        await page.get_by_role("button", name="Start", exact=True).click()
        for label in ("Open", "Only I see this phone", "5:00 PM", "Start"):
            await visit.taps(label)
        await visit.reads()
        await visit.next_message()
        await visit.answers()
        await visit.next_message()
        await visit.reads()
        await visit.next_message()
        await visit.answers()
        notes = page.locator("#notes li")
        sounds = await notes.locator(".sound").all_text_contents()
        assert sounds == ["buzzed", "buzzed", "buzzed", "silent"], "newest first; the first came as an answer"
        assert not [words for words in await notes.all_text_contents() if "bond" in words.lower()]
        await page.get_by_label("Message", exact=True).fill("/help")
        await page.keyboard.press("Enter")
        await page.locator(".keyboard button", has_text="Copy").first.click()
        await expect(page.locator("#toasts")).to_contain_text("Copied")
        await _nothing_overflows(page, width)
        assert visit.faults == []
    await page.close()


async def test_an_outage_is_played_by_keyboard(browser: Browser, run_demo: RunDemo) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    async with run_demo() as demo:
        visit = Visit(page, is_small=False)
        await page.goto(demo.url)
        await page.get_by_role("button", name="Start", exact=True).click()
        for label in ("Open", "Only I see this phone", "5:00 PM", "Start"):
            await visit.taps(label)
        outages = page.get_by_role("group", name="Telegram cannot be reached for")
        await expect(outages.get_by_role("button")).to_have_text(["an hour", "a night", "a week"])
        await page.get_by_role("button", name="Next morning").focus()
        for key in ("Tab", "Tab", "Enter"):
            await page.keyboard.press(key)
        await expect(page.locator("#came")).to_have_text("Telegram is back after a night. Nothing came.")
        await expect(outages.get_by_role("button", name="a night")).to_be_focused()
        await visit.next_message()
        await expect(page.locator("#phone-day")).to_contain_text("Tuesday")
        assert visit.faults == []
    await page.close()


async def test_a_chat_like_any_other(browser: Browser, run_demo: RunDemo) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    async with run_demo() as demo:
        visit = Visit(page, is_small=False)
        await page.goto(demo.url)
        await page.get_by_role("button", name="Add a person").click()
        await page.get_by_label("Name").fill("ليلى")
        await page.get_by_role("button", name="Add", exact=True).click()
        await expect(page.locator("#people li")).to_have_count(2)
        await page.get_by_role("button", name="Start", exact=True).click()
        await expect(page.locator(".keyboard button", has_text="Open")).to_be_visible()
        # The menu of commands, by keyboard alone.
        await page.locator("#text").focus()
        await page.keyboard.type("/he")
        await expect(page.locator("#commands li")).to_have_count(1)
        await page.keyboard.press("Enter")
        await expect(page.locator(".message.in").last).to_contain_text("112")
        await expect(page.locator("#said")).to_contain_text("112")
        # Words in the other direction, and far too many of them.
        await page.get_by_label("Message", exact=True).fill("مرحبا 😀 " + "abc" * 2000)
        await page.get_by_role("button", name="Send", exact=True).click()
        await _nothing_overflows(page, 1280)
        await page.get_by_role("button", name="More about this chat").click()
        await page.get_by_role("menuitem", name="Block the bot").click()
        await expect(page.get_by_role("button", name="Restart bot")).to_be_visible()
        await page.get_by_role("button", name="Restart bot").click()
        await expect(page.locator("#text")).to_be_visible()
        await page.get_by_role("button", name="More about this chat").click()
        await page.get_by_role("menuitem", name="Clear this chat for both").click()
        # The other person's chat has stayed as it was.
        await page.locator("#people button").first.click()
        await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
        assert visit.faults == []
    await page.close()


async def test_a_card_drawn_anew_under_the_finger_swallows_no_tap(browser: Browser, run_demo: RunDemo) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    async with run_demo() as demo:
        visit = Visit(page, is_small=False)
        await page.goto(demo.url)
        await page.get_by_role("button", name="Start", exact=True).click()
        for label in ("Open", "Only I see this phone"):
            await visit.taps(label)
        place = await page.get_by_role("button", name="Name a city").bounding_box()
        assert place is not None
        first = await page.locator(".keyboard button").first.inner_text()
        await page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        await page.mouse.down()
        await page.get_by_role("button", name="Other times").dispatch_event("click")
        await expect(page.locator(".keyboard button").first).not_to_have_text(first)
        await page.mouse.up()
        await expect(page.locator(".message.in").last).to_contain_text("large city")
        assert visit.faults == []
    await page.close()


async def _nothing_overflows(page: Page, width: int) -> None:
    edges = "[...document.querySelectorAll('.balloon, .words, .keyboard button, #composer')]"
    widest = await page.evaluate(f"Math.max(...{edges}.map(each => each.getBoundingClientRect().right))")
    assert widest <= width
