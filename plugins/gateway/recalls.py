"""撤回: what capabilities whose announcements are taken back out of the chats have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins.storage import Transaction, due
from plugins.storage.due import Due

from . import outbox, recalls_texts
from .chats import Chat
from .outbox import Recall, State, withdraw
from .segments import text

FREELY = timedelta(minutes=2)
"""For so long the chat service lets anybody take back their own message; later only an administrator of the group."""
LOOK_AGAIN = timedelta(seconds=3)
PATIENCE = timedelta(minutes=10)
"""After which the outcome is told as it stands then."""

_MAY_BE_THERE = (State.SENDING, State.SENT, State.UNCERTAIN, State.NEEDS_HUMAN)
_MAY_STILL_GO = (State.QUEUED, State.HELD, State.SENDING, State.UNCERTAIN, State.NEEDS_HUMAN)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an announcement is: groups that have it, of them since longer than FREELY; groups where it may still go."""

    out: int
    old: int
    waiting: int


async def reach(ref: str, now: datetime) -> Reach:
    """How far what was said about `ref` is at `now`."""
    said = await outbox.states(ref)
    out = {one.chat.key: one.sent_at for one in said if one.sent_at}
    waiting = {one.chat.key for one in said if one.state in _MAY_STILL_GO}
    return Reach(len(out), sum(sent_at < now - FREELY for sent_at in out.values()), len(waiting))


async def follow(tx: Transaction, kind: str, key: str, chat: Chat, now: datetime) -> None:
    """Has the due-queue's handler of `kind` look what became of a recall that was asked for in `chat`; see `tell`."""
    await due.schedule(tx, kind, key, now + LOOK_AGAIN, {"chat": chat.key, "since": now.isoformat()})


async def tell(tx: Transaction, job: Due, ref: str, number: int, names: Mapping[str, str]) -> None:
    """Tells who asked how the recall of `ref` went, once it is over or has taken too long. Until then it looks again.

    `names` are the units by the key of their chat.
    """
    traces = await withdraw.traces(ref)
    still = {trace.chat.key for trace in traces if trace.recall is Recall.WANTED and trace.state in _MAY_BE_THERE}
    since = datetime.fromisoformat(job.payload["since"])
    if still and job.now - since < PATIENCE:
        await due.schedule(tx, job.kind, job.key, job.now + LOOK_AGAIN, job.payload)
        return
    if not await job.done(tx):
        return
    failed = {trace.chat.key for trace in traces if trace.recall is Recall.FAILED}
    done = {trace.chat.key for trace in traces if trace.recall is Recall.DONE} - failed - still
    said = recalls_texts.recall_told_text(
        number,
        len(done),
        sorted(names.get(key, key) for key in failed),
        sorted(names.get(key, key) for key in still - failed),
    )
    about = f"{ref}:recalled"
    await outbox.enqueue(
        tx,
        key=f"{about}:{since:%Y%m%d%H%M%S}",
        chat=Chat.parse(job.payload["chat"]),
        segments=[text(said)],
        kind=job.kind,
        ref=about,
    )
