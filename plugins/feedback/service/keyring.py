"""The keys, kept outside the database and its backups: in DATA_DIR/keys, files of mode 0600 in a folder of mode 0700.

    FEEDBACK_KEY (env, or feedback.key)  opens  feedback-2026-11.key, a month key  opens  a case key in the database

Destroying a month's file ends its cases everywhere, in backups too. Changing FEEDBACK_KEY (`新,旧`) seals every month
key anew, one file after the other, each replaced whole: whatever a kill leaves behind can be opened, and the next start
goes on. Salt and pepper of the receipts have a file of their own and do not change with it.
"""

import json
import os
import re
import threading
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from plugins.storage import backup

from . import chance, sealing
from .sealing import KEY_BYTES, Unreadable

OWN = "feedback.key"
"""Stands for FEEDBACK_KEY where none is set."""
RECEIPTS = "feedback-receipts.key"
SALT_BYTES = 16
_MONTH = re.compile(r"feedback-(\d{4}-\d\d)\.key")


class KeyTrouble(StrEnum):
    READABLE = "readable by others"
    """A key file, or the env file with FEEDBACK_KEY in it, can be read by other users of the machine."""
    WRONG = "wrong FEEDBACK_KEY"
    """A month key was sealed with a key that is not among FEEDBACK_KEY any more."""
    DAMAGED = "damaged"
    UNWRITABLE = "unwritable"


class KeysUnavailable(Exception):
    """Nothing can be sealed or opened until somebody mends the keys. `file` is the name of the file concerned."""

    def __init__(self, trouble: KeyTrouble, file: str) -> None:
        super().__init__(f"{trouble}: {file}")
        self.trouble = trouble
        self.file = file


class MonthGone(Exception):
    """The key of this month was destroyed, or never was here: what it sealed cannot be read by anybody."""


class Keyring:
    """The keys in `folder`. `outer` are the keys of FEEDBACK_KEY, the one that counts first."""

    def __init__(self, folder: Path, outer: Sequence[bytes]) -> None:
        self._folder = folder
        self._given = tuple(outer)
        self._months: dict[str, bytes] = {}
        self._receipts: tuple[bytes, bytes] | None = None

    def month(self, month: str) -> bytes:
        """The key of `2026-11`. Raises MonthGone, KeysUnavailable."""
        path = self._path(month)
        if not path.exists():
            self._months.pop(month, None)
            raise MonthGone(month)
        if month not in self._months:
            self._months[month] = self._open(path, month)[0]
        return self._months[month]

    def make_month(self, month: str) -> bytes:
        """The key of this month, made when there is none. Raises KeysUnavailable."""
        with suppress(MonthGone):
            return self.month(month)
        first = self._outer()[0]
        self._write_new(self._path(month), self._sealed(chance.octets(KEY_BYTES), month, first))
        return self.month(month)

    def months(self) -> list[str]:
        """The months that have a key, the oldest first."""
        if not self._folder.exists():
            return []
        return sorted(found[1] for one in self._folder.iterdir() if (found := _MONTH.fullmatch(one.name)))

    def destroy(self, month: str) -> bool:
        """Overwrites and removes a month's key; False when there was none."""
        self._months.pop(month, None)
        path = self._path(month)
        if not path.exists():
            return False
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        backup.sync(self._folder)
        return True

    def change_over(self) -> int:
        """Seals every month key with the first of FEEDBACK_KEY, and returns how many were not yet. A key file that
        stood for FEEDBACK_KEY is removed once nothing needs it. Raises KeysUnavailable; what was done stays done."""
        first, changed = self._outer()[0], 0
        for month in self.months():
            path = self._path(month)
            key, opened_by = self._open(path, month)
            if opened_by != first:
                self._replace(path, self._sealed(key, month, first))
                changed += 1
        own = self._folder / OWN
        if self._given and own.exists():
            own.unlink()
            backup.sync(self._folder)
        for left in self._folder.glob("feedback-*.part-*"):
            left.unlink()
        return changed

    def receipts(self) -> tuple[bytes, bytes]:
        """Salt and pepper of the receipts, made at the first use. Raises KeysUnavailable."""
        if self._receipts is None:
            path = self._folder / RECEIPTS
            if not path.exists():
                fresh = {"salt": chance.octets(SALT_BYTES).hex(), "pepper": chance.octets(KEY_BYTES).hex()}
                self._write_new(path, json.dumps(fresh).encode())
            try:
                kept = json.loads(self._read(path))
                self._receipts = bytes.fromhex(kept["salt"]), bytes.fromhex(kept["pepper"])
            except (ValueError, KeyError, TypeError) as error:
                raise KeysUnavailable(KeyTrouble.DAMAGED, path.name) from error
        return self._receipts

    def _path(self, month: str) -> Path:
        return self._folder / f"feedback-{month}.key"

    def _outer(self) -> tuple[bytes, ...]:
        """All keys that may have sealed a month key, the one that seals from now on first."""
        path = self._folder / OWN
        if not self._given and not path.exists():
            self._write_new(path, chance.octets(KEY_BYTES).hex().encode())
        if not path.exists():
            return self._given
        try:
            return (*self._given, bytes.fromhex(self._read(path).decode()))
        except ValueError as error:
            raise KeysUnavailable(KeyTrouble.DAMAGED, path.name) from error

    def _open(self, path: Path, month: str) -> tuple[bytes, bytes]:
        """A month key and which key opened it."""
        sealed = self._read(path)
        for outer in self._outer():
            with suppress(Unreadable):
                return sealing.unseal(outer, sealed, "month", month), outer
        raise KeysUnavailable(KeyTrouble.WRONG, path.name)

    def _sealed(self, key: bytes, month: str, outer: bytes) -> bytes:
        return sealing.seal(outer, key, "month", month)

    def _read(self, path: Path) -> bytes:
        if is_readable_by_others(path):
            raise KeysUnavailable(KeyTrouble.READABLE, path.name)
        return path.read_bytes()

    def _write_new(self, path: Path, content: bytes) -> None:
        """A file that appears whole, unless another process made it meanwhile: then that one counts."""
        part = self._write_part(path, content)
        try:
            with suppress(FileExistsError):
                os.link(part, path)
        except OSError as error:
            raise KeysUnavailable(KeyTrouble.UNWRITABLE, path.name) from error
        finally:
            part.unlink(missing_ok=True)
        backup.sync(self._folder)

    def _replace(self, path: Path, content: bytes) -> None:
        part = self._write_part(path, content)
        part.replace(path)
        backup.sync(self._folder)

    def _write_part(self, path: Path, content: bytes) -> Path:
        part = path.with_name(f"{path.name}.part-{os.getpid()}-{threading.get_ident()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            part.write_bytes(content)
            backup.sync(part)
        except OSError as error:
            raise KeysUnavailable(KeyTrouble.UNWRITABLE, path.name) from error
        return part


def is_readable_by_others(path: Path) -> bool:
    """Whether group or others may read the file (never so on Windows, where modes say nothing)."""
    return os.name != "nt" and bool(path.stat().st_mode & 0o077)
