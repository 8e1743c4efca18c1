"""设职务 and 撤职务: an officer above a unit says who holds which post in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView, directory
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.storage import Transaction, audit, numbers
from plugins.storage.errors import AlreadyDone, Conflict, DomainError, NotAllowed, NotFound

from . import domain, people
from .models import PersonRow, PostRow
from .people import PersonView
from .units import UnitTree, load_tree

GIVE = "设职务"
TAKE = "撤职务"
TITLE_LENGTH = 255


class NobodyCalled(NotFound):
    """Nobody of this name stands below the units the actor leads."""


class Namesakes(DomainError):
    """Several people have this name: `found` are they."""

    def __init__(self, found: Sequence[PersonView]) -> None:
        super().__init__(len(found))
        self.found = tuple(found)


class NotAboveUnit(NotAllowed):
    """The actor is no administrator, and no officer of a unit above this one."""

    def __init__(self, unit: UnitView) -> None:
        super().__init__(unit.name)
        self.unit = unit


class SameAlready(AlreadyDone):
    """The post is held (or not held) as asked."""

    def __init__(self, name: str, unit: str, title: str) -> None:
        super().__init__(name)
        self.name, self.unit, self.title = name, unit, title


class PostMoved(Conflict):
    """What the person holds there is not what was previewed any more."""


class NotTold(DomainError):
    """Without 工号 or QQ a person cannot stand in two units: a roster file could not say that they are one."""


class TitleTooLong(DomainError):
    """The titles of one person in one unit do not fit together."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post that is given or taken: the titles held in the unit before and after ("" for none)."""

    number: int
    name: str
    unit: UnitView
    before: str
    after: str
    leads: bool
    """Whether the titles after it carry an officer's rights there."""


async def offer(
    account: str, word: str, name: str, title: str, unit_name: str, origin: Origin, chat: Chat, now: datetime
) -> Appointment:
    """Shows what 设职务 or 撤职务 (`word`) would change; without a unit the person's home unit is meant.

    Raises NobodyCalled, Namesakes, UnknownUnit, NotAboveUnit, SameAlready, NotTold, TitleTooLong.
    """

    async def work(tx: Transaction) -> Appointment:
        await inbox.first_time(tx, origin, now)
        actor = await directory().actor(account)
        tree = await load_tree()
        named = tree.find(unit_name) if unit_name else None
        person = await _person(actor, tree, name, named)
        unit = named or person.unit
        _check(actor, unit)
        before = await _held(person.id, unit.id)
        after = _changed(before, title, word)
        if after == before:
            raise SameAlready(person.name, unit.name, title)
        if len(after) > TITLE_LENGTH:
            raise TitleTooLong
        row = await PersonRow.get(id=person.id)
        if unit.id != person.unit.id and not (row.account or row.staff_no):
            raise NotTold
        number = await numbers.take(tx)
        payload = {"person": person.id, "unit": unit.id, "before": before, "after": after}
        await previews.offer(tx, owner=account, chat=chat, word=word, number=number, payload=payload, now=now)
        return Appointment(number, person.name, unit, before, after, domain.leads(after, unit.name))

    return await storage.write(work)


async def confirm(account: str, preview: Preview, now: datetime) -> Appointment:
    """Gives or takes the post; what the actor may is read again. Raises PostMoved, NotAboveUnit."""

    async def work(tx: Transaction) -> Appointment:
        await previews.settle(tx, preview.id, now)
        payload = preview.payload
        unit = (await load_tree()).get(payload["unit"])
        person = await PersonRow.get_or_none(id=payload["person"], active=True)
        if unit is None or person is None or await _held(person.id, unit.id) != payload["before"]:
            raise PostMoved
        _check(await directory().actor(account), unit)
        after = payload["after"]
        leads = domain.leads(after, unit.name)
        await _keep(person, unit, after, leads)
        detail = {"unit": unit.id, "before": payload["before"], "after": after}
        await audit.record(tx, account, "org.post", f"person:{person.id}", detail)
        return Appointment(preview.number, person.name, unit, payload["before"], after, leads)

    return await storage.write(work)


async def _person(actor: Actor, tree: UnitTree, name: str, named: UnitView | None) -> PersonView:
    """The one person of this name the actor can mean; who stands in the named unit comes first."""
    tops = [tree.root] if actor.superuser else list(actor.officer_units())
    plain = domain.tidy_name(name)
    found = {one.id: one for one in (await people.find(plain, named) if named else [])}
    if not found:
        found = {one.id: one for top in tops if top for one in await people.find(plain, top)}
    if not found:
        raise NobodyCalled
    if len(found) > 1:
        raise Namesakes(list(found.values()))
    return next(iter(found.values()))


def _check(actor: Actor, unit: UnitView) -> None:
    above = any(post.officer and post.unit.id in unit.path[:-1] for post in actor.posts)
    if not (actor.superuser or above):
        raise NotAboveUnit(unit)


async def _held(person_id: int, unit_id: int) -> str:
    row = await PostRow.get_or_none(person_id=person_id, unit_id=unit_id)
    return row.title if row else ""


def _changed(before: str, title: str, word: str) -> str:
    """The titles with `title` among them, or without it; as they were where that is so already."""
    held = list(domain.titles(before))
    if word == GIVE:
        return before if title in held else "、".join([*held, title])
    return before if title not in held else "、".join(one for one in held if one != title)


async def _keep(person: PersonRow, unit: UnitView, title: str, leads: bool) -> None:
    if not title and person.home_unit_id != unit.id:  # type: ignore[attr-defined]  # tortoise adds it
        await PostRow.filter(person_id=person.id, unit_id=unit.id).delete()
        return
    changed = await PostRow.filter(person_id=person.id, unit_id=unit.id).update(title=title, officer=leads)
    if not changed:
        await PostRow.create(
            person_id=person.id, unit_id=unit.id, membership=person.home_membership, title=title, officer=leads
        )
