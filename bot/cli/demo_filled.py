"""A made-up person with six weeks behind them, made by living them with the real bot: taps, words, a moved clock."""

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cli.demo_clock import DemoClock
from bot.course import Contact, Content, Mood
from bot.sandbox.driver import Driver, Participant
from bot.sandbox.world import World

LASTS = timedelta(weeks=6)
NAME = "Mia"
PAUSES_ON_DAY = 24
MOST_PARTS = 12
LINES = (
    "A long walk by the river. My shoulders came down for the first time this week.",
    "Looked at old pictures again. It took an hour to put the phone away.",
    "Called my sister. We talked about nothing much, and that was good.",
    "The flat was very quiet tonight. I put the radio on and cooked.",
    "I noticed that I slept through. Just that.",
    "There was a message. I read it three times and did not answer it.",
    "Swimming, and then soup with Jo. I laughed, and only noticed later.",
)
ENTRIES = (
    "A friend would have used a kinder voice for it. Tomorrow I want to borrow that voice.",
    "Three things that were mine before: the blue bicycle, singing in the kitchen, Sunday mornings.",
    "Sorted the drawer with the old tickets. Kept two, and it felt like enough.",
)


async def play(world: World, panel: DemoClock, content: Content, until: datetime) -> None:
    """Live from the present instant to `until`; says on standard error how far it is."""
    mia = _Filling(Driver(world).person(NAME, "en-GB"), content)
    await mia.arrives()
    began = world.now()
    told = paused = 0
    while world.now() < until - timedelta(days=1):
        came = await panel.next_message(mia.person.person_id)
        day = (world.now() - began).days + 1
        if not came:
            await panel.move_by(timedelta(days=1))
            continue
        await mia.answers(day)
        if day >= PAUSES_ON_DAY and not paused:
            paused = day
            await mia.pauses()
        if day // 7 > told:
            told = day // 7
            print(f"six weeks are being lived: {told} done", file=sys.stderr, flush=True)
    await panel.move_by(until - world.now())


class _Filling:
    """Mia, and what she does with a card. The same days come out every time."""

    def __init__(self, person: Participant, content: Content) -> None:
        self.person = person
        self._texts = content.texts
        self._dice = random.Random(6)
        self._entries: Iterator[str] = iter(ENTRIES)
        self._turning = {
            self._label("on", part=part, parts=parts) for parts in range(2, MOST_PARTS) for part in range(1, parts)
        }

    async def arrives(self) -> None:
        """Through first contact to day 1's cover."""
        await self.person.starts()
        for key in ("open", "phone_mine"):
            await self._taps(key)
        # The likeliest time for somebody of this language stands first.
        await self.person.taps(self.person.buttons[0])
        await self._taps("start")

    async def answers(self, day: int) -> None:
        """Whatever has come is opened; a page is read to its end, an evening answered as that day was."""
        if self._dice.random() < 0.12 and day > 3:
            return  # some days it stays closed
        await self._taps("open")
        if self._offers(f"mood_{Mood.STEADY.value}"):
            await self._evening(day)
        else:
            await self._page()
        if self._offers("close"):
            await self._taps("close")

    async def pauses(self) -> None:
        """A week of quiet."""
        await self.person.says("/pause")
        for key in ("open", "pause_7", "close"):
            if self._offers(key):
                await self._taps(key)

    async def _page(self) -> None:
        while turning := self._turning.intersection(self.person.buttons):
            await self.person.taps(turning.pop())
        if not self._offers("finished"):
            return
        await self._taps("finished")
        if self._offers("write_about") and self._dice.random() < 0.25 and (entry := next(self._entries, "")):
            await self._taps("write_about")
            await self.person.says(entry)
            await self._taps("done")

    async def _evening(self, day: int) -> None:
        # Heavy at first, lighter later, with a bad stretch in between: no straight line.
        weight = 0.85 - day / 60 + (0.35 if 16 <= day <= 19 else 0) + self._dice.uniform(-0.35, 0.35)
        mood = Mood.STEADY if weight < 0.4 else Mood.MIXED if weight < 0.65 else Mood.HEAVY
        pull = 0 if weight < 0.3 else 3 if weight < 0.55 else 7 if weight < 0.9 else 10
        contact = Contact.THEY if weight > 0.8 and self._dice.random() < 0.5 else Contact.NONE
        for key in (f"mood_{mood.value}", f"pull_{pull}", f"contact_{contact.value}"):
            await self._taps(key)
        if self._offers("add_line") and self._dice.random() < 0.35:
            await self._taps("add_line")
            await self.person.says(self._dice.choice(LINES))

    def _label(self, key: str, **values: int) -> str:
        return self._texts.plain(f"button.{key}", **values)

    def _offers(self, key: str) -> bool:
        return self._label(key) in self.person.buttons

    async def _taps(self, key: str) -> None:
        await self.person.taps(self._label(key))
