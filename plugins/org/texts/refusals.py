"""Why something is not done: a name nobody knows, a right nobody has."""

from collections.abc import Sequence

from .shared import listed


def unknown_unit_text(name: str, candidates: Sequence[str]) -> str:
    if candidates:
        return f"“{name}”可指 {listed(candidates)},请写全名"
    return f"没有叫“{name}”的单位。单位名写全称或开头几个字,例:内科党支部"


def outside_unit_text(name: str, acting: str) -> str:
    return f"“{name}”不在{acting}之下;请由上级单位办理"


def empty_scope_text() -> str:
    return "范围里没有单位。例:全体;全体 除 外科党支部;内科党支部、药学党支部"


def not_allowed_text(who: str) -> str:
    return f"没有权限:需要{who}" if who else "没有权限"


def which_acting_unit_text(choices: Sequence[tuple[str, int]]) -> str:
    """Which of the sender's own units; `choices` are their names and people."""
    names = "/".join(f"{name}({people}人)" for name, people in choices)
    return f"以哪个单位的名义:{names}?加一行,例如:\n单位: {choices[0][0]}"


def not_my_unit_text(name: str, choices: Sequence[str]) -> str:
    return f"您不是“{name}”的干部,可以写:{'/'.join(choices)}。例如:\n单位: {choices[0]}"


def not_officer_text(unit: str) -> str:
    return f"只有{unit or '该单位'}或上级单位的书记、委员、干事能办,没有改动"
