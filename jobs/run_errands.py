"""Run errands: make what people have asked for and that takes a moment, and send it. One person's fault is theirs."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.journey import chats, errands, taking_along
from bot.journey.errands import Task
from bot.journey.looking_back import weeks_for
from bot.logs import get_log
from bot.views.messenger import Flooded, MessengerError, Unavailable, Unreachable
from jobs.counts import Counts
from jobs.deps import Deps

log = get_log("run_errands")
MOST = 20
Made = tuple[int, Callable[[], Awaitable[int]]]  # the chat, and what sends it there and gives the message's id
NAME = "weeks.png"  # neutral: it may be seen in a list of files


async def run(deps: Deps, now: datetime) -> Counts:
    """Carry out up to `MOST`; counts by what became of them."""
    counts: Counter[str] = Counter()
    while counts.total() < MOST and (task := await errands.take(deps.turns, now, deps.lease)):
        counts[await _carry_out(deps, task, now)] += 1
    return dict(counts)


async def _carry_out(deps: Deps, task: Task, now: datetime) -> str:
    try:
        return await _send(deps, task, now)
    except Exception:
        # The row stays until its lease ends, and is then tried again, a few times.
        log.error("an errand failed", code="errand", kind=task.wanted.value, exc_info=True)
        return "failed"


async def _picture(deps: Deps, task: Task, now: datetime) -> Made | None:
    wanted = await weeks_for(deps.turns, task, now)
    if wanted is None:
        return None
    chat_id, weeks, dark, language = wanted
    png = await deps.studio.picture(weeks, dark=dark, language=language)
    return chat_id, lambda: deps.messenger.send_photo(chat_id, NAME, png)


async def _notes(deps: Deps, task: Task, now: datetime) -> Made | None:
    file = await taking_along.make_file(deps.turns, task.person_id, task.wanted, now)
    if file is None:
        return None
    chat_id, name, data = file
    return chat_id, lambda: deps.messenger.send_document(chat_id, name, data)


async def _send(deps: Deps, task: Task, now: datetime) -> str:
    made = await (_notes(deps, task, now) if task.wanted in taking_along.FILES else _picture(deps, task, now))
    if made is None:
        await errands.drop(deps.turns, task)
        return "dropped"
    chat_id, send = made
    try:
        message_id = await send()
    except (Flooded, Unavailable) as error:
        wait = error.retry_after if isinstance(error, Flooded) else errands.AGAIN_AFTER
        await errands.put_back(deps.turns, task, now, wait)
        return error.code
    except MessengerError as error:
        if isinstance(error, Unreachable):
            await chats.unreachable(deps.turns, chat_id, now)
        await errands.drop(deps.turns, task)
        return error.code
    await errands.sent(deps.turns, task, message_id, now)
    return "sent"
