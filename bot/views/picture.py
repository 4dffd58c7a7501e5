"""The picture of some weeks: a thread that runs higher on lighter evenings, curls where the pull is strong, and loosens
as the course goes on. Abstract, without a word, so that anybody may see it; only dates stand below.

Drawn at twice its size and shrunk, which smooths every edge. Pure: days in, PNG out.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from babel.dates import format_date
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.journey.weeks import Day, Weeks
from bot.views.picture_thread import Knot, Thread, thread_of
from bot.views.picture_tones import DARK, LIGHT, Colour, Tone

WIDTH, HEIGHT = 1200, 900
SCALE = 2
LEFT, RIGHT = 110.0, 1090.0  # where the first and the last day lie
BEYOND = 180.0  # the thread comes from outside the picture and goes on there
TOP, BOTTOM = 215.0, 575.0  # the heights of the lightest and of the heaviest evening
DOTS, DATES = 722, 808  # the heights of the dots and of the dates
THICK = 4.6  # of one ply
COVER = 4  # by how much a ply covers more than itself, at the double size
BAND = (120, 740)  # the heights between which thread and dots lie
SMALL = 8  # the ground is painted so many times smaller
FONT = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
LETTERS = 33  # pixels
SHORTEST = 7  # days; fewer would be stretched beyond recognition
A_STROKE = 3  # points of a ply that are drawn at once, in one colour
MOST_DATES = 5


def draw(weeks: Weeks, *, dark: bool, language: str) -> bytes:
    """A PNG of 1200 by 900 pixels. `language` is that of the dates."""
    tone = DARK if dark else LIGHT
    days = _shown(weeks.days)
    xs = np.linspace(LEFT, RIGHT, len(days)).tolist()
    thread = thread_of(_knots(days, xs), -BEYOND, WIDTH + BEYOND)
    ground = _ground(thread, tone)
    image = ground.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    # Only the band in which something is drawn is made larger for it: that is half of the work and of the memory.
    band = image.crop((0, BAND[0], WIDTH, BAND[1]))
    band = band.resize((band.width * SCALE, band.height * SCALE), Image.Resampling.NEAREST)
    pen = ImageDraw.Draw(band)
    _draw_thread(pen, thread, np.asarray(ground), tone)
    _draw_dots(pen, [x for x, day in zip(xs, days, strict=True) if day.wrote], tone)
    image.paste(band.reduce(SCALE), (0, BAND[0]))
    _draw_dates(ImageDraw.Draw(image), days, xs, tone, language)
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _shown(days: Sequence[Day]) -> Sequence[Day]:
    """From the first day that anything is known of; at least a week."""
    first = next((i for i, day in enumerate(days) if day.here or day.wrote), 0)
    return days[min(first, max(0, len(days) - SHORTEST)) :]


def _knots(days: Sequence[Day], xs: Sequence[float]) -> list[Knot]:
    """The days as places on the thread; what is not known of a day is taken from its neighbours."""
    levels = _filled([day.level for day in days], 2.0)
    pulls = _filled([day.pull for day in days], 0.0)
    return [
        Knot(x, BOTTOM - (BOTTOM - TOP) * level / 3, pull / 10, day.read, day.level is not None or day.pull is not None)
        for x, level, pull, day in zip(xs, levels, pulls, days, strict=True)
    ]


def _filled(values: Sequence[int | None], otherwise: float) -> list[float]:
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if not known:
        return [otherwise] * len(values)
    at, told = zip(*known, strict=True)
    return [float(value) for value in np.interp(np.arange(len(values)), at, told)]


def _ground(thread: Thread, tone: Tone) -> Image.Image:
    """The sky or the paper, a disc in it, and the shine of the thread: small, since all of it is soft."""
    size = (WIDTH // SMALL, HEIGHT // SMALL)
    down = np.linspace(0, 1, size[1])[:, None, None]
    plain = np.array(tone.above) + (np.array(tone.below) - np.array(tone.above)) * down
    image = Image.fromarray(np.broadcast_to(plain, (size[1], size[0], 3)).round().astype(np.uint8), "RGB")
    disc = Image.new("L", size, 0)
    ImageDraw.Draw(disc).ellipse(_box(930 / SMALL, 250 / SMALL, 150 / SMALL), fill=210)
    image.paste(tone.disc, (0, 0), disc.filter(ImageFilter.GaussianBlur(1.2)))
    shine = Image.new("RGB", size, tone.above)
    mask = Image.new("L", size, 0)
    pen, mask_pen = ImageDraw.Draw(shine), ImageDraw.Draw(mask)
    places = np.arange(0, len(thread.x), 8)
    for i, colour in zip(places.tolist(), _tuples(_colours(thread, places, tone)), strict=True):
        box = _box(thread.x[i] / SMALL, thread.y[i] / SMALL, 6)
        pen.ellipse(box, fill=colour)
        mask_pen.ellipse(box, fill=round(255 * tone.glow * thread.known[i]))
    soft = ImageFilter.GaussianBlur(6)
    image.paste(shine.filter(ImageFilter.GaussianBlur(4)), (0, 0), mask.filter(soft))
    return image


def _colours(thread: Thread, at: NDArray[np.int64], tone: Tone) -> NDArray[np.float64]:
    """The colours of the thread at those points: (points, 3)."""
    share = (BOTTOM - thread.y[at]) / (BOTTOM - TOP)
    stops = np.linspace(0, 1, len(tone.low_to_high))
    return np.column_stack([np.interp(share, stops, channel) for channel in zip(*tone.low_to_high, strict=True)])


def _draw_thread(pen: ImageDraw.ImageDraw, thread: Thread, ground: NDArray[np.uint8], tone: Tone) -> None:
    """Stroke by stroke along the thread, the plies behind first; each covers a little of what it passes over."""
    starts = np.arange(0, len(thread.x) - 1, A_STROKE)
    rows = np.clip(thread.plies[0][1][starts] / SMALL, 0, ground.shape[0] - 1).astype(int)
    columns = np.clip(thread.plies[0][0][starts] / SMALL, 0, ground.shape[1] - 1).astype(int)
    behind = ground[rows, columns].astype(float)
    known = thread.known[starts][:, None]
    colour = behind + (_colours(thread, starts, tone) - behind) * (0.22 + 0.78 * known)
    depth = np.array([line[starts] for line in thread.depth])
    fills = [_tuples(colour + (behind - colour) * (0.17 * (1 - line))[:, None]) for line in depth]
    covers = _tuples(behind)
    widths = np.rint(THICK * SCALE * (0.45 + 0.55 * known[:, 0])).astype(int).tolist()
    points = [(np.column_stack((x, y - BAND[0])) * SCALE).tolist() for x, y in thread.plies]
    order = np.argsort(depth, axis=0).T.tolist()
    for i, start in enumerate(starts.tolist()):
        for ply in order[i]:
            line = [(x, y) for x, y in points[ply][start : start + A_STROKE + 1]]
            pen.line(line, fill=covers[i], width=widths[i] + COVER)
            pen.line(line, fill=fills[ply][i], width=widths[i])


def _tuples(colours: NDArray[np.float64]) -> list[Colour]:
    return [(red, green, blue) for red, green, blue in np.rint(colours).astype(int).tolist()]


def _draw_dots(pen: ImageDraw.ImageDraw, xs: Sequence[float], tone: Tone) -> None:
    radius = 6.5 * SCALE
    for x in xs:
        pen.ellipse(_box(x * SCALE, (DOTS - BAND[0]) * SCALE, radius), fill=tone.dot)


def _draw_dates(pen: ImageDraw.ImageDraw, days: Sequence[Day], xs: Sequence[float], tone: Tone, language: str) -> None:
    font = ImageFont.truetype(FONT, LETTERS)
    steps = max(1, -(-(len(days) - 1) // (MOST_DATES - 1)))
    for i in range(len(days) - 1, -1, -steps):
        words = format_date(days[i].day, "d MMM", locale=language)
        pen.text((xs[i], DATES), words, font=font, fill=tone.words, anchor="mm")


def _box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius
