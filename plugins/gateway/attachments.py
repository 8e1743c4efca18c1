"""The bytes of a picture or file that somebody sent: fetched by what the OneBot implementation gives for it.

Addresses of the chat service end after hours: whatever is to be sent on is fetched when it is sent to us, and kept.
"""

import asyncio
import base64
import binascii
from collections.abc import Collection
from pathlib import Path
from typing import Any

from plugins.storage.errors import DomainError

from . import call, downloads
from .call import Ok
from .request import Request
from .segments import Segment

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes of a file at most."""

SECONDS = 60
"""For all that is needed to have one file."""


class FileGone(DomainError):
    """The implementation gives no bytes of this file (any more), or not in time."""


class FileTooLarge(DomainError):
    """The file is larger than SIZE_LIMIT."""


def file_of(request: Request) -> Segment | None:
    """The first file in what was sent, or None."""
    return next((segment for segment in request.segments if segment.type == "file"), None)


async def fetch(request: Request, file: Segment) -> bytes:
    """The bytes of a picture, file, video or voice of this request (or quoted by it). Raises FileGone, FileTooLarge.

    Asks the account that heard it. Never called inside a use case.
    """
    _check_size(_number(file.data.get("file_size")))
    try:
        async with asyncio.timeout(SECONDS):
            return await (_fetch_picture if file.type == "image" else _fetch)(request, file)
    except TimeoutError as error:
        raise FileGone from error


async def fetch_all(
    request: Request, kinds: Collection[str], most: int, within: float = SECONDS
) -> tuple[list[tuple[Segment, bytes]], int]:
    """The first `most` segments of these kinds with their bytes, in their order, and how many could not be had (or are
    more).

    Raises nothing: what does not come within so many seconds is not waited for.
    """
    pieces = [piece for piece in request.segments if piece.type in kinds]
    tasks = [asyncio.create_task(fetch(request, piece)) for piece in pieces[:most]]
    if tasks:
        await asyncio.wait(tasks, timeout=within)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    brought = [(piece, content) for piece, content in zip(pieces, outcomes, strict=False) if isinstance(content, bytes)]
    return brought, len(pieces) - len(brought)


async def _fetch(request: Request, file: Segment) -> bytes:
    identifier = str(file.data.get("file_id") or file.data.get("file") or "")
    self_id = request.origin.self_id
    outcome = await call.call(self_id, "get_file", file_id=identifier, file=identifier)
    if isinstance(outcome, Ok) and (content := await _content(_fields(outcome))):
        return content
    if request.chat.is_group:
        group = call.as_number(request.chat.id)
        outcome = await call.call(self_id, "get_group_file_url", group_id=group, file_id=identifier)
    else:
        outcome = await call.call(self_id, "get_private_file_url", user_id=request.account, file_id=identifier)
    if isinstance(outcome, Ok) and (content := await _content(_fields(outcome))):
        return content
    raise FileGone


async def _fetch_picture(request: Request, picture: Segment) -> bytes:
    """What the implementation has of it, else what its address gives where that is the chat service's own."""
    identifier = str(picture.data.get("file") or picture.data.get("file_id") or "")
    outcome = await call.call(request.origin.self_id, "get_image", file=identifier)
    if isinstance(outcome, Ok) and (content := await _content(_fields(outcome))):
        return content
    address = str(picture.data.get("url") or "")
    if downloads.is_service(address) and (content := await downloads.download(address, _check_size)):
        return content
    raise FileGone


def _fields(outcome: Ok) -> dict[str, Any]:  # JSON as the implementation gives it
    return outcome.data if isinstance(outcome.data, dict) else {}


async def _content(answer: dict[str, Any]) -> bytes | None:  # JSON as the implementation gives it
    """What an answer leads to: the bytes in it, a file on this machine, or an address."""
    _check_size(_number(answer.get("file_size")))
    file = str(answer.get("file") or "")
    encoded = str(answer.get("base64") or "") or (file[9:] if file.startswith("base64://") else "")
    if encoded:
        _check_size(len(encoded) * 3 // 4 - 2)
        try:
            return base64.b64decode(encoded, validate=True)
        except binascii.Error:
            return None
    if content := await asyncio.to_thread(_local, file.removeprefix("file://")):
        return content
    address = str(answer.get("url") or "")
    if address.startswith(("http://", "https://")):
        return await downloads.download(address, _check_size)
    return await asyncio.to_thread(_local, address.removeprefix("file://"))


def _local(path: str) -> bytes | None:
    """A file of the implementation where it runs on this machine; None where it does not."""
    try:
        file = Path(path)
        if not file.is_absolute() or not file.is_file():
            return None
        _check_size(file.stat().st_size)
        return file.read_bytes()
    except OSError:
        return None


def _number(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0


def _check_size(size: int) -> None:
    if size > SIZE_LIMIT:
        raise FileTooLarge
