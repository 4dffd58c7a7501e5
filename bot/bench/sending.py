"""How fast scheduled messages go out, beside bare loops that do nothing but send; and whether the rate is kept."""

import statistics
import time
from collections.abc import Sequence
from functools import partial

from bot.bench.figures import Figure
from bot.bench.programs import Databases, Server, databases, finish, start, start_aiogram, telegram

AT_ONCE = 64
RATE, LIMIT = 25, 30


def speed(messages: int, runs: int, kinds: Sequence[str], aiogram: str = "") -> list[Figure]:
    """Messages a second, nothing limiting: the server's ceiling, bare loops, and this program on each kind of database.

    Medians of so many runs; everything of one run goes one after the other against the same server. `aiogram` is a
    Python interpreter that has aiogram, or nothing.
    """
    seen: dict[str, list[float]] = {}
    with telegram() as server:
        for _ in range(runs):
            loops = {
                name: partial(start, name, server, "--messages", str(messages), "--at-once", str(AT_ONCE))
                for name in ("raw", "ptb", "transport")
            }
            if aiogram:
                loops["aiogram"] = partial(start_aiogram, aiogram, server, messages, AT_ONCE)
            for name, loop in loops.items():
                figures = finish(loop())
                seen.setdefault(name, []).append(messages / figures["seconds"])
                seen.setdefault(f"{name} cpu", []).append(figures["cpu"] / messages * 1000)
            for kind in kinds:
                for workers in (1, 2) if kind == "postgresql" else (1,):
                    with databases(kind, messages, due=messages) as both:
                        rate, cpu = _worked(server, both, messages, workers)
                    seen.setdefault(f"{kind} {workers}", []).append(rate)
                    seen.setdefault(f"{kind} {workers} cpu", []).append(cpu)
    found = {name: statistics.median(values) for name, values in seen.items()}
    return list(_told(found, kinds))


def _worked(server: Server, both: Databases, messages: int, workers: int) -> tuple[float, float]:
    """Messages a second of so many workers together, and milliseconds of processor time a message."""
    before = server.figures()["sent"]
    options = ("--since", str(time.time()), "--at-once", str(AT_ONCE), *both.options)
    begun = [start("worker", server, *options) for _ in range(workers)]
    figures = [finish(process) for process in begun]
    after = server.figures()
    if (sent := after["sent"] - before) != messages:
        raise RuntimeError(f"{sent} messages went out instead of {messages}")
    seconds = max(each["seconds"] for each in figures)
    return messages / seconds, sum(each["cpu"] for each in figures) / messages * 1000


def _told(found: dict[str, float], kinds: Sequence[str]) -> Sequence[Figure]:
    figures = [
        Figure("the server's ceiling", found["raw"], "/s"),
        Figure("bare loop, PTB as it comes (httpx)", found["ptb"], "/s"),
        Figure("  its processor time a message", found["ptb cpu"], "ms"),
        Figure("bare loop, PTB over our transport", found["transport"], "/s"),
        Figure("  its processor time a message", found["transport cpu"], "ms"),
    ]
    if "aiogram" in found:
        figures += [
            Figure("bare loop, aiogram as it comes", found["aiogram"], "/s"),
            Figure("  its processor time a message", found["aiogram cpu"], "ms"),
        ]
    for kind in kinds:
        rate = found[f"{kind} 1"]
        figures += [
            Figure(f"scheduled sending, {kind}", rate, "/s"),
            Figure("  its processor time a message", found[f"{kind} 1 cpu"], "ms"),
            Figure("  as a share of the bare loop of PTB", rate / found["ptb"], "x", at_least=1.0),
            Figure("  against 1,000 a second", rate / 1000, "x"),
        ]
        if "aiogram" in found:
            figures.append(Figure("  as a share of the bare loop of aiogram", rate / found["aiogram"], "x"))
    if "postgresql" in kinds:
        figures.append(
            Figure("two workers against one", found["postgresql 2"] / found["postgresql 1"], "x", at_least=1.4)
        )
    return figures


def rate(seconds: int, kinds: Sequence[str]) -> list[Figure]:
    """How near to `RATE` the sending comes against a server that enforces `LIMIT`, and whether it ever says 429."""
    figures = []
    for kind in kinds:
        for workers in (1, 2) if kind == "postgresql" else (1,):
            messages = RATE * seconds
            with telegram("--limit", str(LIMIT)) as server, databases(kind, messages, due=messages) as both:
                options = ("--since", str(time.time()), "--rate", str(RATE), *both.options)
                begun = [start("worker", server, *options) for _ in range(workers)]
                for process in begun:
                    finish(process)
                seen = server.figures()
            who = f"{kind}, {workers} worker" + "s" * (workers > 1)
            achieved = (seen["sent"] - 1) / seen["seconds"] / RATE * 100
            figures.append(Figure(f"share of {RATE} a second, {who}", achieved, "%", at_least=97))
            figures.append(Figure("  429s", seen["refused"], "", at_most=0))
    return figures
