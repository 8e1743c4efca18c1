"""How a command asks the running program something: by files of 0600 in a folder of 0700 in DATA_DIR.

No port, no token on the network: who may write there could read the database anyway. A request is a file that appears
whole; the program takes it by renaming it, and its answer appears whole beside it.
"""

import asyncio
import contextlib
import json
import os
import secrets
import stat
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from nonebot.log import logger

from plugins import storage

LOOK_SECONDS = 0.25
TAKEN_WITHIN = 5.0
"""Seconds in which a program that runs takes a request."""
OLD_AFTER = 3600.0

Json = Mapping[str, Any]  # of each request's own shape
Handler = Callable[[Json], Awaitable[Json]]

_handlers: dict[str, Handler] = {}
_task: asyncio.Task[None] | None = None
_running: set[asyncio.Task[None]] = set()


class NobodyAnswers(Exception):
    """No program of this DATA_DIR takes requests."""


class NoAnswerInTime(Exception):
    """The program took the request, and did not answer in time, or ended before it did."""


def handles(name: str) -> Callable[[Handler], Handler]:
    """Registers what answers requests of this name."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        return handler

    return register


async def ask(name: str, fields: Json | None = None, *, within: float) -> Json:
    """Asks the running program and returns its answer. Raises NobodyAnswers, and NoAnswerInTime after `within` s."""
    identity = secrets.token_hex(12)
    request, answer, worker = (_folder() / f"{identity}.{ending}" for ending in ("request", "answer", "worker"))
    _write(request, {"do": name, **(fields or {})})
    try:
        await _until(lambda: not request.exists(), TAKEN_WITHIN, NobodyAnswers)
        await _until(lambda: answer.exists() or _is_dead(worker), within, NoAnswerInTime)
        if not answer.exists():
            raise NoAnswerInTime
        return json.loads(answer.read_text("utf-8"))
    finally:
        for file in (request, answer, worker):
            file.unlink(missing_ok=True)


async def start() -> None:
    """Begins to look for requests; what an earlier process left is removed."""
    global _task
    for file in _folder().iterdir():
        if time.time() - file.stat().st_mtime > OLD_AFTER or file.suffix == ".taken":
            file.unlink(missing_ok=True)
    _task = asyncio.create_task(_look(), name="ops-control")


async def stop() -> None:
    """Looks no more. A request that is being answered ends by itself."""
    global _task
    if _task is not None:
        _task.cancel()
        await asyncio.gather(_task, return_exceptions=True)
        _task = None


def _folder() -> Path:
    folder = storage.config.settings.data_dir / "control"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


async def _look() -> None:
    while True:
        try:
            for file in _folder().glob("*.request"):
                _take(file)
        except OSError as error:  # the folder may be there again at the next look
            logger.error("requests of the command line could not be read: {}", type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


def _take(file: Path) -> None:
    taken = file.with_suffix(".taken")
    file.rename(taken)
    try:
        if not _is_private(taken):
            logger.error("a request that others could have written was ignored")
            return
        fields = json.loads(taken.read_text("utf-8"))
    except ValueError:
        return
    finally:
        taken.unlink(missing_ok=True)
    _write(file.with_suffix(".worker"), {"pid": os.getpid()})
    task = asyncio.create_task(_answer(file.with_suffix(".answer"), fields), name="ops-answer")
    _running.add(task)
    task.add_done_callback(_running.discard)


async def _answer(file: Path, fields: Json) -> None:
    handler = _handlers.get(str(fields.get("do")))
    try:
        answer = await handler(fields) if handler else {"error": "Unknown"}
    except Exception as error:  # whoever asked must be told that it failed
        logger.error("a request of the command line failed: {}", type(error).__name__)
        answer = {"error": type(error).__name__}
    with contextlib.suppress(OSError):
        _write(file, answer)


def _is_private(file: Path) -> bool:
    if os.name == "nt":
        return True
    status = file.stat()
    return status.st_uid in (os.geteuid(), 0) and not stat.S_IMODE(status.st_mode) & 0o022


def _is_dead(worker: Path) -> bool:
    """Whether the process that took the request has ended. Not to be found out on Windows: there the time limit says it."""
    if os.name == "nt" or not worker.exists():
        return False
    try:
        os.kill(json.loads(worker.read_text("utf-8"))["pid"], 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _write(file: Path, fields: Json) -> None:
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(fields, ensure_ascii=False), "utf-8")
    part.replace(file)


async def _until(condition: Callable[[], bool], seconds: float, otherwise: type[Exception]) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise otherwise
        await asyncio.sleep(0.05)
