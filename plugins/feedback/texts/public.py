"""公示, 我也反映, 常用答复: what handlers, groups and members read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from plugins.gateway.phrases import listed, when

from ..domain import SMALL_CELL, Traces
from .shared import EXAMPLE_NUMBER, day_text, label


class TemplateLike(Protocol):
    """One 常用答复."""

    @property
    def number(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def text(self) -> str: ...


def form_text(number: int | None) -> str:
    """How 公示 is typed, ready to copy."""
    return f"公示 {label(number or EXAMPLE_NUMBER)} 全体\n问: 热水什么时候恢复?\n答: 12月1日起恢复,有问题找总务科"


def how_to_publish_text(number: int | None, *, scope: str, question: str, answer: str) -> str:
    """What is missing, and the whole form."""
    missing = [name for name, value in (("范围", scope), ("问", question), ("答", answer)) if not value]
    return (
        f"还缺:{'、'.join(missing)}。用您自己的话写,不写姓名、科室细节和原话。照这样发:\n{form_text(number)}\n"
        "范围写 全体、单位名或 群众群"
    )


def message_text(number: int, unit: str, question: str, answer: str, day: date, closes: date) -> str:
    """What the groups read."""
    return (
        f"〔意见公示〕{label(number)}\n问:{question}\n答:{answer}\n{unit} {day_text(day)}\n"
        f"也有同样情况的,私聊我发:我也反映 {label(number)}(到{day_text(closes)},只计人数,不公开是谁)"
    )


def event_text(question: str, answer: str) -> str:
    """As it stands in the case."""
    return f"问:{question} 答:{answer}"


def preview_text(said: str, unit: str, groups: int, without_group: Sequence[str], traces: Traces) -> str:
    lines = [f"将发到{unit}范围里的 {groups} 个群:", said, "——"]
    if without_group:
        lines.append(f"没有群、收不到的单位:{listed(without_group)}")
    if traces:
        lines += _warnings(traces)
        lines.append("改好了就重新发一次;看过没问题请回:确认 已核对。不发请回:取消")
    else:
        lines.append("请回:确认;或 取消。10 分钟内有效")
    return "\n".join(lines)


def _warnings(traces: Traces) -> list[str]:
    lines = []
    if traces.words:
        lines.append(f"注意:和原话一样,会让人认出是谁说的:{'、'.join(f'“{one}”' for one in traces.words)}")
    if traces.names:
        lines.append(f"注意:有名册里的姓名:{listed(traces.names)}")
    if traces.numbers:
        lines.append(f"注意:像是QQ号或电话:{'、'.join(traces.numbers)}")
    return lines


def published_text(number: int, groups: int, closes: date, not_before: datetime | None) -> str:
    sent = f"现在是休息时间,{when(not_before)} 发到 {groups} 个群" if not_before else f"正在发到 {groups} 个群"
    return (
        f"{label(number)} 已公示,{sent}。“我也反映”开到{day_text(closes)},人数看:意见 {label(number)}。"
        f"要收回请发:撤回公示 {label(number)}"
    )


def take_back_preview_text(number: int, messages: int) -> str:
    return (
        f"将撤回 {label(number)} 的公示({messages} 条消息),“我也反映”的人数清零。"
        "发出超过 2 分钟的,我是群管理员才撤得回。请回:确认;或 取消"
    )


def taken_back_text(number: int, cancelled: int, wanted: int, unknown: int) -> str:
    parts = [f"正在从群里撤回 {wanted} 条"] if wanted else []
    parts += [f"没发出的 {cancelled} 条不发了"] if cancelled else []
    parts += [f"{unknown} 条撤不回,请到群里手动撤"] if unknown else []
    return f"{label(number)} 的公示已收回:{';'.join(parts) or '没有要撤的消息'}。改好后可以重新公示"


def people_text(count: int) -> str:
    """`12 人`; a small count is not told."""
    return f"不足 {SMALL_CELL} 人" if 0 < count < SMALL_CELL else f"{count} 人"


def supporters_line(count: int) -> str:
    """For the handler, below the case. Never who."""
    return f"已公示,我也反映:{people_text(count)}"


def supported_text(number: int, count: int) -> str:
    return f"{label(number)} 已计入,目前:{people_text(count)}。经办人只看到人数,看不到是谁;您的记录截止后就删"


def which_public_text() -> str:
    return f"哪一件?写公示里的编号,例如:我也反映 {label(EXAMPLE_NUMBER)}"


def not_published_text(number: int) -> str:
    return f"{label(number)} 没有公示。自己有话说请发:意见 内容;不想留名请发:匿名意见"


def nothing_published_text(number: int) -> str:
    return f"{label(number)} 现在没有公示,不用撤。要公示请发:公示 {label(number)}"


def voted_already_text(number: int, count: int) -> str:
    return f"{label(number)} 您已经反映过,不重复计。目前:{people_text(count)}"


def voting_over_text(number: int, count: int) -> str:
    return f"{label(number)} 的“我也反映”已截止,一共:{people_text(count)}。还没解决请发:意见 内容"


def published_already_text(number: int) -> str:
    return f"{label(number)} 已经公示过。要改请先发:撤回公示 {label(number)}"


def copied_text(number: int) -> str:
    return f"没有公示:里面照抄了 {label(number)} 的原话。请用自己的话概括问题,再发一次"


def not_checked_text() -> str:
    return "还有提醒没处理:改好了重新发;看过没问题请回:确认 已核对"


def too_long_text(most: int) -> str:
    return f"太长了,问和答一共最多 {most} 字"


def no_groups_text() -> str:
    return "这个范围里没有群,发不出去。看有哪些群:组织"


def which_template_text(word: str) -> str:
    return f"哪一条?例如:{word} 2。看有哪些:常用答复"


def templates_text(found: Sequence[TemplateLike]) -> str:
    how = "增加请发:常用答复 存 已转总务科,周五前回复您;删一条:常用答复 删 编号"
    if not found:
        return f"还没有常用答复。{how}"
    several = len({one.unit for one in found}) > 1
    units = [f"({one.unit or '监督账号'})" if several else "" for one in found]
    lines = [f"{one.number}. {unit}{one.text}" for one, unit in zip(found, units, strict=True)]
    return "\n".join(
        ["您可以用的常用答复:", *lines, f"用一条请发:答复 {label(EXAMPLE_NUMBER)} 常用 {found[0].number}。{how}"]
    )


def template_saved_text(number: int, unit: str) -> str:
    where = f"{unit}的经办人都能用" if unit else "监督账号能用"
    return f"已存为第 {number} 条,{where}。用的时候发:答复 {label(EXAMPLE_NUMBER)} 常用 {number}"


def template_dropped_text(number: int) -> str:
    return f"第 {number} 条常用答复已删"


def no_such_template_text(number: int) -> str:
    return f"没有第 {number} 条常用答复。看有哪些:常用答复"


def bad_template_text(most: int) -> str:
    return f"把要存的话写在后面,最多 {most} 字,例如:常用答复 存 已转总务科,周五前回复您"


def too_many_templates_text(most: int) -> str:
    return f"已经有 {most} 条了,先删一条再存:常用答复 删 编号"


def own_support_line(number: int) -> str:
    """One line of 我的数据."""
    return f"我也反映过 {label(number)}(公示满 14 天就删)"
