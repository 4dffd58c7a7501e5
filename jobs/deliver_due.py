"""Deliver what is due: claim, look once more, send, settle. One person's fault never touches another."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.errors import DatabaseAway
from bot.journey import claiming, deliver, settling
from bot.journey.claiming import Claim
from bot.journey.deliver import Letter
from bot.journey.settling import Attempt, Result, Settled
from bot.logs import get_log
from bot.views import render
from bot.views.messenger import Flooded, MessengerError, Refused, Unavailable, Unknown, Unreachable
from bot.views.showing import clear, fold
from jobs.counts import Counts
from jobs.deps import Deps

log = get_log("deliver_due")
AWAY_SECONDS = 1.0
Found = TypeVar("Found")


async def run(deps: Deps, now: datetime) -> Counts:
    """Claim what is due and send it on its way, while there is room for another group; nobody waits for its end.

    Counts what was claimed, and by outcome what has been settled since the run before.
    """
    claimed, began = 0, asyncio.get_running_loop().time()
    for _group in range(deps.under_way.room):
        claims = await claiming.claim_due(deps.turns, now, batch=deps.batch, rate=deps.rate, lease=deps.lease)
        if not claims:
            break
        claimed += len(claims)
        deps.under_way.start(_deliver(deps, claims, now, began))
    return {**({"claimed": claimed} if claimed else {}), **deps.under_way.settled()}


async def _deliver(deps: Deps, claims: Sequence[Claim], now: datetime, began: float) -> Counts:
    """One group, claimed at `began` by the loop's time, from the last look to the end.

    The look comes as late as can be: who hides or pauses in that moment is not sent anything.
    """
    try:
        await deps.pacing.rest_until(deps.pacing.instant(began, min(claim.wait for claim in claims)))
        outcomes = await _send_all(deps, claims, now, began)
        return await _settle_all(deps, outcomes, now)
    except Exception:
        # The claims stay until their lease ends, and are then settled as unknown.
        log.error("a group of deliveries failed", code="delivery", claims=len(claims), exc_info=True)
        return {"failed": len(claims)}


async def _send_all(deps: Deps, claims: Sequence[Claim], now: datetime, began: float) -> dict[Claim, Attempt]:
    """Look once more at all of them, and send what may go, each at its instant, whatever becomes of the others."""
    # What fails its last look has certainly not been sent, unless somebody else had it before.
    outcomes = {claim: Attempt(Result.UNKNOWN if claim.lost else Result.UNAVAILABLE) for claim in claims}
    letters: dict[Claim, Letter] = {}
    try:
        looks = await _apart(claims, lambda some: deliver.look_again(deps.turns, some, now))
    except DatabaseAway:
        return outcomes
    for some, found in looks:
        outcomes.update({claim: Attempt(Result.UNKNOWN if claim.lost else Result.HELD) for claim in some})
        letters.update(found)
    attempts = await asyncio.gather(*(_send(deps, claim, letter, began) for claim, letter in letters.items()))
    outcomes.update(zip(letters, attempts, strict=True))
    return outcomes


async def _settle_all(deps: Deps, outcomes: dict[Claim, Attempt], now: datetime) -> Counts:
    """Write everything down, and count it. Only we know what has been sent: a database that is away is waited for."""

    async def settle(some: Sequence[Claim]) -> Settled:
        return await settling.settle(deps.turns, {claim: outcomes[claim] for claim in some}, now)

    while True:
        try:
            settled = await _apart(list(outcomes), settle)
        except DatabaseAway:
            await asyncio.sleep(AWAY_SECONDS)
        else:
            break
    for after in (each for _, found in settled for each in found.aftermath):
        if after.fold is not None:
            await fold(deps.messenger, deps.turns, after.fold, now)
        if after.clear:
            await clear(deps.messenger, deps.turns, after.chat_id, now)
    return sum((Counter(found.became) for _, found in settled), Counter())


async def _apart(
    claims: Sequence[Claim], work: Callable[[Sequence[Claim]], Awaitable[Found]]
) -> list[tuple[Sequence[Claim], Found]]:
    """Do the work for all at once; if that fails, by halves, so that one person's fault stays theirs.

    Raises DatabaseAway, which is nobody's fault.
    """
    try:
        return [(claims, await work(claims))]
    except DatabaseAway:
        raise
    except Exception:
        if len(claims) == 1:
            log.error("a delivery failed", code="delivery", delivery=claims[0].id, exc_info=True)
            return []
        log.warning(
            "deliveries failed together, and are tried apart", code="delivery", claims=len(claims), exc_info=True
        )
    half = len(claims) // 2
    return await _apart(claims[:half], work) + await _apart(claims[half:], work)


async def _send(deps: Deps, claim: Claim, letter: Letter, began: float) -> Attempt:
    try:
        if claim.wait:
            await deps.pacing.wait_for(deps.pacing.instant(began, claim.wait))
        card = render(letter.cover, deps.turns.library)
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
    except Exception:
        log.error("a cover could not be made", code="delivery", exc_info=True)
        return Attempt(Result.UNAVAILABLE)
