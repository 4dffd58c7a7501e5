"""One line an event: a name, codes, counts and keyed hashes. Never a text, a name, a token or a chat id.

What may stand in a line is an allow-list of keys. Of an exception its type and the places it passed are kept,
not its message, because messages quote what people wrote.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "logger",
        "where",
        "code",
        "person",
        "job",
        "kind",
        "reason",
        "method",
        "count",
        "counts",
        "seconds",
        "state",
        "role",
        "version",
        "attempt",
        "update",
        "rows",
        "planned",
        "sent",
        "failed",
        "skipped",
        "late",
        "healed",
        "retry_after",
        "address",
        "database",
        "zone",
        "pages",
        "fault",
        "places",
        "language",
        "speed",
        "ring",
    ]
)
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")

Event = MutableMapping[str, Any]


def _only_allowed(_: object, __: str, event: Event) -> Event:
    return {key: value for key, value in event.items() if key in ALLOWED or key.startswith("_")}


def _exception_places(_: object, __: str, event: Event) -> Event:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0]:
        event["fault"] = info[0].__name__
        frames = traceback.extract_tb(info[2])[-8:]
        event["places"] = " < ".join(f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in reversed(frames))
    return event


def _redact(_: object, __: str, event: Event) -> Event:
    return {k: _TOKEN.sub("[token]", v) if isinstance(v, str) else v for k, v in event.items()}


def _foreign(_: object, __: str, event: Event) -> Event:
    """A library's own sentence may quote anything; what is kept of it is where it came from."""
    record = event.get("_record")
    if record is not None:
        event["event"] = f"{record.name} says {record.levelname.lower()}"
    return event


def set_up_logging(level: str, form: str) -> None:
    """Send all logging to standard error. `level`: DEBUG to ERROR; `form`: text or json."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception_places,
        _only_allowed,
        _redact,
    ]
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries say at DEBUG and INFO what nobody should read: addresses with the token, whole updates.
    root.setLevel(logging.WARNING)
    for own in ("bot", "jobs"):
        logging.getLogger(own).setLevel(level)


def get_log(where: str) -> structlog.stdlib.BoundLogger:
    """The logger of one room."""
    log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(where=where)
    return log
