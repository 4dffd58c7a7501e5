"""What Prometheus reads: counts, ages and durations of one process. Never a chat id, a text or anything of one person.

Each process has a registry of its own, made in `app`. Nothing here asks the database: jobs bring what they counted.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LAG_SECONDS = (1, 2, 5, 10, 30, 60, 300, 1800, 3600, 21600, 86400)


class Metrics:
    """The figures of this process, and the one way to add to each."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._ended: dict[str, float] = {}  # monotonic seconds at which a job last came to a good end
        self._make_sending()
        self._make_answering()
        self._make_jobs()

    def _make_sending(self) -> None:
        here = self.registry
        self._due = Gauge("homeward_deliveries_due", "Deliveries that may go out now, up to 20,000.", registry=here)
        self._overdue = Gauge("homeward_deliveries_overdue", "Those that might have gone 5 minutes ago.", registry=here)
        self._oldest = Gauge("homeward_oldest_due_seconds", "How long the oldest of them has waited.", registry=here)
        self._people = Gauge(
            "homeward_people", "People by state, where there are at least five.", ["state"], registry=here
        )
        self._calls = Counter(
            "homeward_telegram_calls",
            "Calls by method and outcome; flooded: a 429, or a chat that one has closed.",
            ["method", "outcome"],
            registry=here,
        )
        self._call_seconds = Histogram(
            "homeward_telegram_call_seconds",
            "How long a call took, waiting for its place included.",
            ["method"],
            buckets=SECONDS,
            registry=here,
        )

    def _make_answering(self) -> None:
        here = self.registry
        self._lag = Histogram(
            "homeward_update_lag_seconds",
            "From the writing of a message to the beginning of its handling.",
            buckets=LAG_SECONDS,
            registry=here,
        )
        self._update_seconds = Histogram(
            "homeward_update_seconds", "How long the handling of an update took.", buckets=SECONDS, registry=here
        )
        self._faults = Counter("homeward_update_faults", "Updates that failed, by code.", ["code"], registry=here)

    def _make_jobs(self) -> None:
        # The label is not called `job`, because Prometheus gives every figure a label of that name.
        here = self.registry
        self._runs = Counter("homeward_job_runs", "Runs that were begun.", ["name"], registry=here)
        self._failures = Counter("homeward_job_failures", "Runs that ended in a fault.", ["name"], registry=here)
        self._skips = Counter(
            "homeward_job_skips", "Runs left out: the last one had not ended.", ["name"], registry=here
        )
        self._job_seconds = Histogram(
            "homeward_job_seconds", "How long a run took.", ["name"], buckets=SECONDS, registry=here
        )
        self._results = Counter(
            "homeward_job_results", "What runs counted, such as healed.", ["name", "result"], registry=here
        )
        self._job_age = Gauge("homeward_job_age_seconds", "Since the last good end of a run.", ["name"], registry=here)

    def backlog(self, due: int, overdue: int, oldest: timedelta) -> None:
        """What waits to be sent, as it was found just now."""
        self._due.set(due)
        self._overdue.set(overdue)
        self._oldest.set(oldest.total_seconds())

    def people(self, by_state: Mapping[str, int]) -> None:
        """How many people stand where; whoever calls has left small numbers out."""
        self._people.clear()
        for state, count in by_state.items():
            self._people.labels(state).set(count)

    def called(self, method: str, outcome: str, seconds: float) -> None:
        """A call to Telegram has ended; `outcome` is ok or the error's code."""
        self._calls.labels(method, outcome).inc()
        self._call_seconds.labels(method).observe(seconds)

    def update_came(self, lag: timedelta) -> None:
        """A message is being handled that was written so long ago."""
        self._lag.observe(max(lag.total_seconds(), 0))

    @contextmanager
    def handling(self) -> Iterator[None]:
        """Time the handling of an update."""
        with self._update_seconds.time():
            yield

    def update_failed(self, code: str) -> None:
        """An update could not be handled; `code` is the error's own."""
        self._faults.labels(code).inc()

    def job_began(self, job: str) -> None:
        """A run begins."""
        self._runs.labels(job).inc()

    def job_ended(self, job: str, seconds: float, counts: Mapping[str, int]) -> None:
        """A run came to a good end after so long, with what it counted."""
        self._job_seconds.labels(job).observe(seconds)
        for result, count in counts.items():
            self._results.labels(job, result).inc(count)
        if job not in self._ended:
            self._job_age.labels(job).set_function(lambda: self.job_age(job) or 0.0)
        self._ended[job] = time.monotonic()

    def job_failed(self, job: str) -> None:
        """A run ended in a fault."""
        self._failures.labels(job).inc()

    def job_skipped(self, job: str) -> None:
        """A run was left out, because the last one had not ended."""
        self._skips.labels(job).inc()

    def job_age(self, job: str) -> float | None:
        """Real seconds since the last good end of that job; None if there was none."""
        ended = self._ended.get(job)
        return None if ended is None else time.monotonic() - ended

    def exposed(self, accept: str) -> tuple[bytes, str]:
        """Everything in the format that a scraper `accept`s, and that format's content type."""
        encode: Callable[[CollectorRegistry], bytes]
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type
