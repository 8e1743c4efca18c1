"""What was wrong, and what works instead."""

from collections.abc import Sequence

from ..domain import EXTENSION_DAYS, MOST_PICTURES, MOST_TRANSFERS, TEXT_LIMIT, Command, Objection, State
from .shared import EXAMPLE_NUMBER, label


def not_recognised_text(words: Sequence[str]) -> str:
    """Behind 回避; nothing is filed."""
    quoted = "、".join(f"“{word}”" for word in words)
    return f"没认出{quoted}是谁,挡不住,还没有收。回避请写姓名、姓加职务(王主任)或单位名,再发一次;不用避开就写:没有"


def no_such_case_text(number: int) -> str:
    return f"没有 {label(number)} 这件,或不归您办,或本人已撤件。看有哪些:意见台账"


def not_the_author_text(number: int) -> str:
    return f"没有 {label(number)} 这件,或不是您提的。看有哪些:我的意见"


def not_handler_text() -> str:
    return "您不是意见经办人。经办人由书记和上级两个人用“设经办”来定,系统管理员和干事不办意见"


def wrong_code_text() -> str:
    return "没有这个查询码,请核对 16 位数字"


def too_many_wrong_codes_text() -> str:
    return "一小时内输错太多次,请一小时后再试"


def nobody_handles_text(channels: str) -> str:
    return f"没有收:现在没有可以办这件的人(或都要回避)。请走这些渠道:{channels}"


def nobody_there_text(unit: str) -> str:
    return f"没有转:{unit or '那里'}没有能办这件的经办人(没设,或要回避)。看有哪些:设经办"


def destroyed_text(number: int) -> str:
    return f"{label(number)} 的内容已随密钥销毁,谁也打不开了"


def keys_unavailable_text() -> str:
    return "意见暂时打不开(密钥有问题,没有丢失)。请告诉系统管理员运行:uv run bot.py doctor"


def not_now_text(number: int, state: State, command: Command, allowed: Sequence[State]) -> str:
    """The state it is in, and in which ones the command works."""
    if command is Command.REOPEN and state in (State.CLOSED, State.DECLINED):
        return (
            f"{label(number)} 现在是“{state.value}”,已评价时才能重开。不满意请先发:评价,后面写查询码或编号,再写 不满意"
        )
    when = "、".join(one.value for one in allowed)
    return f"{label(number)} 现在是“{state.value}”,不能{command.value};{when}时可以"


def not_yours_text(number: int, command: Command) -> str:
    return f"{label(number)} 的“{command.value}”不归您做"


def objected_text(number: int, command: Command, objection: Objection) -> str:
    name = label(number or EXAMPLE_NUMBER)
    match objection:
        case Objection.NEEDS_TEXT if command is Command.FILE:
            return "没有内容。把要说的写在后面,例如:意见 三楼热水器坏了"
        case Objection.NEEDS_TEXT:
            what = {Command.ANSWER: "答复的话", Command.CLOSE: "办理结果", Command.ADD: "要补充的话"}.get(
                command, "理由"
            )
            days = " 5" if command is Command.EXTEND else ""
            return f"要写{what},例如:{command.value} {name}{days} ……"
        case Objection.TOO_LONG if command is Command.FILE:
            return f"没有收:一件最多 {TEXT_LIMIT} 字,这样就超过了。请写短些;收下以后还能追加"
        case Objection.TOO_LONG:
            return f"太长了,一次最多 {TEXT_LIMIT} 字,请分几次"
        case Objection.EXTENDED_BEFORE:
            return f"{name} 已经延过一次,不能再延"
        case Objection.DAYS:
            return f"延期只能写 1 到 {EXTENSION_DAYS} 个工作日,例如:延期意见 {name} 5 等配件"
        case Objection.TRANSFERRED_OFTEN:
            return f"{name} 已经转过 {MOST_TRANSFERS} 次,不能再转,请就地办理"
        case Objection.NOBODY_PASSED_IT_ON:
            return f"{name} 不是转来的,没有可退的单位。不归您的请发:转办 {name} 单位"
        case Objection.NOT_REOPENABLE:
            return f"{name} 不能重开:评价为不满意或非常不满意的才可以,只能一次。还有话请另提一件"
        case Objection.FULL:
            return f"内容太多:一次最多 {MOST_PICTURES} 张图,一件最多补充 200 次"
