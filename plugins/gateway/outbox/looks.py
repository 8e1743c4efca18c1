"""Looking after rows in doubt, and taking back what was stopped too late."""

from collections.abc import Mapping

from plugins.storage import clock

from .. import accounts, call, intake
from ..outcomes import NotSent, Ok, Reason, Refused, Unknown
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
    """Takes a message back. Only its own account can, and it may be tried again: taking back twice is once. Its id may have
    been used again since: what stands for something else by now stays."""
    if not row.message_id or await _is_anothers(row):
        await marks.recalled(row.id, Recall.FAILED)
        return
    match await call.call(row.account, "delete_msg", message_id=call.as_number(row.message_id)):
        case Ok():
            await marks.recalled(row.id, Recall.DONE)
        case NotSent(called=False) | Refused(Reason.OFFLINE):
            await marks.recall_later(row.id)
        case Unknown():
            await marks.recall_again(row.id)
        case _:
            await marks.recalled(row.id, Recall.FAILED)


async def _is_anothers(row: Attention) -> bool:
    """Whether the id stands for another message, as far as the implementation says what it stands for."""
    outcome = await call.call(row.account, "get_msg", message_id=call.as_number(row.message_id))
    if not isinstance(outcome, Ok) or not isinstance(outcome.data, Mapping):
        return False
    if row.chat.is_group and str(outcome.data.get("group_id", row.chat.id)) != row.chat.id:
        return True
    found = intake.quoted(outcome.data, row.account)
    if found is None:
        return False
    return not found.mine or (None not in (found.number, row.number) and found.number != row.number)
