"""What must stand nowhere: an author's words and every form of who they are, looked for in all files of an installation."""

import asyncio
import base64
import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from plugins.gateway.catchup.marks import LATE
from tests.e2e.harness import START_SECONDS, Bot

Row = tuple[str, str]
"""A table, and one of its rows as text."""


@dataclass(frozen=True)
class Canary:
    """An author whom nobody may find: their account and name, their words, the ids of their messages."""

    account: int
    name: str
    words: tuple[str, ...]

    def traces(self) -> Iterator[bytes]:
        """The account in every usual form, the name and the words in the encodings files are written in."""
        decimal = str(self.account).encode()
        yield decimal
        yield f"{self.account:x}".encode()
        yield f"{self.account:X}".encode()
        yield base64.b64encode(decimal)
        for order in ("big", "little"):
            yield self.account.to_bytes(8, order)
        yield self.account.to_bytes(5, "big")
        for make in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            digest = make(decimal)
            yield digest.digest()
            yield digest.hexdigest().encode()
            yield digest.hexdigest().upper().encode()
            yield base64.b64encode(digest.digest())
        for text in (self.name, *self.words):
            yield from (text.encode(), text.encode("gb18030"), text.encode("utf-16-le"), ascii(text)[1:-1].encode())
            yield base64.b64encode(text.encode())


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file of the installation: database, its log, backups, exports, keys, the program's log."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def times(bot: Bot) -> dict[str, int]:
    """When each file of the data was written last, in ns."""
    return {str(file.relative_to(bot.data)): file.stat().st_mtime_ns for file in bot.data.rglob("*") if file.is_file()}


def search(bot: Bot, canary: Canary, messages: Iterable[int]) -> None:
    """Nothing of the author stands in any file; no message id in a cell of the database or a word of the log."""
    files = files_under(bot.folder)
    assert any(name.endswith(".db") for name in files)
    for name, content in files.items():
        for trace in canary.traces():
            assert trace not in content, (name, trace)
    ids = {str(identifier) for identifier in messages}
    numbers = re.findall(r"\d+", bot.log() + "\n".join(row for _, row in rows(bot)))
    assert ids
    assert not ids & set(numbers)


def rows(bot: Bot) -> Counter[Row]:
    """Every row of every table, as text, read by another process while the bot may be at work. What SQLite itself notes
    of a table (the highest key) counts as that table's. Left out is the mark of the bot's own account, which moves
    every minute."""
    found: Counter[Row] = Counter()
    with closing(sqlite3.connect(f"file:{bot.data / 'tongxin.db'}?mode=ro", uri=True)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                if table != "gateway_watermark" or not row[0].startswith("account:"):
                    found[row[0] if table == "sqlite_sequence" else table, repr(row)] += 1
    return found


async def rows_at_rest(bot: Bot) -> Counter[Row]:
    """The same, once what earlier commands still had to write is written: marks are gathered for a second."""
    async with asyncio.timeout(START_SECONDS):
        found, again = rows(bot), None
        while found != again:
            await asyncio.sleep(1.5 * LATE)
            found, again = rows(bot), found
    return found


def changed(before: Counter[Row], after: Counter[Row]) -> set[str]:
    """Tables with a row that was added, changed or deleted."""
    return {table for table, _ in ((before - after) + (after - before))}
