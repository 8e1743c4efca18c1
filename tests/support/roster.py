"""A roster for tests, told as rows of its file."""

from plugins.gateway.chats import Chat, group
from plugins.gateway.directory import BoundGroup, GroupKind, UnitView
from plugins.org import domain, roster
from plugins.org.bindings import groups
from plugins.org.models import BindingRow
from plugins.org.units import load_tree
from plugins.storage import Transaction, write

HEADING = "姓名,组织,身份,职务,QQ,工号,备注"


def a_file(*rows: str) -> bytes:
    """A roster file with the usual heading: `张三,院党委/内科党支部,正式党员,书记,10001`."""
    return "\n".join((HEADING, *rows)).encode()


async def given_roster(*rows: str) -> domain.Plan:
    """Imports these rows as the full roster."""
    sheet = domain.read_sheet(a_file(*rows))
    plan = await roster.preview(sheet)
    return await roster.apply(sheet, plan.digest(), "cli")


async def unit(name: str) -> UnitView:
    """The unit of this name."""
    return (await load_tree()).find(name)


async def given_group(number: int, unit_name: str, kind: GroupKind = GroupKind.BRANCH) -> BoundGroup:
    """A group that is bound to a unit."""
    bound = BoundGroup(group(number), await unit(unit_name), kind)

    async def work(tx: Transaction) -> None:
        await BindingRow.create(chat=bound.chat.key, unit_id=bound.unit.id, kind=kind)
        tx.after_commit(groups.forget)

    await write(work)
    return bound


def chats(bound: list[BoundGroup]) -> list[Chat]:
    """Their chats alone."""
    return [one.chat for one in bound]
