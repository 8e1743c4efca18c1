"""签收 进度 完成 审核 延期: one step in the life of an assignment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Q

from plugins import remind, storage
from plugins.gateway import inbox, outbox
from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.request import Origin
from plugins.gateway.segments import text
from plugins.org.bindings import load_bound
from plugins.org.domain import match
from plugins.org.units import load_tree, path_of
from plugins.storage import Transaction, audit, due

from .. import texts
from ..domain import ACTS, Act, Refusal, Role, State, step
from ..models import AssignmentRow, EventRow, TaskRow
from . import errors, evidence
from .issue import groups_of
from .reminders import KIND, extended_ref

REVIEW = "tasks.review"
GATHERED = timedelta(minutes=10)
"""What units report as done in this time is told to the issuer in one line."""
TOLD_UNIT = "tasks.told"


@dataclass(frozen=True, slots=True)
class Did:
    """What an act came to. `done` and `units` are of the whole task; `deadline` aware UTC."""

    number: int
    title: str
    unit: str
    act: Act
    state: State
    deadline: datetime
    submitted: int
    done: int
    units: int


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to do what. `number` None: the only task it can be. `unit` "": the only unit it can be."""

    actor: Actor
    act: Act
    number: int | None
    unit: str
    text: str
    origin: Origin
    now: datetime
    here: UnitView | None = None
    deadline: datetime | None = None
    """The new one of 延期, aware UTC."""
    pictures: tuple[bytes, ...] = ()
    """What came along with 完成."""


def roles_of(actor: Actor, issuer: UnitView | None, path: Sequence[int]) -> frozenset[Role]:
    """What the actor is for an assignment of the unit at `path`: an officer of it (or of a unit between it and the
    issuer), an officer of the issuer or above, both, or neither."""
    roles: set[Role] = set()
    above = issuer.path if issuer is not None else ()
    if any(
        post.officer and post.unit.id in path and (post.unit.id == path[-1] or post.unit.id not in above)
        for post in actor.posts
    ):
        roles.add(Role.UNIT)
    if issuer is not None and actor.is_officer_over(issuer):
        roles.add(Role.ISSUER)
    return frozenset(roles)


async def act(wish: Wish) -> Did:
    """Does it, with its history, audit and what others must hear, in one use case.

    Raises NoSuchTask, NotYours, WhichTask, WhichAssignment, NotNow, NotLater, UnknownUnit.
    """

    async def work(tx: Transaction) -> Did:
        await inbox.first_time(tx, wish.origin, wish.now)
        number = wish.number if wish.number is not None else await _only_task(wish)
        task = await TaskRow.get_or_none(id=number)
        if task is None:
            raise errors.NoSuchTask(number)
        row, roles = await _assignment(wish, task)
        after = step(row.state, wish.act, roles, closed=task.closed_at is not None)
        if isinstance(after, Refusal):
            if after in (Refusal.NOT_THE_UNIT, Refusal.NOT_THE_ISSUER):
                raise errors.NotYours(number)
            raise errors.NotNow(number, row.unit_name, wish.act, row.state, after)
        await _keep(tx, wish, task, row, after)
        await _tell(tx, wish, task, row)
        storage.failpoint("tasks.act.before_commit")
        return await _did(task, row, wish.act)

    did = await storage.write(work)
    storage.failpoint("tasks.act.after_commit")
    return did


async def _only_task(wish: Wish) -> int:
    """The one open task on which the actor may do this. Raises WhichTask."""
    tree = await load_tree()
    led = [unit.id for unit in wish.actor.officer_units()]
    which = Q(unit_id__in=led) if ACTS[wish.act] is Role.UNIT else Q(task__unit_id__in=led)
    found: dict[int, str] = {}
    rows = AssignmentRow.filter(which, task__closed_at__isnull=True)
    for row in await rows.order_by("-task_id").prefetch_related("task"):
        roles = roles_of(wish.actor, tree.get(row.task.unit_id), path_of(row.unit_path))
        if not isinstance(step(row.state, wish.act, roles, closed=False), Refusal):
            found[row.task.id] = row.task.title
    if len(found) != 1:
        raise errors.WhichTask(wish.act, list(found.items()))
    return next(iter(found))


