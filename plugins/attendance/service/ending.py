"""What is due for a session by the clock: the list fixed, the reminder, the end, the host's list, the decision.

Every job may run twice, and says what it does when it runs late: the bot may have been down at its hour.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from plugins import storage
from plugins.gateway import catchup
from plugins.org.units import load_tree, path_of
from plugins.remind.reach import known as known_friends
from plugins.storage import Transaction, due, read
from plugins.storage.due import Due
from plugins.storage.errors import DomainError

from .. import texts
from ..domain import DECISION, Phase, SessionState, phase
from ..models import SessionRow
from . import boards, calling, lists, saying, series
from .rows import proposal_of, recount, session_of

REPORT = "attendance.report"
SETTLE = "attendance.settle"
GRACE = timedelta(minutes=2)
"""Between the end and what is said about it: what was typed while the bot was away is looked up first."""
LOOK_AGAIN = timedelta(minutes=1)
"""How often is looked whether an account is connected, and has looked up what it missed."""
LOOKS = 15
"""How often is waited for that: an account that cannot catch up keeps nobody from hearing how it went."""

_LEFT = (
    "UPDATE attendance_record SET role = 'left' WHERE session_id = ? AND role = 'expected' AND state = 'waiting' "
    "AND person_id IN (SELECT id FROM org_person WHERE NOT active)"
)
_PENDING = (
    "UPDATE attendance_record SET state = 'pending' WHERE session_id = ? AND role = 'expected' AND state = 'waiting'"
)
_ABSENT = "UPDATE attendance_record SET state = 'absent' WHERE session_id = ? AND state = 'pending'"
_SILENT = """
SELECT u.name AS unit, u.path, p.name, r.leave FROM attendance_record r
JOIN org_person p ON p.id = r.person_id JOIN org_unit u ON u.id = r.unit_id
WHERE r.session_id = ? AND r.role = 'expected' AND r.state IN ('pending', 'absent') AND r.correction IS NULL
ORDER BY r.unit_id, r.person_id
"""


async def fix_list(job: Due) -> None:
    """When signing in opens, the list is what the roster says then. Late: as long as the session is not over."""

    async def work(tx: Transaction) -> None:
        row = await _open(job)
        unit = (await load_tree()).get(row.unit_id) if row is not None else None
        if row is not None and unit is not None and job.now < row.ends:
            proposal = proposal_of(row)
            with suppress(DomainError):  # the scope names a unit that is gone: the list stays as it was announced
                await lists.make(tx, row.id, proposal, await lists.scope_of(proposal, unit))
        await job.done(tx)
        storage.failpoint("attendance.open.before_commit")

    await storage.write(work)
    storage.failpoint("attendance.open.after_commit")


async def remind(job: Due) -> None:
    """One line to each group before it begins; never after. Private reminders would be one a person for what stands in the
    group already, so there are none."""

    async def work(tx: Transaction) -> None:
        row = await _open(job)
        if row is not None and job.now < row.begins:
            proposal = proposal_of(row)
            said = texts.reminder_text(row.id, row.title, row.begins, proposal.place, proposal.link)
            groups = [chat for chat, _ in await saying.targets(row.id)]
            what = f"remind:{row.revision}"
            await saying.to_groups(
                tx, row.id, groups, said, what, kind=saying.REMINDER, expires_at=session_of(row).late_after
            )
        await job.done(tx)
        storage.failpoint("attendance.remind.before_commit")

    await storage.write(work)
    storage.failpoint("attendance.remind.after_commit")


async def end(job: Due) -> None:
    """The end: who is silent is 待核. Late it does the same, for the end that was."""
    friends = await known_friends() or ()

    async def work(tx: Transaction) -> None:
        row = await _open(job)
        if row is not None and phase(session_of(row), job.now) is Phase.ENDED:
            await close(tx, row, job.now, friends)
        await job.done(tx)
        storage.failpoint("attendance.end.before_commit")

    await storage.write(work)
    storage.failpoint("attendance.end.after_commit")


async def close(tx: Transaction, row: SessionRow, now: datetime, friends: Collection[str]) -> None:
    """Ends a session within a use case, and has what follows done: the report, the decision, the next of its series."""
    row.state = SessionState.ENDED
    await row.save(update_fields=["state"])
    await tx.execute(_LEFT, (row.id,))
    await tx.execute(_PENDING, (row.id,))
    await recount(tx, row.id)
    await due.schedule(tx, REPORT, str(row.id), now + GRACE)
    await due.schedule(tx, SETTLE, str(row.id), row.ends + DECISION)
    await series.make_next(tx, row, now, friends)


async def report(job: Due) -> None:
    """The host's list and the groups' summary, once each. It waits until an account is connected, and for GRACE, and until what
    was typed while the bot was away is looked up (LOOKS times at most): that counts first."""
    friends = await known_friends()

    async def work(tx: Transaction) -> None:
        row = await SessionRow.get_or_none(id=int(job.key))
        if row is not None and row.state in (SessionState.ENDED, SessionState.SETTLED):
            if friends is None:
                await due.schedule(tx, REPORT, job.key, job.now + LOOK_AGAIN, {"away": True})
            elif job.payload.get("away"):
                await due.schedule(tx, REPORT, job.key, job.now + GRACE)
            elif catchup.is_behind() and (looks := job.payload.get("looks", 0)) < LOOKS:
                await due.schedule(tx, REPORT, job.key, job.now + LOOK_AGAIN, {"looks": looks + 1})
            else:
                await _report(tx, row, friends)
        await job.done(tx)
        storage.failpoint("attendance.report.before_commit")

    await storage.write(work)
    storage.failpoint("attendance.report.after_commit")


async def _report(tx: Transaction, row: SessionRow, friends: Collection[str]) -> None:
    stands = await boards.stand_of(row)
    silent, asked = await silent_of(row.id)
    said = texts.report_text(
        row.id,
        row.title,
        stands.totals,
        silent,
        asked,
        session_of(row).decided_at,
        settled=row.state is SessionState.SETTLED,
    )
    if silent or asked:
        await saying.to_groups(tx, row.id, await saying.who_runs(row, friends), said, "report", kind=saying.NOTICE)
    for chat, unit_id in await saying.targets(row.id):
        counts = stands.below(unit_id)
        await saying.to_groups(tx, row.id, [chat], texts.summary_text(row.id, row.title, counts), "summary")


async def silent_of(number: int) -> tuple[Sequence[tuple[str, Sequence[str]]], Sequence[str]]:
    """Who was silent, by unit in the order of the roster; and who among all asked for leave that nobody has decided."""
    units: dict[tuple[int, ...], tuple[str, list[str]]] = {}
    asked: list[str] = []
    for row in await read(_SILENT, (number,)):
        if row["leave"] == "asked":
            asked.append(row["name"])
        else:
            units.setdefault(path_of(row["path"]), (row["unit"], []))[1].append(row["name"])
    return [units[path] for path in sorted(units)], asked


async def settle(job: Due) -> None:
    """A day after the end, who is still 待核 is 缺席; also when the bot was down at that hour. A sign-in that was typed in time
    and is found later still counts."""

    async def work(tx: Transaction) -> None:
        row = await SessionRow.get_or_none(id=int(job.key))
        if row is not None and row.state is SessionState.ENDED:
            row.state = SessionState.SETTLED
            await row.save(update_fields=["state"])
            await tx.execute(_ABSENT, (row.id,))
        await job.done(tx)
        storage.failpoint("attendance.settle.before_commit")

    await storage.write(work)
    storage.failpoint("attendance.settle.after_commit")


async def _open(job: Due) -> SessionRow | None:
    row = await SessionRow.get_or_none(id=int(job.key))
    return row if row is not None and row.state is SessionState.OPEN else None


KINDS = {calling.OPEN: fix_list, calling.REMIND: remind, calling.END: end, REPORT: report, SETTLE: settle}
"""What runs for which due row."""
