"""API calls with their outcome told apart: done, not done for certain, refused, or unknown."""

import asyncio
import itertools
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    "heard",
    "say",
    "send",
    "send_request",
]

API_TIMEOUT = 30.0
"""Seconds after which a call without an answer is Unknown."""

LATE_ANSWER = 600.0
"""Seconds for which an answer is still listened for when somebody wants it."""

Late = Callable[[Outcome], None]

_echoes = map(f"{secrets.token_hex(4)}-{{}}".format, itertools.count(1))
"""Names of calls: no answer to an earlier process, or to another plugin's call, is taken for one of ours."""


@dataclass(slots=True, eq=False)
class _Call:
    """A call whose answer is listened for: at first by who called, later by `late`."""

    action: str
    answer: accounts.Answer
    late: Late | None


_calls: dict[str, _Call] = {}


async def call(
    self_id: str,
    action: str,
    /,
    *,
    _timeout: float | None = None,
    _late: Late | None = None,
    **params: Any,  # JSON of the action
) -> Outcome:
    """Calls an action and says what became of it; never raises for what the other side does.

    Without a socket nothing is attempted. A socket cut during the call ends it at once as Unknown. An answer that
    comes after that, or after `_timeout` seconds (by default API_TIMEOUT), goes to `_late` (at most 10 minutes later).
    """
    outcome = await _carry_out(self_id, action, json.dumps(params), _timeout, _late)
    if isinstance(outcome, Ok) and action in SENDS and isinstance(group := params.get("group_id"), int):
        sequences.said(group)
    return outcome


async def say(self_id: str, chat: Chat, message: str, late: Late) -> Outcome:
    """Says `message`, a JSON array of segments, in `chat`; as `call` does. What goes to a thousand groups is not written
    as JSON a thousand times."""
    action, target = _target(chat)
    whom = ", ".join(f'"{name}": {v if isinstance(v, int) else json.dumps(v)}' for name, v in target.items())
    params = f'{{{whom}, "message": {message}}}'
    outcome = await _carry_out(self_id, action, params, None, late)
    if isinstance(outcome, Ok) and chat.is_group and isinstance(group := target["group_id"], int):
        sequences.said(group)
    return outcome


async def _carry_out(self_id: str, action: str, params: str, within: float | None, late: Late | None) -> Outcome:
    # The adapter's own call would put its time limit into the parameters and drop what comes later.
    line = accounts.line(self_id)
    if line is None:
        return NotSent("no socket", called=False)
    connection, waiting = line
    limit = API_TIMEOUT if within is None else within
    echo, loop, taken = next(_echoes), asyncio.get_running_loop(), False
    this = _calls[echo] = _Call(action, loop.create_future(), late)
    waiting.add(this.answer)
    listening = False
    try:
        try:
            async with asyncio.timeout(limit):
                await connection.send(f'{{"action": "{action}", "params": {params}, "echo": "{echo}"}}')
                taken = True
                answer = await this.answer
        except TimeoutError:
            answer, why = None, Unknown(f"no answer in {limit:g} s" if taken else f"not taken in {limit:g} s")
        except Exception as error:  # each driver raises its own when the socket goes under its hands
            return Unknown(f"socket lost while sending: {type(error).__name__}", cut=True)
        else:
            why = Unknown("socket lost", cut=True)
        if answer is not None:
            return classify(action, answer)
        if listening := late is not None:
            loop.call_later(LATE_ANSWER, _calls.pop, echo, None)
        return why
    finally:
        waiting.discard(this.answer)
        if not listening:
            del _calls[echo]


def heard(answer: Mapping[str, Any]) -> bool:  # JSON as it came
    """Takes the answer of a call; False when it is none of ours. An answer that nobody waits for any more is late."""
    echo = answer.get("echo")
    this = _calls.get(echo) if isinstance(echo, str) else None
    if this is None:
        return False
    if not this.answer.done():
        this.answer.set_result(answer)
    elif this.late is not None and (this.answer.cancelled() or this.answer.result() is None):
        late, this.late = this.late, None
        asyncio.get_running_loop().call_soon(late, classify(this.action, answer))
    return True


def stop_listening() -> None:
    """Nobody wants late answers any more: at stop."""
    for this in _calls.values():
        this.late = None


def send_request(chat: Chat, segments: Sequence[Segment]) -> tuple[str, dict[str, Any]]:
    """The action and parameters that say `segments` in `chat`: segment arrays only, never a CQ string."""
    action, target = _target(chat)
    return action, {**target, "message": to_json(segments)}


def _target(chat: Chat) -> tuple[str, dict[str, int | str]]:
    if chat.is_group:
        return "send_group_msg", {"group_id": as_number(chat.id)}
    target = {"user_id": as_number(chat.id)}
    return "send_private_msg", {**target, "group_id": as_number(chat.via)} if chat.via else target


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
