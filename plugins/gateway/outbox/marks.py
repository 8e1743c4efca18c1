"""Writes what became of sends and looks: decided by domain from the row as it is then, in one use case."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from plugins.storage import Combined, Transaction, clock, failpoint, write

from ..outcomes import Ok, Outcome, Unknown
from ..segments import Segment
from . import bodies, content, domain, rows
from .content import Entry
from .domain import Case, Found, Recall, State, Step
from .models import OutboxRow


class Result(NamedTuple):
    """The outcome of attempt `attempt` of a row, as it came at `at` (aware UTC). `called`: when the call began, which may be
    a while after the claim."""

    id: int
    attempt: int
    outcome: Outcome
    at: datetime
    called: datetime | None = None
    troubled: bool = False
    late: bool = False


async def record(result: Result) -> Step | None:
    """Keeps a result. None when the row has gone on without it. Raises WriteFailed."""
    step = await _results.add(result)
    failpoint("outbox.mark.after_commit")
    return step


def hand_over(result: Result, kept: Callable[[Step | None], None], failed: Callable[[BaseException], None]) -> None:
    """As `record`, without waiting: `kept` or `failed` is called."""

    def told(step: Step | None) -> None:
        failpoint("outbox.mark.after_commit")
        kept(step)

    _results.put(result, told, failed)


async def _record_all(tx: Transaction, results: Sequence[Result]) -> list[Step | None]:
    plain = {
        r.id: rows.Answered(r.id, r.attempt, r.outcome.message_id)
        for r in results
        if isinstance(r.outcome, Ok) and not r.late
    }
    marked = await rows.mark_sent(tx, list(plain.values()), results[0].at) if plain else set()
    steps: list[Step | None] = []
    for result in results:
        if result.id in marked and not result.late:
            steps.append(Step(State.SENT, "answer", message_id=plain[result.id].message_id, sent_at=result.at))
        else:
            steps.append(await _record_one(tx, result))
    failpoint("outbox.mark.before_commit")
    return steps


_results: Combined[Result, Step | None] = Combined(_record_all)


async def _record_one(tx: Transaction, result: Result) -> Step | None:
    row = await OutboxRow.get_or_none(id=result.id)
    if row is None or row.attempt != result.attempt:
        return None
    late = row.state is not State.SENDING
    if late and isinstance(result.outcome, Unknown):
        return None
    if row.state is State.QUEUED and not isinstance(result.outcome, Ok):
        return None
    said = await bodies.segments_of(row)
    step = domain.after_outcome(_case(row, said), result.outcome, result.at, troubled=result.troubled, late=late)
    if step.state not in domain.MOVES[row.state]:
        return None
    plain = None
    if step.plain:
        plain = content.frozen(content.without_everyone(said))
    await rows.apply(tx, row.id, step, plain)
    if step.state is State.UNCERTAIN and result.called is not None:
        await OutboxRow.filter(id=row.id).update(send_started_at=result.called)
    await _forget_words(tx, row, step)
    return step


async def look(row_id: int, attempt: int, page: Sequence[Entry] | None) -> Step | None:
    """Judges an uncertain row by a history page (None: none is offered). None when the row has gone on."""

    async def work(tx: Transaction) -> Step | None:
        row = await OutboxRow.get_or_none(id=row_id)
        if row is None or row.attempt != attempt or row.state is not State.UNCERTAIN or row.send_started_at is None:
            return None
        said = await bodies.segments_of(row)
        wanted = content.normalised(said)
        claimed = await _claimed(row, wanted, [entry for entry in page or () if entry.content == wanted])
        evidence = content.judge(page, wanted, row.send_started_at, claimed)
        return await _conclude(tx, row, said, evidence)

    return await write(work)


async def echoed(chat_key: str, account: str, heard: Entry) -> tuple[Step, int | None] | None:
    """The chat service reported a message of ours: the oldest doubtful row with that content is there.

    Gives what became of it and its number; None when no row is meant.
    """

    async def work(tx: Transaction) -> tuple[Step, int | None] | None:
        claimed = OutboxRow.filter(chat=chat_key, message_id=heard.message_id, sent_at__gt=heard.at - content.LOOKALIKE)
        if await claimed.exists():
            return None
        doubtful = OutboxRow.filter(
            chat=chat_key, account=account, state__in=[State.UNCERTAIN, State.NEEDS_HUMAN]
        ).order_by("id")
        for row in await doubtful:
            started = row.send_started_at
            said = await bodies.segments_of(row)
            same = content.normalised(said) == heard.content
            if same and started is not None and heard.at >= started.replace(microsecond=0):
                return await _conclude(tx, row, said, Found(heard.message_id, heard.at, "echo")), row.number
        return None

    return await write(work)


async def _claimed(row: OutboxRow, said: tuple[str, ...], alike: Sequence[Entry]) -> set[str]:
    """Ids among messages that look like `row` that other rows of the chat stand for.

    Ids are used again after a restart of the implementation: the other must have said the same, at about that time.
    """
    mine = {entry.message_id: entry.at for entry in alike if entry.mine}
    if not mine:
        return set()
    return {
        other.message_id
        for other in await OutboxRow.filter(chat=row.chat, message_id__in=list(mine)).exclude(id=row.id)
        if other.message_id and other.sent_at and abs(other.sent_at - mine[other.message_id]) <= content.LOOKALIKE
        if content.normalised(await bodies.segments_of(other)) == said
    }


async def _conclude(tx: Transaction, row: OutboxRow, said: Sequence[Segment], evidence: domain.Evidence) -> Step:
    step = domain.after_look(_case(row, said), evidence, clock.now())
    await rows.apply(tx, row.id, step)
    await _forget_words(tx, row, step)
    return step


async def _forget_words(tx: Transaction, row: OutboxRow, step: Step) -> None:
    """What was to be taken back while it was in doubt, and is known now, needs its id alone."""
    if row.recall is Recall.WANTED and step.state in (State.SENT, State.CANCELLED, State.REJECTED):
        await bodies.strip(tx, [row.id])


async def recalled(row_id: int, how: Recall) -> None:
    """Keeps that a message was taken back, or that it could not be."""

    async def work(tx: Transaction) -> None:
        await OutboxRow.filter(id=row_id).update(recall=how, due_at=None)

    await write(work)


async def recall_later(row_id: int) -> None:
    """Keeps that a message could not even be tried to be taken back: it is, once that may work."""

    async def work(tx: Transaction) -> None:
        await OutboxRow.filter(id=row_id).update(due_at=clock.now() + domain.RECALL_EVERY[0])

    await write(work)


async def recall_again(row_id: int) -> None:
    """Keeps that it is not known whether a message was taken back: it is tried again, in the end given up."""

    async def work(tx: Transaction) -> None:
        row = await OutboxRow.get(id=row_id)
        tried, row.looks = row.looks, row.looks + 1
        if tried < len(domain.RECALL_EVERY):
            row.due_at = clock.now() + domain.RECALL_EVERY[tried]
        else:
            row.recall, row.due_at = Recall.FAILED, None
        await row.save(update_fields=["looks", "recall", "due_at"])

    await write(work)


def _case(row: OutboxRow, said: Sequence[Segment]) -> Case:
    return Case(
        state=row.state,
        attempt=row.attempt,
        send_started_at=row.send_started_at or row.created_at,
        refusals=row.refusals,
        looks=row.looks,
        repeated=row.repeated,
        everyone=content.addresses_everyone(said),
        personal=row.kind.startswith("reminder"),
        recall=row.recall,
    )
