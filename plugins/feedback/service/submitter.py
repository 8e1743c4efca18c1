"""What the author does with a case: by 查询码 where it is anonymous, by its number where it is their own.

For an anonymous case nothing is written that names person, message or moment, and 查询 writes nothing at all. What its
author does shows to the handlers at the next sweep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise.expressions import Q

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.directory import Actor
from plugins.gateway.request import Origin
from plugins.storage import Transaction, read, workdays

from .. import texts
from ..config import settings
from ..domain import ENDED, OPEN, STEPS_TOLD_AT_ONCE, Clocks, Command, Kind, Rating, Role, State, expires_on
from ..models import CaseRow, SubmitterRow
from . import codes, erasing, moving, records, telling
from .errors import NotTheAuthor, WrongCode
from .records import CaseView

LISTED = 50
"""Cases that 我的意见 lists at most."""
RECALL = timedelta(days=1)
"""How long after a command its recall still means it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The proof that somebody is the author of a case. `origin` of the message on a named one, None on an anonymous."""

    case_id: int
    number: int
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Own:
    """One line of 我的意见. `pictures` are kept with it."""

    number: int
    kind: Kind
    state: State
    arrived_on: date
    pictures: int


async def by_code(account: str, code: str) -> Holder:
    """The author by 查询码. Raises WrongCode, codes.TooManyWrongCodes. Writes nothing; the account is counted in memory
    when the code is wrong."""
    codes.check_allowed(account)
    receipt = await codes.fingerprint(code)
    row = await CaseRow.get_or_none(receipt=receipt).only("id", "number")
    if row is None:
        await codes.was_wrong(account)
        raise WrongCode
    return Holder(row.id, row.number, None)


async def own(actor: Actor, number: int, origin: Origin) -> Holder:
    """The author of a named case. Raises NotTheAuthor."""
    row = await CaseRow.get_or_none(number=number, anonymous=False)
    submitter = await SubmitterRow.get_or_none(case_id=row.id) if row else None
    if row is None or submitter is None or not _is_author(submitter, actor):
        raise NotTheAuthor(number)
    return Holder(row.id, row.number, origin)


@dataclass(frozen=True, slots=True)
class Recalled:
    """A named opinion whose command was recalled; `back` when it was taken back, not when somebody has accepted it."""

    number: int
    back: bool


async def recalled(actor: Actor, chat_key: str, message_id: str, now: datetime) -> Recalled | None:
    """Takes back what this message filed and nobody has accepted; None when it filed nothing that is open.

    Ids come again after a restart of the implementation: only what was filed within RECALL counts.
    """
    theirs = SubmitterRow.filter(Q(person_id=actor.person_id or 0) | Q(account=actor.account))
    for row in await theirs.filter(message__startswith=f"{chat_key}/{message_id}@").prefetch_related("case"):
        filed_at = row.message.rpartition("@")[2]
        if not filed_at.isdecimal() or abs(now.timestamp() - int(filed_at)) > RECALL.total_seconds():
            continue
        if row.case.state in OPEN:
            holder = Holder(row.case.id, row.case.number, None)
            after = await _act(holder, Command.WITHDRAW, now, "", only=State.RECEIVED)
            return Recalled(row.case.number, back=after is State.WITHDRAWN)
    return None


async def mine(actor: Actor) -> Sequence[Own]:
    """The named cases of this person, the newest day first."""
    mine = "s.person_id = ? OR s.account = ?"
    return await _listed(mine, (actor.person_id or 0, actor.account), f"LIMIT {LISTED}")


async def of_person(person_id: int) -> Sequence[Own]:
    """All named cases of somebody of the roster, the newest day first."""
    return await _listed("s.person_id = ?", (person_id,))


async def _listed(where: str, params: Sequence[object], limit: str = "") -> list[Own]:
    rows = await read(
        "SELECT c.number, c.kind, c.state, c.arrived_on, "
        "(SELECT COUNT(*) FROM feedback_attachment a WHERE a.case_id = c.id) AS pictures FROM feedback_submitter s JOIN feedback_case c "
        f"ON c.id = s.case_id WHERE {where} ORDER BY c.arrived_on DESC, c.number {limit}",
        params,
    )
    return [
        Own(row["number"], Kind(row["kind"]), State(row["state"]), _date(row["arrived_on"]), row["pictures"])
        for row in rows
    ]


async def query(holder: Holder, *, pictures: bool = False) -> CaseView:
    """The case as its author sees it. Raises Destroyed."""
    return await records.view(await CaseRow.get(id=holder.case_id), for_handler=False, pictures=pictures)


async def may_reopen(holder: Holder) -> bool:
    """Whether the last rating lets the author open it once more."""
    return records.may_reopen(await CaseRow.get(id=holder.case_id))


async def add(holder: Holder, text: str, pictures: Sequence[bytes], now: datetime) -> State:
    """追加; an answered case is in the handler's hands again. Raises NotNow, Objected, Destroyed."""
    return await _act(holder, Command.ADD, now, text, pictures=pictures)


