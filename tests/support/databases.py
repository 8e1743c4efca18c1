"""Databases for tests: a SQLite file, and a real PostgreSQL where its binaries are installed.

    async def test_something(database: Database): ...         # runs twice: on SQLite and on PostgreSQL
    async def test_something(sqlite_database: Database): ...  # once, on SQLite

Both are open, migrated and empty, with the tables of every loaded plugin, and closed afterwards. A fixture of a plugin's
own that begins with rows: `async with masters.opened(request, given_hospital): yield Stage()`. Each is a copy of a
database that was made once: migrating takes seconds, copying a moment.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from plugins import storage
from tests.support import memory

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


def path_of(url: str) -> Path:
    """The file of such a URL."""
    return Path(url.removeprefix("sqlite://"))


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server of this test run, on loopback, without passwords."""

    port: int

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgres://tongxin@127.0.0.1:{self.port}/{name}"

    async def create(self, copied: str = "template1") -> str:
        """A fresh database, empty or a copy of the one named `copied`, to which nobody may be connected; its name."""
        name = f"tongxin_{next(_numbers)}"
        await self._run(f'CREATE DATABASE "{name}" TEMPLATE "{copied}"')
        return name

    async def drop(self, name: str) -> None:
        """Removes a database, whoever is still connected."""
        await self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

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
    folder = Path(tempfile.mkdtemp(prefix="tongxin-pg-", dir=memory.ROOT))
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
        process.send_signal(signal.SIGQUIT)  # at once: its files go
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


_KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
BOTH = pytest.mark.parametrize("empty_url", _KINDS, indirect=True)
"""Marks a test that takes `empty_url` to run on both databases."""


Fill = Callable[[], Awaitable[object]]


async def nothing() -> None:
    """Fills no row in."""


@dataclass(frozen=True, slots=True)
class Masters:
    """Closed databases, each migrated and filled once in this process, which tests get copies of."""

    new_folder: Callable[[str], Path]
    _files: dict[Fill, Path] = field(default_factory=dict)
    _names: dict[Fill, str] = field(default_factory=dict)

    async def file(self, fill: Fill = nothing) -> Path:
        """The SQLite file that is as `fill` has left it; for reading and copying only."""
        if fill not in self._files:
            url = sqlite_url(self.new_folder("master"))
            if fill is not nothing:
                shutil.copy(await self.file(), path_of(url))
            await _fill(url, fill)
            self._files[fill] = path_of(url)
        return self._files[fill]

    @asynccontextmanager
    async def opened(self, request: pytest.FixtureRequest, fill: Fill = nothing) -> AsyncIterator[Database]:
        """A copy for the test of `request`, open."""
        async with self.copied(request, fill) as url:
            await storage.open_database(url=url, migrate=False)
            try:
                yield Database(url, path_of(url) if url.startswith("sqlite://") else None)
            finally:
                await storage.close_database()

    @asynccontextmanager
    async def copied(self, request: pytest.FixtureRequest, fill: Fill = nothing) -> AsyncIterator[str]:
        """The URL of a copy for the test of `request`, closed: SQLite, or PostgreSQL when its parameter says so."""
        if getattr(request, "param", "sqlite") == "sqlite":
            url = sqlite_url(request.getfixturevalue("tmp_path"))
            shutil.copy(await self.file(fill), path_of(url))
            yield url
            return
        server: Server = request.getfixturevalue("postgres_server")
        name = await server.create(await self._name(server, fill))
        yield server.url(name)
        await server.drop(name)

    async def _name(self, server: Server, fill: Fill) -> str:
        """The database on the server that is as `fill` has left it."""
        if fill not in self._names:
            name = await server.create(*([] if fill is nothing else [await self._name(server, nothing)]))
            await _fill(server.url(name), fill)
            self._names[fill] = name
        return self._names[fill]


async def _fill(url: str, fill: Fill) -> None:
    await storage.open_database(url=url)
    try:
        await fill()
    finally:
        await storage.close_database()


@pytest.fixture(scope="session")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Masters:
    """The databases of this process that are made once."""
    return Masters(tmp_path_factory.mktemp)


@pytest.fixture(scope="session")
async def migrated_file(masters: Masters) -> Path:
    """A closed, migrated, empty SQLite file, to copy."""
    return await masters.file()


@pytest.fixture(params=_KINDS)
async def database(request: pytest.FixtureRequest, masters: Masters) -> AsyncIterator[Database]:
    """An open, migrated, empty database: once SQLite, once PostgreSQL."""
    async with masters.opened(request) as opened:
        yield opened


@pytest.fixture(params=_KINDS)
async def migrated_url(request: pytest.FixtureRequest, masters: Masters) -> AsyncIterator[str]:
    """The URL of a migrated, empty database which nobody has opened: once SQLite, once PostgreSQL."""
    async with masters.copied(request) as url:
        yield url


@pytest.fixture
async def sqlite_database(request: pytest.FixtureRequest, masters: Masters) -> AsyncIterator[Database]:
    """An open, migrated, empty SQLite database."""
    async with masters.opened(request) as opened:
        yield opened
