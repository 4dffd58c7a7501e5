"""Which jobs run how often, and the one wrapper that times, logs and catches."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.logs import get_log
from jobs import deliver_due, fold_cards, plan_missing, prune, retain, tidy_chats
from jobs.deps import Counts, Deps

log = get_log("jobs")


@dataclass(frozen=True)
class Job:
    """A job and the time between two of its runs."""

    name: str
    every: timedelta
    run: Callable[[Deps, datetime], Awaitable[Counts]]


JOBS = (
    Job("deliver_due", timedelta(seconds=1), deliver_due.run),
    Job("fold_cards", timedelta(seconds=15), fold_cards.run),
    Job("tidy_chats", timedelta(seconds=30), tidy_chats.run),
    Job("plan_missing", timedelta(minutes=10), plan_missing.run),
    Job("retain", timedelta(hours=1), retain.run),
    Job("prune", timedelta(hours=6), prune.run),
)


async def run_job(job: Job, deps: Deps, now: datetime) -> Counts:
    """Run a job once. A fault is logged and counted, and never stops the scheduler."""
    began = time.perf_counter()
    try:
        counts = await job.run(deps, now)
    except Exception:
        log.error("a job failed", job=job.name, code="job", exc_info=True)
        return {"failed": 1}
    if any(counts.values()):
        log.info("job", job=job.name, counts=counts, seconds=round(time.perf_counter() - began, 3))
    return counts
