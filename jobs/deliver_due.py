"""Deliver what is due: claim, look once more, send, settle. One person's fault never touches another."""

import asyncio
from collections import Counter
from datetime import datetime

from bot.journey import deliver
from bot.journey.deliver import Attempt, Claim, Result
from bot.logs import get_log
from bot.views import render
from bot.views.messenger import Flooded, MessengerError, Refused, Unavailable, Unknown, Unreachable
from bot.views.showing import clear, fold
from jobs.deps import Counts, Deps

log = get_log("deliver_due")


async def run(deps: Deps, now: datetime) -> Counts:
    """Send up to one batch; counts by what became of it."""
    counts: Counter[str] = Counter()
    for claim in await deliver.expired(deps.turns, now, deps.batch):
        await deliver.settle(deps.turns, claim, Attempt(Result.UNKNOWN), now)
        counts["expired"] += 1
    claims = await deliver.claim_due(deps.turns, now, batch=deps.batch, rate=deps.rate, lease=deps.lease)
    counts.update(await asyncio.gather(*(_deliver(deps, claim, now) for claim in claims)))
    return dict(counts)


async def _deliver(deps: Deps, claim: Claim, now: datetime) -> str:
    try:
        letter = await deliver.last_look(deps.turns, claim, now)
        if letter is None:
            return "held"
        attempt = await _send(deps, letter)
        folding = await deliver.settle(deps.turns, claim, attempt, now)
        if folding is not None:
            await fold(deps.messenger, deps.turns, folding, now)
        if attempt.result is Result.SENT:
            await clear(deps.messenger, deps.turns, letter.chat_id, now)
    except Exception:
        # The claim stays until its lease ends, and is then settled as unknown.
        log.error("a delivery failed", code="delivery", exc_info=True)
        return "failed"
    return attempt.result.value


async def _send(deps: Deps, letter: deliver.Letter) -> Attempt:
    card = render(letter.cover, deps.turns.library.content)
    try:
        return Attempt(Result.SENT, message_id=await deps.messenger.send(letter.chat_id, card, silent=False))
    except Unreachable:
        return Attempt(Result.UNREACHABLE)
    except Flooded as error:
        return Attempt(Result.FLOODED, retry_after=error.retry_after)
    except Refused as error:
        return Attempt(Result.REFUSED, reason=error.reason)
    except Unavailable:
        return Attempt(Result.UNAVAILABLE)
    except (Unknown, MessengerError):
        return Attempt(Result.UNKNOWN)
