"""The simulated chat service: what people and bots do in it, and who sees that. No network."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from . import happenings as happening
from .files import Clock
from .membership import Membership
from .model import (
    AtAllUsedUp,
    Chat,
    IsMuted,
    Message,
    NoSuchThing,
    NotFriends,
    NotInGroup,
    NotPermitted,
    Role,
    Segment,
    TooLate,
    at,
    text,
)
from .truth import Truth

RECALL_LIMIT = timedelta(minutes=2)
"""How long a plain member can recall what they said."""
AT_ALL_PER_GROUP = 20
AT_ALL_PER_ACCOUNT = 10
POLL_SECONDS = 0.05
"""How often `wait_for` looks again when nothing happens in the world itself."""
PAUSE_SECONDS = 0.002
"""How long `wait_for` leaves between two looks, so that a burst of happenings does not cost a look each."""

Listener = Callable[[happening.Happening], None]


def system_clock() -> datetime:
    return datetime.now(UTC)


class World(Membership):
    """All accounts and groups of one service. `seed` makes message ids repeatable; `clock` gives aware UTC."""

    def __init__(self, *, clock: Clock = system_clock, seed: int = 1) -> None:
        super().__init__(clock)
        self.truth = Truth()
        self._seed = seed
        self._ids = random.Random(seed)
        self._messages: dict[int, Message] = {}
        self._histories: dict[Chat, list[Message]] = {}
        self._at_all: Counter[tuple[str, int, int]] = Counter()
        self._listeners: list[Listener] = []
        self._waiters: set[asyncio.Event] = set()

    # ---- listening

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """`listener` is called at once, in order, for whatever happens from now on. Returns how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def emit(self, event: happening.Happening) -> None:
        for listener in tuple(self._listeners):
            listener(event)
        self.touch()

    def touch(self) -> None:
        """Whoever waits looks again."""
        for waiter in self._waiters:
            waiter.set()

    async def wait_for(self, condition: Callable[[], object], within: float = 20.0) -> None:
        """Returns once `condition()` is true; raises TimeoutError after `within` seconds.

        It is looked at after each happening, and every POLL_SECONDS for what the world does not see.
        """
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(within):
                while not condition():
                    waiter.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(waiter.wait(), POLL_SECONDS)
                    await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._waiters.discard(waiter)

    # ---- talking

    def say(
        self,
        account: int,
        chat: Chat,
        content: str | Sequence[Segment],
        *,
        quote: Message | int | None = None,
        at_whom: Iterable[int | Literal["all"]] = (),
        via: int | None = None,
    ) -> Message:
        """Says something. `quote` puts a quote before it, `at_whom` an @ each; `via` names the group of a
        temporary session. Raises NotInGroup, IsMuted, NotFriends, AtAllUsedUp, NoSuchThing, and NotPermitted for
        an @全体 of a plain member.
        """
        segments = self._compose(content, quote, at_whom)
        self.check_may_say(account, chat, via)
        if chat.is_group and any(s["type"] == "at" and s["data"].get("qq") == "all" for s in segments):
            self._use_at_all(chat.ids[0], account)
        message = self._keep(account, chat, segments, via)
        self.truth.show(message, self.audience(chat))
        self.emit(happening.Said(message))
        return message

    def keep_failed(self, account: int, chat: Chat, segments: Sequence[Segment]) -> Message:
        """A message that never left the sender's client: in its own history only."""
        return self._keep(account, chat, tuple(segments), None, failed=True)

    def check_may_say(self, account: int, chat: Chat, via: int | None = None) -> None:
        """Raises what `say` would raise for the place; says nothing."""
        if chat.is_group:
            if account not in self.audience(chat):
                raise NotInGroup(f"{account} in {chat.ids[0]}")
            if self.is_muted(chat.ids[0], account):
                raise IsMuted(f"{account} in {chat.ids[0]}")
            return
        if account not in chat.ids:
            raise NotPermitted(f"{account} in {chat.key}")
        other = self.account(chat.other(account)).id
        if self.are_friends(account, other):
            return
        if via is None or not {account, other} <= self.group(via).members.keys():
            raise NotFriends(f"{account} and {other}")

    def _compose(
        self, content: str | Sequence[Segment], quote: Message | int | None, at_whom: Iterable[int | Literal["all"]]
    ) -> tuple[Segment, ...]:
        segments: list[Segment] = []
        if quote is not None:
            segments.append({"type": "reply", "data": {"id": str(quote.id if isinstance(quote, Message) else quote)}})
        for whom in at_whom:
            segments += (at(whom), text(" "))
        segments += [text(content)] if isinstance(content, str) else content
        return tuple(segments)

    def _keep(
        self, account: int, chat: Chat, segments: tuple[Segment, ...], via: int | None, failed: bool = False
    ) -> Message:
        history = self._histories.setdefault(chat, [])
        last = history[-1].seq if history else 1000
        seq = last if failed else last + 1
        now = self.clock()
        message = Message(self._new_id(), seq, chat, account, segments, now, via, failed)
        history.append(message)
        self._messages[message.id] = message
        if chat.is_group and not failed:
            self.groups[chat.ids[0]].members[account].last_sent_at = now
        return message

    def _new_id(self) -> int:
        return self._ids.randint(1, 2**32 - 1) - 2**31 or 1

    def restart_ids(self) -> None:
        """Message ids begin again, as after a restart of an implementation: old ids name new messages."""
        self._ids = random.Random(self._seed)
        self._messages.clear()

    # ---- on messages

    def message(self, identifier: int) -> Message:
        """The message this id names now. Raises NoSuchThing."""
        try:
            return self._messages[identifier]
        except KeyError:
            raise NoSuchThing(f"message {identifier}") from None

    def knows(self, identifier: int) -> bool:
        """Whether an id names a message now."""
        return identifier in self._messages

    def history(self, chat: Chat, *, before_seq: int | None = None, count: int | None = None) -> list[Message]:
        """The newest `count` messages with a smaller `seq`, oldest first; recalled and failed ones included."""
        messages = self._histories.get(chat, [])
        if before_seq is not None:
            messages = [message for message in messages if message.seq < before_seq]
        return messages[-count:] if count else list(messages)

    def chats_of(self, account: int) -> list[Chat]:
        """The groups of an account, and the private chats with something in them."""
        private = [chat for chat in self._histories if not chat.is_group and account in chat.ids]
        return [group.chat for group in self.groups_of(account)] + private

    def bot_lines(self, chat: Chat, *, bot: int | None = None) -> list[str]:
        """The texts of what a bot (any by default) has shown there, oldest first, recalled ones included."""
        bots = {bot} if bot is not None else {account.id for account in self.bots()}
        return [shown.text for shown in self.truth.messages(chat) if shown.sender in bots]

    def recall(self, account: int, message: Message) -> None:
        """One's own within RECALL_LIMIT, or any of a lower role in a group. Raises NotPermitted, TooLate."""
        if message.recalled:
            return
        member = self.member(message.chat.ids[0], account) if message.chat.is_group else None
        powerful = member is not None and member.role is not Role.MEMBER
        if message.sender != account:
            if not powerful:
                raise NotPermitted(f"{account} on a message of {message.sender}")
            if message.sender in self.groups[message.chat.ids[0]].members:
                self._need_power(message.chat.ids[0], account, message.sender)
        elif not powerful and self.clock() - message.time > RECALL_LIMIT:
            raise TooLate(f"message {message.id}")
        message.recalled_by, message.recalled_at = account, self.clock()
        self.truth.withdraw(message, account, message.recalled_at)
        self.emit(happening.Recalled(message, account))

    def react(self, account: int, message: Message, emoji: str = "76", *, added: bool = True) -> None:
        """Puts a reaction (an emoji's number as text) on a group message, or takes it back; twice is once."""
        if account not in self.audience(message.chat):
            raise NotInGroup(f"{account} in {message.chat.key}")
        accounts = message.reactions.setdefault(emoji, [])
        if (account in accounts) is added:
            return
        if added:
            accounts.append(account)
        else:
            accounts.remove(account)
        self.emit(happening.Reacted(message, account, emoji, added))

    def poke(self, account: int, target: int, group: int | None = None) -> None:
        self.emit(happening.Poked(account, target, group))

    # ---- @全体

    def at_all_left(self, group: int, account: int) -> tuple[int, int]:
        """How many @全体 are left today: in the group, and for the account."""
        day = self.clock().date().isoformat()
        return (
            AT_ALL_PER_GROUP - self._at_all[day, group, 0],
            AT_ALL_PER_ACCOUNT - self._at_all[day, 0, account],
        )

    def use_up_at_all(self, group: int) -> None:
        """No @全体 is left in this group today."""
        self._at_all[self.clock().date().isoformat(), group, 0] = AT_ALL_PER_GROUP

    def _use_at_all(self, group: int, account: int) -> None:
        if self.member(group, account).role is Role.MEMBER:
            raise NotPermitted(f"{account} in {group}")
        if min(self.at_all_left(group, account)) <= 0:
            raise AtAllUsedUp(f"{account} in {group}")
        day = self.clock().date().isoformat()
        self._at_all[day, group, 0] += 1
        self._at_all[day, 0, account] += 1

    # ---- files

    def upload(self, account: int, chat: Chat, name: str, data: bytes, *, via: int | None = None) -> Message:
        """Puts a file into a chat: among the group's files, and as a message that holds it."""
        self.check_may_say(account, chat, via)
        segment = self.attachment(account, name, data)
        message = self.say(account, chat, [segment], via=via)
        if chat.is_group:
            stored = self.file(segment["data"]["file"])
            self.groups[chat.ids[0]].files.append(stored)
            self.emit(happening.Uploaded(chat.ids[0], account, stored))
        return message

    def forward(self, account: int, chat: Chat, messages: Sequence[Message]) -> Message:
        """Forwards what was said elsewhere, merged into one."""
        nodes = [(m.sender, self.name_in(m.chat, m.sender), m.segments) for m in messages]
        return self.say(account, chat, [self.bundle(nodes)])
