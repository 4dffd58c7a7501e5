"""Showing through the port: folding a card, and clearing messages, as chat and jobs both need it."""

from datetime import datetime, timedelta

from bot.journey import chats
from bot.journey.cards import Folding
from bot.journey.hours import local_date
from bot.journey.screens import Cover
from bot.journey.steps import ShowToday
from bot.journey.turns import Turns
from bot.views.card import Card
from bot.views.messenger import Flooded, Gone, Messenger, MessengerError, Refused, Unreachable
from bot.views.render import render

AT_ONCE = 100  # what deleteMessages takes


async def fold(messenger: Messenger, turns: Turns, folding: Folding, now: datetime) -> bool:
    """Turn an open card into its cover. False: it could not be done now, and will be tried again."""
    try:
        await messenger.edit(folding.chat_id, folding.message_id, render(folding.cover, turns.library))
    except (Gone, Unreachable):
        await chats.removed(turns, folding.chat_id, [folding.message_id])
    except MessengerError:
        await chats.unfolded(turns, folding, now)
        return False
    return True


async def clear(messenger: Messenger, turns: Turns, chat_id: int, now: datetime, covers: int = 5) -> int:
    """Take away what is due to go from this chat: delete it or, where it is too old for that, cover it up.

    Deletions go first, a hundred a call; of covering up, which takes a call for each, at most `covers` are done, newest
    first, and the job goes on with the rest. Returns how many messages went. Asking twice does no harm.
    """
    cleared = 0
    while due := await chats.due_for_clearing(turns, chat_id, now, AT_ONCE):
        gone = list(due.out_of_reach)
        if due.deletable:
            gone += await _delete(messenger, turns, chat_id, due.deletable, now)
        for message_id in due.too_old[:covers]:
            covers -= 1
            pause = await _cover_up(messenger, turns, (chat_id, message_id), due.language, now)
            if pause is None:
                gone.append(message_id)
                continue
            await chats.try_again_later(turns, chat_id, due.too_old, now, pause)
            covers = 0
            break
        cleared += await chats.removed(turns, chat_id, gone)
        if covers <= 0 and not due.deletable:
            break
    return cleared


async def _delete(messenger: Messenger, turns: Turns, chat_id: int, message_ids: list[int], now: datetime) -> list[int]:
    try:
        await messenger.delete(chat_id, message_ids)
    except (Gone, Refused):
        # One message of the hundred stands in the way of all: find it by halves, and let it go.
        if len(message_ids) == 1:
            return message_ids
        half = len(message_ids) // 2
        first = await _delete(messenger, turns, chat_id, message_ids[:half], now)
        return first + await _delete(messenger, turns, chat_id, message_ids[half:], now)
    except Unreachable:
        return message_ids
    except MessengerError as error:
        await chats.try_again_later(turns, chat_id, message_ids, now, _pause(error))
        return []
    return message_ids


def _pause(error: MessengerError) -> timedelta:
    """As long as Telegram asks for; else a little."""
    return error.retry_after if isinstance(error, Flooded) else chats.PAUSE_BETWEEN_TRIES


async def _cover_up(
    messenger: Messenger, turns: Turns, message: tuple[int, int], language: str, now: datetime
) -> timedelta | None:
    """An old card of ours becomes a cover without buttons, which leads nowhere any more. Not now: how long to wait."""
    chat_id, message_id = message
    line = Cover(at=ShowToday(), person_id=message_id, day=local_date(now, "UTC"), language=language)
    try:
        await messenger.edit(chat_id, message_id, Card(render(line, turns.library).text))
    except (Gone, Refused, Unreachable):
        return None
    except MessengerError as error:
        return _pause(error)
    return None
