"""The two sets of colours of the picture: paper by day, sky by night. Colours are (red, green, blue), 0 to 255."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Tone:
    """`low` to `high`: the thread on heavy and on light evenings, with what lies between."""

    above: Colour
    below: Colour
    disc: Colour
    low_to_high: tuple[Colour, ...]
    dot: Colour
    words: Colour
    glow: float  # how strongly the thread shines into the ground, 0 to 1


LIGHT = Tone(
    above=(253, 249, 242),
    below=(243, 231, 216),
    disc=(255, 255, 252),
    low_to_high=((74, 62, 108), (141, 74, 112), (206, 104, 98), (226, 152, 74)),
    dot=(120, 84, 108),
    words=(125, 108, 104),
    glow=0.30,
)
DARK = Tone(
    above=(17, 20, 38),
    below=(36, 30, 54),
    disc=(44, 46, 74),
    low_to_high=((98, 104, 196), (158, 116, 204), (228, 136, 150), (247, 206, 132)),
    dot=(222, 190, 160),
    words=(160, 156, 178),
    glow=0.42,
)
