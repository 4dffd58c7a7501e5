"""Landing: half a minute of breath, paced by the card. It ends by itself, and at once with anything the person does."""

from collections.abc import Iterator
from dataclasses import replace

from bot.journey.screens import Screen
from bot.journey.screens_safety import Breath
from bot.journey.steps_safety import Breathe
from bot.journey.turns import Turn

BEATS = 6
SECONDS_A_BEAT = 5.0


async def breathe(turn: Turn, step: Breathe) -> Screen:
    """The first beat; the others follow by themselves, as long as the card stands here."""
    return Breath(at=Breathe(0), beat=0, beats=BEATS)


def beats_after(screen: Breath) -> Iterator[Breath]:
    """What the card shows after this, one beat after another."""
    for beat in range(screen.beat + 1, screen.beats):
        yield replace(screen, beat=beat)
