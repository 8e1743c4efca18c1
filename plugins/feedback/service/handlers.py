"""设经办: who handles cases in a unit, said by two people: the unit's 书记, and an officer above it.

In the unit above all the second one is another officer of it. Administrators and clerks neither name nor are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.directory import Actor, UnitView, directory
from plugins.gateway.request import Origin
from plugins.org import people
from plugins.org.domain import tidy_name, titles
from plugins.org.models import PersonRow, PostRow
from plugins.org.people import PersonView
from plugins.org.posts import Namesakes, NobodyCalled
from plugins.org.units import load_tree
from plugins.storage import Transaction, audit, read

from .. import domain, texts
from ..domain import Kind, Side
from ..models import CaseRow, HandlerRow
from . import chance, errors, moving, records, rights, telling

SECRETARY = "书记"


@dataclass(frozen=True, slots=True)
class Appointed:
    """A handler is named: in force when two have said so, else `wanted` still has to."""

    name: str
    unit: str
    kind: Kind | None
    in_force: bool
    wanted: Side | None = None


@dataclass(frozen=True, slots=True)
class HandlerLine:
    """One handler of a unit; not in force until the second person has said so."""

    name: str
    unit: str
    kind: Kind | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class _Sides:
    """What somebody is to the naming of handlers in a unit."""

    secretary: bool
    above: bool


async def appoint(
    account: str, unit_name: str, name: str, kind: Kind | None, origin: Origin, now: datetime
) -> Appointed:
    """The first of the two asks, the second makes it count.

    Raises UnknownUnit, MayNotAppoint, NobodyCalled, Namesakes, NotFit, NotSupervisor, HandlesAlready, AskedAlready.
    """

    async def work(tx: Transaction) -> Appointed:
        await inbox.first_time(tx, origin, now)
        actor = await directory().actor(account)
        unit = (await load_tree()).find(unit_name)
        sides = _sides(actor, unit)
        if actor.person_id is None or not (sides.secretary or sides.above):
            raise errors.MayNotAppoint(unit.name)
        person = await _person(name, unit)
        chosen = await _fit(person, unit, kind)
        row = await HandlerRow.get_or_none(unit_id=unit.id, kind=kind or "", person_id=person.id)
        in_force = False
        if row is not None and row.agreed_by is not None and row.account == chosen:
            raise errors.HandlesAlready(person.name, unit.name)
        if row is None or row.agreed_by is not None or not await _still(row.asked_by, unit) or row.account != chosen:
            await _ask(row, unit, kind, person.id, chosen, actor.person_id, records.day_of(now))
            await _tell_other_side(tx, unit, person.name, kind, actor.person_id, sides, now)
        else:
            asked = await _sides_of(row.asked_by, unit)
            together = (asked.secretary and sides.above) or (asked.above and sides.secretary)
            if row.asked_by == actor.person_id or not together:
                raise errors.AskedAlready(person.name, unit.name, _wanted(asked, unit))
            await HandlerRow.filter(id=row.id).update(agreed_by=actor.person_id)
            in_force = True
            await _tell_those_concerned(tx, unit, person.name, kind, row, account, now)
        detail = {"unit": unit.id, "kind": kind or "", "in_force": in_force}
        await audit.record(tx, account, "feedback.appoint", f"person:{person.id}", detail)
        return Appointed(person.name, unit.name, kind, in_force, None if in_force else _wanted(sides, unit))

    appointed = await storage.write(work)
    storage.failpoint("feedback.appoint.after_commit")
    return appointed


async def dismiss(account: str, unit_name: str, name: str, origin: Origin, now: datetime) -> Appointed:
    """撤经办: one of the two sides is enough. Raises as appoint, and HandlesNot, LastHandler: neither a kind of opinions
    about this unit nor an open case is left to nobody. It asks for the kinds first, whether there are cases or not, and
    says the same of both, so that trying tells nobody what waits for the sweep.
    """

    async def work(tx: Transaction) -> Appointed:
        await inbox.first_time(tx, origin, now)
        actor = await directory().actor(account)
        unit = (await load_tree()).find(unit_name)
        sides = _sides(actor, unit)
        if not (sides.secretary or sides.above):
            raise errors.MayNotAppoint(unit.name)
        person = await _person(name, unit)
        before = await _kinds_handled(unit)
        if not await HandlerRow.filter(unit_id=unit.id, person_id=person.id).delete():
            raise errors.HandlesNot(person.name, unit.name)
        if before - await _kinds_handled(unit):
            raise errors.LastHandler(person.name, unit.name)
        for row in await CaseRow.filter(desk_unit_id=unit.id, state__in=[state.value for state in domain.OPEN]):
            if not await moving.find_hands(tx, row, now):
                raise errors.LastHandler(person.name, unit.name)
        await audit.record(tx, account, "feedback.dismiss", f"person:{person.id}", {"unit": unit.id})
        return Appointed(person.name, unit.name, None, in_force=False)

    return await storage.write(work)


async def listed(account: str) -> Sequence[HandlerLine]:
    """The handlers of the units this person leads and of all below them. Raises MayNotAppoint."""
    actor = await directory().actor(account)
    tops = [post.unit for post in actor.posts if post.officer and not rights.is_clerk([post.title])]
    if actor.superuser or not tops:
        raise errors.MayNotAppoint("")
    tree = await load_tree()
    units = {unit.id: unit.name for top in tops for unit in tree.below(top)}
    rows = await HandlerRow.filter(unit_id__in=list(units)).order_by("unit_id", "person_id", "kind")
    names = await records.names_of("org_person", [row.person_id for row in rows])
    return [
        HandlerLine(
            names.get(row.person_id, ""),
            units[row.unit_id],
            Kind(row.kind) if row.kind else None,
            row.agreed_by is not None,
        )
        for row in rows
    ]


async def _kinds_handled(unit: UnitView) -> set[Kind]:
    """The kinds that somebody here or above may handle, where nobody is to be kept out."""
    hands = await rights.hands_on(unit.path)
    below = (*unit.path, domain.OVERSIGHT)
    return {kind for kind in Kind if hands.route(rights.About(kind, below), unit.path) is not None}


def _sides(actor: Actor, unit: UnitView) -> _Sides:
    if actor.superuser or rights.is_clerk(post.title for post in actor.posts):
        return _Sides(secretary=False, above=False)
    here = [part for post in actor.posts if post.unit.id == unit.id and post.officer for part in titles(post.title)]
    secretary = any(part.endswith(SECRETARY) and "副书记" not in part for part in here)
    over = unit.path[:-1]
    above = any(post.officer and post.unit.id in over for post in actor.posts) if over else bool(here) and not secretary
    return _Sides(secretary, above)


def _wanted(said: _Sides, unit: UnitView) -> Side:
    """Who has not spoken yet."""
    if not said.secretary:
        return Side.SECRETARY
    return Side.ABOVE if len(unit.path) > 1 else Side.BESIDE


async def _sides_of(person_id: int, unit: UnitView) -> _Sides:
    person = await PersonRow.get_or_none(id=person_id, active=True)
    if person is None or person.account is None:
        return _Sides(secretary=False, above=False)
    return _sides(await directory().actor(person.account), unit)


async def _still(person_id: int, unit: UnitView) -> bool:
    """Whether who asked may still ask."""
    sides = await _sides_of(person_id, unit)
    return sides.secretary or sides.above


async def _person(name: str, unit: UnitView) -> PersonView:
    tree = await load_tree()
    plain = tidy_name(name)
    found = await people.find(plain, unit)
    if not found and tree.root is not None:
        found = await people.find(plain, tree.root)
    if not found:
        raise NobodyCalled
    if len(found) > 1:
        raise Namesakes(found)
    return found[0]


async def _fit(person: PersonView, unit: UnitView, kind: Kind | None) -> str:
    """The account of who may be a handler there. Raises NotFit, NotSupervisor."""
    if person.account is None:
        raise errors.NotFit(person.name)
    actor = await directory().actor(person.account)
    if actor.superuser or rights.is_clerk(post.title for post in actor.posts):
        raise errors.NotFit(person.name)
    held = [part for post in actor.posts if post.unit.id == unit.id for part in titles(post.title)]
    if kind is Kind.SUPERVISION and not domain.is_supervisor(held):
        raise errors.NotSupervisor(person.name, unit.name)
    return person.account


async def _ask(
    row: HandlerRow | None, unit: UnitView, kind: Kind | None, person: int, account: str, by: int, day: date
) -> None:
    if row is not None:
        await row.delete()
    await HandlerRow.create(
        id=chance.identity(),
        unit_id=unit.id,
        kind=kind or "",
        person_id=person,
        account=account,
        asked_by=by,
        asked_on=day,
    )


async def _tell_those_concerned(
    tx: Transaction, unit: UnitView, name: str, kind: Kind | None, row: HandlerRow, agreed: str, now: datetime
) -> None:
    """The new handler hears what to type, those who are handlers there already hear who joins them: an appointment that
    was got by writing oneself into the roster does not stay unseen."""
    key = f"feedback:appointed:{row.id}"
    if row.account != agreed:
        sentence = texts.handlers.you_handle_text(unit.name, kind)
        await telling.tell_about(tx, [row.account], key, "feedback:appoint", sentence, now)
    there = HandlerRow.filter(unit_id=unit.id, agreed_by__isnull=False).exclude(person_id=row.person_id)
    others = {str(one) for one in await there.values_list("account", flat=True)} - {agreed, row.account}
    sentence = texts.handlers.joined_text(name, unit.name, kind)
    await telling.tell_about(tx, sorted(others), key, "feedback:appoint", sentence, now)


async def _tell_other_side(
    tx: Transaction, unit: UnitView, name: str, kind: Kind | None, by: int, sides: _Sides, now: datetime
) -> None:
    """The officers whose word is still needed hear what to type."""
    units = [unit.id] if sides.above and not sides.secretary else [*(unit.path[:-1] or unit.path)]
    officers = PostRow.filter(unit_id__in=units, officer=True, person__active=True, person__account__isnull=False)
    told: list[str] = []
    for account in await officers.values_list("person__account", flat=True):
        actor = await directory().actor(str(account))
        theirs = _sides(actor, unit)
        needed = theirs.secretary if sides.above and not sides.secretary else theirs.above
        if needed and actor.person_id != by:
            told.append(str(account))
    key = f"{unit.id}:{name}:{kind or ''}:{by}"
    asker = (await read("SELECT name FROM org_person WHERE id = ?", (by,)))[0]["name"]
    sentence = texts.second_wanted_text(asker, name, unit.name, kind)
    await telling.tell_about(tx, told, f"feedback:appoint:{key}", "feedback:appoint", sentence, now)
