"""A real bot in a process of its own: `python bot.py serve` on a folder, a database and a port that nobody else has."""

import asyncio
import contextlib
import itertools
import os
import random
import re
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOKEN = "only-for-tests"
START_SECONDS = 40
STOP_SECONDS = 20


class DidNotStart(Exception):
    """The process ended, or did not listen in time; the message is its last words."""


@dataclass(frozen=True)
class Ended:
    """A process that is over. `code` is negative when a signal ended it."""

    code: int
    out: str
    err: str


_PORTS = range(10_000, 32_000)
"""Below what the system gives to outgoing connections: none of those takes the port of a bot that is down for a moment, and
who asks whether it listens does not reach itself."""
_SIDE_BY_SIDE = 16
_turns = itertools.count(random.randrange(len(_PORTS) // _SIDE_BY_SIDE))


def free_port() -> int:
    """A port that nobody has and, for hours, no other test gets: each worker counts through ports of its own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _ in _PORTS:
        port = _PORTS[(next(_turns) * _SIDE_BY_SIDE + worker) % len(_PORTS)]
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


@dataclass
class Bot:
    """One installation: its files stay the same over any number of starts. Settings in `env` are those of the env file."""

    folder: Path
    env: dict[str, str]
    port: int = field(default_factory=free_port)
    program: tuple[str, ...] = ("bot.py",)
    """What Python runs: bot.py, or a module that runs it in another way."""
    _process: asyncio.subprocess.Process | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        """Where a OneBot implementation connects to."""
        return f"ws://127.0.0.1:{self.port}/onebot/v11/ws"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_dead(self) -> bool:
        """Whether a serving process was started and has ended."""
        return self._process is not None and self._process.returncode is not None

    def log(self) -> str:
        """Everything the serving processes have printed, on both streams, without colours."""
        files = (self.folder / "out.log", self.folder / "err.log")
        text = "".join(file.read_text("utf-8", errors="replace") for file in files if file.exists())
        return re.sub(r"\x1b\[[0-9;]*m", "", text)

    async def run(self, *arguments: str, within: float = 60, **env: str) -> Ended:
        """A command of bot.py to its end. Raises TimeoutError (and ends it) after `within` seconds."""
        process = await self._spawn(*arguments, out=asyncio.subprocess.PIPE, err=asyncio.subprocess.PIPE, env=env)
        try:
            async with asyncio.timeout(within):
                out, err = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()
            raise
        return Ended(await process.wait(), out.decode(errors="replace"), err.decode(errors="replace"))

    async def start(self, **env: str) -> None:
        """Serves, and returns once it listens. Raises DidNotStart."""
        await self.launch(**env)
        async with asyncio.timeout(START_SECONDS):
            while not await self._listens():
                if self._process is None or self._process.returncode is not None:
                    raise DidNotStart(self.log()[-2000:])
                await asyncio.sleep(0.05)

    async def launch(self, **env: str) -> None:
        """Serves without waiting for anything: for processes that are expected to die on their way."""
        with (self.folder / "out.log").open("ab") as out, (self.folder / "err.log").open("ab") as err:
            self._process = await self._spawn("serve", out=out, err=err, env=env)

    async def exit_code(self, within: float = START_SECONDS) -> int:
        """Waits for the serving process to end by itself. Raises TimeoutError."""
        assert self._process is not None
        async with asyncio.timeout(within):
            return await self._process.wait()

    async def idle(self, seconds: float = 1.0, within: float = 120) -> None:
        """Returns once it has used less than a twentieth of a processor for `seconds`. Raises TimeoutError."""
        async with asyncio.timeout(within):
            used = self._used()
            while True:
                await asyncio.sleep(seconds)
                before, used = used, self._used()
                if used - before < seconds / 20:
                    return

    def _used(self) -> float:
        """Processor seconds of the serving process so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def kill(self) -> None:
        """As a power cut does it."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def stop(self) -> int:
        """As the system does it: asks, waits, and insists after STOP_SECONDS. The exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()
        return await self._process.wait()

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True

    async def _spawn(
        self, *arguments: str, out: object, err: object, env: dict[str, str]
    ) -> asyncio.subprocess.Process:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        own = {"PORT": str(self.port), "DATA_DIR": str(self.data), "PYTHONIOENCODING": "utf-8"}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *self.program,
            *arguments,
            cwd=ROOT,
            env=inherited | own | self.env | env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,  # type: ignore[arg-type]  # a file or PIPE
            stderr=err,  # type: ignore[arg-type]
        )


def installation(folder: Path, **env: str) -> Bot:
    """A bot that is not started yet, with a database of its own in `folder` and nothing that slows a test down."""
    settings = {
        "HOST": "127.0.0.1",
        "ONEBOT_ACCESS_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite://{folder / 'data' / 'tongxin.db'}",
        "LOG_LEVEL": "INFO",
        "SEND_INTERVAL": "0",
        "PERSON_RATE": "10000",
        "QUIET_HOURS": "",
        "SUPERUSERS": '["900001"]',
    }
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return Bot(folder, settings | env)
