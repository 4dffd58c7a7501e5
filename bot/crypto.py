"""Secrets: the ring of master keys, one data key a person, and keyed hashes in place of chat ids.

The ring (Fernet keys, newest first) wraps each person's data key; the data key seals what that person wrote.
Deleting a data key therefore makes every copy of the person's words unreadable, in backups too.
"""

import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
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
            self._fernets = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise KeysError("a key of the ring is malformed: 32 bytes in url-safe base64 are needed") from None

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


def new_key() -> str:
    """A fresh key as a line of text, for the ring and for people alike."""
    return Fernet.generate_key().decode()


def keyed_hash(secret: bytes, chat_id: int) -> str:
    """A name for a chat that only who holds `secret` can connect with the chat id: 32 hexadecimal digits."""
    return hmac.new(secret, str(chat_id).encode(), sha256).hexdigest()[:32]


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
