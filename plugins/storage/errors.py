"""Typed errors. The docstring of each is its meaning; what a person reads stands in texts, here and above."""

from collections.abc import Sequence
from pathlib import Path


class DomainError(Exception):
    """A use case could not be done for a reason a person can be told. Nothing of it was kept."""


class NotFound(DomainError):
    """What was named does not exist, or not for this person."""


class NotAllowed(DomainError):
    """The person may not do this. `who` says who may, in words a person reads."""

    def __init__(self, who: str = "") -> None:
        super().__init__(who)
        self.who = who


class AlreadyDone(DomainError):
    """The same was done before; doing it again changes nothing."""


class Conflict(DomainError):
    """It contradicts what is already there."""


class Lapsed(DomainError):
    """It came too late: what it refers to has run out."""


class WriteFailed(Exception):
    """The database did not keep the use case (disk full, locked, gone); as far as can be known nothing of it was kept.
    Only a connection lost during a commit leaves a doubt, so every use case must bear being asked for again."""


class NotOpen(Exception):
    """The database was used before open_database or after close_database."""


class StartRefused(Exception):
    """The program must not start on these files; texts.refused_text says why in one line."""


class DataFolderUnwritable(StartRefused):
    """Nothing can be written in the folder `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class DatabaseUnreachable(StartRefused):
    """No connection to the database, or its file is no database."""


class DatabaseNewer(StartRefused):
    """The database has applied `migrations` ("app.name") this program does not have: it was written by a newer one."""

    def __init__(self, migrations: Sequence[str]) -> None:
        super().__init__(", ".join(migrations))
        self.migrations = tuple(migrations)


class MigrationsUnreadable(StartRefused):
    """The record of applied migrations cannot be read, so nothing may be applied."""


class MigrationFailed(StartRefused):
    """The migration `name` ("app.name") failed and was rolled back as a whole."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class MigrationRunning(StartRefused):
    """Another process holds the migration lock for longer than the wait."""


class AlreadyServing(StartRefused):
    """Another process serves this SQLite file; two would each send what is due."""
