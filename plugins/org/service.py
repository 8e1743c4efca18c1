"""Binding groups to units: the use cases behind 绑定本群 and 解绑本群."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins import storage
from plugins.gateway import previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, BoundGroup, GroupKind, UnitView
from plugins.gateway.previews import Preview
from plugins.storage import Transaction, audit, numbers
from plugins.storage.errors import AlreadyDone, Conflict, NotAllowed, NotFound

from .bindings import groups
from .models import BindingRow
from .units import load_tree, path_of

BIND = "绑定本群"
UNBIND = "解绑本群"


class AlreadyBound(AlreadyDone):
    """The group belongs to this unit as this kind already."""

    def __init__(self, group: BoundGroup) -> None:
        super().__init__(group.chat.key)
        self.group = group


class NotBound(NotFound):
    """The group belongs to no unit."""


class BindingMoved(Conflict):
    """The binding is not the one that was previewed any more."""


class NotOverUnit(NotAllowed):
    """The actor is no administrator, and no officer of the unit or of one above it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The group belongs to the unit now."""

    group: BoundGroup


@dataclass(frozen=True, slots=True)
class Rebinding:
    """The group belongs to another unit: a preview waits for 确认."""

    number: int
    old: BoundGroup
    unit: UnitView
    kind: GroupKind


@dataclass(frozen=True, slots=True)
class Unbinding:
    """Giving up the binding waits for 确认."""

    number: int
    old: BoundGroup


async def bind(actor: Actor, chat: Chat, unit_name: str, kind: GroupKind | None, now: datetime) -> Bound | Rebinding:
    """Binds a group to a unit, or offers a preview when it belongs to another one.

    Without a kind, a unit with units below it gets a 工作群, any other a 支部群. Raises UnknownUnit, NotOverUnit,
    AlreadyBound.
    """

    async def work(tx: Transaction) -> Bound | Rebinding:
        tree = await load_tree()
        unit = tree.find(unit_name)
        _check(actor, unit)
        wanted = kind or (GroupKind.WORK if tree.children(unit) else GroupKind.BRANCH)
        old = await current(chat)
        new = BoundGroup(chat, unit, wanted)
        if old == new:
            raise AlreadyBound(new)
        if old and old.unit.id != unit.id:
            _check(actor, old.unit)
            payload = {"unit": unit.id, "kind": wanted.value, "old": old.unit.id}
            number = await _offer(tx, actor, chat, BIND, payload, now)
            return Rebinding(number, old, unit, wanted)
        await _keep(tx, actor, new)
        return Bound(new)

    return await storage.write(work)


async def confirm_bind(actor: Actor, preview: Preview, now: datetime) -> BoundGroup:
    """Moves the group to the previewed unit. Rights are checked again. Raises BindingMoved, NotOverUnit, NotFound."""

    async def work(tx: Transaction) -> BoundGroup:
        await previews.settle(tx, preview.id, now)
        unit = (await load_tree()).get(preview.payload["unit"])
        old = await current(preview.chat)
        if unit is None or old is None or old.unit.id != preview.payload["old"]:
            raise BindingMoved
        _check(actor, old.unit)
        _check(actor, unit)
        new = BoundGroup(preview.chat, unit, GroupKind(preview.payload["kind"]))
        await _keep(tx, actor, new)
        return new

    return await storage.write(work)


async def unbind(actor: Actor, chat: Chat, now: datetime) -> Unbinding:
    """Offers to give up the group's binding. Raises NotBound, NotOverUnit."""

    async def work(tx: Transaction) -> Unbinding:
        old = await current(chat)
        if old is None:
            raise NotBound
        _check(actor, old.unit)
        return Unbinding(await _offer(tx, actor, chat, UNBIND, {"old": old.unit.id}, now), old)

    return await storage.write(work)


async def confirm_unbind(actor: Actor, preview: Preview, now: datetime) -> BoundGroup:
    """Gives the binding up and returns what it was. Raises BindingMoved, NotOverUnit."""

    async def work(tx: Transaction) -> BoundGroup:
        await previews.settle(tx, preview.id, now)
        old = await current(preview.chat)
        if old is None or old.unit.id != preview.payload["old"]:
            raise BindingMoved
        _check(actor, old.unit)
        await BindingRow.filter(chat=preview.chat.key).delete()
        await record(tx, actor.account, "org.unbind", old)
        return old

    return await storage.write(work)


def _check(actor: Actor, unit: UnitView) -> None:
    if not (actor.superuser or actor.is_officer_over(unit)):
        raise NotOverUnit


async def current(chat: Chat) -> BoundGroup | None:
    """What a group belongs to now, read from the database; for use cases."""
    row = await BindingRow.get_or_none(chat=chat.key).select_related("unit")
    if row is None:
        return None
    return BoundGroup(chat, UnitView(row.unit.id, row.unit.name, path_of(row.unit.path)), row.kind)


async def _keep(tx: Transaction, actor: Actor, new: BoundGroup) -> None:
    await BindingRow.update_or_create(defaults={"unit_id": new.unit.id, "kind": new.kind}, chat=new.chat.key)
    await record(tx, actor.account, "org.bind", new)


async def record(tx: Transaction, actor: str, action: str, group: BoundGroup) -> None:
    """Audits a changed binding, and has the map in memory read again after the commit."""
    await audit.record(tx, actor, action, group.chat.key, {"unit": group.unit.id, "kind": group.kind.value})
    tx.after_commit(groups.forget)


async def _offer(
    tx: Transaction,
    actor: Actor,
    chat: Chat,
    word: str,
    payload: Mapping[str, Any],  # JSON, see Preview
    now: datetime,
) -> int:
    number = await numbers.take(tx)
    await previews.offer(tx, owner=actor.account, chat=chat, word=word, number=number, payload=payload, now=now)
    return number
