"""API calls with their outcome told apart: done, not done for certain, refused, or unknown."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from nonebot.adapters.onebot.v11 import Adapter

from . import accounts, sequences
from .chats import Chat
from .outcomes import SENDS, NotSent, Ok, Outcome, Reason, Refused, Unknown, classify
from .segments import Segment, to_json

__all__ = [
    "API_TIMEOUT",
    "NotSent",
    "Ok",
    "Outcome",
    "Reason",
    "Refused",
    "Unknown",
    "as_number",
    "call",
    "send",
    "send_request",
]

API_TIMEOUT = 30.0
"""Seconds after which a call without an answer is Unknown."""

LATE_ANSWER = 600.0
"""Seconds for which an answer is still listened for when somebody wants it."""

_listening: set[asyncio.Task[None]] = set()


async def call(
    self_id: str,
    action: str,
    /,
    *,
    _timeout: float | None = None,
    _late: Callable[[Outcome], None] | None = None,
    **params: Any,  # JSON of the action
) -> Outcome:
    """Calls an action and says what became of it; never raises for what the other side does.

    Without a socket nothing is attempted. A socket cut during the call ends it at once as Unknown. An answer that
    comes after that, or after `_timeout` seconds (by default API_TIMEOUT), goes to `_late` (at most 10 minutes later).
    """
    connection, cut = accounts.socket(self_id), accounts.cut_of(self_id)
    if connection is None or cut is None:
        return NotSent("no socket", called=False)
    # The adapter's own call would put its time limit into the parameters and drop what comes later; its store's own
    # waiting costs a task a call.
    store = Adapter._result_store
    echo = store.get_seq()
    frame = json.dumps({"action": action, "params": params, "echo": str(echo)})
    answer: asyncio.Future[dict[str, Any]] = cut.get_loop().create_future()
    store._futures[echo] = answer
    limit = API_TIMEOUT if _timeout is None else _timeout
    kept = False
    try:
        try:
            async with asyncio.timeout(limit):
                await connection.send(frame)
        except TimeoutError:
            return Unknown(f"not taken in {limit:g} s")
        except Exception as error:  # each driver raises its own when the socket goes under its hands
            return Unknown(f"socket lost while sending: {type(error).__name__}", cut=True)
        await asyncio.wait({answer, cut}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            outcome = classify(action, answer.result())
            if isinstance(outcome, Ok) and action in SENDS and isinstance(group := params.get("group_id"), int):
                sequences.said(group)
            return outcome
        if _late is not None:
            kept = True
            _listen(echo, answer, action, _late)
        return Unknown("socket lost", cut=True) if cut.done() else Unknown(f"no answer in {limit:g} s")
    finally:
        if not kept:
            store._futures.pop(echo, None)


def _listen(
    echo: int,
    answer: asyncio.Future[dict[str, Any]],
    action: str,
    late: Callable[[Outcome], None],  # JSON as it came
) -> None:
    async def wait() -> None:
        try:
            late(classify(action, await asyncio.wait_for(answer, LATE_ANSWER)))
        except TimeoutError:
            return
        finally:
            Adapter._result_store._futures.pop(echo, None)

    task = asyncio.create_task(wait())
    _listening.add(task)
    task.add_done_callback(_listening.discard)


def stop_listening() -> None:
    """Nobody wants late answers any more: at stop."""
    for task in tuple(_listening):
        task.cancel()


def send_request(chat: Chat, segments: Sequence[Segment]) -> tuple[str, dict[str, Any]]:
    """The action and parameters that say `segments` in `chat`: segment arrays only, never a CQ string."""
    message = to_json(segments)
    if chat.is_group:
        return "send_group_msg", {"group_id": as_number(chat.id), "message": message}
    params: dict[str, Any] = {"user_id": as_number(chat.id), "message": message}
    if chat.via:
        params["group_id"] = as_number(chat.via)
    return "send_private_msg", params


async def send(chat: Chat, segments: Sequence[Segment], *, self_id: str = "") -> Outcome:
    """Says something straight out, for an answer that somebody waits for. It goes before what the outbox has.

    `self_id` names the account; otherwise one that reaches the chat speaks. May be dropped when too many answers
    wait (NotSent): every command is safe to retype.
    """
    speaker = self_id or accounts.for_chat(chat)
    if not speaker or accounts.socket(speaker) is None:
        return NotSent("no socket", called=False)
    if not await accounts.of(speaker).turn():
        return NotSent("too many answers wait", called=False)
    action, params = send_request(chat, segments)
    return await call(speaker, action, **params)


def as_number(identifier: str) -> int | str:
    """Ids are numbers in OneBot v11; what is none goes as it is."""
    return int(identifier) if identifier.isdecimal() else identifier
