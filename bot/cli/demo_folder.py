"""Where a demonstration keeps its data: one folder for each content, in use by one program at a time."""

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingError
from bot.sandbox import snapshot
from bot.sandbox.snapshot import SavedWorld
from bot.sandbox.world import World

PARTS = ("homeward.db", "homeward.db-wal", "homeward.db-shm", "keys", "world.json", "world.json.new")


@dataclass(frozen=True)
class DemoFolder:
    """The data of one demonstration: both databases, the ring of keys, and the stand-in's chats."""

    path: Path

    @property
    def database_url(self) -> str:
        """The main database."""
        return f"sqlite:///{self.path}/homeward.db"

    @property
    def keys_database_url(self) -> str:
        """The key store, apart as always."""
        return f"sqlite:///{self.path}/keys/people.db"

    @property
    def keys_file(self) -> Path:
        """The ring."""
        return self.path / "keys" / "ring"

    def saved_world(self) -> SavedWorld | None:
        """The chats of last time; None in a fresh folder. Raises SettingError if they cannot be brought back."""
        file = self.path / "world.json"
        if not file.exists() and not (self.path / "homeward.db").exists():
            return None
        try:
            return snapshot.read(file.read_bytes())
        except (OSError, ValueError):
            raise SettingError(f"{file} cannot be read; start anew with --fresh") from None

    def empty(self) -> None:
        """Take away what a demonstration has put here, and nothing else."""
        for part in PARTS:
            found = self.path / part
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink(missing_ok=True)

    def save(self, world: World) -> None:
        """Keep the chats as they are; the file is never half written."""
        new = self.path / "world.json.new"
        new.write_bytes(snapshot.save(world))
        os.replace(new, self.path / "world.json")


@contextmanager
def open_folder(content: Path, shipped: Path, *, filled: bool, fresh: bool) -> Iterator[DemoFolder]:
    """The folder that belongs to `content`, made if need be, emptied first if `fresh`.

    Raises SettingError if it cannot be written, or another demonstration is using it.
    """
    path = _home() / _name(content.resolve(), shipped.resolve(), filled=filled)
    folder = DemoFolder(path)
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = _lock(path)
    except OSError as error:
        raise SettingError(f"the demonstration's folder {path} cannot be used: {error.strerror}") from None
    try:
        if fresh:
            folder.empty()
        yield folder
    finally:
        lock.close()


def _home() -> Path:
    """The folder for data of programs, as each system has it."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "homeward-demo"


def _name(content: Path, shipped: Path, *, filled: bool) -> str:
    name = "course" if content == shipped else f"{content.name}-{hashlib.sha256(str(content).encode()).hexdigest()[:6]}"
    return f"{name}-filled" if filled else name


def _lock(path: Path) -> sqlite3.Connection:
    """Hold the folder for this program; SQLite's lock works on every system and ends with the process."""
    lock = sqlite3.connect(path / "in-use.db", timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise SettingError(f"another demonstration is using {path}; end it first") from None
    return lock
