"""好友情况: whom the bot cannot write to in private."""

from collections.abc import Collection
from dataclasses import dataclass

from plugins.gateway import accounts, call
from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.outbox import reach
from plugins.storage.errors import DomainError

from . import audience
from .officers import leads
from .service import NotOverUnit
from .units import load_tree


class NoFriendList(DomainError):
    """The chat service did not give the list of friends."""


@dataclass(frozen=True, slots=True)
class Friends:
    """How many of a unit and all below it can be written to; `strangers` are (unit, name) with a QQ, no friend."""

    unit: UnitView
    people: int
    friends: int
    without_account: int
    strangers: tuple[tuple[str, str], ...]


async def fetch(self_id: str) -> frozenset[str]:
    """The account's friends now. Raises NoFriendList."""
    outcome = await call.call(self_id, "get_friend_list")
    if not isinstance(outcome, call.Ok) or not isinstance(outcome.data, list):
        raise NoFriendList
    return frozenset(str(one["user_id"]) for one in outcome.data if isinstance(one, dict) and "user_id" in one)


async def fetch_all(self_id: str) -> frozenset[str]:
    """The same with the friends of every other account of the bot, by the lists they last gave. Raises NoFriendList."""
    others = (accounts.of(one).friends or frozenset() for one in accounts.connected() if one != self_id)
    return (await fetch(self_id)).union(await reach.friends_elsewhere(), *others)


async def of(actor: Actor, acting: UnitView | None, name: str, friends: Collection[str]) -> Friends:
    """Raises UnknownUnit, NotOverUnit. Without a name: the acting unit, else the first the actor leads, else the root."""
    tree = await load_tree()
    led = actor.officer_units()
    unit = tree.find(name) if name else acting or (led[0] if led else tree.root)
    if unit is None or not leads(actor, unit):
        raise NotOverUnit
    scope = await audience.parse_scope("全体", unit, representatives=True)
    people = await audience.people_of(scope)
    known = [one for one in people if one.account]
    strangers = tuple((one.unit_name, one.name) for one in known if one.account not in friends)
    return Friends(unit, len(people), len(known) - len(strangers), len(people) - len(known), strangers)
