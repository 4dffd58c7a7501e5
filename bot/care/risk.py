"""What triage can say."""

from enum import StrEnum


class Risk(StrEnum):
    """What a text may speak of; the values are those that `triage --json` prints."""

    NONE = "none"
    SELF_HARM = "self_harm"
    DANGER = "danger"
