"""What the tables of the main database share."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import Boolean, Date, MetaData, Time
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

from bot.crypto import Sealed
from bot.db.states import Kind, Outcome, Pace, Stage, State, Wanted
from bot.db.types import Instant, SealedText, stored_by_value

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[type, TypeEngine[Any]]] = {
        datetime: Instant(),
        Sealed: SealedText(),
        State: stored_by_value(State),
        Kind: stored_by_value(Kind),
        Wanted: stored_by_value(Wanted),
        Outcome: stored_by_value(Outcome),
        Pace: stored_by_value(Pace),
        Stage: stored_by_value(Stage),
        date: Date(),
        time: Time(),
        bool: Boolean(),
    }
