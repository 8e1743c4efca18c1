"""Who handles what, read from the roster as it is at this moment. Nothing of it is remembered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugins.gateway.directory import Actor, directory
from plugins.org.directory import is_superuser
from plugins.org.domain import titles
from plugins.org.units import path_of
from plugins.storage import read

from .. import domain
from ..config import settings
from ..domain import Candidate, Kind, Matter, Oversight
from .errors import NotHandler

_APPOINTED = (
    "SELECT h.unit_id, h.kind, h.person_id, p.name, p.account FROM feedback_handler h "
    "JOIN org_person p ON p.id = h.person_id JOIN org_unit u ON u.id = h.unit_id "
    "WHERE h.agreed_by IS NOT NULL AND p.active AND u.active AND p.account = h.account AND {where} "
    "ORDER BY h.unit_id, h.person_id"
)
_POSTS = (
    "SELECT o.person_id, o.unit_id, o.title, u.path FROM org_post o JOIN org_unit u ON u.id = o.unit_id "
    "WHERE u.active AND o.person_id IN ({marks}) ORDER BY o.id"
)


def marks(values: Collection[object]) -> str:
    """As many `?` as there are values, for IN (…)."""
    return ", ".join("?" * len(values))


async def candidates_on(path: Iterable[int]) -> dict[int, list[Candidate]]:
    """Everybody appointed in these units, by unit."""
    units = list(dict.fromkeys(path))
    if not units:
        return {}
    return await _candidates(f"h.unit_id IN ({marks(units)})", units)


async def desks_of(actor: Actor) -> list[Candidate]:
    """What this person is appointed to, a candidate a unit. Raises NotHandler when that is nothing at all and the
    person is none of the oversight."""
    if actor.superuser or is_clerk(post.title for post in actor.posts):
        raise NotHandler
    found: list[Candidate] = []
    if actor.person_id is not None:
        found = [one for those in (await _candidates("h.person_id = ?", [actor.person_id])).values() for one in those]
    found = [one for one in found if not one.barred]
    if not found and actor.account not in settings.oversight():
        raise NotHandler
    return found


async def is_handler(actor: Actor) -> bool:
    """Whether this person handles anything at all now."""
    try:
        await desks_of(actor)
    except NotHandler:
        return False
    return True


async def oversight() -> list[tuple[Oversight, str]]:
    """The accounts of FEEDBACK_OVERSIGHT with their names ("" in no roster)."""
    found = []
    for account in settings.oversight():
        actor = await directory().actor(account)
        barred = actor.superuser or is_clerk(post.title for post in actor.posts)
        belongs = tuple(post.unit.path for post in actor.posts)
        held = tuple(part for post in actor.posts for part in titles(post.title))
        found.append((Oversight(account, actor.person_id, barred, belongs, held), actor.name))
    return found


def is_clerk(held: Iterable[str]) -> bool:
    """Whether any of these titles is a clerk's."""
    return any(part.endswith(domain.CLERK) for title in held for part in titles(title))


@dataclass(frozen=True, slots=True)
class About:
    """What a case is about, before it is known whom its words keep out."""

    kind: Kind
    subject: tuple[int, ...]
    avoid: tuple[str, ...] = ()
    """As the author typed them."""
    avoid_units: frozenset[int] = frozenset()
    """The units among them, as they were read when it was filed."""
    author: int | None = None
    author_account: str | None = None
    """Of a named case."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who there is for cases about units on some paths, at one moment."""

    candidates: Mapping[int, Sequence[Candidate]]
    overseers: Sequence[tuple[Oversight, str]]

    def matter(self, about: About) -> Matter:
        """With everybody kept out whom the words may mean, and the author."""
        everybody: list[tuple[Candidate | Oversight, str]] = [
            *((one, one.name) for those in self.candidates.values() for one in those),
            *self.overseers,
        ]
        out = [one for one, name in everybody if _is_kept_out(one, name, about)]
        persons = {one.person for one in out if one.person} | ({about.author} if about.author else set())
        accounts = {one.account for one in out} | ({about.author_account} if about.author_account else set())
        return Matter(about.kind, about.subject, frozenset(persons), frozenset(accounts))

    def route(self, about: About, begin: tuple[int, ...] | None = None) -> int | None:
        """As domain.route."""
        watch = [one for one, _ in self.overseers]
        return domain.route(self.matter(about), self.candidates, watch, begin=begin)

    def accounts(self, about: About, desk: int) -> list[str]:
        """Who handles it at this desk; empty when nobody does."""
        matter = self.matter(about)
        if desk == domain.OVERSIGHT:
            return [one.account for one, _ in self.overseers if domain.may_oversee(one, matter)]
        return [one.account for one in self.candidates.get(desk, ()) if domain.may_handle(one, matter)]


def _is_kept_out(one: Candidate | Oversight, name: str, about: About) -> bool:
    """Whether the words of the author mean this one: by name, by a title alone, or with their unit."""
    if domain.stands_in(about.avoid_units, one.belongs):
        return True
    if isinstance(one, Candidate) and one.unit in about.avoid_units:
        return True
    return any(domain.means(word, name) or domain.holds(domain.title_alone(word), one.held) for word in about.avoid)


async def hands_on(*paths: Iterable[int]) -> Hands:
    """Who there is on these paths, and the oversight."""
    return Hands(await candidates_on([unit for path in paths for unit in path]), await oversight())


async def path_to(unit_id: int) -> tuple[int, ...]:
    """The ids from the root to a unit, also where it is not active any more; empty for the oversight."""
    rows = await read("SELECT path FROM org_unit WHERE id = ?", (unit_id,))
    return path_of(rows[0]["path"]) if rows else ()


async def _candidates(where: str, params: Sequence[object]) -> dict[int, list[Candidate]]:
    rows = await read(_APPOINTED.format(where=where), params)
    if not rows:
        return {}
    people = list({row["person_id"] for row in rows})
    held: dict[int, list[tuple[int, str, tuple[int, ...]]]] = defaultdict(list)
    for post in await read(_POSTS.format(marks=marks(people)), people):
        held[post["person_id"]].append((post["unit_id"], post["title"], path_of(post["path"])))
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in rows:
        kinds[row["unit_id"], row["person_id"]].add(row["kind"])
    found: dict[int, list[Candidate]] = {}
    for row in rows:
        unit, person = row["unit_id"], row["person_id"]
        named = kinds.pop((unit, person), None)
        if named is None:
            continue
        posts = held[person]
        barred = is_superuser(row["account"]) or is_clerk(title for _, title, _ in posts)
        found.setdefault(unit, []).append(
            Candidate(
                person=person,
                account=row["account"],
                name=row["name"],
                unit=unit,
                kinds=frozenset() if "" in named else frozenset(map(Kind, named)),
                titles=tuple(part for where, title, _ in posts if where == unit for part in titles(title)),
                belongs=tuple(path for _, _, path in posts),
                barred=barred,
                held=tuple(part for _, title, _ in posts for part in titles(title)),
            )
        )
    return found
