"""The bot as a child process of the demonstration: its own settings, its own data folder, its output in a file."""

import asyncio
import contextlib
import os
import secrets
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAST_LINES = 6
STOP_SECONDS = 5.0


class ChildFailed(Exception):
    """The bot ended by itself, or would not start; the message is Chinese, with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Child:
    """How to start the bot, and where it will be."""

    folder: Path
    port: int
    token: str
    settings: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where an implementation connects to."""
        return f"ws://127.0.0.1:{self.port}/onebot/v11/ws"

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment with every setting of the demonstration over it (and over the user's .env)."""
        return dict(os.environ) | dict(self.settings)

    async def run(self, *arguments: str) -> None:
        """Runs one command of bot.py to its end. Raises ChildFailed unless it ends well."""
        with self.log.open("ab") as log:
            process = await _start(arguments, self.environment, log.fileno())
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        if code:
            raise ChildFailed(self.obituary(code))

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """`bot.py serve` as long as the block runs; it is ended with it."""
        with self.log.open("ab") as log:
            process = await _start(("serve",), self.environment, log.fileno())
        try:
            yield process
        finally:
            await _stop(process)

    def obituary(self, code: int) -> str:
        """What is told when it ended with `code`: its last lines, and where the rest is."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join([f"机器人意外退出(退出码 {code})。它最后说:", *lines, f"完整日志:{self.log}"])


def prepare(folder: Path, *, administrator: int, keep: bool, pace: Mapping[str, str]) -> Child:
    """A child with a folder (emptied unless `keep`), a free port, a new token; `pace` are further settings."""
    if folder.exists() and not keep:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    port, token = _free_port(), secrets.token_urlsafe(24)
    settings = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DRIVER": "~fastapi",
        "LOG_LEVEL": "INFO",
        "ONEBOT_ACCESS_TOKEN": token,
        "SUPERUSERS": f'["{administrator}"]',
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite://{folder / 'tongxin.db'}",
        "TIMEZONE": "Asia/Shanghai",
        "PERSON_RATE": "120",
        "DATA_OFFICER": "",
        "ALERT_WEBHOOK": "",
        "ALERT_SMTP": "",
        "INCIDENT_REPORT_MINUTES": "60",
        "FEEDBACK_KEY": "",
        "FEEDBACK_OVERSIGHT": "",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        **pace,
    }
    return Child(folder, port, token, settings)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def _start(arguments: tuple[str, ...], environment: dict[str, str], log: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "bot.py",
        *arguments,
        cwd=ROOT,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Asks it to end, and makes it when it does not."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
