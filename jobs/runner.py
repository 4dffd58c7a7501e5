"""Which jobs run how often, and the one wrapper that times, logs and catches."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.logs import get_log
from jobs import (
    announce,
    count_people,
    deliver_due,
    fold_cards,
    measure_backlog,
    plan_missing,
    prune,
    quiet_people,
    retain,
    run_errands,
    tidy_chats,
)
from jobs.counts import Counts
from jobs.deps import Deps

log = get_log("jobs")


@dataclass(frozen=True)
class Job:
    """A job and the time between two of its runs."""

    name: str
    every: timedelta
    run: Callable[[Deps, datetime], Awaitable[Counts]]
    eager: bool = False
    """While it finds something to do, it looks again almost at once."""


JOBS = (
    Job("deliver_due", timedelta(seconds=1), deliver_due.run, eager=True),
    Job("run_errands", timedelta(seconds=1), run_errands.run),
    Job("announce", timedelta(seconds=5), announce.run, eager=True),
    Job("fold_cards", timedelta(seconds=15), fold_cards.run),
    Job("tidy_chats", timedelta(seconds=30), tidy_chats.run),
    Job("measure_backlog", timedelta(minutes=1), measure_backlog.run),
    Job("plan_missing", timedelta(minutes=10), plan_missing.run),
    Job("count_people", timedelta(minutes=10), count_people.run),
    Job("quiet_people", timedelta(minutes=15), quiet_people.run),
    Job("retain", timedelta(hours=1), retain.run),
    Job("prune", timedelta(hours=6), prune.run),
)


async def run_job(job: Job, deps: Deps, now: datetime) -> Counts:
    """Run a job once, with one log line. A fault is logged and counted, and never stops the scheduler."""
    began = time.perf_counter()
    deps.metrics.job_began(job.name)
    try:
        counts = await job.run(deps, now)
    except Exception:
        deps.metrics.job_failed(job.name)
        log.error("a job failed", job=job.name, code="job", exc_info=True)
        return {"failed": 1}
    seconds = time.perf_counter() - began
    deps.metrics.job_ended(job.name, seconds, counts)
    # A run that found nothing to do is one line too, but not one that anybody wants to read every second.
    say = log.info if any(counts.values()) else log.debug
    say("job", job=job.name, counts=counts, seconds=round(seconds, 3))
    return counts


def skip_job(name: str, deps: Deps) -> None:
    """The last run of this job has not ended at the time of the next, which is left out."""
    deps.metrics.job_skipped(name)
    log.warning("a job takes longer than its interval; a run was skipped", job=name)
