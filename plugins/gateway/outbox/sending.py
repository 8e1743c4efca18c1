"""One send from the claimed row to the kept result, and what the result means for account and chat."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from nonebot.log import logger

from plugins.storage import clock, failpoint
from plugins.storage.errors import NotOpen, WriteFailed

from .. import accounts, call
from ..chats import Chat
from ..directory import target_events
from ..outcomes import NotSent, Ok, Outcome, Reason, Refused, Unknown
from . import alerts, blobs, content, doubts, lifts, marks, numbers, once, reach, settling, wishes
from .domain import Lane, State, Step
from .marks import Result
from .rows import Claimed

KEEP_TRYING = (0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to keep a result; then every last so many."""
ASK_FOR = 10.0
"""Seconds for what is asked before a send: with API_TIMEOUT it stays well inside the lease."""
CALLED_WITHIN = timedelta(seconds=30)
"""How long after its claim a row may still be said: its lease must outlast the call, whatever it waited for before. Else
another would look for it, find nothing, and say it too."""


Landed = Callable[[], None]


@dataclass(slots=True, eq=False)
class Flight:
    """A send whose result is not kept yet. `echo` is the id under which the chat service reported the message meanwhile;
    `called` when the call began."""

    row: Claimed
    account: str
    landed: Landed
    echo: str = ""
    called: datetime | None = None


_carrying = asyncio.Semaphore(4)
"""Messages with pictures or files under way at once: each holds all its bytes."""
_carrying_urgent = asyncio.Semaphore(2)
"""The same for what is urgent, which never waits behind the others."""
_flights: dict[str, list[Flight]] = {}
_keeping: set[asyncio.Task[None]] = set()


def flying(chat_key: str) -> list[Flight]:
    """What is under way to a chat."""
    return _flights.get(chat_key, [])


def in_the_air() -> list[int]:
    """The rows whose send is under way, or whose result is not kept yet."""
    return [flight.row.id for flights in _flights.values() for flight in flights]


def unsettled(chat: Chat) -> bool:
    """Whether something is under way to `chat` or in doubt there: people may have a message before its id is known."""
    return chat.key in _flights or doubts.may_be(chat.key)


async def send(account: accounts.Account, row: Claimed, landed: Landed = lambda: None) -> None:
    """Sends a claimed row; returns once it is answered: the next may go. What became of it is kept meanwhile, and
    `landed` called after that, whatever happens."""
    if row.sealed is not None:
        try:
            await once.send(account.id, row, ASK_FOR)
        finally:
            landed()
        return
    flight = Flight(row, account.id, landed)
    _flights.setdefault(row.chat.key, []).append(flight)
    try:
        outcome = await _say(account, flight)
        if isinstance(outcome, Unknown) and flight.echo:
            outcome = Ok({"message_id": flight.echo})
        removed = isinstance(outcome, Refused) and outcome.reason is Reason.REMOVED
        if removed and await reach.may_be_anothers(account.id, row.chat):
            outcome, removed = NotSent("another account may be there", called=False), False
        troubled = account.breaker.troubled
        if not (isinstance(outcome, Unknown) and not _is_friendly(account, row)):
            await _note(account, row.chat, outcome)
    except BaseException:
        _land(flight)
        raise
    result = Result(row.id, row.attempt, outcome, clock.now(), called=flight.called, troubled=troubled)
    marks.hand_over(result, partial(_kept, flight), partial(_not_kept, flight, result))
    if removed:
        await _gone(account, row)


def _kept(flight: Flight, step: Step | None) -> None:
    try:
        _after(flight.row, step)
        if flight.echo and step and step.state is State.UNCERTAIN:
            _answer_late(flight.row, Ok({"message_id": flight.echo}))
    finally:
        _land(flight)


def _not_kept(flight: Flight, result: Result, error: BaseException) -> None:
    async def keep() -> None:
        try:
            step = await _keep(result, error)
        except BaseException:
            _land(flight)
            raise
        _kept(flight, step)

    _aside(keep())


def _land(flight: Flight) -> None:
    flights = _flights[flight.row.chat.key]
    flights.remove(flight)
    if not flights:
        del _flights[flight.row.chat.key]
    flight.landed()


