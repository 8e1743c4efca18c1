"""突发: filed and alerted in one use case, nothing asked first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plugins import remind, storage
from plugins.gateway import chats, inbox
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, BoundGroup, UnitView
from plugins.gateway.outbox import Lane
from plugins.gateway.request import Origin
from plugins.org.officers import administrators
from plugins.org.units import load_tree, stored_path
from plugins.storage import Transaction, audit, due, numbers

from .. import texts
from ..config import settings
from ..domain import OPEN, Entry, State, clocks, is_open
from ..models import AlertedRow, IncidentRow, ReportRow
from . import errors, merging, messages, names, news, people
from .acts import locked, restart
from .messages import Brought


@dataclass(frozen=True, slots=True)
class Report:
    """What was typed. `at` is when it was typed, `now` when it is filed (later, where the bot was away); aware UTC."""

    actor: Actor
    unit: UnitView
    chat: Chat
    origin: Origin
    at: datetime
    now: datetime
    title: str
    text: str
    brought: Brought = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Double:
    """What another person of the unit reported in the same minute."""

    number: int
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of it. `retyped`: the same words of the same person were filed before, under this number. `added`: they
    have reported so many in a short time that it is a line of this one."""

    number: int
    title: str
    unit: str
    at: datetime
    alerted: int
    retyped: bool = False
    added: bool = False
    double: Double | None = None


async def unit_for(actor: Actor, bound: BoundGroup | None) -> UnitView:
    """Which unit it is about: where the sender is at home, within the group's unit; else the group's.

    Raises NotKnown for somebody in no roster in private, NoUnit where there is none.
    """
    home = actor.posts[0].unit if actor.posts else None
    if bound is not None:
        return home if home is not None and bound.unit.id in home.path else bound.unit
    if home is not None:
        return home
    if not actor.superuser:
        raise errors.NotKnown
    root = (await load_tree()).root
    if root is None:
        raise errors.NoUnit
    return root


async def file(report: Report) -> Filed:
    """Keeps it under a number of its own and alerts every officer of the unit and above, before anything else, whatever the
    hour; its clock begins. Nothing is refused: beyond clocks.MOST_FIRST it is a line of their last one that goes on, and
    where none does, its alert goes behind those of others. Raises AlreadyHandled."""

    async def work(tx: Transaction) -> Filed:
        await inbox.first_time(tx, report.origin, report.now)
        if (same := await _retyped(report)) is not None:
            alerted = await AlertedRow.filter(incident_id=same.id).count()
            return Filed(same.id, same.title, same.unit_name, same.reported_at, alerted, retyped=True)
        crowded, last = await _crowded(report)
        if last is not None:
            return await _add(tx, report, last)
        double = await _double(report)
        number = await numbers.take(tx)
        pieces = await messages.keep(tx, report.brought)
        await _keep(number, report, messages.stored(pieces))
        officers = await people.officers(report.unit, without=report.actor.person_id)
        await AlertedRow.bulk_create([AlertedRow(incident_id=number, person_id=one.id) for one in officers])
        told = [chats.private(one.account) for one in officers if one.account] or administrators()
        said = texts.alert_text(
            number,
            report.unit.name,
            report.title,
            report.text,
            texts.reporter_text(report.actor.name, report.actor.account),
            report.at,
            report.now,
            double=double.number if double else None,
        )
        reference = names.alert_of(number)
        lane = Lane.URGENT if crowded else Lane.ALERT
        await messages.say(
            tx, told, said, pieces, number=number, key=reference, ref=reference, kind=names.KIND, lane=lane
        )
        await due.schedule(tx, names.SETTLE, str(number), report.now + clocks.LOOKS[0], {"look": 0})
        moments = clocks.reminders(report.now, settings.incident_report_minutes)
        await remind.plan(tx, names.REMINDER, str(number), number=number, until=None, moments=moments)
        if double is not None:
            await merging.offer(tx, report.actor.account, report.chat, number, double.number, report.at)
            await _tell_the_first(tx, number, double, report)
        detail = {"unit": report.unit.name, "alerted": len(officers)}
        await audit.record(tx, report.actor.account, "incidents.file", names.subject(number), detail)
        storage.failpoint("incidents.file.before_commit")
        return Filed(number, report.title, report.unit.name, report.at, len(officers), double=double)

    filed = await storage.write(work)
    storage.failpoint("incidents.file.after_commit")
    return filed


