"""What jobs work with."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.journey.turns import Turns
from bot.metrics import Metrics
from bot.views import Messenger
from bot.views.studio import Studio
from jobs.pacing import Pacing
from jobs.under_way import UnderWay

# Deliveries in one claim. PostgreSQL works less a message in larger ones; SQLite lets nobody write meanwhile.
BATCHES = {"sqlite": 50, "postgresql": 200}


@dataclass(frozen=True)
class Deps:
    """The port to the chat, the entrance to the database, and how fast and how long to work on one claim."""

    turns: Turns
    messenger: Messenger
    rate: float  # scheduled messages a second, all workers together
    lease: timedelta = timedelta(minutes=2)
    batch: int = BATCHES["sqlite"]
    studio: Studio = field(default_factory=Studio)
    metrics: Metrics = field(default_factory=Metrics)
    under_way: UnderWay = field(default_factory=UnderWay)
    pacing: Pacing = field(default_factory=Pacing)