async def _say(account: accounts.Account, flight: Flight) -> Outcome:
    row = flight.row
    if not row.chat.is_group and row.lane > Lane.URGENT:  # incidents are tried for all, whatever the lists say
        await reach.known(account.id, ASK_FOR)
    if _is_stranger(account, row):
        return Refused(Reason.STRANGER)
    if not await wishes.still_wanted(row.chat, row.ref):
        return Refused(Reason.UNWANTED)
    if content.is_for_everyone(row.frozen) and not await _may_address_everyone(account.id, row):
        return Refused(Reason.QUOTA)
    if not blobs.carries(row.frozen):
        return await _deliver(account, flight, row.frozen)
    async with _carrying if row.lane > Lane.URGENT else _carrying_urgent:
        try:
            return await _deliver(account, flight, content.frozen(await blobs.expanded(row.segments)))
        except blobs.BlobGone:
            return Refused(Reason.CONTENT)


async def _deliver(account: accounts.Account, flight: Flight, message: str) -> Outcome:
    row, now = flight.row, clock.now()
    if wishes.was_stopped(row.ref, row.started):
        return NotSent("stopped", called=False)
    if now - row.started > CALLED_WITHIN:
        return NotSent("waited too long", called=False)
    flight.called = now
    failpoint("outbox.send.before")
    outcome = await call.say(account.id, row.chat, message, partial(_answer_late, row))
    failpoint("outbox.send.after")
    return outcome


def _is_stranger(account: accounts.Account, row: Claimed) -> bool:
    """A private message to who is no friend may hang or lie. Incidents are tried for all."""
    return not _is_friendly(account, row) and not row.chat.via and row.lane > Lane.URGENT


def _is_friendly(account: accounts.Account, row: Claimed) -> bool:
    """A send that hangs says something about the account, except to a person who is no friend."""
    return row.chat.is_group or account.reaches(row.chat)


async def _may_address_everyone(self_id: str, row: Claimed) -> bool:
    """Whether an @全体 is left. Without an answer the send itself will tell."""
    outcome = await call.call(
        self_id, "get_group_at_all_remain", _timeout=ASK_FOR, group_id=call.as_number(row.chat.id)
    )
    if not isinstance(outcome, Ok) or not isinstance(outcome.data, Mapping):
        return True
    left = (outcome.data.get("remain_at_all_count_for_group"), outcome.data.get("remain_at_all_count_for_uin"))
    return outcome.data.get("can_at_all") is not False and 0 not in left


async def _note(account: accounts.Account, chat: Chat, outcome: Outcome) -> None:
    """What an outcome says about the account itself."""
    now = time.monotonic()
    match outcome:
        case Ok():
            account.succeeded()
            if chat.is_group:
                account.is_in(chat)
            if account.offline:
                account.offline = False
                await lifts.lift(account=account.id)
        case Refused(Reason.OFFLINE):
            account.offline = True
            if account.breaker.trip(now):
                await alerts.account_offline(account.id)
        case Refused(Reason.OTHER) | Unknown(cut=False):
            if account.failed():
                await alerts.account_paused(account.id)


async def _keep(result: Result, error: BaseException | None = None) -> Step | None:
    """Keeps a result, however long the database cannot: what was answered must not be asked again. `error` is what it
    said to a first attempt."""
    tries = 0
    while True:
        if error is not None:
            if not isinstance(error, WriteFailed | NotOpen):
                raise error
            logger.error("the result of a send could not be kept yet: {}", type(error).__name__)
            await asyncio.sleep(KEEP_TRYING[min(tries, len(KEEP_TRYING) - 1)])
            tries += 1
        try:
            return await marks.record(result)
        except (WriteFailed, NotOpen) as again:
            error = again


def _after(row: Claimed, step: Step | None) -> None:
    if step is None:
        return
    settling.note(row.ref)
    if step.state is State.SENT:
        numbers.remember(row.chat, step.message_id, row.number, clock.now())
    elif step.state is State.UNCERTAIN:
        doubts.note(row.chat.key)
        logger.warning("outbox row {}, attempt {}: in doubt, {}", row.id, row.attempt, step.evidence)
    else:
        logger.info("outbox row {}, attempt {}: {}, {}", row.id, row.attempt, step.state, step.evidence)


def _answer_late(row: Claimed, outcome: Outcome) -> None:
    """An answer after the row was given up: it counts for its own attempt only."""

    async def keep() -> None:
        _after(row, await _keep(Result(row.id, row.attempt, outcome, clock.now(), late=True)))

    _aside(keep())


def _aside(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    _keeping.add(task)
    task.add_done_callback(_keeping.discard)


async def stop() -> None:
    """Ends listening for late answers; what has come is kept."""
    call.stop_listening()
    if _keeping:
        await asyncio.wait(_keeping, timeout=KEEP_TRYING[-1])


async def _gone(account: accounts.Account, row: Claimed) -> None:
    """The account is not in the group: told once, until it is there again."""
    if account.forget_group(row.chat):
        for listener in target_events():
            await listener.target_gone(row.chat, "removed")
