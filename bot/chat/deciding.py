"""What an update asks for: which use case answers it, and whether it goes before what waits."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.incoming import Incoming, What
from bot.journey import cards, table
from bot.journey.cards import Showing
from bot.journey.listening import Heard
from bot.journey.packing import UnknownStep
from bot.journey.screens import KindAnswer, Nothing, Screen
from bot.journey.screens_helping import Forgotten
from bot.journey.steps import ShowToday, unpack
from bot.journey.turns import Turn, is_late

LAST_WORDS_STAY = timedelta(minutes=10)
FIRST_COMMANDS = ("hide", "help")


def goes_first(incoming: Incoming) -> bool:
    """Whether this waits for nobody: hiding, folding and help."""
    if incoming.what is What.COMMAND:
        return incoming.text in FIRST_COMMANDS
    if incoming.what is not What.TAP:
        return False
    try:
        return isinstance(unpack(incoming.text), table.FIRST)
    except UnknownStep:
        return False


async def note(turn: Turn, incoming: Incoming) -> None:
    """Keep the id of what stands in the chat; what a person wrote is due to go at once."""
    if incoming.message_id is None:
        return
    sent_at = incoming.sent_at or turn.now
    if incoming.what is What.TAP:
        await cards.record(turn.session, turn.person, incoming.message_id, sent_at)
    else:
        await cards.record_theirs(turn.session, incoming.chat_id, incoming.message_id, sent_at, turn.now)


async def decide(turn: Turn, incoming: Incoming, heard: Heard) -> Showing:
    """What the card is to show. An update that was handled before only shows again what stands there."""
    person = turn.person
    if turn.again or incoming.what in (What.QUIET, What.TIMER):
        at = cards.card_step(person)
        if person.card_open and turn.again:
            return cards.again(person, await table.perform(turn, at), turn.now)
        return Showing(person.chat_id, Nothing(at=at), None)
    if is_late(turn):
        at, chat_id = cards.card_step(person), person.chat_id
        await _catch_up(turn, incoming)
        return Showing(chat_id, Nothing(at=at), None)
    tapped = incoming.message_id if incoming.what is What.TAP else None
    screen = await _screen(turn, incoming, heard)
    if isinstance(screen, Forgotten):
        if tapped is not None:
            await cards.clear_message(turn.session, incoming.chat_id, tapped, turn.now + LAST_WORDS_STAY)
        return Showing(incoming.chat_id, replace(screen, language=person.language), tapped)
    return await cards.put(turn, screen, tapped)


async def righted(turn: Turn, message_id: int) -> Showing | None:
    """What this message of ours has to show, now that something overtaken may have shown on it; None: it is to go.

    The live card shows again where it stands, be it help; any other message shows its cover.
    """
    person, at = turn.person, cards.card_step(turn.person)
    if person.card_id == message_id and person.card_open:
        return cards.again(person, await table.perform(turn, at), turn.now)
    if person.card_id != message_id and person.hidden_since is not None:
        await cards.record_theirs(turn.session, person.chat_id, message_id, turn.now, turn.now)
        await cards.clear_message(turn.session, person.chat_id, message_id, turn.now)
        return None
    return Showing(person.chat_id, cards.cover_of(person, at, turn.now), message_id)


async def _screen(turn: Turn, incoming: Incoming, heard: Heard) -> Screen:
    if incoming.what is What.TAP:
        try:
            step = unpack(incoming.text)
        except UnknownStep as error:
            return KindAnswer(at=ShowToday(), text_key=error.text_key)
        return await table.perform(turn, step)
    if incoming.what is What.COMMAND:
        return await table.command(turn, incoming.text, heard)
    if incoming.what is What.WORDS:
        return await table.hear(turn, heard)
    return await table.other(turn)


async def _catch_up(turn: Turn, incoming: Incoming) -> None:
    """Something that protects went before this: what was answered or written is kept, and nothing shows."""
    if incoming.what is What.TAP:
        try:
            await table.perform_late(turn, unpack(incoming.text))
        except UnknownStep:
            return
    elif incoming.what is What.WORDS:
        await table.hear_late(turn, incoming.text)
