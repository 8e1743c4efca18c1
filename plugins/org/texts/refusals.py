"""Why something is not done: a name nobody knows, a right nobody has."""

from collections.abc import Sequence

from .shared import listed


def unknown_unit_text(name: str, candidates: Sequence[str]) -> str:
    if candidates:
        return f"「{name}」可指 {listed(candidates)},请写全名"
    return f"没有叫「{name}」的单位。单位名写全称或开头几个字,例:内科党支部"


def outside_unit_text(name: str, acting: str) -> str:
    return f"「{name}」不在{acting}之下;请由上级单位办理"


def empty_scope_text() -> str:
    return "范围里没有单位。例:全体;全体 除 外科党支部;内科党支部、药学党支部"


def not_allowed_text(who: str) -> str:
    return f"没有权限:需要{who}" if who else "没有权限"
