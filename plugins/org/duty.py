"""值班 and 导入班表: when somebody is on duty. Seen by that person and by who schedules reminders only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.previews import Preview
from plugins.gateway.times import Span
from plugins.storage import Transaction, audit, numbers
from plugins.storage.errors import DomainError

from . import people
from .domain import ShiftRow
from .models import DutyRow
from .officers import leads
from .service import NotOverUnit
from .units import load_tree

IMPORT = "导入班表"
MOST = 500
"""Spans of one rota."""


class RotaRefused(DomainError):
    """Lines of the rota name nobody, or several, or cannot be read: `lines` and why. Nothing was kept."""

    def __init__(self, unknown: Sequence[tuple[int, str]]) -> None:
        super().__init__(len(unknown))
        self.unknown = tuple(unknown)


@dataclass(frozen=True, slots=True)
class Rota:
    """A rota that waits for 确认."""

    number: int
    spans: int
    people: int


async def on_duty(person_ids: Collection[int], at: datetime) -> set[int]:
    """Who of these people is on duty at that moment (aware UTC)."""
    if not person_ids:
        return set()
    wanted = set(person_ids)
    found = await DutyRow.filter(begins__lte=at, ends__gt=at).values_list("person_id", flat=True)
    return wanted.intersection(int(str(one)) for one in found)


async def mine(person_id: int, now: datetime) -> list[Span]:
    """This person's spans that are not over, the nearest first."""
    rows = await DutyRow.filter(person_id=person_id, ends__gt=now).order_by("begins")
    return [Span(row.begins, row.ends) for row in rows]


async def add(person_id: int, span: Span) -> None:
    """Keeps a span; one with the same beginning is replaced."""

    async def work(tx: Transaction) -> None:
        await _keep(person_id, span)

    await storage.write(work)


async def cancel(person_id: int, now: datetime) -> int:
    """Drops all of this person's spans that are not over; returns how many."""

    async def work(tx: Transaction) -> int:
        return await DutyRow.filter(person_id=person_id, ends__gt=now).delete()

    return await storage.write(work)


async def _keep(person_id: int, span: Span) -> None:
    await DutyRow.update_or_create(defaults={"ends": span.ends}, person_id=person_id, begins=span.begins)


async def preview(actor: Actor, chat: Chat, within: UnitView | None, rows: Sequence[ShiftRow], now: datetime) -> Rota:
    """Offers a rota for people the actor leads. Raises RotaRefused with every line that names nobody or several."""

    async def work(tx: Transaction) -> Rota:
        unit = within or (await load_tree()).root
        unknown: list[tuple[int, str]] = []
        kept: list[tuple[int, str, str]] = []
        for row in rows:
            found = await people.find(row.name, unit) if unit else []
            ours = [one for one in found if one.name == row.name and leads(actor, one.unit)]
            if len(ours) != 1:
                unknown.append((row.line, row.name))
            else:
                kept.append((ours[0].id, row.begins.isoformat(), row.ends.isoformat()))
        if unknown:
            raise RotaRefused(unknown)
        number = await numbers.take(tx)
        payload = {"spans": kept}
        await previews.offer(tx, owner=actor.account, chat=chat, word=IMPORT, number=number, payload=payload, now=now)
        return Rota(number, len(kept), len({person for person, _, _ in kept}))

    return await storage.write(work)


async def confirm(actor: Actor, preview: Preview, now: datetime) -> int:
    """Keeps the previewed rota whole; returns how many spans. Raises NotOverUnit when somebody is led no more."""

    async def work(tx: Transaction) -> int:
        await previews.settle(tx, preview.id, now)
        led: dict[int, bool] = {}
        for person_id, begins, ends in preview.payload["spans"]:
            if person_id not in led:
                unit = await people.home_of(person_id)
                led[person_id] = unit is not None and leads(actor, unit)
            if not led[person_id]:
                raise NotOverUnit
            await _keep(person_id, Span(datetime.fromisoformat(begins), datetime.fromisoformat(ends)))
        await audit.record(tx, actor.account, "org.rota", f"rota:{preview.number}", {"people": len(led)})
        return len(preview.payload["spans"])

    return await storage.write(work)
