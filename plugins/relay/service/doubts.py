"""重发 and 视为已送达: an officer has looked into the groups and decides what the program could not find out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import directory
from plugins.gateway.outbox import State as Delivered
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.acting import officer_unit
from plugins.storage import Transaction, audit, read
from plugins.storage.errors import Conflict

from ..models import DirectiveRow
from .errors import NoSuchDirective, NothingInDoubt
from .saying import reference_of

RESEND = "重发"
ACCEPT = "视为已送达"

_UNITS = "SELECT t.chat, u.name FROM relay_target t JOIN org_unit u ON u.id = t.unit_id WHERE t.directive_id = ?"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Groups where nobody knows whether the directive is there, by the names of their units."""

    number: int
    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The groups that were decided; what had cleared up by itself meanwhile is not among them."""

    number: int
    groups: int


async def propose_decision(
    account: str, chat: Chat, origin: Origin, word: str, number: int, names: Sequence[str], now: datetime
) -> Doubtful:
    """Keeps a preview of RESEND or ACCEPT (`word`) for the doubtful groups of these units, of all without names.

    Raises NoSuchDirective, NotOfficerOver, NothingInDoubt.
    """

    async def work(tx: Transaction) -> Doubtful:
        await inbox.first_time(tx, origin, now)
        row = await _decidable(account, number)
        units = {one["chat"]: one["name"] for one in await read(_UNITS, (number,))}
        doubtful: dict[str, list[int]] = {}
        for delivery in await outbox.states(reference_of(number)):
            if delivery.state is Delivered.NEEDS_HUMAN:
                doubtful.setdefault(delivery.chat.key, []).append(delivery.id)
        if names:
            doubtful = {
                key: ids for key, ids in doubtful.items() if any(units.get(key, "").startswith(n) for n in names)
            }
        if not doubtful:
            raise NothingInDoubt(number)
        payload = {"rows": [row_id for ids in doubtful.values() for row_id in ids], "groups": len(doubtful)}
        await previews.offer(tx, owner=account, chat=chat, word=word, number=number, payload=payload, now=now)
        storage.failpoint("relay.doubt_preview.before_commit")
        return Doubtful(number, row.title, tuple(units.get(key, key) for key in doubtful))

    found = await storage.write(work)
    storage.failpoint("relay.doubt_preview.after_commit")
    return found


async def decide(account: str, preview: Preview, origin: Origin, now: datetime) -> Decided:
    """Sends again what the preview showed, or takes it as delivered. Raises NoSuchDirective, NotOfficerOver,
    NothingInDoubt when all of it has cleared up by itself."""
    act = outbox.resend if preview.word == RESEND else outbox.accept

    async def work(tx: Transaction) -> Decided:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await _decidable(account, preview.number)
        decided = 0
        for row_id in preview.payload["rows"]:
            try:
                await act(tx, int(row_id))
            except Conflict:  # its echo or the history has shown it since
                continue
            decided += 1
        if not decided:
            raise NothingInDoubt(row.id)
        await audit.record(tx, account, f"relay.{act.__name__}", f"directive:{row.id}", {"messages": decided})
        storage.failpoint("relay.doubt.before_commit")
        return Decided(row.id, min(decided, int(preview.payload["groups"])))

    decided = await storage.write(work)
    storage.failpoint("relay.doubt.after_commit")
    return decided


async def _decidable(account: str, number: int) -> DirectiveRow:
    """Administrators decide delivery states too."""
    row = await DirectiveRow.get_or_none(id=number)
    if row is None:
        raise NoSuchDirective(number)
    if not (await directory().actor(account)).superuser:
        await officer_unit(account, row.unit_id)
    return row
