"""The bytes of pictures and files, and what was forwarded as a bundle."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePath

from .model import NoSuchThing, Segment, StoredFile

Clock = Callable[[], datetime]
"""Gives aware UTC."""


class Files:
    """The part of a world that keeps bytes."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.files: dict[str, StoredFile] = {}
        self.bundles: dict[str, tuple[Segment, ...]] = {}

    def file(self, identifier: str) -> StoredFile:
        """Raises NoSuchThing."""
        try:
            return self.files[identifier]
        except KeyError:
            raise NoSuchThing(f"file {identifier}") from None

    def is_expired(self, stored: StoredFile) -> bool:
        """Whether its bytes can be had no more."""
        return stored.expires_at is not None and stored.expires_at <= self.clock()

    def expire(self, identifier: str) -> None:
        """From now on its address leads nowhere."""
        self.files[identifier] = replace(self.file(identifier), expires_at=self.clock())

    def picture(self, account: int, name: str, data: bytes, *, lasting: timedelta | None = None) -> Segment:
        """A picture as a segment to say. Its `file` is the id in `files`, as the service makes it: digest and suffix.

        The bytes can be had for `lasting`, for ever by default.
        """
        digest = _digest(data)
        stored = self._keep_file(f"{digest}{PurePath(name).suffix or '.png'}", name, data, account, lasting)
        return {"type": "image", "data": {"file": stored.id, "name": name}}

    def attachment(self, account: int, name: str, data: bytes, *, lasting: timedelta | None = None) -> Segment:
        """A file as a segment to say; `World.upload` also puts it among the files of a group."""
        stored = self._keep_file(f"/{_digest(data)[:8].lower()}-{len(self.files)}", name, data, account, lasting)
        return {"type": "file", "data": {"file": stored.id, "name": name}}

    def bundle(self, messages: Iterable[tuple[int, str, Sequence[Segment]]]) -> Segment:
        """A merged forward of (account, name, segments) as a segment to say; `bundles` holds its nodes."""
        nodes = tuple(
            {"type": "node", "data": {"user_id": account, "nickname": name, "content": list(segments)}}
            for account, name, segments in messages
        )
        identifier = str(7_500_000_000_000_000_000 + len(self.bundles))
        self.bundles[identifier] = nodes
        return {"type": "forward", "data": {"id": identifier}}

    def _keep_file(
        self, identifier: str, name: str, data: bytes, account: int, lasting: timedelta | None
    ) -> StoredFile:
        now: datetime = self.clock()
        stored = StoredFile(identifier, name, data, _digest(data), account, now, now + lasting if lasting else None)
        self.files[identifier] = stored
        return stored


def _digest(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
