"""催办: the officers of units that have not said that it is done are reminded because the issuer asks."""

from dataclasses import dataclass
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox
from plugins.gateway.request import Origin
from plugins.remind.domain import together
from plugins.storage import Transaction, audit

from ..domain import is_open
from ..models import AssignmentRow
from .close import open_task
from .reminders import KIND, refs_of


@dataclass(frozen=True, slots=True)
class Nudge:
    """What 催办 came to: how many units are not done, and what became of their officers."""

    number: int
    units: int
    outcome: remind.Reminded


async def nudge(account: str, origin: Origin, number: int, now: datetime) -> Nudge:
    """Reminds them in private. Raises NoSuchTask, NotOfficerOver, AlreadyClosed, and NoFriendList while nobody can be
    written to."""
    extended = [row.id for row in await AssignmentRow.filter(task_id=number).prefetch_related("task") if _later(row)]
    asked = [await remind.ask(KIND, ref, now, number=number) for ref in refs_of(number, extended)]

    async def work(tx: Transaction) -> Nudge:
        await inbox.first_time(tx, origin, now)
        row = await open_task(account, number)
        outcome = together([await remind.now(tx, one) for one in asked])
        units = sum(is_open(one.state) for one in await AssignmentRow.filter(task_id=row.id))
        await audit.record(tx, account, "tasks.remind", f"task:{number}", {"people": outcome.reminded})
        storage.failpoint("tasks.nudge.before_commit")
        return Nudge(number, units, outcome)

    nudged = await storage.write(work)
    storage.failpoint("tasks.nudge.after_commit")
    return nudged


def _later(row: AssignmentRow) -> bool:
    """Whether it has a deadline of its own: then remind knows it by itself."""
    return row.deadline != row.task.deadline