async def _keep(number: int, report: Report, pieces: str) -> None:
    actor = report.actor
    await IncidentRow.create(
        id=number,
        unit_id=report.unit.id,
        unit_name=report.unit.name,
        unit_path=stored_path(report.unit.path),
        title=report.title,
        text=report.text,
        state=State.REPORTED,
        reported_at=report.at,
        filed_at=report.now,
        reporter_account=actor.account,
        reporter_id=actor.person_id,
        reporter_name=actor.name,
        chat=report.chat.key,
        next_report_at=clocks.next_report(report.now, settings.incident_report_minutes),
    )
    await ReportRow.create(**_line(number, number, Entry.FIRST, report, pieces), told=True)


async def _crowded(report: Report) -> tuple[bool, IncidentRow | None]:
    """Whether this person has reported clocks.MOST_FIRST incidents short before, and then the last one that goes on."""
    lately = IncidentRow.filter(
        reporter_account=report.actor.account, reported_at__gte=report.at - clocks.RETYPED
    ).order_by("-id")
    found = await lately.limit(clocks.MOST_FIRST)
    if len(found) < clocks.MOST_FIRST:
        return False, None
    roots = [await locked(one.id) for one in found]
    return True, next((one for one in roots if is_open(one.state)), None)


async def _add(tx: Transaction, report: Report, row: IncidentRow) -> Filed:
    """Keeps it as a line of an incident of the same person, told together with what else comes."""
    filed = Filed(row.id, row.title, row.unit_name, report.at, 0, added=True)
    pieces = messages.stored(await messages.keep(tx, report.brought))
    line = _line(row.id, row.id, Entry.REPORT, report, pieces)
    last = await ReportRow.filter(incident_id=row.id, account=report.actor.account).order_by("-id").first()
    if last is not None and (last.text, last.pieces) == (line["text"], pieces):  # typed again: nothing was heard
        return filed
    await ReportRow.create(**line)
    await restart(tx, row, report.now)
    await news.spread(tx, row, report.now, at_once=False)
    await row.save()
    detail = {"added": True}
    await audit.record(tx, report.actor.account, "incidents.report", names.subject(row.id), detail)
    return filed


def _line(
    incident: int, number: int, kind: Entry, report: Report, pieces: str
) -> dict[str, Any]:  # columns of ReportRow
    return {
        "incident_id": incident,
        "number": number,
        "kind": kind,
        "at": report.at,
        "account": report.actor.account,
        "person_id": report.actor.person_id,
        "name": report.actor.name,
        "text": "\n".join(filter(None, (report.title, report.text))),
        "pieces": pieces,
        "chat": report.chat.key,
        "message_id": report.origin.service_id,
    }


async def _retyped(report: Report) -> IncidentRow | None:
    """The same words of the same person, short before: typed again because nothing was heard."""
    return (
        await IncidentRow.filter(
            reporter_account=report.actor.account,
            title=report.title,
            text=report.text,
            state__in=list(OPEN),
            reported_at__gte=report.at - clocks.RETYPED,
        )
        .order_by("-id")
        .first()
    )


async def _tell_the_first(tx: Transaction, number: int, double: Double, report: Report) -> None:
    """Who reported it a moment before hears of the other report, and how the two become one."""
    first = await IncidentRow.get(id=double.number)
    if first.reporter_account:
        await messages.say(
            tx,
            [people.private_chat(first)],
            texts.first_of_two_text(double.number, double.title, number, report.title),
            number=double.number,
            key=names.double_of(double.number, number),
            ref=names.double_of(double.number, number),
            kind=names.TOLD,
        )


async def _double(report: Report) -> Double | None:
    """What somebody else of the unit reported within the minute, under the number it lives on."""
    near = (
        await IncidentRow.filter(
            unit_id=report.unit.id,
            state__in=list(OPEN),
            reported_at__gte=report.at - clocks.DOUBLE,
            reported_at__lte=report.at + clocks.DOUBLE,
        )
        .exclude(reporter_account=report.actor.account)
        .order_by("id")
        .first()
    )
    return Double(near.id, near.title, near.reported_at) if near is not None else None
