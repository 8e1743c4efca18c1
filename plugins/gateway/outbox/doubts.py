"""Chats that may have a message in doubt, so that an echo of our own costs a query only there."""

_chats: set[str] = set()


def note(chat_key: str) -> None:
    _chats.add(chat_key)


def may_be(chat_key: str) -> bool:
    return chat_key in _chats


def clear(chat_key: str) -> None:
    """Nothing is in doubt there."""
    _chats.discard(chat_key)
