"""The answers to 签到 and 签退."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import when

from ..domain import RecordState, Refusal
from .boards import STATES


def sign_topic(number: int, *, out: bool) -> str:
    """How the joined line of a group begins."""
    return f"#{number} {'签退' if out else '签到'}"


def sign_name(name: str, *, late: bool, observer: bool) -> str:
    """How somebody stands in the joined line."""
    return f"{name}(迟到)" if late else f"{name}(列席)" if observer else name


def sign_tally(present: int, expected: int) -> str:
    return f"{present}/{expected}"


def signed_text(
    number: int, at: datetime, *, late: bool, observer: bool, present: int, expected: int, out: bool
) -> str:
    """In private: what was recorded, with its time."""
    what = "签退" if out else "签到"
    note = ",迟到" if late else ",列席" if observer else ""
    return f"#{number} {what} {when(at)}{note},记下了(实到 {present}/{expected})"


def signed_before_text(number: int, name: str, since: datetime, *, out: bool) -> str:
    return f"#{number} {name} {when(since)} 已{'签退' if out else '签到'},不用再发"


def sign_refused_text(number: int, reason: Refusal, at: datetime | None, *, there: bool = False) -> str:
    """`there`: the person is signed in all the same."""
    match reason:
        case Refusal.OVER if at is not None and there:
            return f"#{number} 已于 {when(at)} 结束。您已签到,算数,不用再发"
        case Refusal.TOO_EARLY if at is not None:
            return f"#{number} 还没到签到时间,{when(at)} 起可以签到"
        case Refusal.OVER if at is not None:
            return f"#{number} 已于 {when(at)} 结束,没有签上。到了的请书记发:补签 {number} 姓名 实到 事由;没到的请发:补学 {number}"
        case Refusal.CANCELLED:
            return f"#{number} 已取消,不用签到"
        case Refusal.NOT_SIGNED_IN:
            return f"#{number} 还没有签到。请先发:签到 {number}"
    return f"#{number} 没有签上,请书记看一下"


def wrong_code_text(number: int, *, missing: bool) -> str:
    if missing:
        return f"#{number} 要签到码,例如:签到 {number} 四位码。码由主持人出示"
    return f"#{number} 签到码不对或已换新。看最新的四位码,再发:签到 {number} 四位码"


def too_many_tries_text(number: int) -> str:
    return f"#{number} 签到码试得太多了,过十分钟再试。人在现场的,请主持人或书记发:现场 {number} 姓名"


def overruled_text(number: int, state: RecordState, *, in_group: bool) -> str:
    """Signed in, and it changes nothing; what it counts as is not for a group."""
    stands = "已改过您的出勤" if in_group else f"已把您的出勤改为{STATES[state]}"
    return f"#{number} 书记{stands},现在签到不再改变它。其实到了的,请书记发:补签 {number} 姓名 实到 事由"


def not_listed_text(number: int) -> str:
    return f"#{number} 的名单里没有您,不用签到。参加了的请书记发:现场 {number} 姓名"


def which_sign_in_text(word: str, choices: Sequence[tuple[int, str]]) -> str:
    if not choices:
        return f"现在没有可以{word}的会议。看自己的:出勤"
    listed = "\n".join(f"#{number} {title}" for number, title in choices)
    return f"哪一个会?例如:{word} {choices[0][0]}\n{listed}"