async def _assignment(wish: Wish, task: TaskRow) -> tuple[AssignmentRow, frozenset[Role]]:
    """The assignment that is meant, and what the actor is for it."""
    issuer = (await load_tree()).get(task.unit_id)
    rows = await AssignmentRow.filter(task_id=task.id).order_by("unit_id").select_for_update()
    mine = [(row, roles_of(wish.actor, issuer, path_of(row.unit_path))) for row in rows]
    mine = [(row, roles) for row, roles in mine if ACTS[wish.act] in roles]
    if not mine:
        raise errors.NotYours(task.id)
    if wish.unit:
        named = match(wish.unit, ((row.unit_name, (row, roles)) for row, roles in mine))
        if len(named) == 1:
            return named[0]
        raise errors.WhichAssignment(task.id, wish.act, [row.unit_name for row, _ in mine])
    here = [(row, roles) for row, roles in mine if wish.here is not None and row.unit_id == wish.here.id]
    if len(here) == 1:
        return here[0]
    if len(mine) != 1:
        raise errors.WhichAssignment(task.id, wish.act, [row.unit_name for row, _ in mine])
    return mine[0]


async def _keep(tx: Transaction, wish: Wish, task: TaskRow, row: AssignmentRow, after: State) -> None:
    if wish.deadline is not None:
        if wish.deadline <= row.deadline:
            raise errors.NotLater(task.id, row.unit_name, row.deadline)
        row.deadline = wish.deadline
        moments = remind.hours_before(wish.deadline, after=wish.now)
        ref = extended_ref(task.id, row.id)
        await remind.plan(tx, KIND, ref, number=task.id, until=wish.deadline, moments=moments)
    row.state = after
    if wish.text and ACTS[wish.act] is Role.UNIT:
        row.said = wish.text
    await row.save(update_fields=["state", "deadline", "said"])
    await EventRow.create(
        assignment_id=row.id,
        at=wish.now,
        person_id=wish.actor.person_id,
        act=wish.act,
        text=wish.text,
        pictures=await evidence.keep(tx, wish.pictures),
    )
    detail = {"unit": row.unit_name, "state": after.value}
    await audit.record(tx, wish.actor.account, f"tasks.{wish.act}", f"task:{task.id}", detail)


async def _tell(tx: Transaction, wish: Wish, task: TaskRow, row: AssignmentRow) -> None:
    """The issuer hears of what is done, gathered; the unit hears what was decided on its work."""
    if wish.act is Act.SUBMIT:
        await due.no_later_than(tx, REVIEW, str(task.id), wish.now + GATHERED)
    if ACTS[wish.act] is not Role.ISSUER:
        return
    unit = (await load_tree()).get(row.unit_id)
    chats = groups_of(unit, await load_bound()) if unit is not None else []
    said = texts.decided_text(task.id, row.unit_name, wish.act, wish.text, row.deadline)
    for chat in chats:
        await outbox.enqueue(
            tx,
            key=f"tasks:{task.id}:{row.id}:{wish.now.isoformat()}",
            chat=chat,
            segments=[text(said)],
            kind=TOLD_UNIT,
            ref=f"tasks:{task.id}:notes",
            number=task.id,
        )


async def _did(task: TaskRow, row: AssignmentRow, act: Act) -> Did:
    states = [
        State(str(state)) for state in await AssignmentRow.filter(task_id=task.id).values_list("state", flat=True)
    ]
    return Did(
        task.id,
        task.title,
        row.unit_name,
        act,
        row.state,
        row.deadline,
        states.count(State.SUBMITTED),
        states.count(State.DONE),
        len(states),
    )
