"""The main database. No name, no user name, no text in the clear; every row of a person goes with the person."""

from datetime import date, datetime, time

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from bot.crypto import Sealed
from bot.db.base import Base as Base
from bot.db.states import Kind as Kind
from bot.db.states import Outcome as Outcome
from bot.db.states import Pace as Pace
from bot.db.states import Stage as Stage
from bot.db.states import State as State
from bot.db.states import Wanted as Wanted

BRINGS_AN_ANNOUNCEMENT = text("kind = 'announcement'")
# SQLite counts rows by itself only for INTEGER keys; PostgreSQL gets the wide type.
Id = BigInteger().with_variant(Integer, "sqlite")
# What workers of the version before leave out: then `due_at` alone decides.
LONG_AGO = text("'1970-01-01 00:00:00.000000'")


def _when_due(context: DefaultExecutionContext) -> datetime:
    parameters = context.current_parameters
    assert parameters is not None, "a default is asked for while a row is written"
    due_at: datetime = parameters["due_at"]
    return due_at


class Person(Base):
    """Somebody who writes to the bot: wishes, state, and where their one card stands."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    state: Mapped[State] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(12))
    country: Mapped[str | None] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    page_time: Mapped[time] = mapped_column(default=time(8, 30))
    checkin_time: Mapped[time | None] = mapped_column(default=time(20, 0))
    prompt_time: Mapped[time | None]  # None: the prompt rides on the check-in
    checkin_days: Mapped[int] = mapped_column(default=127)  # a bit for each weekday, Monday the lowest
    pace: Mapped[Pace] = mapped_column(default=Pace.DAILY)
    evenings_kept: Mapped[bool] = mapped_column(default=False)  # check-ins go on after the course
    boosters: Mapped[bool] = mapped_column(default=False)  # a note a week for eight weeks after the course
    window_start: Mapped[time] = mapped_column(default=time(8, 0))
    window_end: Mapped[time] = mapped_column(default=time(21, 30))
    fold_minutes: Mapped[int | None] = mapped_column(default=20)
    vanish_hours: Mapped[int | None] = mapped_column(default=24)
    watched: Mapped[bool] = mapped_column(default=True)  # the phone is shared, or may be looked at
    space: Mapped[bool] = mapped_column(default=False)  # days without contact are counted, since they asked for it
    look_back_day: Mapped[int | None]  # the weekday of the look back, Monday 0; None: none comes
    buzz: Mapped[bool] = mapped_column(default=True)  # False: nothing is ever sent unasked
    pin: Mapped[str | None] = mapped_column(String(128))  # salted and stretched, never the digits
    pin_guards: Mapped[str] = mapped_column(String(8), default="all")  # all, or only what is private
    pin_failures: Mapped[int] = mapped_column(default=0)
    pin_waits_until: Mapped[datetime | None]
    pin_passed_at: Mapped[datetime | None]  # the last thing done after the right digits
    pin_forgotten_at: Mapped[datetime | None]  # a day later everything is erased
    timer_seconds: Mapped[int | None]  # Telegram's own auto-delete timer; None: not known, 0: off
    offered: Mapped[int] = mapped_column(default=0)  # a bit for each small offer that was made
    offered_on: Mapped[date | None]
    overtaken_by: Mapped[int] = mapped_column(BigInteger, default=0)  # the newest update that went before its turn
    pause_until: Mapped[datetime | None]
    help_rests_until: Mapped[datetime | None] = mapped_column(index=True)  # it does not come up by itself in writing
    hidden_since: Mapped[datetime | None]
    unreachable_since: Mapped[datetime | None]
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    card_id: Mapped[int | None] = mapped_column(BigInteger)
    card_open: Mapped[bool] = mapped_column(default=False)
    card_at: Mapped[str] = mapped_column(String(64))
    card_touched_at: Mapped[datetime | None]
    card_folds_at: Mapped[datetime | None] = mapped_column(index=True)


class Enrolment(Base):
    """One run of a person through the course."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "course", "run"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    course: Mapped[str] = mapped_column(String(64))
    run: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PageProgress(Base):
    """A course page that reached a person in one run."""

    __tablename__ = "page_progress"
    __table_args__ = (UniqueConstraint("enrolment_id", "page"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    page: Mapped[str] = mapped_column(String(64))
    local_date: Mapped[date]  # the person's date on which it came
    delivered_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Delivery(Base):
    """This, to this person, due at this instant. `due_at` never changes after the claim."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "run", "subject", "occurrence"),
        Index("ix_delivery_state_not_before", "state", "not_before"),
        Index(
            "ix_delivery_announcement",
            "subject",
            "state",
            "not_before",
            sqlite_where=BRINGS_AN_ANNOUNCEMENT,
            postgresql_where=BRINGS_AN_ANNOUNCEMENT,
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    run: Mapped[int]
    subject: Mapped[str] = mapped_column(String(64))  # page: its id; booster: its number; others: a local date
    occurrence: Mapped[int] = mapped_column(default=1)  # page: 1 the page, more: it came again, unopened
    local_date: Mapped[date]
    due_at: Mapped[datetime]
    not_before: Mapped[datetime] = mapped_column(
        default=_when_due, server_default=LONG_AGO
    )  # the next try, at first `due_at`
    not_after: Mapped[datetime | None]
    state: Mapped[Outcome] = mapped_column(default=Outcome.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(40))
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)


class Announcement(Base):
    """A word from whoever runs this to everybody; their own words, so that they stand here in the clear."""

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    stage: Mapped[Stage]
    written_at: Mapped[datetime]
    looked_until: Mapped[int] = mapped_column(BigInteger)  # the last person for whom it was planned or passed over


class Checkin(Base):
    """One evening's answers, one row a local date."""

    __tablename__ = "checkin"
    __table_args__ = (UniqueConstraint("person_id", "local_date"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    local_date: Mapped[date]
    answers: Mapped[Sealed]
    answered_at: Mapped[datetime]


class Entry(Base):
    """What a person wrote to a prompt in one sitting."""

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    prompt: Mapped[str] = mapped_column(String(64))
    text: Mapped[Sealed]
    messages: Mapped[int] = mapped_column(default=1)  # in how many it came
    written_at: Mapped[datetime]  # the last of them


class PromptDrawn(Base):
    """A prompt that has come to a person, numbered in the order in which they last came."""

    __tablename__ = "prompt_drawn"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    prompt: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]


class Question(Base):
    """What a person's card is waiting for; the next words answer it."""

    __tablename__ = "question"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    asks: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    ends_before: Mapped[int | None] = mapped_column(BigInteger)  # only words of earlier updates still answer it
    helped: Mapped[bool] = mapped_column(default=False)  # the help card need not come up again while this is asked


class SavedPage(Base):
    """A page that a person wants to find again."""

    __tablename__ = "saved_page"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[str] = mapped_column(String(64), primary_key=True)
    saved_at: Mapped[datetime]


class Errand(Base):
    """Something that a person has asked for and that a job is to make and send; one of each kind at a time."""

    __tablename__ = "errand"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[Wanted] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(64))
    not_before: Mapped[datetime] = mapped_column(index=True)  # also the end of a worker's lease
    tries: Mapped[int] = mapped_column(default=0)


class Rating(Base):
    """How often a page helped, was not for somebody, or was too much. Whose answers they were is not kept."""

    __tablename__ = "rating"

    page: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(16), primary_key=True)
    times: Mapped[int]


class Feedback(Base):
    """A line to whoever runs this. It is shown first, and stays a draft until the person says that it may go."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[Sealed]
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Message(Base):
    """A message that stands in a chat, in either direction, so that it can be cleared.

    It belongs to the chat, not to the person: what is still to be cleared outlives `forget`, for two days at most.
    """

    __tablename__ = "message"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    outgoing: Mapped[bool]
    sent_at: Mapped[datetime]
    delete_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


class UpdateSeen(Base):
    """An update that was handled, so that it is not handled twice."""

    __tablename__ = "update_seen"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Edition(Base):
    """Which reading of the content all processes are to have; it counts up whenever the content is to be read again."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int]


class SendBudget(Base):
    """The bot's one purse of scheduled messages, shared by all workers."""

    __tablename__ = "send_budget"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    tokens: Mapped[float]
    refilled_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]
