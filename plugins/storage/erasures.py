"""What was erased, kept apart from the database: a backup that is older still holds it, so restoring one erases again.

One line a case in `erasures.jsonl` (0600) in DATA_DIR: when, what kind, and an id of ours that says nothing by itself.
Whoever erases calls `record` in the use case, before its commit; whoever knows how registers with `replays`.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import clock
from .config import settings
from .transactions import Transaction

FILE = "erasures.jsonl"

Replay = Callable[[Transaction, str], Awaitable[None]]


class NobodyErases(Exception):
    """The list names a kind nothing here can erase: a capability is not loaded. The message is the kind."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What of `kind` was erased: `key` is our id of it. `at` is aware UTC."""

    at: datetime
    kind: str
    key: str


_replays: dict[str, Replay] = {}


def replays(kind: str, replay: Replay) -> None:
    """Registers what erases `kind` again, within a use case; it bears being called for what is not there (any more)."""
    _replays[kind] = replay


async def record(kind: str, key: str, *, at: datetime | None = None) -> None:
    """Notes an erasure on disk, before the use case that erases is kept: a crash between the two must not let a
    restore bring it back. Noted twice is as good as once. `at` (aware UTC) is a later moment than now, for what must
    not say when it was: ids that are never given out again bear being erased once more. Raises OSError; then nothing
    may be erased."""
    await asyncio.to_thread(_append, Erasure(at or clock.now(), kind, key))


def touch() -> None:
    """The file's own times are now: called at fixed times of the day, they do not go on saying when something was noted."""
    with suppress(FileNotFoundError):
        os.utime(path())


def path() -> Path:
    """Where the list is."""
    return settings.data_dir / FILE


def listed() -> list[Erasure]:
    """All that was noted, the oldest first. A last line that a power cut left half written was never acted on."""
    found: list[Erasure] = []
    try:
        text = path().read_text("utf-8")
    except FileNotFoundError:
        return found
    for line in text.split("\n")[:-1]:
        try:
            fields = json.loads(line)
            found.append(Erasure(datetime.fromisoformat(fields["at"]), fields["kind"], fields["key"]))
        except (ValueError, KeyError, TypeError):  # the remains of a cut line, closed by the next note
            continue
    return found


def mark() -> int:
    """Grows with every erasure that is noted: two equal marks, and nothing was noted between them."""
    return path().stat().st_size if path().exists() else 0


async def replay(tx: Transaction, since: datetime) -> int:
    """Erases once more all that was noted at or after `since` (aware UTC), and returns how many there were. Ids are
    given out again after a restore, so what was noted before a backup was taken is not for it. Raises NobodyErases."""
    wanted = dict.fromkeys((one.kind, one.key) for one in listed() if one.at >= since)
    for kind, key in wanted:
        if kind not in _replays:
            raise NobodyErases(kind)
        await _replays[kind](tx, key)
    return len(wanted)


def _append(erasure: Erasure) -> None:
    line = json.dumps({"at": erasure.at.isoformat(), "kind": erasure.kind, "key": erasure.key}, ensure_ascii=False)
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        cut = size and os.pread(descriptor, 1, size - 1) != b"\n" if hasattr(os, "pread") else False
        os.write(descriptor, (("\n" if cut else "") + line + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
