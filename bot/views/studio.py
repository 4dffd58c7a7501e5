"""The studio: pictures are drawn beside the loop, one at a time, so that nobody waits for them."""

import asyncio
import ctypes

from bot.journey.weeks import Weeks
from bot.views.picture import draw

MMAP_THRESHOLD = -3  # what glibc's mallopt calls it
LARGE = 1 << 20  # bytes


class Studio:
    """Draws pictures in a thread. However many are wanted, one is drawn at a time: each takes memory while it is."""

    def __init__(self) -> None:
        self._one = asyncio.Semaphore(1)
        _return_what_is_large()

    async def picture(self, weeks: Weeks, *, dark: bool, language: str) -> bytes:
        """A PNG of these weeks."""
        async with self._one:
            return await asyncio.to_thread(draw, weeks, dark=dark, language=language)


def _return_what_is_large() -> None:
    """Large blocks go back to the system as soon as they are free.

    By default glibc learns from a picture to keep such blocks, some 20 MB in each thread that ever drew one. Other
    C libraries know no such option and are left alone.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(MMAP_THRESHOLD, LARGE)
