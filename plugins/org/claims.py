"""绑定, 同意, 拒绝: an account claims an entry of the roster, and an officer of its unit agrees.

Claims are numbered from the one sequence. Officers hear of all that came within TELL_AFTER in one message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat, private
from plugins.gateway.directory import Actor, BoundGroup, UnitView
from plugins.gateway.segments import text
from plugins.storage import Transaction, audit, due, numbers
from plugins.storage.due import Due
from plugins.storage.errors import AlreadyDone, Conflict, NotFound

from . import domain, people, texts
from .bindings import groups
from .models import ClaimRow, PersonRow
from .officers import leads, who_is_told
from .people import PersonView
from .units import load_tree, path_of

LIFETIME = timedelta(days=7)
TELL_AFTER = timedelta(seconds=60)
TELL = "org.claims.tell"


class NotAMember(NotFound):
    """The account is neither a friend of the bot nor in a bound group."""


class NoSuchPerson(NotFound):
    """Nobody in the roster has this name (in this unit)."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Namesakes(NotFound):
    """Several people may be meant: to be told apart by their units, in private."""

    def __init__(self, people: Sequence[PersonView]) -> None:
        super().__init__(len(people))
        self.people = tuple(people)


class EntryTaken(Conflict):
    """The entry has a QQ already, and it is another one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AccountKnown(AlreadyDone):
    """The account belongs to an entry already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class ClaimView:
    """An open claim as officers see it; `account` is shown to them by its last digits only."""

    number: int
    account: str
    via: str
    person_id: int
    name: str
    unit: UnitView


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision came to: names by outcome. `void` are entries or accounts that were bound meanwhile."""

    done: tuple[str, ...]
    void: tuple[str, ...]


async def claim(actor: Actor, chat: Chat, bound: BoundGroup | None, wanted: str, now: datetime) -> ClaimView:
    """Files a claim, in place of an older open one of the account; the same claim again is the same claim.

    `wanted` is a name, with a unit behind it where there are namesakes. In a group the group's unit is looked at.
    Raises NotAMember, NoSuchPerson, Namesakes, EntryTaken, AccountKnown, UnknownUnit.
    """
    via = chat.id if chat.is_group else chat.via
    if not chat.is_group and via and await groups.of(Chat.parse(f"qq:group:{via}")) is None:
        raise NotAMember
    if actor.person_id is not None:
        raise AccountKnown(actor.name)

    async def work(tx: Transaction) -> ClaimView:
        person = await _meant(wanted, bound)
        old = await ClaimRow.get_or_none(account=actor.account)
        if old is not None and old.person_id == person.id and old.asked_at > now - LIFETIME:  # type: ignore[attr-defined]  # Tortoise adds it
            return ClaimView(old.id, actor.account, via, person.id, person.name, person.unit)
        if old is not None:
            await old.delete()
        waiting = await ClaimRow.filter(told=False, person__home_unit_id=person.unit.id).exists()
        number = await numbers.take(tx)
        await ClaimRow.create(id=number, account=actor.account, person_id=person.id, via=via, asked_at=now)
        await audit.record(tx, actor.account, "org.claim", f"person:{person.id}")
        if not waiting:
            await due.schedule(tx, TELL, str(person.unit.id), now + TELL_AFTER)
        return ClaimView(number, actor.account, via, person.id, person.name, person.unit)

    return await storage.write(work)


async def _meant(wanted: str, bound: BoundGroup | None) -> PersonView:
    within = bound.unit if bound else (await load_tree()).root
    name = domain.tidy_name(wanted)
    found = await people.find(name, within) if within is not None else []
    *parts, unit_name = wanted.split()
    if not found and parts and within is not None:
        name = domain.tidy_name(" ".join(parts))
        found = await people.find(name, (await load_tree()).find(unit_name, within))
    if not found:
        raise NoSuchPerson(name)
    free = [person for person in found if person.account is None]
    if len(free) == 1 and len(found) == 1:
        return free[0]
    if not free:
        raise EntryTaken(found[0].name)
    raise Namesakes(found)


async def open_claims(actor: Actor, now: datetime) -> list[ClaimView]:
    """The claims this person may decide, the oldest first."""
    rows = await ClaimRow.filter(asked_at__gt=now - LIFETIME).order_by("id").select_related("person__home_unit")
    return [view for view in map(_view, rows) if leads(actor, view.unit)]


def _view(row: ClaimRow) -> ClaimView:
    unit = row.person.home_unit
    return ClaimView(
        row.id, row.account, row.via, row.person.id, row.person.name, UnitView(unit.id, unit.name, path_of(unit.path))
    )


async def decide(actor: Actor, wanted: Sequence[int] | None, agreed: bool, now: datetime) -> Decided:
    """Agrees to or refuses claims (None: all the actor may decide). Whoever asked is told in private.

    Raises NotFound when none of the numbers is an open claim this person may decide.
    """

    async def work(tx: Transaction) -> Decided:
        mine = [one for one in await open_claims(actor, now) if wanted is None or one.number in wanted]
        if not mine:
            raise NoSuchClaim
        done: list[str] = []
        void: list[str] = []
        for one in mine:
            kept = not agreed or await bind_account(tx, one.person_id, one.account)
            (done if kept else void).append(one.name)
            await ClaimRow.filter(id=one.number).delete()
            action = ("org.claim.agree" if agreed else "org.claim.refuse") if kept else "org.claim.void"
            await audit.record(tx, actor.account, action, f"person:{one.person_id}", {"number": one.number})
            sentence = texts.claim_agreed_text(one.name) if agreed and kept else texts.claim_refused_text(one.name)
            await outbox.enqueue(
                tx,
                key=f"org:claim:{one.number}:decided",
                chat=private(one.account, via=one.via),
                segments=[text(sentence)],
                kind="org.claim",
                ref=f"claim:{one.number}",
                expires_at=now + LIFETIME,
            )
        return Decided(tuple(done), tuple(void))

    return await storage.write(work)


class NoSuchClaim(NotFound):
    """None of these numbers is an open claim that this person may decide."""


async def bind_account(tx: Transaction, person_id: int, account: str) -> bool:
    """Gives an entry without a QQ this account. False when the entry has one, or another entry has the account."""
    if await PersonRow.filter(account=account).exists():
        return False
    return bool(await PersonRow.filter(id=person_id, active=True, account__isnull=True).update(account=account))


@due.handles(TELL)
async def tell(job: Due) -> None:
    """One message to the officers of a unit about all its claims they have not been told of."""

    async def work(tx: Transaction) -> None:
        rows = await ClaimRow.filter(told=False, person__home_unit_id=int(job.key)).order_by("id")
        views = [
            _view(row)
            for row in await ClaimRow.filter(id__in=[row.id for row in rows])
            .order_by("id")
            .select_related("person__home_unit")
        ]
        if views:
            for chat in await who_is_told(views[0].unit):
                await outbox.enqueue(
                    tx,
                    key=f"org:claims:{views[-1].number}",
                    chat=chat,
                    segments=[text(texts.claims_text(views, chat.is_group))],
                    kind="org.claims",
                    ref=f"claim:{views[0].number}",
                    number=views[0].number if len(views) == 1 else None,
                )
            await ClaimRow.filter(id__in=[view.number for view in views]).update(told=True)
        await job.done(tx)

    await storage.write(work)
