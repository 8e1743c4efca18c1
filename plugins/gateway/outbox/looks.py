"""Looking after rows in doubt, and taking back what was said.

An account takes messages back as fast as it sends, beside what it sends: a recall in a thousand groups is no burst, and
nothing that is to be said waits for it. Whose turn has not come is due later, in the table: rows in doubt are looked after
meanwhile, and a restart loses nothing.
"""

import time
from datetime import datetime, timedelta

from plugins.storage import Transaction, clock, write

from .. import accounts, call
from ..config import settings
from ..limits import Bounded
from ..outcomes import NotSent, Ok
from ..pacing import Pacer
from . import doubts, history, marks, numbers
from .domain import Recall, State
from .models import OutboxRow
from .outlook import Attention

MISSED = 30.0
"""Seconds after which a turn is over (the account was away): another is waited for, or all of them would go at once."""
AT_ONCE = 0.05
"""Seconds that are not worth waiting for."""

_pacers: dict[str, Pacer] = {}
"""How fast each account takes messages back."""
_turns: Bounded[int, float] = Bounded(10_000)
"""When it is whose turn (monotonic), by row."""


def witness(row: Attention) -> str | None:
    """A connected account that can see the chat: the one that sent, else another member of the group."""
    if row.account in accounts.connected():
        return row.account
    return accounts.for_chat(row.chat) if row.chat.is_group else None


async def look(row: Attention) -> None:
    """Looks for the message in the chat's history and keeps what follows. Needs a witness."""
    try:
        page = await history.since(witness(row) or row.account, row.chat, row.started, row.account)
    except history.Unavailable:
        page = []
    step = await marks.look(row.id, row.attempt, page)
    if step is None:
        return
    if step.state is State.SENT:
        number = await OutboxRow.get(id=row.id).values_list("number", flat=True)
        numbers.remember(row.chat, step.message_id, number if isinstance(number, int) else None, clock.now())
    in_doubt = OutboxRow.filter(chat=row.chat.key, state__in=[State.UNCERTAIN, State.NEEDS_HUMAN])
    if not await in_doubt.exists():
        doubts.clear(row.chat.key)


async def recall(row: Attention) -> None:
    """Takes back a message that is there, when it is its turn. Only its own account can; one try."""
    if not row.message_id:
        await marks.recalled(row.id, Recall.FAILED)
        return
    if (wait := _wait(row)) > 0:
        await _postpone(row.id, clock.now() + timedelta(seconds=wait))
        return
    outcome = await call.call(row.account, "delete_msg", message_id=call.as_number(row.message_id))
    if isinstance(outcome, NotSent) and not outcome.called:
        return
    done = isinstance(outcome, Ok)
    await marks.recalled(row.id, Recall.DONE if done else Recall.FAILED)


def _wait(row: Attention) -> float:
    """Seconds until it is this row's turn among those its account takes back; 0 when it is now."""
    now, turn = time.monotonic(), _turns.get(row.id)
    if turn is None or turn < now - MISSED:
        pacer = _pacers.setdefault(row.account, Pacer(settings.send_interval, burst=1))
        pacer.slowness = accounts.of(row.account).pacer.slowness
        turn = now + pacer.wait(now)
        pacer.take(now)
    if turn - now > AT_ONCE:
        _turns[row.id] = turn
        return turn - now
    _turns.pop(row.id, None)
    return 0.0


async def _postpone(row_id: int, until: datetime) -> None:
    async def work(tx: Transaction) -> None:
        await OutboxRow.filter(id=row_id, recall=Recall.WANTED).update(due_at=until)

    await write(work)
