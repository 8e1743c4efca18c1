"""回避 as it is typed, read against the roster of this moment: nobody is told that somebody is kept out who is not."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from plugins.org.domain import titles
from plugins.org.units import UnitTree, UnknownUnit, load_tree
from plugins.storage import read

from .. import domain
from .errors import NotRecognised


@dataclass(frozen=True, slots=True)
class Avoided:
    """Whom an author keeps out: the words, and those of them that were read as a unit or as a title alone."""

    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def units_in(words: Iterable[str], tree: UnitTree) -> list[int]:
    """The units among the words, also with a title behind (`内科党支部书记`: everybody there)."""
    found: list[int] = []
    for word in words:
        if domain.title_alone(word):
            continue
        for part in (word, domain.without_title(word)):
            with suppress(UnknownUnit):
                found.append(tree.find(part).id)
    return found


async def understood(words: Sequence[str]) -> Avoided:
    """How the words are read. Raises NotRecognised for those that mean nobody of the roster: they would keep out nobody."""
    if not words:
        return Avoided()
    tree = await load_tree()
    names = [row["name"] for row in await read("SELECT name FROM org_person WHERE active")]
    held = {part for row in await read("SELECT DISTINCT title FROM org_post") for part in titles(row["title"])}
    units = tuple(word for word in words if units_in((word,), tree))
    by_title = tuple(word for word in words if domain.holds(domain.title_alone(word), held))
    plain = [word for word in words if word not in units and word not in by_title]
    unknown = [word for word in plain if not any(domain.means(word, name) for name in names)]
    if unknown:
        raise NotRecognised(unknown)
    return Avoided(tuple(words), units, by_title)
