"""催办, and what remind asks about a directive: who owes it, what a reminder says, what happens at 截止."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugins import remind, storage
from plugins.gateway import inbox
from plugins.gateway.directory import UnitView
from plugins.gateway.request import Origin
from plugins.remind import Reminded
from plugins.remind.domain import together
from plugins.storage import Transaction, audit

from .. import texts
from ..domain import State
from ..models import DirectiveRow
from .board import View, concerns
from .closing import tell_officers
from .errors import NoSuchDirective, NotRemindable, NotSentYet
from .planning import KIND

_OWING = (
    "SELECT r.person_id, r.unit_id FROM relay_receipt r JOIN relay_directive d ON d.id = r.directive_id "
    "WHERE r.directive_id = ? AND r.read_at IS NULL AND d.state = 'open' AND d.receipts"
)


@dataclass(frozen=True, slots=True)
class Nudge:
    """What 催办 of a directive came to."""

    number: int
    outcome: Reminded


async def nudge(account: str, view: View, origin: Origin, number: int, now: datetime) -> Nudge:
    """Reminds whoever has not read it in the units of `view`, in private. Raises NoSuchDirective, NotSentYet,
    NotRemindable, and NoFriendList while nobody can be written to."""
    asked = [await remind.ask(KIND, str(number), now, number=number, within=unit) for unit in _topmost(view.units)]

    async def work(tx: Transaction) -> Nudge:
        await inbox.first_time(tx, origin, now)
        row = await DirectiveRow.get_or_none(id=number)
        if row is None or not await concerns(view, number):
            raise NoSuchDirective(number)
        if row.state is State.SCHEDULED and row.not_before is not None:
            raise NotSentYet(number, row.not_before)
        if row.state is not State.OPEN or not row.receipts:
            raise NotRemindable(number, stopped=row.state is not State.OPEN)
        outcome = together([await remind.now(tx, one) for one in asked])
        await audit.record(tx, account, "relay.remind", f"directive:{number}", {"people": outcome.reminded})
        storage.failpoint("relay.nudge.before_commit")
        return Nudge(number, outcome)

    nudged = await storage.write(work)
    storage.failpoint("relay.nudge.after_commit")
    return nudged


def _topmost(units: Iterable[UnitView]) -> list[UnitView]:
    once = {unit.id: unit for unit in units}
    return [unit for unit in once.values() if not any(part in once for part in unit.path[:-1])]


def _owing(ref: str) -> remind.Query:
    return _OWING, [int(ref)]


async def _line(ref: str, now: datetime) -> str | None:
    row = await DirectiveRow.get_or_none(id=int(ref)).only("id", "title", "deadline", "state", "receipts")
    if row is None or row.state is not State.OPEN or not row.receipts:
        return None
    return texts.reminder_line(row.id, row.title, row.deadline, now)


remind.register(KIND, owing=_owing, line=_line, at_end=tell_officers)
