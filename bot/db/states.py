"""Where people and deliveries stand, and what can be wished for: enumerations, stored by value."""

from enum import StrEnum


class State(StrEnum):
    """Where a person stands. Hidden is apart, because any state can be hidden."""

    ARRIVING = "arriving"  # first contact is not through
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"  # by a stop word: any tap or command ends it
    QUIET = "quiet"  # a week without a sign of them: any tap or word ends it
    UNREACHABLE = "unreachable"  # blocked the bot, or the account is gone


class Kind(StrEnum):
    """What a delivery brings."""

    PAGE = "page"
    CHECKIN = "checkin"
    PROMPT = "prompt"  # at an hour of its own, by choice; else it rides on the check-in
    BOOSTER = "booster"  # a weekly note after the course, by choice
    QUIET = "quiet"  # the one line after a silent week
    ANNOUNCEMENT = "announcement"  # a word from whoever runs this, in the place of that evening's check-in
    LOOK_BACK = "look_back"  # the week in two sentences, in the place of that evening's check-in


class Stage(StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    SENDING = "sending"
    STOPPING = "stopping"  # it is being taken back from those who have not got it
    STOPPED = "stopped"
    DONE = "done"


class Wanted(StrEnum):
    """What somebody has asked for that takes a moment, and that a job then makes and sends."""

    PICTURE = "picture"
    NOTES_PAGE = "notes-page"  # everything that is kept of the person, to read
    NOTES_DATA = "notes-data"  # the same, for programs


class Pace(StrEnum):
    """How fast the pages come."""

    DAILY = "daily"
    OTHER_DAY = "other_day"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    OWN = "own"  # no page comes by itself: "next" brings it


class Outcome(StrEnum):
    """Where a delivery stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    FAILED = "failed"
