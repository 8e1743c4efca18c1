"""匹配群名片: the cards of a bound group against the roster of its unit; one 确认 binds what is certain."""

from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import call, previews
from plugins.gateway.chats import private
from plugins.gateway.directory import Actor, BoundGroup
from plugins.gateway.previews import Preview
from plugins.storage import Transaction, audit, numbers
from plugins.storage.errors import DomainError, NotFound

from . import audience, people
from .claims import bind_account
from .domain import Card, Entry, Matches, match_cards
from .models import PersonRow
from .officers import leads
from .service import NotOverUnit
from .units import load_tree

MATCH = "匹配群名片"


class NoCards(DomainError):
    """The chat service did not give the group's members."""


class NothingToMatch(NotFound):
    """No card matches an entry without a QQ; `matches` says what there was."""

    def __init__(self, matches: Matches) -> None:
        super().__init__(len(matches.unmatched))
        self.matches = matches


@dataclass(frozen=True, slots=True)
class Offered:
    """Matches that wait for 确认 in private."""

    number: int
    group: BoundGroup
    matches: Matches


@dataclass(frozen=True, slots=True)
class Bound:
    """How many were bound, and how many were passed over since they were bound meanwhile."""

    bound: int
    passed_over: int


async def cards_of(self_id: str, group: BoundGroup) -> list[Card]:
    """The cards of everybody in the group but the bot. Raises NoCards."""
    outcome = await call.call(self_id, "get_group_member_list", group_id=call.as_number(group.chat.id))
    if not isinstance(outcome, call.Ok) or not isinstance(outcome.data, list):
        raise NoCards
    members = [one for one in outcome.data if isinstance(one, dict) and "user_id" in one]
    return [
        Card(str(one["user_id"]), str(one.get("card") or one.get("nickname") or ""))
        for one in members
        if str(one["user_id"]) != self_id and not one.get("is_robot")
    ]


async def offer(actor: Actor, group: BoundGroup, cards: list[Card], now: datetime) -> Offered:
    """Keeps what matches as a preview in the officer's private chat. Raises NotOverUnit, NothingToMatch."""
    if not leads(actor, group.unit):
        raise NotOverUnit
    scope = await audience.parse_scope("全体", group.unit, representatives=True)
    there = await audience.people_of(scope)
    elsewhere = {card.account for card in cards} - {one.account for one in there}
    taken = set(await PersonRow.filter(account__in=list(elsewhere)).values_list("account", flat=True))
    units = [unit.name for unit in (await load_tree()).below(group.unit)]
    entries = [Entry(one.person_id, one.name, one.account) for one in there]
    matches = match_cards([card for card in cards if card.account not in taken], entries, units)
    if not matches.found:
        raise NothingToMatch(matches)

    async def work(tx: Transaction) -> Offered:
        number = await numbers.take(tx)
        payload = {"pairs": [[entry.person_id, account] for account, entry, _ in matches.found]}
        where = private(actor.account)
        await previews.offer(tx, owner=actor.account, chat=where, word=MATCH, number=number, payload=payload, now=now)
        return Offered(number, group, matches)

    return await storage.write(work)


async def confirm(actor: Actor, preview: Preview, now: datetime) -> Bound:
    """Binds every pair whose entry and account are still free. Raises NotOverUnit when an entry is led no more."""

    async def work(tx: Transaction) -> Bound:
        await previews.settle(tx, preview.id, now)
        done = 0
        for person_id, account in preview.payload["pairs"]:
            unit = await people.home_of(person_id)
            if unit is None:
                continue
            if not leads(actor, unit):
                raise NotOverUnit
            if await bind_account(tx, person_id, account):
                done += 1
                await audit.record(tx, actor.account, "org.match", f"person:{person_id}")
        return Bound(done, len(preview.payload["pairs"]) - done)

    return await storage.write(work)
