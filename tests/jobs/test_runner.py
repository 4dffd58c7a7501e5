"""The wrapper around jobs: what it counts and says."""

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.journey.turns import Turns
from bot.views import Messenger
from jobs.counts import Counts
from jobs.deps import Deps
from jobs.runner import JOBS, Job, run_job, skip_job

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture
def deps() -> Deps:
    """Nothing that these jobs would touch."""
    return Deps(cast(Turns, None), cast(Messenger, None), rate=1)


def _job(counts: Counts | None) -> Job:
    async def run(deps: Deps, now: datetime) -> Counts:
        if counts is None:
            raise ValueError("a fault of ours")
        return counts

    return Job("made_up", timedelta(seconds=1), run)


def _figure(deps: Deps, name: str, **labels: str) -> float | None:
    return deps.metrics.registry.get_sample_value(f"homeward_job_{name}_total", {"name": "made_up", **labels})


async def test_a_run_is_counted_and_said_in_one_line(
    deps: Deps, capsys: pytest.CaptureFixture[str], logs: None
) -> None:
    assert await run_job(_job({"sent": 3}), deps, NOW) == {"sent": 3}
    assert _figure(deps, "runs") == 1
    assert _figure(deps, "results", result="sent") == 3
    assert deps.metrics.job_age("made_up") is not None
    said = capsys.readouterr()
    lines = [line for line in (said.out + said.err).splitlines() if "made_up" in line]
    assert len(lines) == 1
    assert "sent" in lines[0]


async def test_a_fault_is_counted_and_stops_nothing(deps: Deps) -> None:
    assert await run_job(_job(None), deps, NOW) == {"failed": 1}
    assert _figure(deps, "failures") == 1
    assert deps.metrics.job_age("made_up") is None


def test_a_run_that_was_skipped_is_counted(deps: Deps) -> None:
    skip_job("made_up", deps)
    skip_job("made_up", deps)
    assert _figure(deps, "skips") == 2


def test_every_job_has_a_name_of_its_own_and_an_interval() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(job.every >= timedelta(seconds=1) for job in JOBS)
