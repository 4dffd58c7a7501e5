"""The cards of the lock, of what shows and buzzes, of taking along, and of landing; and the small offers."""

from dataclasses import replace

from bot.course import EntityKind, RichText
from bot.journey.locking import DIGITS
from bot.journey.screens import Offer
from bot.journey.screens_safety import (
    Breath,
    BuzzQuestion,
    Exported,
    ExportQuestion,
    Keypad,
    LockPage,
    Surface,
    TimerView,
    VanishQuestion,
    WindowQuestion,
)
from bot.journey.steps import AskFold, OpenPage, ShowHelp, ShowPrivacy, ShowSettings
from bot.journey.steps_safety import (
    AskBuzz,
    AskExport,
    AskVanish,
    AskWindow,
    Breathe,
    ChooseBuzz,
    ChooseGuard,
    ChooseVanish,
    ChooseWindow,
    Export,
    Pad,
    PressKey,
    SayForgotten,
    ShowLock,
    ShowSurface,
    ShowTimer,
    TakeLockOff,
)
from bot.journey.wishes import VANISHES
from bot.views.card import Button, Card, Row, Words, open_card

GROUNDING = "grounding"
KEYS = ("123", "456", "789")
DAY = 24 * 60 * 60


def keypad(words: Words, screen: Keypad) -> Card:
    """Four digits, one tap each. Help and the ways out stand under it as everywhere."""
    body = [words(f"lock.{screen.pad.name.lower()}")]
    if screen.wrong:
        body.insert(0, words("lock.wrong"))
    rows: list[Row] = []
    if screen.wait_minutes:
        body = [words.count("lock.wait", screen.wait_minutes)]
        rows.append((words.button("try_again", PressKey(Pad.OPEN, "")),))
    else:
        body.append(RichText.plain(" ".join("●" if i < len(screen.typed) else "○" for i in range(DIGITS))))
        rows += [tuple(_key(screen, digit) for digit in line) for line in KEYS]
        wipe = words.button("wipe", PressKey(screen.pad, screen.first + screen.typed[:-1]))
        rows.append((wipe, _key(screen, "0"), words.button("help", ShowHelp())))
    if screen.erased_at is not None:
        body.append(words("lock.erased", moment=words.moment(screen.erased_at, screen.zone)))
        rows.append((words.button("keep_it", SayForgotten(really=False)),))
    elif screen.pad is Pad.OPEN:
        rows.append((words.button("digits_forgotten", SayForgotten(really=True)),))
    else:
        rows.append((words.button("back", ShowLock()),))
    return open_card(words, words("lock.title"), body, rows, home=False)


def _key(screen: Keypad, digit: str) -> Button:
    return Button(digit, PressKey(screen.pad, screen.first + screen.typed + digit))


def lock_page(words: Words, screen: LockPage) -> Card:
    """Whether there is a lock, before what it stands, and what it cannot do."""
    rows: list[Row] = []
    if screen.locked:
        body = [words("lock.on_all" if screen.everything else "lock.on_some"), words("lock.limits")]
        change = ChooseGuard(everything=not screen.everything)
        rows.append((words.button("guard_some" if screen.everything else "guard_all", change),))
        rows.append((words.button("other_digits", PressKey(Pad.CHOOSE, "")), words.button("lock_off", TakeLockOff())))
    else:
        body = [words("lock.off"), words("lock.limits")]
        rows.append((words.button("lock_on", PressKey(Pad.CHOOSE, "")),))
    rows.append((words.button("back", ShowSurface()),))
    return open_card(words, words("settings.title"), body, rows)


def vanish_question(words: Words, screen: VanishQuestion) -> Card:
    """After how long do messages go?"""
    buttons = tuple(words.button(f"vanish_{each}", ChooseVanish(each)) for each in VANISHES)
    chosen = words(f"vanish.{screen.chosen or 0}")
    rows: list[Row] = [buttons, (words.button("back", ShowSurface()),)]
    return open_card(words, words("settings.title"), [words("vanish.body", chosen=chosen)], rows)


