"""传达: from what was typed to a preview, and from 确认 to a directive with its receipts and outbox rows."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from plugins import storage
from plugins.gateway import inbox, previews, times
from plugins.gateway.chats import Chat
from plugins.gateway.config import settings
from plugins.gateway.directory import UnitView
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org import audience
from plugins.org.acting import officer_unit
from plugins.storage import Transaction, audit, clock, due, numbers

from .. import domain
from ..domain import Outline, Proposal, State
from ..models import DirectiveRow
from . import bringing, errors, planning
from .bringing import Brought
from .saying import messages_of, say
from .scheduling import DUE

WORD = "传达"


@dataclass(frozen=True, slots=True)
class Issued:
    """A directive that is on its way (or waits until `not_before`, aware UTC)."""

    number: int
    groups: int
    people: int
    not_before: datetime | None


async def propose(
    account: str,
    unit: UnitView,
    chat: Chat,
    origin: Origin,
    proposal: Proposal,
    now: datetime,
    brought: Brought | None = None,
) -> Outline:
    """Keeps a preview under a number of its own, with the bytes that were `brought` along. Raises SentAfterDeadline, NoGroups and what parse_scope raises."""
    if proposal.deadline and proposal.not_before and proposal.not_before >= proposal.deadline:
        raise errors.SentAfterDeadline
    scope = await audience.parse_scope(proposal.scope, unit, representatives=proposal.representatives)
    reach = await audience.describe(scope)
    if not reach.groups:
        raise errors.NoGroups
    quiet_until = _end_of_quiet(now) if proposal.not_before is None else None

    async def work(tx: Transaction) -> int:
        await inbox.first_time(tx, origin, now)
        number = await numbers.take(tx)
        kept = replace(proposal, pieces=await bringing.keep(tx, proposal.pieces, brought or {}))
        payload = {
            "proposal": kept.as_json(),
            "quiet_until": quiet_until and quiet_until.astimezone(UTC).isoformat(),
        }
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        storage.failpoint("relay.preview.before_commit")
        return number

    number = await storage.write(work)
    storage.failpoint("relay.preview.after_commit")
    return Outline(
        number,
        proposal,
        unit.name,
        len(reach.groups),
        reach.people,
        reach.without_account,
        len(messages_of(number, unit.name, proposal)),
        tuple(one.name for one in reach.units_without_group),
        proposal.secrecy_words(),
        quiet_until,
        domain.morning_word(clock.local(now), quiet_until) if quiet_until else "",
    )


def _end_of_quiet(now: datetime) -> datetime | None:
    if not settings.quiet_hours:
        return None
    quiet, local = times.daily(settings.quiet_hours), clock.local(now)
    return quiet.end_after(local) if quiet.covers(local) else None


async def issue(
    account: str,
    preview: Preview,
    origin: Origin,
    now: datetime,
    *,
    not_secret: bool = False,
    in_the_morning: bool = False,
) -> Issued:
    """Issues what the preview showed: directive, receipts and outbox rows (for a later time a row of the due-queue) in one use case.

    The roster is read afresh: rights, groups and people are those of this moment. Raises NotOfficerOver, MaybeSecret,
    NoGroups, and what previews.settle raises (a second 确认).
    """
    proposal = Proposal.of(preview.payload["proposal"])
    if in_the_morning and (quiet_until := preview.payload["quiet_until"]):
        morning = datetime.fromisoformat(quiet_until)
        proposal = replace(proposal, not_before=morning if morning > now else None)

    async def work(tx: Transaction) -> Issued:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        if proposal.secrecy_words() and not not_secret:
            raise errors.MaybeSecret
        unit = await officer_unit(account, proposal.unit_id)
        scope = await audience.parse_scope(proposal.scope, unit, representatives=proposal.representatives)
        groups = await audience.groups_of(scope)
        if not groups:
            raise errors.NoGroups
        people = await _keep(tx, account, preview.number, unit, scope, proposal, now)
        await tx.execute_many(
            "INSERT INTO relay_target (directive_id, chat, unit_id) VALUES (?, ?, ?)",
            [(preview.number, group.chat.key, group.unit.id) for group in groups],
        )
        if proposal.receipts:
            await planning.plan(tx, preview.number, proposal.deadline, max(now, proposal.not_before or now))
        if proposal.not_before:
            await due.schedule(tx, DUE, str(preview.number), proposal.not_before)
        else:
            messages = messages_of(preview.number, unit.name, proposal)
            await say(tx, preview.number, [group.chat for group in groups], messages)
        detail = {"groups": len(groups), "people": people}
        await audit.record(tx, account, "relay.issue", f"directive:{preview.number}", detail)
        storage.failpoint("relay.issue.before_commit")
        return Issued(preview.number, len(groups), people, proposal.not_before)

    issued = await storage.write(work)
    storage.failpoint("relay.issue.after_commit")
    return issued


async def _keep(
    tx: Transaction,
    account: str,
    number: int,
    unit: UnitView,
    scope: audience.Scope,
    proposal: Proposal,
    now: datetime,
) -> int:
    """Writes the directive and a receipt for everybody addressed; returns how many those are."""
    row = await DirectiveRow.create(
        id=number,
        state=State.SCHEDULED if proposal.not_before else State.OPEN,
        unit_id=unit.id,
        unit_name=unit.name,
        issued_by=account,
        issued_at=now,
        proposal=proposal.dumped(),
        title=proposal.title,
        deadline=proposal.deadline,
        not_before=proposal.not_before,
        receipts=proposal.receipts,
        people=0,
        read_count=0,
    )
    addressed, params = audience.people_sql(scope)
    await tx.execute(
        "INSERT INTO relay_receipt (directive_id, person_id, unit_id) "
        f"SELECT CAST(? AS BIGINT), a.person_id, a.unit_id FROM ({addressed}) a",
        [number, *params],
    )
    counted = await tx.execute("SELECT COUNT(*) AS people FROM relay_receipt WHERE directive_id = ?", [number])
    row.people = counted[0]["people"]
    await row.save(update_fields=["people"])
    return row.people
