"""Case keys: made, wrapped by the month's key, opened again. The one keyring of this process."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dotenv import dotenv_values

from plugins.storage import config as storage_config

from ..config import settings
from . import chance, sealing
from .keyring import Keyring, KeysUnavailable, KeyTrouble, is_readable_by_others
from .sealing import KEY_BYTES

ENV_FILE = ".env"

_rings: dict[Path, Keyring] = {}


def ring() -> Keyring:
    """The keyring of DATA_DIR. Raises KeysUnavailable where FEEDBACK_KEY stands in a file that others can read."""
    folder = storage_config.settings.data_dir / "keys"
    if folder not in _rings:
        _check_env_file(storage_config.PROJECT / ENV_FILE)
        _rings[folder] = Keyring(folder, settings.keys())
    return _rings[folder]


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """How the keys stand, for the doctor. `months` can be opened; `own_file`: FEEDBACK_KEY stands in DATA_DIR."""

    months: int
    own_file: bool
    trouble: KeyTrouble | None = None
    file: str = ""


def key_facts() -> KeyFacts:
    """Tries every key."""
    own = not settings.keys()
    opened = 0
    try:
        for month in ring().months():
            ring().month(month)
            opened += 1
    except KeysUnavailable as error:
        return KeyFacts(opened, own, error.trouble, error.file)
    return KeyFacts(opened, own)


async def prepare(day: date) -> None:
    """Makes the keys of this month and the next, and those of the receipts, before anybody needs them: a key file that
    the first opinion of a month made would say for months when that came. Raises KeysUnavailable."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)

    def make() -> None:
        for month in (day, following):
            ring().make_month(month_of(month))
        ring().receipts()

    await asyncio.to_thread(make)


async def new_case_key(case_id: int, month: str) -> tuple[bytes, bytes]:
    """A key for a new case, and the same wrapped. Raises KeysUnavailable."""
    outer = await asyncio.to_thread(ring().make_month, month)
    key = chance.octets(KEY_BYTES)
    return key, sealing.seal(outer, key, "case", case_id)


def case_key(case_id: int, month: str, wrapped: bytes) -> bytes:
    """The key of a case. Raises MonthGone, Unreadable, KeysUnavailable."""
    return sealing.unseal(ring().month(month), wrapped, "case", case_id)


def _check_env_file(file: Path) -> None:
    if file.exists() and is_readable_by_others(file) and dotenv_values(file).get("FEEDBACK_KEY"):
        raise KeysUnavailable(KeyTrouble.READABLE, file.name)


async def change_over() -> int:
    """At every start: seals anew what a changed FEEDBACK_KEY has not sealed yet, and returns how many that were. Raises
    KeysUnavailable."""
    return await asyncio.to_thread(ring().change_over)
