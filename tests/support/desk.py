"""The router without a chat service: what people type goes in, what the bot would send is kept.

desk.knows("10001", "张三", officer_of=desk.unit("内科党支部"))
desk.binds(30001, desk.unit("内科党支部"))
lines = await desk.says("10001", "已阅 12", group=30001)
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from plugins.gateway import call, chats, directory, drafts, router
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, BoundGroup, GroupKind, PostView, UnitView
from plugins.gateway.intake import Incoming, Quoted
from plugins.gateway.request import Origin
from plugins.gateway.segments import Segment, plain_text, text

BOT = "10000"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Desk:
    """Implements Directory with what a test says, and records every send."""

    def __init__(self) -> None:
        self.now = MONDAY
        self.lines: list[tuple[Chat, str]] = []
        self.calls: list[str] = []
        self.reactions = True
        self._units: dict[str, UnitView] = {}
        self._people: dict[str, Actor] = {}
        self._bound: dict[str, BoundGroup] = {}
        self._ids = count(1)

    def unit(self, name: str, above: UnitView | None = None) -> UnitView:
        """A unit by name, made when there is none."""
        if name not in self._units:
            number = len(self._units) + 1
            self._units[name] = UnitView(number, name, (*(above.path if above else ()), number))
        return self._units[name]

    def knows(
        self,
        account: str,
        name: str,
        officer_of: UnitView | None = None,
        member_of: UnitView | None = None,
        superuser: bool = False,
    ) -> None:
        """Puts somebody in the roster, or changes what they are."""
        posts = []
        if officer_of:
            posts.append(PostView(officer_of, "正式党员", "书记", officer=True))
        if member_of:
            posts.append(PostView(member_of, "正式党员", "", officer=False))
        self._people[account] = Actor(account, int(account), name, superuser, tuple(posts))

    def binds(self, group: int, unit: UnitView, kind: GroupKind = GroupKind.BRANCH) -> None:
        chat = chats.group(group)
        self._bound[chat.key] = BoundGroup(chat, unit, kind)

    async def actor(self, account: str) -> Actor:
        return self._people.get(account) or Actor(account, None, "", superuser=False)

    async def bound(self, chat: Chat) -> BoundGroup | None:
        return self._bound.get(chat.key)

    async def groups(self) -> list[BoundGroup]:
        return list(self._bound.values())

    async def knows_name(self, name: str) -> bool:
        return any(person.name == name for person in self._people.values())

    async def among(self, accounts: Collection[str]) -> frozenset[str]:
        return frozenset(self._people).intersection(accounts)

    async def says(
        self,
        account: str,
        typed: str | Sequence[Segment],
        *,
        group: int | None = None,
        at_bot: bool = False,
        quoting: int | None = None,
        message_id: int | None = None,
    ) -> list[str]:
        """Types something in a group, or in private; returns what the bot said to it, anywhere.

        `quoting` is the number that a quoted message of the bot stands for.
        """
        chat = chats.private(account) if group is None else chats.group(group)
        pieces = (text(typed),) if isinstance(typed, str) else tuple(typed)
        quoted = None if quoting is None else Quoted("77", True, quoting, (text(f"#{quoting} 〔传达〕"),))
        identity = next(self._ids) if message_id is None else message_id
        incoming = Incoming(
            chat=chat,
            account=account,
            text=plain_text(pieces),
            segments=pieces,
            to_bot=at_bot or quoted is not None,
            quoted=quoted,
            origin=Origin(BOT, chat.key, f"{identity}@0"),
            time=self.now,
        )
        before = len(self.lines)
        await router.receive(incoming, self.now)
        return [line for _, line in self.lines[before:]]

    def passes(self, **amount: float) -> None:
        """Lets time go by, e.g. minutes=11."""
        self.now += timedelta(**amount)

    async def _send(self, chat: Chat, segments: Sequence[Segment], **_: object) -> call.Outcome:
        said = (text(f"@{one.data['qq']}") if one.type == "at" else one for one in segments)
        self.lines.append((chat, plain_text(said)))
        return call.Ok({"message_id": next(self._ids)})

    async def _call(self, self_id: str, action: str, **_: object) -> call.Outcome:
        self.calls.append(action)
        return call.Ok({}) if self.reactions else call.NotSent("1404")


@contextmanager
def a_desk(patch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk in place of the roster and the chat service, with a router that has seen nothing yet."""
    desk = Desk()
    patch.setattr(directory, "_directory", desk)
    patch.setattr(call, "send", desk._send)
    patch.setattr(call, "call", desk._call)
    for memory in (
        router._seen._seen,
        router._hinted._seen,
        router._rate._counts,
        router._urgent_rate._counts,
        drafts._open,
    ):
        memory.clear()
    yield desk
