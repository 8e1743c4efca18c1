"""A stateful hypothesis test over a database: every run has a copy of one that was built once."""

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from plugins import storage
from tests.support.databases import sqlite_url

T = TypeVar("T")


class Machine(RuleBasedStateMachine):
    """`hospital` is the closed SQLite file, `folders` makes a folder; a test sets both on its subclass. The copy of a run
    is open once `begin` was called, and until its end."""

    hospital: ClassVar[Path]
    folders: ClassVar[Any]  # called as a method: () -> Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()

    def begin(self) -> None:
        folder = self.folders()
        shutil.copy(self.hospital, folder / "tongxin.db")
        self.run(storage.open_database(url=sqlite_url(folder), migrate=False))

    def run(self, steps: Coroutine[Any, Any, T]) -> T:  # a coroutine's own types
        return self.loop.run_until_complete(steps)

    def teardown(self) -> None:
        self.run(storage.close_database())
        self.loop.close()
