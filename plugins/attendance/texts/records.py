"""The answers to 现场, 请假, 准假, 点名, 补学, 补签, 签到码."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import answers_at, listed, slash, when

from ..domain import RecordState, Refusal
from .boards import STATES
from .shared import topic

SHOWN = 20
"""Names in one line."""


def named(names: Sequence[str]) -> str:
    """`张三、李四 等 32 人`."""
    return listed(names, SHOWN, of="人")


def seen_text(number: int, now: int, before: Sequence[str], overruled: Sequence[str], tally: tuple[int, int]) -> str:
    """How many were signed in now, who had been before, who was set right as not there, and 实到 of 应到."""
    again = f";先前已签:{named(before)}" if before else ""
    said = f"#{number} 现场记下 {now} 人(实到 {tally[0]}/{tally[1]}){again}"
    if overruled:
        return f"{said}。补签改过的没有动:{named(overruled)};其实在场的请发:补签 {number} {overruled[0]} 实到 事由"
    return f"{said}。记错了请发:补签 {number} 姓名 缺席 事由"


def room_preview_text(
    number: int, title: str, people: int, without: Sequence[str], on_leave: Sequence[str], *, in_group: bool
) -> str:
    confirm, cancel = answers_at(number, in_group)
    out = [f"除:{named(without)}"] if without else []
    out += [f"已请假 {len(on_leave)} 人不计入"] if on_leave else []
    return f"{topic(number, title)}\n现场全到 {people} 人。{';'.join(out)}\n记下请回:{confirm};不记请回:{cancel}"


def room_how_text(number: int | None) -> str:
    which = number or 8
    return f"谁在现场?例如:现场 {which} 张三 李四;或 现场 {which} 全到 除 张三"


def leave_asked_text(number: int, title: str, *, official: bool) -> str:
    """What the sender reads; the reason is not said again."""
    duty = "(与值班冲突,按因公报)" if official else ""
    return f"{topic(number, title)}:请假已报{duty},等书记批。不请了请发:销假 {number}"


def leave_back_text(number: int, title: str) -> str:
    return f"{topic(number, title)}:已销假,到会请签到"


def leave_how_text(number: int) -> str:
    return f"#{number} 请假要写事由,例如:请假 {number} 夜班"


def asked_before_text(number: int, *, granted: bool) -> str:
    if granted:
        return f"#{number} 已准假,不用再发。不请了请发:销假 {number}"
    return f"#{number} 请假先前已报,等书记批,不用再发。要改事由:先发 销假 {number},再发 请假 {number} 新的事由"


def leave_decided_text(number: int, title: str, *, granted: bool, reason: str) -> str:
    """What the person hears."""
    if granted:
        return f"{topic(number, title)}:已准假。会后可补学:补学 {number}"
    return f"{topic(number, title)}:没有准假{f':{reason}' if reason else ''}。请到会签到"


def leaves_waiting_text(number: int, title: str, names: Sequence[str], *, in_group: bool) -> str:
    """What the officers hear: names, no reasons."""
    mark = slash(in_group)
    return (
        f"{topic(number, title)}:请假待批 {len(names)} 人:{named(names)}\n"
        f"看事由:{mark}准假 {number};都准请发:{mark}准假 {number} 全部;不准请发:{mark}不准 {number} {names[0]} 理由"
    )


def leaves_text(number: int, title: str, asked: Sequence[tuple[str, str, str, bool]]) -> str:
    """Who waits, with reasons, for an officer: name, unit, reason, whether 因公."""
    if not asked:
        return f"{topic(number, title)}:没有待批的请假"
    lines = [f"{name}({unit}):{'因公 ' if official else ''}{reason}" for name, unit, reason, official in asked]
    return "\n".join(
        [
            f"{topic(number, title)}:请假待批 {len(asked)} 人",
            *lines,
            f"都准请发:准假 {number} 全部;准一人:准假 {number} {asked[0][0]}",
        ]
    )


def granted_text(number: int, names: Sequence[str], waiting: int, overruled: Sequence[str], *, granted: bool) -> str:
    """Whose leave was decided, how many wait still, and for whom a correction goes on counting."""
    if not names:
        return f"#{number} 没有待批的请假"
    left = f",还有 {waiting} 人待批" if waiting else ""
    said = f"#{number} {'已准假' if granted else '没有准假'} {len(names)} 人:{named(names)}{left}"
    if overruled:
        said += f"。补签改过的仍按补签算:{named(overruled)};要改请发:补签 {number} {overruled[0]} 请假 事由"
    return said


def refuse_how_text(number: int | None) -> str:
    return f"不准谁?例如:不准 {number or 8} 张三 当天有选举"


def refused_text(number: int, reason: Refusal, at: datetime | None, name: str) -> str:
    """Why a leave, a make-up or a correction changes nothing; `name` is whose, where an officer named somebody."""
    moment = when(at) if at else ""
    whose = f"{name} " if name else ""
    return {
        Refusal.TOO_EARLY: f"#{number} 还没到时间,{moment} 起可以",
        Refusal.OVER: f"#{number} 已于 {moment} 结束。请书记补签,例如:补签 {number} 姓名 请假 事由",
        Refusal.CANCELLED: f"#{number} 已取消,不用再办",
        Refusal.ALREADY: f"#{number} {whose}先前已记下,不用再发",
        Refusal.NOT_SIGNED_IN: f"#{number} 还没有签到,先发:签到 {number}",
        Refusal.THERE: f"#{number} {whose}已签到在会,不用请假或补学",
        Refusal.NO_REQUEST: f"#{number} {whose}没有请过假,不用办。看出勤:出勤 {number}",
        Refusal.NOT_OVER: f"#{number} 还没结束,结束后再补学",
        Refusal.TOO_LATE: f"#{number} 补学到 {moment} 为止,已经过了",
    }[reason]


def names_unclear_text(number: int, unknown: Sequence[str], several: Sequence[tuple[str, Sequence[str]]]) -> str:
    said = [f"名单里没有:{named(unknown)}"] if unknown else []
    said += [f"“{name}”有几位:{named(namesakes)},请写全名;重名的请各支部书记记" for name, namesakes in several]
    return f"#{number} {';'.join(said)}。没有改动,看名单:出勤 {number}"


def not_on_list_text(number: int) -> str:
    return f"#{number} 的名单里没有您,不用请假或补学"


def roll_call_text(number: int, title: str, ends: datetime) -> str:
    return f"{topic(number, title)}:点名,{when(ends)} 前引用本条回复:到"


def roll_called_text(number: int, title: str, answered: int, there: int, exempt: int) -> str:
    duty = f"(值班的 {exempt} 人不点)" if exempt else ""
    return f"{topic(number, title)}:点名结束,应答 {answered}/{there}{duty}"


def calling_text(number: int, ends: datetime, groups: int, *, again: bool) -> str:
    if again:
        return f"#{number} 正在点名,{when(ends)} 截止,届时报数,不用再发"
    return f"#{number} 已在 {groups} 个群点名,{when(ends)} 截止,届时报数"


def answered_text(number: int, *, again: bool) -> str:
    return f"#{number} 已应答,不用再发" if again else f"#{number} 到,记下了"


def no_roll_calls_text(number: int, *, running: bool) -> str:
    if running:
        return f"#{number} 通知时没写“点名: 是”,不能点名。看到了谁:出勤 {number}"
    return f"#{number} 现在没有在开,会上才能点名"


def no_roll_call_text() -> str:
    return "现在没有点名,或您不在名单里。到会请发:签到"


def code_text(number: int, title: str, code: str, seconds: int) -> str:
    return f"{topic(number, title)} 签到码:{code}\n还显示 {seconds} 秒,之后一分钟内仍可用;再要新的请发:签到码 {number}"


def sign_in_with_code_text(code: str) -> str:
    """Four digits behind 签到码 are most often what somebody read from the wall."""
    return f"用这个码签到请发:签到 {code}"


def no_code_text(number: int) -> str:
    return f"#{number} 通知时没写“签到码: 是”,直接签到就行"


def material_text(number: int, title: str, link: str, agenda: str, minutes: str, until: datetime) -> str:
    """What to make up with, and how to say that it is done."""
    said = [f"{topic(number, title)} 补学材料(到 {when(until)} 为止):"]
    said += [part for part in (link, agenda, minutes) if part] or ["请向支部要材料"]
    return "\n".join([*said, f"学完请发:补学 {number} 已学(也可写几句心得,不写也行)"])


def made_up_text(number: int, names: Sequence[str]) -> str:
    return f"#{number} 补学记下了:{named(names)}。出勤仍按当天算"


def corrected_text(number: int, name: str, before: RecordState, after: RecordState) -> str:
    return f"#{number} {name}:{STATES[before]} 改为 {STATES[after]},记下了由谁改、为什么"


def correct_how_text(number: int | None) -> str:
    which = number or 8
    return f"写明姓名、改成什么和事由,例如:补签 {which} 张三 迟到 手机没电;可写 实到 迟到 请假 缺席"


def too_early_to_correct_text(number: int) -> str:
    return f"#{number} 还没开始,不用补签。来不了的请本人发:请假 {number} 事由"


def own_code_text(number: int, title: str, code: str) -> str:
    """A person's own code for the page."""
    return f"{topic(number, title)} 您的现场签到码:{code}\n扫墙上的二维码,填姓名和这四位码,两分钟内有效。只给您本人用"


def poster_text(number: int, title: str) -> str:
    return (
        f"{topic(number, title)}:把这张二维码投到墙上或打印出来。扫码后要填本人的四位码(私聊我发:签到码 {number})。"
        f"照片传出去,没来的人也能用自己的码签,到会名单请核对:会议记录 {number}"
    )


def no_page_text() -> str:
    return "还没有设手机能打开的网址,请管理员在 .env 里填 PAGE_URL。现在可以用:签到码,或 现场"
