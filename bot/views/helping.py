"""The help card, privacy, and leaving."""

import re

from bot.care import HelpLine, Risk
from bot.course import EntityKind, RichText
from bot.journey.screens import Asks
from bot.journey.screens_helping import CountryQuestion, ForgetQuestion, Forgotten, HelpCard, NotEnglish, Privacy
from bot.journey.steps import AskCountry, AskForget, ChooseCountry, Forget, ShowHelp, WriteAbout
from bot.journey.steps_safety import Breathe
from bot.views.card import Button, Card, Row, Words, open_card

_NUMBER = re.compile(r"\+?\d[\d ()-]*\d|\d{3}")


def help_card(words: Words, screen: HelpCard) -> Card:
    """Presumes nothing. The emergency number first, then lines of the person's country, then the directories."""
    help_now = screen.help
    title = words("help.title")
    body: list[RichText] = []
    if screen.risk is not Risk.NONE:
        said = words.content.triage.self_harm if screen.risk is Risk.SELF_HARM else words.content.triage.danger
        title, body = RichText.plain(said.title), [said.text]
        if screen.delete:
            body.append(words("help.kept"))
    if screen.deleted is not None:
        body.append(words("help.deleted" if screen.deleted else "help.not_deleted"))
    if help_now.emergency:
        country = words.country(help_now.country or "")
        body.append(words("help.emergency", number=help_now.emergency, country=country))
    else:
        body.append(words("help.emergency_unknown"))
    body += [_line(words, line) for line in (*help_now.lines, *help_now.directories)]
    body.append(words("help.traces"))
    rows: list[Row] = [(button,) for button in _copies(words, screen)]
    if screen.delete:
        rows.insert(0, (words.button("delete_written", screen.delete),))
    if screen.waiting is not None and screen.waiting.asks is Asks.ENTRY:  # a misreading costs one tap
        rows.insert(0, (words.button("write_on", WriteAbout(screen.waiting.about)),))
    if screen.asked is not None:  # of a question that was misread, too
        rows.append((words.button("asked_about", screen.asked),))
    rows.append((words.button("country_other" if help_now.country else "country_choose", AskCountry(0)),))
    rows.append((words.button("grounding", Breathe(0)),))
    return open_card(words, title, body, rows)


def _line(words: Words, line: HelpLine) -> RichText:
    """One line: its name, whom it serves, how to reach it, and from when that is known."""
    ways = [way for way in (line.phone, line.sms, line.web) if way]
    facts = [line.serves, *ways, *(fact for fact in (line.hours, line.languages) if fact)]
    seen = "" if line.source_seen == "unknown" else words("help.seen", month=line.source_seen).text
    details = " · ".join([*facts, *([seen] if seen else [])])
    return RichText.join("\n", [RichText.plain(line.name).styled(EntityKind.BOLD), details])


def _copies(words: Words, screen: HelpCard) -> list[Button]:
    """Buttons that copy a number, so that nothing needs to be typed: the emergency number, then the lines."""
    found: list[tuple[str, str]] = []
    if screen.help.emergency:
        found.append(("", screen.help.emergency))
    found += [(line.name, line.phone) for line in screen.help.lines if line.phone]
    buttons = []
    for name, phone in found[:5]:
        number = _NUMBER.search(phone)
        if number:
            label = words.content.texts.plain("button.copy", number=number[0])
            buttons.append(Button(f"{label} · {name}"[:40] if name else label, copies=number[0]))
    return buttons


def not_english(words: Words, screen: NotEnglish) -> Card:
    """One kind line, and the way to help, which needs no reading."""
    said = words.content.triage.not_english
    rows: list[Row] = [(words.button("help", ShowHelp()),)]
    return open_card(words, RichText.plain(said.title), [said.text], rows)


def country_question(words: Words, screen: CountryQuestion) -> Card:
    """Which country's numbers?"""
    buttons = [Button(words.country(code), ChooseCountry(code)) for code in screen.countries]
    rows: list[Row] = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    rows.append(
        (
            words.button("other_countries", AskCountry(screen.page + 1)),
            words.button("no_country", ChooseCountry("ZZ")),
        )
    )
    return open_card(words, words("help.title"), [words("help.country")], rows)


def privacy(words: Words, screen: Privacy) -> Card:
    """What is kept, why, how long, where, and who runs this."""
    if screen.operator_name:
        who = words("privacy.operator", name=screen.operator_name, contact=screen.operator_contact)
    else:
        who = words("privacy.demonstration")
    body = [
        words("privacy.kept"),
        words("privacy.where"),
        words("privacy.how_long"),
        words("privacy.limits"),
        who,
    ]
    return open_card(words, words("privacy.title"), body, [(words.button("forget", AskForget()),)])


def forget_question(words: Words, screen: ForgetQuestion) -> Card:
    """Asked once."""
    rows: list[Row] = [(words.button("forget_yes", Forget()),)]
    return open_card(words, words("forget.title"), [words("forget.body")], rows)


def forgotten(words: Words, screen: Forgotten) -> Card:
    """What was erased, in counts, and what could not be reached. It has no buttons: there is nobody to press them."""
    erased = screen.erased
    body = [
        words("forgotten.title"),
        RichText.join(
            " ",
            [
                words.count("forgotten.pages", erased["pages"]),
                words.count("forgotten.evenings", erased["checkins"]),
                words.count("forgotten.entries", erased["entries"]),
            ],
        ),
        words("forgotten.chat"),
    ]
    if screen.out_of_reach:
        body.append(words.count("forgotten.out_of_reach", screen.out_of_reach))
    return Card(RichText.join("\n\n", body))
