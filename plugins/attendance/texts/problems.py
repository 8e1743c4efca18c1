"""What was wrong, and an example that works."""

from collections.abc import Sequence

from ..domain import SessionKind
from .shared import EXAMPLE

SHOWN = 6
"""Sessions listed when it is not clear which one is meant."""

_ALLOWED = {
    "类型": "、".join(kind.value for kind in SessionKind),
    "形式": "线上、线下、线上线下结合",
    "表决": "一般、发展党员、支委会、选举",
    "列席": "群众代表",
}


def needs_scope_text() -> str:
    return f"通知谁?在“开会”后面写 全体 或单位名,例如:\n{EXAMPLE}"


def needs_title_text() -> str:
    return f"什么会?加一行“标题: 名称”或“类型: 主题党日”,例如:\n{EXAMPLE}"


def needs_time_text() -> str:
    return f"什么时间?加一行“时间: 周五15:00-16:30”,例如:\n{EXAMPLE}"


def unknown_value_text(header: str, word: str) -> str:
    allowed = _ALLOWED[header]
    if header == "表决" and word == "支委会":
        return (
            "“表决: 支委会”是支委会上的表决,这次的类型不是支委会。请写 表决: 一般、发展党员 或 选举,或写 类型: 支委会"
        )
    return f"“{header}”不认识“{word[:20]}”,可以写:{allowed}。例如 {header}: {allowed.split('、')[0]}"


def no_groups_text() -> str:
    return "这个范围里没有绑定的群,通知不到。先在群里发:/绑定本群 单位名"


def nobody_expected_text() -> str:
    return "这个范围里没有应到的同志(正式党员、预备党员;支委会是委员)。请看名册的身份和职务,或换一个范围"


def no_such_text(number: int) -> str:
    return f"没有 #{number} 这次会议,或不在你的范围内。看有哪些:出勤"


def begun_text(number: int) -> str:
    return f"#{number} 已经开始,不能改期。没开成请发:取消会议 {number};开完请发:结束 {number}"


def too_late_to_call_text() -> str:
    return "开始时间已过,没有通知。请重新发,例如:\n" + EXAMPLE


def not_begun_text(number: int) -> str:
    return f"#{number} 还没有开始。不开了请发:取消会议 {number};改时间请发:改期 {number} 明天15:00-16:30"


def closed_text(number: int, *, cancelled: bool) -> str:
    return (
        f"#{number} 已取消,不用再办"
        if cancelled
        else f"#{number} 已结束。看出勤:出勤 {number};其实没开请发:取消会议 {number}"
    )


def which_session_text(example: str, choices: Sequence[tuple[int, str]]) -> str:
    """`example` is one of the word with the number 8; `choices` the sessions that may be meant."""
    if not choices:
        return f"没写编号,也对不上哪个会。看有哪些:出勤。例如:{example}"
    listed = "\n".join(f"#{number} {title}" for number, title in choices[:SHOWN])
    return f"哪一个会?例如:{example.replace(' 8', f' {choices[0][0]}', 1)}\n{listed}"
