"""更正: what is out is followed by a numbered correction; what is not out yet goes out corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import withdraw
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.acting import officer_unit
from plugins.storage import Transaction, audit

from .. import texts
from ..domain import Arrival, Correction, Proposal, State
from ..models import CorrectionRow, DirectiveRow
from . import bringing, errors, planning
from .board import arrivals_of
from .bringing import Brought
from .saying import messages, messages_of, reference_of, say
from .scheduling import chats_of

WORD = "更正"
SEEN = (Arrival.ARRIVED, Arrival.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Correctable:
    """What a correction will do: `after` is the directive with it; groups that have the directive, and that have not;
    `read` people have read it before, and are asked `again` or not."""

    number: int
    correction: Correction
    after: Proposal
    out: int
    unsent: int
    read: int
    again: bool
    secret: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """The correction `ordinal` of a directive went to `told` groups; `unsent` groups get the corrected directive."""

    number: int
    ordinal: int
    told: int
    unsent: int
    again: int
    """People who had read it and are asked again."""


async def propose_correction(
    account: str,
    chat: Chat,
    origin: Origin,
    number: int,
    correction: Correction,
    now: datetime,
    brought: Brought | None = None,
) -> Correctable:
    """Keeps a preview of a correction, with the bytes that were `brought` along. Raises NoSuchDirective, NotOfficerOver, NotCorrectable, NothingCorrected,
    SentAfterDeadline."""
    if correction.is_empty:
        raise errors.NothingCorrected

    async def work(tx: Transaction) -> Correctable:
        await inbox.first_time(tx, origin, now)
        row = await _correctable(account, number)
        after = _after(row, correction)
        out = len(_seen(await arrivals_of(number)))
        every = len(await chats_of(number))
        pieces = await bringing.keep(tx, correction.pieces, brought or {})
        payload = replace(correction, pieces=pieces).as_json()
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=number, payload=payload, now=now)
        storage.failpoint("relay.correction_preview.before_commit")
        again = correction.again and row.receipts
        secret = correction.secrecy_words()
        return Correctable(number, correction, after, out, every - out, row.read_count, again, secret)

    found = await storage.write(work)
    storage.failpoint("relay.correction_preview.after_commit")
    return found


async def correct(
    account: str, preview: Preview, origin: Origin, now: datetime, *, not_secret: bool = False
) -> Corrected:
    """Corrects what the preview showed, in one use case. Raises MaybeSecret, and as propose_correction."""
    correction = Correction.of(preview.payload)

    async def work(tx: Transaction) -> Corrected:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        if correction.secrecy_words() and not not_secret:
            raise errors.MaybeSecret
        await tx.execute("UPDATE relay_directive SET corrected = corrected + 1 WHERE id = ?", (preview.number,))
        row = await _correctable(account, preview.number)
        after = _after(row, correction)
        read = row.read_count
        await CorrectionRow.create(
            directive_id=row.id,
            ordinal=row.corrected,
            correction=correction.dumped(),
            read_before=read,
            issued_by=account,
            issued_at=now,
        )
        again = correction.again and row.receipts
        row.proposal, row.title, row.deadline = after.dumped(), after.title, after.deadline
        if again:
            row.read_count = 0
            await tx.execute(_ASK_AGAIN, (row.id,))
        await row.save(update_fields=["proposal", "title", "deadline", "read_count"])
        if row.receipts:
            await planning.plan(tx, row.id, row.deadline, max(now, row.not_before or now))
        told, unsent = await _spread(tx, row, correction, after, again=again)
        detail = {"ordinal": row.corrected, "told": told, "unsent": unsent, "again": again}
        await audit.record(tx, account, "relay.correct", f"directive:{row.id}", detail)
        storage.failpoint("relay.correct.before_commit")
        return Corrected(row.id, row.corrected, told, unsent, read if again else 0)

    corrected = await storage.write(work)
    storage.failpoint("relay.correct.after_commit")
    return corrected


_ASK_AGAIN = """
UPDATE relay_receipt SET earlier_read_at = read_at, read_at = NULL, told_by = NULL, told_how = NULL
WHERE directive_id = ? AND read_at IS NOT NULL
"""


async def _spread(
    tx: Transaction, row: DirectiveRow, correction: Correction, after: Proposal, *, again: bool
) -> tuple[int, int]:
    """Says it: the correction where the directive is, the corrected directive where it is not. How many groups each."""
    chats = await chats_of(row.id)
    if row.state is State.SCHEDULED:
        return 0, len(chats)
    arrivals = await arrivals_of(row.id)
    failed = [chat for chat in chats if arrivals.get(chat.key) is Arrival.FAILED]
    unsent = await withdraw.take_back(tx, reference_of(row.id))
    whole = messages_of(row.id, row.unit_name, after)
    await say(tx, row.id, unsent, whole)
    key = f"{reference_of(row.id)}:correction:{row.corrected}"
    await say(tx, row.id, failed, whole, key=key)
    elsewhere = {chat.key for chat in (*unsent, *failed)}
    told = [chat for chat in chats if chat.key not in elsewhere]
    said = texts.correction_text(row.id, row.unit_name, row.corrected, correction, after, again=again)
    await say(tx, row.id, told, messages(row.id, said, correction.pieces), key=key)
    return len(told), len(unsent) + len(failed)


def _seen(arrivals: Mapping[str, Arrival]) -> Sequence[str]:
    return [chat for chat, arrival in arrivals.items() if arrival in SEEN]


def _after(row: DirectiveRow, correction: Correction) -> Proposal:
    after = correction.applied(Proposal.loaded(row.proposal))
    if row.state is State.SCHEDULED and after.deadline and row.not_before and row.not_before >= after.deadline:
        raise errors.SentAfterDeadline
    return after


async def _correctable(account: str, number: int) -> DirectiveRow:
    row = await DirectiveRow.get_or_none(id=number)
    if row is None:
        raise errors.NoSuchDirective(number)
    await officer_unit(account, row.unit_id)
    if row.state not in (State.OPEN, State.SCHEDULED) or not row.proposal:
        raise errors.NotCorrectable(number)
    return row
