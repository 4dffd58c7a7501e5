"""One family of errors. Each names what a person reads (a text key) and what the log holds (a code)."""

from typing import ClassVar


class HomewardError(Exception):
    """Something that this program foresaw going wrong.

    `code` stands in the log, `text_key` names the sentence that a person sees in the chat.
    The message is for the operator and never holds anything that a person wrote.
    """

    code: ClassVar[str] = "fault"
    text_key: ClassVar[str] = "error.fault"


class StartError(HomewardError):
    """The program cannot start; the message is the one line that says why. Exit status 2."""

    code = "start"


class SettingError(StartError):
    """A setting is missing or wrong; the message names it."""

    code = "setting"


class ContentError(StartError):
    """The content files are faulty; the message lists every fault with file and line."""

    code = "content"


class DatabaseAway(HomewardError):
    """The database cannot be reached at this moment; what was to be done is done later."""

    code = "database_away"


class KeysError(StartError):
    """The ring of keys is missing, unreadable, or not the one that the key store was made with."""

    code = "keys"


class DatabaseError(StartError):
    """A database cannot be reached, written or used as it is."""

    code = "database"
