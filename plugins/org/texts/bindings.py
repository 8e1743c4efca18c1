"""Groups and the units they belong to."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.directory import BoundGroup, GroupKind, UnitView
from plugins.gateway.times import when_span
from plugins.storage import clock

from .shared import BIND_EXAMPLE, KIND_NAMES


def which_unit_text() -> str:
    return f"绑定到哪个单位?例:{BIND_EXAMPLE}"


def bound_text(group: BoundGroup) -> str:
    return f"本群已是{group.unit.name}的{KIND_NAMES[group.kind]}。查看用法请发:/菜单"


def already_bound_text(group: BoundGroup) -> str:
    return f"本群原本就是{group.unit.name}的{KIND_NAMES[group.kind]},没有变化"


def rebind_preview_text(number: int, old: BoundGroup, unit: UnitView, kind: GroupKind) -> str:
    return (
        f"#{number} 本群现属{old.unit.name}({KIND_NAMES[old.kind]}),将改为{unit.name}的{KIND_NAMES[kind]}。"
        f"10 分钟内发:/确认 {number}"
    )


def unbind_preview_text(number: int, old: BoundGroup) -> str:
    return f"#{number} 将解除本群与{old.unit.name}的绑定,之后本群收不到传达。10 分钟内发:/确认 {number}"


def unbound_text(old: BoundGroup) -> str:
    return f"已解除本群与{old.unit.name}的绑定。要恢复请发:/绑定本群 {old.unit.name} {KIND_NAMES[old.kind]}"


def not_bound_text() -> str:
    return f"本群没有绑定单位。要绑定请发:{BIND_EXAMPLE}"


def binding_moved_text() -> str:
    return f"预览之后本群的绑定已变,没有改动。请重新发:{BIND_EXAMPLE}"


def group_lost_text(group: BoundGroup) -> str:
    kind = KIND_NAMES[group.kind]
    return (
        f"{group.unit.name}的{kind}(群号 {group.chat.id})里已没有本机器人,绑定已解除,传达不再发往该群。"
        f"要恢复:请把我重新拉进群,再在群里发 /绑定本群 {group.unit.name} {kind}"
    )


UNITS_SHOWN = 6


def unseen_text(units: Sequence[str], begin: datetime, until: datetime) -> str:
    """What was said in the groups of these units between the two moments was not heard."""
    names = list(dict.fromkeys(units))
    shown = "、".join(names[:UNITS_SHOWN]) + (f" 等 {len(names)} 个单位" if len(names) > UNITS_SHOWN else "")
    return (
        f"{when_span(begin, until, clock.zone())} 我不在线,这段时间群里发给我的没有看到:{shown}。"
        "当时发的已阅、签到等没有记上,请大家再发一次"
    )
