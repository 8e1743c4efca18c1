"""Which chats an account asks for what it missed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from .. import accounts, call, chats
from ..chats import Chat
from ..directory import directory
from ..outcomes import Ok
from .domain import Mark

MOST_PRIVATE = 200
"""Private chats that are looked through after one absence, the newest first."""
LATELY = timedelta(days=3)
"""Without a list of recent chats: who has given a command within this time is asked for."""
_PRIVATE = chats.private("").key
_FRIEND = 1
"""NapCat's chatType of a chat between friends."""


async def groups(self_id: str, busy: Sequence[str]) -> list[Chat]:
    """The bound groups that this account hears, without those that another account has heard all the time. `busy` are
    accounts that are catching up themselves."""
    account = accounts.of(self_id)
    others = [accounts.of(other).groups or frozenset() for other in accounts.connected() if other not in busy]
    mine = [group.chat for group in await directory().groups() if account.reaches(group.chat)]
    return [chat for chat in mine if not any(chat.id in heard for heard in others)]


async def friends(self_id: str, since: datetime, marks: Mapping[str, Mark]) -> list[Chat]:
    """The private chats with something new since `since` (on the implementation's clock), where it lists them; else
    those of people who have given a command lately."""
    outcome = await call.call(self_id, "get_recent_contact", count=MOST_PRIVATE)
    if isinstance(outcome, Ok) and isinstance(outcome.data, Sequence):
        return [
            chats.private(str(peer["peerUin"]))
            for peer in outcome.data
            if isinstance(peer, Mapping)
            and peer.get("chatType") == _FRIEND
            and str(peer.get("peerUin") or "0").strip("0")
            and _number(peer.get("msgTime")) >= since.timestamp()
        ]
    known = [(mark.at, key) for key, mark in marks.items() if key.startswith(_PRIVATE) and mark.at > since - LATELY]
    lately = [Chat.parse(key) for _, key in sorted(known, reverse=True)[:MOST_PRIVATE]]
    return [chat for chat in lately if accounts.of(self_id).reaches(chat)]


def _number(value: object) -> float:
    return float(str(value)) if str(value).isdecimal() else 0.0
