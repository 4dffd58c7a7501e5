"""The rivals and this program, one after the other, each with a crowd that is told something at one instant."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from bot.bench.programs import Server, databases, start, telegram

RIVALS = ("jobqueue", "jobqueue-patient", "jobstore", "jobstore-patient", "loop")
OURS = "homeward"
QUIET = 6.0  # seconds without a message after which nothing more is waited for
LONGEST = 600.0


@dataclass(frozen=True)
class Fared:
    """How one of them fared; `killed`: with kill -9 in the middle and a start afterwards."""

    who: str
    people: int
    killed: bool
    start: float
    """Seconds from the start until everybody is registered; for this program, until it sends."""
    memory: float
    """Bytes by then; for this program, at most."""
    late: float
    """Seconds from the instant until the last message; from the start for this program, whose crowd is due then."""
    lost: int
    doubled: int


def compare(people: int, lead: float, *, killed: bool) -> Iterator[Fared]:
    """Let each tell so many people, `lead` seconds after its start."""
    for who in RIVALS:
        with telegram("--remember") as server, TemporaryDirectory(prefix="homeward-bench-") as folder:
            at = time.time() + lead
            rival = [who, server.url, "--people", str(people), "--at", str(at), "--database", f"{folder}/jobs.db"]
            with _running(rival) as (process, said):
                if killed:
                    _until_sent(server, people // 2, at + QUIET)
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                else:
                    _until_quiet(server, at, who)
            if killed:
                with _running([*rival, "--again"]):
                    _until_quiet(server, time.time(), who)
            yield _fared(who, people, killed, said, at, server)
    yield _ours(people, killed=killed)


def _ours(people: int, *, killed: bool) -> Fared:
    with telegram("--remember") as server, databases("sqlite", people, due=people) as both:
        at = time.time()
        process = start("worker", server, *both.options, "--lease", "5")
        if killed:
            _until_sent(server, people // 2, at + LONGEST)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = start("worker", server, *both.options, "--lease", "5")
        out, said = process.communicate(timeout=LONGEST)
        if process.returncode:
            raise RuntimeError(said[-2000:])
        measured = json.loads(out.splitlines()[-1])
        return _fared(OURS, people, killed, measured | {"seconds": measured["start"]}, at, server)


@contextmanager
def _running(rival: list[str]) -> Iterator[tuple["subprocess.Popen[str]", dict[str, float]]]:
    command = [sys.executable, "-m", "bot.bench.rivals", *rival]
    with (
        open(os.devnull, "w") as nowhere,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=nowhere, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def _until(happens: Callable[[], bool], ends: float) -> None:
    while not happens() and time.time() < ends:
        time.sleep(0.05)


def _until_sent(server: Server, messages: int, ends: float) -> None:
    _until(lambda: int(server.figures()["sent"]) >= messages, ends)


def _until_quiet(server: Server, at: float, who: str) -> None:
    """Until nothing has come for a while; the loop looks only once a minute."""
    waits = QUIET + (60 if who == "loop" else 0)
    _until(lambda: time.time() > max(at, server.figures()["last_at"]) + waits, at + LONGEST)


def _fared(who: str, people: int, killed: bool, said: dict[str, float], at: float, server: Server) -> Fared:
    seen = server.figures()
    told = seen["chats"]
    doubled = sum(times - 1 for times in told.values())
    late = max(0.0, seen["last_at"] - at) if told else 0.0
    return Fared(who, people, killed, said["seconds"], said["memory"], late, people - len(told), doubled)


def table(fared: list[Fared]) -> str:
    """One line each."""
    rows = [("", "people", "start", "memory", "last one late", "never sent", "doubled")]
    for each in fared:
        who = f"{each.who}, killed" if each.killed else each.who
        start_took, memory, late = f"{each.start:.1f} s", f"{each.memory / 1e6:.0f} MB", f"{each.late:.1f} s"
        rows.append((who, f"{each.people:,}", start_took, memory, late, f"{each.lost:,}", f"{each.doubled:,}"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(lines)
