"""Quiet acknowledgements: a reaction where the implementation has it, else one line for all in a while.

Everything here is best effort and follows the commit: the record is what counts.
"""

import asyncio
from dataclasses import dataclass, field

from nonebot.log import logger

from plugins.storage import failpoint

from . import accounts, call, texts
from .chats import Chat
from .config import settings
from .limits import Bounded, Once
from .request import Origin, Quiet, Repeat
from .segments import Segment, at, text

OK_EMOJI = "124"
"""QQ's face 👌."""

SENTENCES = 5
"""Different things that went wrong in one line."""

CONCURRENT_REACTIONS = 16
"""facts.md: more calls at once let other answers wait."""


@dataclass(slots=True)
class _Batch:
    """What waits to be said in one chat."""

    done: list[Quiet] = field(default_factory=list)
    again: list[Repeat] = field(default_factory=list)
    amiss: dict[str, dict[str, None]] = field(default_factory=dict)
    """What went wrong, and the accounts it is said to."""


_batches: dict[tuple[str, Chat], _Batch] = {}
_without_reactions: Bounded[str, bool] = Bounded(64)
_told: Once[tuple[str, str, str]] = Once(10_000, seconds=600)
_gate = asyncio.Semaphore(CONCURRENT_REACTIONS)
_flushes: set[asyncio.Task[None]] = set()


async def success(origin: Origin, chat: Chat, quiet: Quiet) -> None:
    """Acknowledges one success in a group."""
    failpoint("gateway.ack.before_send")
    if await _react(origin):
        failpoint("gateway.ack.after_send")
        return
    in_line(origin, chat, quiet)


def in_line(origin: Origin, chat: Chat, quiet: Quiet) -> None:
    """Acknowledges one success in the line for all, without trying a reaction."""
    _batch(origin.self_id, chat).done.append(quiet)


def again(origin: Origin, chat: Chat, repeat: Repeat) -> None:
    """Says once to a person that it was recorded before."""
    if _told.first((chat.key, repeat.topic, repeat.name), asyncio.get_running_loop().time()):
        _batch(origin.self_id, chat).again.append(repeat)


def amiss(origin: Origin, chat: Chat, account: str, sentence: str) -> None:
    """Says what went wrong for one person in the line for all: everybody once a line."""
    _batch(origin.self_id, chat).amiss.setdefault(sentence, {})[account] = None


def forget_account(self_id: str) -> None:
    """After a reconnect the implementation may be another one: reactions are tried again."""
    _without_reactions.pop(self_id, None)


async def flush_all() -> None:
    """Says everything that waits: at stop."""
    for task in tuple(_flushes):
        task.cancel()
    for key in tuple(_batches):
        await _say(*key)


async def _react(origin: Origin) -> bool:
    if origin.self_id in _without_reactions:
        return False
    async with _gate:
        outcome = await call.call(
            origin.self_id, "set_msg_emoji_like", message_id=_as_id(origin.service_id), emoji_id=OK_EMOJI
        )
    if isinstance(outcome, call.NotSent) and outcome.called:
        _without_reactions[origin.self_id] = True
    return isinstance(outcome, call.Ok)


def _as_id(service_id: str) -> int | str:
    return int(service_id) if service_id.lstrip("-").isdigit() else service_id


def _batch(self_id: str, chat: Chat) -> _Batch:
    key = (self_id, chat)
    if key not in _batches:
        _batches[key] = _Batch()
        task = asyncio.create_task(_flush_later(self_id, chat))
        _flushes.add(task)
        task.add_done_callback(_flushes.discard)
    return _batches[key]


async def _flush_later(self_id: str, chat: Chat) -> None:
    await asyncio.sleep(settings.ack_batch_seconds)
    await _say(self_id, chat)


async def _say(self_id: str, chat: Chat) -> None:
    batch = _batches.pop((self_id, chat), None)
    if batch is None:
        return
    try:
        await call.send(chat, _line(batch))
        failpoint("gateway.ack_line.after_send")
    except Exception as error:  # best effort: the record stands, and the next line must still come
        logger.warning(f"an acknowledgement line was not sent: {type(error).__name__}")


def _line(batch: _Batch) -> list[Segment]:
    """One message: what is recorded, then what went wrong and whom it concerns."""
    said = texts.acknowledged_text(batch.done, batch.again)
    line = [text(said)] if said else []
    for sentence, concerned in list(batch.amiss.items())[:SENTENCES]:
        line.append(text("\n" if line else ""))
        for account in list(concerned)[: texts.NAMES_SHOWN]:
            line += [at(account), text(" ")]
        line.append(text(texts.amiss_text(sentence, len(concerned))))
    unsaid = {account for concerned in list(batch.amiss.values())[SENTENCES:] for account in concerned}
    if unsaid:
        line.append(text(f"\n{texts.more_amiss_text(len(unsaid))}"))
    return [segment for segment in line if segment.type != "text" or segment.data["text"]]


accounts.on_up(forget_account)
