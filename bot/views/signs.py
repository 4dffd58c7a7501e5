"""The cards of the private check on the page of signs."""

from bot.course import RichText
from bot.journey.screens_own import SignsCheck, SignsClosed
from bot.journey.steps_own import CloseSigns, KeepSigns, TickSigns
from bot.views.card import Button, Card, Row, Words, open_card
from bot.views.reading import page_button


def check(words: Words, screen: SignsCheck) -> Card:
    """The statements as a list, their numbers as buttons; a tap ticks, another takes it back."""
    lines = [f"{'☑' if _is(screen, n) else '☐'} {n + 1}. {sign}" for n, sign in enumerate(screen.signs)]
    buttons = [
        Button(f"{'✓ ' if _is(screen, n) else ''}{n + 1}", TickSigns(screen.ticked ^ 1 << n))
        for n in range(len(screen.signs))
    ]
    rows: list[Row] = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    rows.append((words.button("signs_done", CloseSigns(screen.ticked)),))
    body = [words("signs.ask"), RichText.plain("\n".join(lines))]
    return open_card(words, words("signs.title"), body, rows)


def closed(words: Words, screen: SignsClosed) -> Card:
    """No count and no verdict; a page, and the choice to keep what was ticked."""
    rows: list[Row] = []
    if screen.page is not None:
        rows.append((page_button(screen.page),))
    if screen.ticked and not screen.kept:
        rows.append((words.button("signs_keep", KeepSigns(screen.ticked)),))
    body = [words("signs.kept" if screen.kept else "signs.closed")]
    return open_card(words, words("signs.title"), body, rows)


def _is(screen: SignsCheck, number: int) -> bool:
    return bool(screen.ticked >> number & 1)
