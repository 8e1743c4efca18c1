"""导入名册 in a chat: who may import what, the file that waits for 确认, and the import itself."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView, directory
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.storage import Transaction, due, numbers

from . import domain, files, roster
from .domain import Limits, Plan, Sheet
from .models import ImportRow
from .service import NotOverUnit
from .units import UnitTree, load_tree

IMPORT = "导入名册"
EXPIRED = "org.import.expired"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the import would do. `number` is None when nothing would change; `unit` what it is limited to, or ""."""

    number: int | None
    plan: Plan
    unit: str


async def offer(account: str, content: bytes, origin: Origin, chat: Chat, now: datetime) -> Offered:
    """Reads a roster file and keeps it for 确认 by the same person in this chat.

    Raises NotATable, NotOverUnit, RosterRefused(problems).
    """
    sheet = await asyncio.to_thread(files.read_roster, content)
    limits = await _limits(await directory().actor(account), sheet)
    plan = await roster.preview(sheet, limits)
    if plan.problems:
        raise roster.RosterRefused(plan.problems)
    unit = limits.top[-1] if limits else ""
    if plan.is_empty:
        return Offered(None, plan, unit)
    payload = {"digest": plan.digest(), "top": list(limits.top) if limits else None}

    async def work(tx: Transaction) -> int:
        await inbox.first_time(tx, origin, now)
        number = await numbers.take(tx)
        await previews.offer(
            tx,
            owner=account,
            chat=chat,
            word=IMPORT,
            number=number,
            payload=payload,
            now=now,
        )
        await ImportRow.create(number=number, content=content)
        await due.schedule(tx, EXPIRED, str(number), now + previews.LIFETIME)
        return number

    return Offered(await storage.write(work), plan, unit)


async def confirm(account: str, preview: Preview, now: datetime) -> Plan:
    """Imports what was previewed, all or nothing; what the importer may is read again.

    Raises RosterMoved, RosterRefused, NotOverUnit, and what previews.settle raises.
    """
    row = await ImportRow.get_or_none(number=preview.number)
    sheet = await asyncio.to_thread(files.read_roster, row.content) if row else None

    async def work(tx: Transaction) -> Plan:
        await previews.settle(tx, preview.id, now)
        if sheet is None:
            raise roster.RosterMoved
        limits = await _limits(await directory().actor(account), sheet)
        if (list(limits.top) if limits else None) != preview.payload["top"]:
            raise NotOverUnit
        await ImportRow.filter(number=preview.number).delete()
        await due.cancel(tx, EXPIRED, str(preview.number))
        return await roster.enact(tx, sheet, preview.payload["digest"], account, limits)

    return await roster.keep(work)


@due.handles(EXPIRED)
async def forget_file(row: due.Due) -> None:
    """The file of a preview that nobody confirmed in time is not kept."""

    async def work(tx: Transaction) -> None:
        if await row.done(tx):
            await ImportRow.filter(number=int(row.key)).delete()

    await storage.write(work)


async def _limits(actor: Actor, sheet: Sheet) -> Limits | None:
    """None for an administrator. Of several units an officer leads, the one the file's first row is in.

    Raises NotOverUnit for everybody else.
    """
    if actor.superuser:
        return None
    led = actor.officer_units()
    topmost = [unit for unit in led if not any(other.id in unit.path[:-1] for other in led)]
    if not topmost:
        raise NotOverUnit
    tree = await load_tree()
    names = {unit.id: names_of(tree, unit) for unit in topmost}
    first = sheet.rows[0].unit if sheet.rows else ()
    top = next((unit for unit in topmost if first[: len(names[unit.id])] == names[unit.id]), topmost[0])
    own = min(domain.rank(post.title) for post in actor.posts if post.officer and post.unit.id == top.id)
    return Limits(names[top.id], own)


def names_of(tree: UnitTree, unit: UnitView) -> tuple[str, ...]:
    """The names from the root down to the unit."""
    return tuple(tree.full_name(unit).split("/"))
