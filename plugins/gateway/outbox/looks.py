"""Looking after rows in doubt, and taking back what was stopped too late."""

from plugins.storage import clock

from .. import accounts, call
from ..outcomes import NotSent, Ok
from . import doubts, history, marks, numbers
from .domain import Recall, State
from .models import OutboxRow
from .outlook import Attention


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
    """Takes a message back that was stopped while it was on its way. Only its own account can; one try."""
    if not row.message_id:
        await marks.recalled(row.id, Recall.FAILED)
        return
    outcome = await call.call(row.account, "delete_msg", message_id=call.as_number(row.message_id))
    if isinstance(outcome, NotSent) and not outcome.called:
        return
    done = isinstance(outcome, Ok)
    await marks.recalled(row.id, Recall.DONE if done else Recall.FAILED)
