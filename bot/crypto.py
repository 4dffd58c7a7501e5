"""Secrets: the ring of master keys, one data key a person, and keyed hashes in place of chat ids.

The ring (Fernet keys, newest first) wraps each person's data key; the data key seals what that person wrote.
Deleting a data key therefore makes every copy of the person's words unreadable, in backups too.
"""

import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import scrypt, sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import KeysError


@dataclass(frozen=True)
class Sealed:
    """Something encrypted with a person's data key. Only this, never plain text, enters an encrypted column."""

    token: bytes


class DataKey:
    """One person's key, in the clear, for as long as one piece of work lasts."""

    def __init__(self, secret: bytes) -> None:
        self._fernet = Fernet(secret)

    def seal(self, text: str) -> Sealed:
        """Encrypt `text`."""
        return Sealed(self._fernet.encrypt(text.encode()))

    def open(self, sealed: Sealed) -> str:
        """Decrypt. Raises KeysError if it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed.token).decode()
        except InvalidToken:
            raise KeysError("a sealed value does not fit its person's key") from None


class Ring:
    """The master keys: the first wraps, all unwrap."""

    def __init__(self, keys: list[str]) -> None:
        """`keys`: url-safe base64, 32 bytes each, newest first. Raises KeysError if one is malformed or none given."""
        if not keys:
            raise KeysError("the ring of keys is empty: make a key with `python -m bot keys new`")
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError:
            raise KeysError("a key of the ring is malformed: 32 bytes in url-safe base64 are needed") from None
        self.keys = tuple(keys)
        self._newest, self._fernets = fernets[0], MultiFernet(fernets)

    def wrap(self, secret: bytes) -> bytes:
        """Encrypt a data key for the key store."""
        return self._fernets.encrypt(secret)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Decrypt a data key. Raises KeysError if no key of the ring fits."""
        try:
            return self._fernets.decrypt(wrapped)
        except InvalidToken:
            raise KeysError(
                "the ring of keys does not fit the key store: ENCRYPTION_KEYS or KEYS_FILE is not what it was made with"
            ) from None

    def is_newest(self, wrapped: bytes) -> bool:
        """Whether the first key of the ring is what wraps this."""
        try:
            self._newest.decrypt(wrapped)
        except InvalidToken:
            return False
        return True


def new_key() -> str:
    """A fresh key as a line of text, for the ring and for people alike."""
    return Fernet.generate_key().decode()


def keyed_hash(secret: bytes, chat_id: int, purpose: str = "") -> str:
    """A name for a chat that only who holds `secret` can connect with the chat id: 32 hexadecimal digits."""
    return hmac.new(secret, f"{purpose}{chat_id}".encode(), sha256).hexdigest()[:32]


def read_ring(keys: str, file: Path) -> tuple[Ring, bool]:
    """The ring from the setting `keys` (comma-separated) or else from `file`, one key a line.

    A missing file is made with a new key, mode 0600. Returns the ring and whether it was made just now.
    Raises KeysError in one line where the file cannot be read or written.
    """
    if keys:
        return Ring([key.strip() for key in keys.split(",") if key.strip()]), False
    try:
        if file.exists():
            return Ring([line.strip() for line in file.read_text().splitlines() if line.strip()]), False
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(new_key() + "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KeysError(f"KEYS_FILE {file}: {getattr(error, 'strerror', None) or 'not readable as text'}") from None
    return read_ring("", file)[0], True


def write_ring(file: Path, keys: Sequence[str]) -> None:
    """Let `file` hold these keys, newest first; whoever reads it meanwhile reads the old or the new, never half.

    Raises KeysError in one line where it cannot be written.
    """
    beside = file.with_name(file.name + ".new")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write("".join(f"{key}\n" for key in keys))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError as error:
        raise KeysError(f"KEYS_FILE {file}: {error.strerror}") from None


def stretch(digits: str, pepper: str, salt: bytes | None = None) -> str:
    """A PIN as it is kept: salt and scrypt, as text. About 25 ms of processor time, which is meant."""
    salt = salt or os.urandom(16)
    digest = scrypt(f"{digits}:{pepper}".encode(), salt=salt, n=2**13, r=8, p=1, dklen=32)
    return f"{salt.hex()}:{digest.hex()}"


def fits(digits: str, pepper: str, kept: str) -> bool:
    """Whether `stretch` made `kept` of these digits; compared in constant time."""
    salt = bytes.fromhex(kept.partition(":")[0])
    return hmac.compare_digest(stretch(digits, pepper, salt), kept)
