"""设经办: what officers read."""

from collections.abc import Sequence
from typing import Protocol

from ..domain import Kind, Side

EXAMPLE = "设经办 内科党支部 张三"
DISMISSAL = "撤经办 内科党支部 张三"


class HandlerLike(Protocol):
    """One handler of a unit."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def kind(self) -> Kind | None: ...
    @property
    def in_force(self) -> bool: ...


def _of(unit: str, kind: Kind | None) -> str:
    return f"{unit}{f'({kind.value})' if kind else ''}"


def appointed_text(name: str, unit: str, kind: Kind | None) -> str:
    return f"{name} 已是{_of(unit, kind)}的意见经办人。看全部请发:设经办"


def you_handle_text(unit: str, kind: Kind | None) -> str:
    return f"您已是{_of(unit, kind)}的意见经办人,来了意见会私聊告诉您。看等您办的请发:意见台账"


def joined_text(name: str, unit: str, kind: Kind | None) -> str:
    """To those who handle there already."""
    return f"{name} 也是{_of(unit, kind)}的意见经办人了(书记和上级两人定的)。要是您觉得不对,请马上问书记"


def asked_text(name: str, unit: str, kind: Kind | None, wanted: Side) -> str:
    kinds = f" {kind.value}" if kind else ""
    return (
        f"已提名 {name} 为{_of(unit, kind)}的意见经办人,还差{_other(unit, wanted)}同意:"
        f"也发一次 设经办 {unit} {name}{kinds} 就生效。已私聊告诉对方"
    )


def asked_already_text(name: str, unit: str, wanted: Side) -> str:
    return f"{name} 已由这一方提名,还差{_other(unit, wanted)}同意"


def _other(unit: str, wanted: Side) -> str:
    return {
        Side.SECRETARY: f"{unit}书记",
        Side.ABOVE: "上级的一位书记或委员",
        Side.BESIDE: f"{unit}另一位书记或委员",
    }[wanted]


def dismissed_text(name: str, unit: str) -> str:
    return f"{name} 不再是{unit}的意见经办人。手上没办完的已转给别的经办人"


def handlers_text(lines: Sequence[HandlerLike]) -> str:
    if not lines:
        return f"还没有意见经办人,提意见会被拒收。请书记和上级各发一次,例如:{EXAMPLE}"
    told = "\n".join(
        f"{_of(line.unit, line.kind)} {line.name}{'' if line.in_force else '(还差一人同意)'}" for line in lines
    )
    return f"意见经办人:\n{told}\n增加请发:{EXAMPLE};撤销请发:撤经办 单位 姓名"


def handles_already_text(name: str, unit: str) -> str:
    return f"{name} 已经是{unit}的经办人,不用再设"


def handles_not_text(name: str, unit: str) -> str:
    return f"{name} 不是{unit}的经办人。看全部请发:设经办"


def may_not_appoint_text(unit: str) -> str:
    return f"{unit or '这里'}的经办人由该单位书记和上级的一位委员两个人定,系统管理员和干事不参与"


def not_fit_text(name: str) -> str:
    return f"{name} 不能当经办人:要绑定了QQ,且不是干事或系统管理员"


def not_supervisor_text(name: str, unit: str) -> str:
    return f"监督类只能由书记或纪检委员经办,{name} 不是{unit}的书记或纪检委员"


def last_handler_text(name: str, unit: str) -> str:
    return f"没有撤:撤了 {name},{unit}的意见就没人能办了(现在有没有意见都一样)。请先另设一位,再撤"


def handler_wanted_text() -> str:
    return f"写单位和姓名,例如:{EXAMPLE};只办一类时在后面加类别,例如:{EXAMPLE} 监督"


def whom_to_dismiss_text() -> str:
    return f"写单位和姓名,例如:{DISMISSAL}。看现有的请发:设经办"
