"""The operator's own: who may use the admin commands, and what this process has found out for their cards."""

from dataclasses import dataclass

from bot.journey.figures import Figures


@dataclass
class Office:
    """One a process. `faults` are those of the content that was read last and not taken; None: none was read
    again, or it is being read.
    `figures` are the last that were counted."""

    admins: frozenset[int] = frozenset()
    faults: tuple[str, ...] | None = None
    figures: Figures | None = None
    rate: float = 1.0  # scheduled messages a second
    reach: int = 0  # people whom an announcement would come to, as counted when one was last asked for
