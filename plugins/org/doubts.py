"""重发 and 视为已送达: an officer has looked into the groups and decides what the program could not find out, of whatever has
the number: a directive, a session, a task, a 通报.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, kinds, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import directory
from plugins.gateway.kinds import Kind, Matter
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.storage import Transaction, audit
from plugins.storage.errors import Conflict, NotFound

from .acting import NotOfficerOver, officer_unit
from .bindings import load_bound

RESEND = "重发"
ACCEPT = "视为已送达"


class NothingNumbered(NotFound):
    """Nothing that is announced in groups has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingInDoubt(Conflict):
    """No group of `number` is 待核实 (among those named); `see` is the word that shows the thing."""

    def __init__(self, number: int, see: str) -> None:
        super().__init__(number)
        self.number = number
        self.see = see


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Groups where nobody knows whether it is there, by the names of their units. `kind` is how people call the thing."""

    number: int
    kind: str
    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The groups that were decided; what had cleared up by itself meanwhile is not among them."""

    number: int
    see: str
    groups: int


async def shown_to(account: str, number: int) -> tuple[str, ...]:
    """The units in whose groups it is not known whether what has this number is there; none for who cannot decide it."""
    units = tuple(await _doubtful(number))
    if units:
        try:
            await _decidable(account, number)
        except (NothingNumbered, NotOfficerOver):
            return ()
    return units


async def propose(
    account: str, chat: Chat, origin: Origin, word: str, number: int, names: Sequence[str], now: datetime
) -> Doubtful:
    """Keeps a preview of RESEND or ACCEPT (`word`) for the doubtful groups of these units, of all without names.

    Raises NothingNumbered, NotOfficerOver, NothingInDoubt.
    """

    async def work(tx: Transaction) -> Doubtful:
        await inbox.first_time(tx, origin, now)
        kind, matter = await _decidable(account, number)
        doubtful = await _doubtful(number)
        if names:
            doubtful = {unit: ids for unit, ids in doubtful.items() if any(unit.startswith(name) for name in names)}
        if not doubtful:
            raise NothingInDoubt(number, kind.see)
        payload = {"rows": [row_id for ids in doubtful.values() for row_id in ids], "groups": len(doubtful)}
        await previews.offer(tx, owner=account, chat=chat, word=word, number=number, payload=payload, now=now)
        storage.failpoint("org.doubt_preview.before_commit")
        return Doubtful(number, kind.name, matter.title, tuple(doubtful))

    found = await storage.write(work)
    storage.failpoint("org.doubt_preview.after_commit")
    return found


async def decide(account: str, preview: Preview, origin: Origin, now: datetime) -> Decided:
    """Sends again what the preview showed, or takes it as delivered. Raises NothingNumbered, NotOfficerOver,
    NothingInDoubt when all of it has cleared up by itself."""
    act = outbox.resend if preview.word == RESEND else outbox.accept

    async def work(tx: Transaction) -> Decided:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        kind, matter = await _decidable(account, preview.number)
        decided = 0
        for row_id in preview.payload["rows"]:
            try:
                await act(tx, int(row_id))
            except Conflict:  # its echo or the history has shown it since
                continue
            decided += 1
        if not decided:
            raise NothingInDoubt(matter.number, kind.see)
        await audit.record(tx, account, f"outbox.{act.__name__}", f"number:{matter.number}", {"messages": decided})
        storage.failpoint("org.doubt.before_commit")
        return Decided(matter.number, kind.see, min(decided, int(preview.payload["groups"])))

    decided = await storage.write(work)
    storage.failpoint("org.doubt.after_commit")
    return decided


async def _doubtful(number: int) -> dict[str, list[int]]:
    """Rows of the outbox by unit; a group that is bound to none any more stands under its number."""
    bound = {group.chat.key: group.unit.name for group in await load_bound()}
    found: dict[str, list[int]] = {}
    for row_id, chat in await outbox.in_doubt(number):
        found.setdefault(bound.get(chat.key, f"群 {chat.id}"), []).append(row_id)
    return found


async def _decidable(account: str, number: int) -> tuple[Kind, Matter]:
    """Officers of the unit it comes from decide, and those above; administrators too: it is about delivery."""
    kind = await kinds.kind_of(number)
    matter = await kind.look(number) if kind is not None else None
    if kind is None or matter is None or matter.unit_id is None:
        raise NothingNumbered(number)
    if not (await directory().actor(account)).superuser:
        await officer_unit(account, matter.unit_id)
    return kind, matter
