"""The rivals and this program, one after the other, each with a crowd that is told something at one instant."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.programs import PATIENCE, Server, databases, start, telegram

RIVALS = ("jobqueue", "jobqueue-patient", "jobstore", "jobstore-patient", "loop")
OURS = "homeward"
QUIET = 6.0  # seconds without a message and without work after which nothing more is waited for
LOOK_SECONDS = 0.5
WORKS = 0.2  # the share of a second of processor time from which on a program works
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Fared:
    """How one of them fared; `killed`: with kill -9 in the middle and a start afterwards."""

    who: str
    people: int
    killed: bool
    start: float
    """Seconds from the start until everybody is registered; for this program, until it sends."""
    memory: float
    """Bytes by then; for this program, at the end."""
    late: float
    """Seconds from the instant until the last message; from the start for this program, whose crowd is due then."""
    lost: int
    doubled: int


def compare(people: int, lead: float, longest: float, *, killed: bool) -> Iterator[Fared]:
    """Let each tell so many people, `lead` seconds after its start; after `longest` seconds it is not waited for."""
    for who in RIVALS:
        with telegram("--remember") as server, TemporaryDirectory(prefix="homeward-bench-") as folder:
            at = time.time() + lead
            rival = [who, server.url, "--people", str(people), "--at", str(at), "--database", f"{folder}/jobs.db"]
            with _running(rival) as (process, said):
                _until_quiet(server, process, at, longest, enough=people // 2 if killed else people, who=who)
                if killed:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
            if killed:
                with _running([*rival, "--again"]) as (process, _):
                    _until_quiet(server, process, time.time(), longest, who=who)
            yield _fared(who, people, killed, said, at, server)
    yield _ours(people, longest, killed=killed)


def _ours(people: int, longest: float, *, killed: bool) -> Fared:
    with telegram("--remember") as server, databases("sqlite", people, due=people) as both:
        at = time.time()
        process = start("worker", server, *both.options, "--lease", "5")
        if killed:
            _until_sent(server, people // 2, at + longest)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = start("worker", server, *both.options, "--lease", "5")
        out, said = process.communicate(timeout=PATIENCE)
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


def _until_sent(server: Server, messages: int, ends: float) -> None:
    while int(server.figures()["sent"]) < messages and time.time() < ends:
        time.sleep(0.05)


def _until_quiet(
    server: Server, process: "subprocess.Popen[str]", at: float, longest: float, *, who: str, enough: float = math.inf
) -> None:
    """Until `enough` were sent, or nothing has come for a while and the program does nothing that might lead there.

    A scheduler with thousands of jobs due works for long before the first goes out. The loop looks once a minute.
    """
    waits = QUIET + (60 if who == "loop" else 0)
    sent, worked, calm_since = 0, 0.0, at
    while sent < enough and time.time() < min(at + longest, max(at, calm_since) + waits):
        time.sleep(LOOK_SECONDS)
        before = sent, worked
        sent, worked = int(server.figures()["sent"]), _processor_time(process)
        if sent != before[0] or worked - before[1] > WORKS * LOOK_SECONDS:
            calm_since = time.time()


def _processor_time(process: "subprocess.Popen[str]") -> float:
    """Seconds so far; Linux only, elsewhere none."""
    stat = Path(f"/proc/{process.pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / TICKS


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