def buzz_question(words: Words, screen: BuzzQuestion) -> Card:
    """May anything be sent unasked?"""
    change = words.button("buzz_off" if screen.buzz else "buzz_on", ChooseBuzz(buzz=not screen.buzz))
    rows: list[Row] = [(change,), (words.button("back", ShowSurface()),)]
    return open_card(words, words("settings.title"), [words("buzz.on" if screen.buzz else "buzz.off")], rows)


def window_question(words: Words, screen: WindowQuestion) -> Card:
    """In which hours may this phone buzz?"""
    buttons = [
        Button(f"{words.hour(start)} – {words.hour(end)}", ChooseWindow(start, end)) for start, end in screen.choices
    ]
    body = [words("window.body", start=words.hour(screen.start), end=words.hour(screen.end))]
    rows: list[Row] = [(button,) for button in buttons]
    rows.append((words.button("back", ShowSurface()),))
    return open_card(words, words("settings.title"), body, rows)


def timer_view(words: Words, screen: TimerView) -> Card:
    """Whether Telegram's own timer is on here, and where it is set."""
    if screen.seconds is None:
        body = [words("timer.unknown")]
    elif screen.seconds == 0:
        body = [words("timer.off")]
    else:
        days = max(1, round(screen.seconds / DAY))
        body = [words.count("timer.on", days)]
    return open_card(
        words, words("settings.title"), [*body, words("timer.how")], [(words.button("back", ShowSurface()),)]
    )


def export_question(words: Words, screen: ExportQuestion) -> Card:
    """What will be sent, and what a file on a phone means."""
    rows: list[Row] = [(words.button("export_yes", Export()),), (words.button("privacy", ShowPrivacy()),)]
    return open_card(words, words("export.title"), [words("export.body")], rows)


def exported(words: Words, screen: Exported) -> Card:
    """The files are on their way, and go from the chat again."""
    return open_card(words, words("export.title"), [words("export.coming")], [])


def breath(words: Words, screen: Breath) -> Card:
    """One beat of half a minute: in, and out. It goes on by itself, and stops with any tap."""
    last = screen.beat + 1 == screen.beats
    key = "breath.end" if last else "breath.in" if screen.beat % 2 == 0 else "breath.out"
    line = "●" * (screen.beat + 1) + "○" * (screen.beats - screen.beat - 1)
    rows: list[Row] = []
    if last:
        rows.append((words.button("once_more", Breathe(0)),))
        if GROUNDING in words.content.pages:
            rows.append((words.button("more_to_land", OpenPage(GROUNDING, 1)),))
    rows.append((words.button("help", ShowHelp()),))
    return open_card(words, words("breath.title"), [words(key), RichText.plain(line)], rows)


OFFER_STEPS = {
    Offer.TIMER: ShowTimer(),
    Offer.BUZZ: AskBuzz(),
    Offer.FOLD: AskFold(),
    Offer.VANISH: AskVanish(),
    Offer.LOCK: ShowLock(),
    Offer.WINDOW: AskWindow(),
}


def with_offer(words: Words, card: Card, offer: Offer) -> Card:
    """The card, and at its foot one small thing that may be had; the way to it stands above the ways out."""
    text = RichText.join("\n\n", [card.text, words(f"offer.{offer.value}").styled(EntityKind.ITALIC)])
    step = OFFER_STEPS.get(offer)
    rows = card.rows if step is None else (*card.rows[:-1], (words.button("offer_look", step),), card.rows[-1])
    return replace(card, text=text, rows=rows)


def surface(words: Words, screen: Surface) -> Card:
    """What others might see or hear of this, at a glance, each with its way to change it."""
    body = [
        words(
            "surface.body",
            vanish=words(f"vanish.{screen.vanish_hours or 0}"),
            start=words.hour(screen.start),
            end=words.hour(screen.end),
        ),
        words("surface.buzz" if screen.buzz else "surface.no_buzz"),
        words("surface.locked" if screen.locked else "surface.unlocked"),
    ]
    rows: list[Row] = [
        (words.button("vanish", AskVanish()), words.button("buzz", AskBuzz())),
        (words.button("window", AskWindow()), words.button("lock", ShowLock())),
        (words.button("timer", ShowTimer()), words.button("export", AskExport())),
        (words.button("back", ShowSettings()),),
    ]
    return open_card(words, words("settings.title"), body, rows)
