"""Databases for tests: a SQLite file, and a real PostgreSQL where its binaries are installed.

    async def test_something(database: Database): ...         # runs twice: on SQLite and on PostgreSQL
    async def test_something(sqlite_database: Database): ...  # once, on SQLite

Both are open, migrated and empty, with the tables of every loaded plugin, and closed afterwards.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from plugins import storage

_numbers = count(1)
START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: `file` is None on PostgreSQL."""

    url: str
    file: Path | None

    @property
    def path(self) -> Path:
        """The SQLite file; only for tests that run on SQLite."""
        assert self.file is not None
        return self.file

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgres"."""
        return "sqlite" if self.file else "postgres"


def sqlite_url(folder: Path) -> str:
    """The URL of a SQLite file in `folder`."""
    return f"sqlite://{folder / 'tongxin.db'}"


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server of this test run, on loopback, without passwords."""

    port: int

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgres://tongxin@127.0.0.1:{self.port}/{name}"

    async def create(self) -> str:
        """A fresh, empty database; its name."""
        name = f"tongxin_{next(_numbers)}"
        await self._run(f'CREATE DATABASE "{name}"')
        return name

    async def drop(self, name: str) -> None:
        """Removes a database, whoever is still connected."""
        await self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def shared(self) -> str:
        """The one database all tests that take `database` use one after the other, emptied; its name. Making a new one
        for each test takes a second on a busy machine."""
        exists = "SELECT 1 FROM pg_database WHERE datname = 'tongxin'"
        if not await self._run(exists):
            await self._run("CREATE DATABASE tongxin")
        tables = await self._run(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations'",
            "tongxin",
        )
        if tables:
            names = ", ".join(f'"{row["tablename"]}"' for row in tables)
            await self._run(f"TRUNCATE {names} RESTART IDENTITY CASCADE", "tongxin")
        return "tongxin"

    async def _run(self, sql: str, database: str = "postgres") -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url(database))
        try:
            return await connection.fetch(sql)
        finally:
            await connection.close()


def _binaries() -> Path | None:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _user() -> str | None:
    """PostgreSQL refuses to run as root: the account to run it as, or None for this one."""
    return "postgres" if os.geteuid() == 0 else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server for the whole run; skips where its binaries are not installed."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt install postgresql)")
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="tongxin-pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    initdb = [binaries / "initdb", "-D", data, "-U", "tongxin", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=folder)
    options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off", "max_connections=60"]
    command = [binaries / "postgres", "-D", data, "-p", str(port), *(part for o in options for part in ("-c", o))]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder)
    try:
        _await_ready(binaries / "pg_isready", port, process, folder / "log")
        yield Server(port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _await_ready(pg_isready: Path, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until it takes connections: its port is open a little before that."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if subprocess.run([pg_isready, "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0:
            return
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {log.read_text(errors='replace')[-500:]}")


@pytest.fixture
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of an empty database of the kind in `request.param`, which nobody has opened."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = await server.create()
    yield server.url(name)
    await server.drop(name)


BOTH = pytest.mark.parametrize(
    "empty_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
"""Marks a test that takes `empty_url` to run on both databases."""


async def _opened(url: str) -> AsyncIterator[Database]:
    await storage.open_database(url=url)
    yield Database(url, Path(url.removeprefix("sqlite://")) if url.startswith("sqlite://") else None)
    await storage.close_database()


@pytest.fixture(scope="session")
async def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: migrating one for each test takes seconds on a busy machine."""
    folder = tmp_path_factory.mktemp("migrated")
    async for _ in _opened(sqlite_url(folder)):
        pass
    return Path(sqlite_url(folder).removeprefix("sqlite://"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An open, migrated, empty database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(migrated_sqlite, tmp_path)
        async for opened in _opened(sqlite_url(tmp_path)):
            yield opened
        return
    server: Server = request.getfixturevalue("postgres_server")
    async for opened in _opened(server.url(await server.shared())):
        yield opened


@pytest.fixture
async def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An open, migrated, empty SQLite database."""
    shutil.copy(migrated_sqlite, tmp_path)
    async for opened in _opened(sqlite_url(tmp_path)):
        yield opened
