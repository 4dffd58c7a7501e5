"""The fixed jobs on APScheduler: when each runs, and how all of them come to an end."""

import asyncio
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from jobs.counts import Counts
from jobs.deps import Deps
from jobs.runner import JOBS, Job, run_job, skip_job

AGAIN_AFTER = timedelta(milliseconds=100)  # an eager job that found something looks again so soon
SHORTEST = 0.2  # seconds between two runs on a fast clock


class Timetable:
    """Runs the jobs from `start` to `stop`. `speed`: how many seconds of the clock pass in a real one."""

    def __init__(self, deps: Deps, clock: Clock, speed: float) -> None:
        self._deps = deps
        self._clock = clock
        self._running: set[asyncio.Task[Counts]] = set()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job in JOBS:
            # With a fast clock the same number of runs falls into less real time.
            every = max(job.every.total_seconds() / max(speed, 1), SHORTEST)
            self._scheduler.add_job(
                self._fire,
                IntervalTrigger(seconds=every),
                args=[job],
                id=job.name,
                next_run_time=datetime.now(UTC),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.add_listener(lambda event: skip_job(event.job_id, deps), EVENT_JOB_MAX_INSTANCES)

    def start(self) -> None:
        """From now on the jobs run."""
        self._scheduler.start()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, and give what is under way so long to end."""
        self._scheduler.pause()
        under_way = {*self._running, *self._deps.under_way.tasks}
        if under_way:
            await asyncio.wait(under_way, timeout=seconds)
        self._scheduler.shutdown(wait=False)

    async def _fire(self, job: Job) -> None:
        task = asyncio.ensure_future(run_job(job, self._deps, self._clock.now()))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        counts = await asyncio.shield(task)
        if job.eager and any(counts.values()) and "failed" not in counts and self._scheduler.running:
            self._scheduler.modify_job(job.name, next_run_time=datetime.now(UTC) + AGAIN_AFTER)