async def rate(holder: Holder, rating: Rating, comment: str, now: datetime) -> State:
    """评价: once a round. Raises NotNow, Objected, Destroyed."""
    return await _act(holder, Command.RATE, now, comment, rating=rating)


async def reopen(holder: Holder, reason: str, now: datetime) -> State:
    """重开: once, after one of the two worst ratings. A declined case goes to the unit above. Raises as rate."""
    return await _act(holder, Command.REOPEN, now, reason)


async def withdraw(holder: Holder, now: datetime) -> State:
    """撤件: what was written is erased at once; that there was a case stays until it expires. Raises NotNow."""
    return await _act(holder, Command.WITHDRAW, now, "")


async def stop_push(holder: Holder, now: datetime) -> None:
    """停止推送: the sealed route is erased."""

    async def work(tx: Transaction) -> None:
        row = await CaseRow.get(id=holder.case_id)
        await telling.stop_push(tx, row, records.day_of(now))

    await storage.write(work, alone=holder.origin is None)
    await erasing.scrub()


async def _act(
    holder: Holder,
    command: Command,
    now: datetime,
    text: str,
    *,
    rating: Rating | None = None,
    pictures: Sequence[bytes] = (),
    only: State | None = None,
) -> State:
    """Returns the state it is in then: unchanged where `only` names another than it is in."""
    day = records.day_of(now)

    async def work(tx: Transaction) -> State:
        if holder.origin is not None:
            await inbox.first_time(tx, holder.origin, now)
        row = await CaseRow.get(id=holder.case_id)
        if only is not None and row.state is not only:
            return row.state
        named = not row.anonymous
        after = records.decide(row, command, Role.SUBMITTER, text, pictures=len(pictures))
        told = await moving.handlers_of(row) if named and command is Command.WITHDRAW else []
        if command is Command.WITHDRAW:
            await telling.stop_push(tx, row, day)
            await erasing.erase_content(row, day)
        else:
            key = records.key_of(row)
            if command is Command.RATE:
                row.rating = rating
            if command is Command.REOPEN:
                await _again(row, day)
            content = {"text": text} | ({"rating": int(rating)} if rating else {})
            await records.add_event(row, key, command, Role.SUBMITTER, day, content, shown=named, pictures=pictures)
        row.state = after
        if after in ENDED:
            _ends(row, day)
        if named:
            row.seen_state = after
            records.show_figures(row)
            row.stirred = row.stirred or (command is Command.ADD and row.steps > STEPS_TOLD_AT_ONCE)
            if command is Command.REOPEN or (command is Command.ADD and not row.stirred):
                told = await moving.handlers_of(row)
            sentence = texts.author_acted_text(row.number, command)
            await telling.tell(tx, told, row, f"handler:{row.steps}:{command.name}", sentence, now)
        else:
            row.stirred = True
        await row.save()
        return after

    after = await storage.write(work, alone=holder.origin is None)
    storage.failpoint("feedback.author.after_commit")
    if command is Command.WITHDRAW:
        await erasing.scrub()
    return after


async def _again(row: CaseRow, day: date) -> None:
    """Another round: clocks begin anew; who declined does not decide again where a unit above can.

    Of an anonymous case that waits for the sweep: the old desk would see the very minute in which it goes.
    """
    row.round += 1
    row.ended_on = row.expires_on = row.answered_on = row.came_from_unit_id = None
    row.transfers = 0
    records.set_clocks(row, Clocks.started(day, workdays.is_working))
    if row.declined and not row.anonymous:
        await moving.pass_over_who_declined(row)


def _ends(row: CaseRow, day: date) -> None:
    """A rating ends what was closed before; the days run from now on."""
    row.ended_on = row.ended_on or day
    row.expires_on = expires_on(day, settings.feedback_retention_days)


def _is_author(submitter: SubmitterRow, actor: Actor) -> bool:
    if submitter.person_id is not None:
        return submitter.person_id == actor.person_id
    return submitter.account == actor.account


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
