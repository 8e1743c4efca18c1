"""任务: from what was typed to a preview, and from 确认 to a task with an assignment a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox, outbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import BoundGroup, GroupKind, UnitView
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org import audience
from plugins.org.acting import officer_unit
from plugins.org.bindings import load_bound
from plugins.org.units import load_tree, stored_path
from plugins.storage import Transaction, audit, numbers

from .. import texts
from ..domain import Outline, Proposal, State
from ..models import AssignmentRow, TaskRow
from . import errors, series
from .reminders import KIND

WORD = "任务"
SAID = "tasks.task"


@dataclass(frozen=True, slots=True)
class Issued:
    """A task that is on its way."""

    number: int
    units: int
    groups: int
    deadline: datetime


def reference_of(number: int) -> str:
    """What the outbox knows a task by."""
    return f"tasks:{number}"


async def units_of(scope_text: str, unit: UnitView) -> list[UnitView]:
    """Who is to do it: 全体 is every unit right below the acting one (each hands it on), else the units named.

    Raises what parse_scope raises, NotAmongThem, NobodyToDoIt.
    """
    scope = await audience.parse_scope(scope_text, unit)
    chosen = list((await load_tree()).children(unit) or (unit,)) if scope.whole else list(scope.included)
    for excluded in scope.excluded:
        if excluded not in chosen:
            raise errors.NotAmongThem(excluded.name)
        chosen.remove(excluded)
    if not chosen:
        raise errors.NobodyToDoIt
    return chosen


async def propose(
    account: str, unit: UnitView, chat: Chat, origin: Origin, proposal: Proposal, now: datetime
) -> Outline:
    """Keeps a preview under a number of its own. Raises what units_of raises."""
    units = await units_of(proposal.scope, unit)
    bound = await load_bound()
    again = series.coming(proposal.repeat, proposal.deadline, now) if proposal.repeat else None
    heads = await _with_an_officer()

    async def work(tx: Transaction) -> int:
        await inbox.first_time(tx, origin, now)
        number = await numbers.take(tx)
        payload = {"proposal": proposal.as_json()}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        storage.failpoint("tasks.preview.before_commit")
        return number

    number = await storage.write(work)
    storage.failpoint("tasks.preview.after_commit")
    return Outline(
        number,
        proposal,
        unit.name,
        tuple(one.name for one in units),
        groupless=tuple(one.name for one in units if not groups_of(one, bound)),
        headless=tuple(one.name for one in units if one.id not in heads),
        next_deadline=again and again.deadline,
        next_at=again and again.laid_out_at,
    )


async def issue(account: str, preview: Preview, origin: Origin, now: datetime) -> Issued:
    """Hands out what the preview showed, in one use case; rights and units are those of this moment.

    Raises NotOfficerOver, what units_of raises, and what previews.settle raises (a second 确认).
    """
    proposal = Proposal.of(dict(preview.payload["proposal"]))

    async def work(tx: Transaction) -> Issued:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        unit = await officer_unit(account, proposal.unit_id)
        issued = await hand_out(tx, preview.number, account, unit, proposal, now)
        await audit.record(tx, account, "tasks.issue", f"task:{preview.number}", {"units": issued.units})
        storage.failpoint("tasks.issue.before_commit")
        return issued

    issued = await storage.write(work)
    storage.failpoint("tasks.issue.after_commit")
    return issued


async def hand_out(
    tx: Transaction,
    number: int,
    account: str,
    unit: UnitView,
    proposal: Proposal,
    now: datetime,
    *,
    again: series.Again | None = None,
) -> Issued:
    """Rows, announcements, reminders, and what comes next of its series. Raises what units_of raises, and has done nothing
    then."""
    units = await units_of(proposal.scope, unit)
    await _keep(number, account, unit, units, proposal, now, again.series if again else None)
    chats = _chats([unit, *units], await load_bound())
    await _say(
        tx, number, chats, texts.task_text(number, unit.name, proposal), remind.quiet_until(now) if again else None
    )
    moments = remind.hours_before(proposal.deadline, after=now)
    await remind.plan(tx, KIND, str(number), number=number, until=proposal.deadline, moments=moments)
    if proposal.repeat:
        await series.plan(tx, number, proposal.repeat, proposal.deadline, now, again)
    return Issued(number, len(units), len(chats), proposal.deadline)


async def _keep(
    number: int,
    account: str,
    unit: UnitView,
    units: Sequence[UnitView],
    proposal: Proposal,
    now: datetime,
    series_of: int | None,
) -> None:
    await TaskRow.create(
        id=number,
        unit_id=unit.id,
        unit_name=unit.name,
        issued_by=account,
        issued_at=now,
        title=proposal.title,
        text=proposal.text,
        deadline=proposal.deadline,
        scope=proposal.scope,
        repeat=proposal.repeat,
        series=series_of if series_of is not None else (number if proposal.repeat else None),
    )
    await AssignmentRow.bulk_create(
        [
            AssignmentRow(
                task_id=number,
                unit_id=one.id,
                unit_name=one.name,
                unit_path=stored_path(one.path),
                state=State.ASSIGNED,
                deadline=proposal.deadline,
            )
            for one in units
        ]
    )


def groups_of(unit: UnitView, bound: Sequence[BoundGroup]) -> list[Chat]:
    """Where a unit hears of its tasks: its 工作群, where its officers are; else its 支部群."""
    for kind in (GroupKind.WORK, GroupKind.BRANCH):
        if found := [group.chat for group in bound if group.unit.id == unit.id and group.kind is kind]:
            return found
    return []


def _chats(units: Sequence[UnitView], bound: Sequence[BoundGroup]) -> list[Chat]:
    return list(dict.fromkeys(chat for unit in units for chat in groups_of(unit, bound)))


async def _say(tx: Transaction, number: int, chats: Sequence[Chat], said: str, not_before: datetime | None) -> None:
    reference = reference_of(number)
    what = outbox.messages(said, number)
    await outbox.say(tx, chats, what, key=reference, kind=SAID, ref=reference, number=number, not_before=not_before)


async def _with_an_officer() -> set[int]:
    """All units with an officer whose QQ is known."""
    rows = await storage.read(
        "SELECT DISTINCT o.unit_id FROM org_post o JOIN org_person p ON p.id = o.person_id "
        "WHERE o.officer AND p.active AND p.account IS NOT NULL",
        (),
    )
    return {row["unit_id"] for row in rows}
