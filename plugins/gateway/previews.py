"""Previews kept in the database: a restart between a preview and its 确认 loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .chats import Chat


@dataclass(frozen=True, slots=True)
class Preview:
    """What was shown and waits for 确认. `payload` is JSON the command chose; `expires_at` aware UTC."""

    id: int
    word: str
    number: int
    owner: str
    chat: Chat
    payload: Mapping[str, Any]  # JSON: each command keeps its own shape in it
    expires_at: datetime
