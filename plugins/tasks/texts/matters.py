"""催办, 停发 and 撤回 of a task, and what is told of a series."""

from plugins.gateway.phrases import answers_at, holiday_text, slash, when
from plugins.gateway.recalls import Reach
from plugins.remind import Reminded
from plugins.remind.texts import asked_lines
from plugins.storage import clock

from ..domain import Proposal


def nudged_text(number: int, units: int, outcome: Reminded, *, in_group: bool) -> str:
    """What 催办 came to, in counts: nobody is named."""
    mark = slash(in_group)
    if not units:
        return f"#{number} 各单位都已报完成,不用催。看进展:{mark}任务 {number}"
    lines = asked_lines(outcome) or ["这些单位没有登记干部,提醒不到人"]
    return "\n".join([f"#{number} 还有 {units} 个单位没有报完成", *lines, f"看进展请发:{mark}任务 {number}"])


def stop_preview_text(number: int, title: str, reach: Reach, repeat: str, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    said = [f"#{number} 〔任务〕{title}:还有 {reach.waiting} 个群没发,{reach.out} 个群已发"]
    if reach.waiting:
        said.append("停发后没发的不再发")
    if repeat:
        said.append(f"停发后“{repeat}”不再重复")
    return "。".join([*said, f"这一次的任务还在。停发请回:{confirm};不停请回:{cancel}"])


def stopped_text(number: int, cancelled: int, on_the_way: int, repeat: str, *, is_open: bool, in_group: bool) -> str:
    said = [f"{cancelled} 条不再发"] if cancelled or not repeat else []
    said += [f"{on_the_way} 条正在发,一经查实就撤回"] if on_the_way else []
    said += [f"“{repeat}”不再重复"] if repeat else []
    mark = slash(in_group)
    after = f"。这一次的任务还在,不办了请发:{mark}撤回 {number},办完了请发:{mark}销号 {number}" if is_open else ""
    return f"#{number} 已停发:{';'.join(said)}{after}"


def nothing_to_stop_text(number: int) -> str:
    return f"#{number} 没有可停的:各群都已发出或已停,也不重复。不办了请发:撤回 {number}"


def recall_preview_text(number: int, title: str, reach: Reach, repeat: str, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    said = f"#{number} 〔任务〕{title}:{reach.out} 个群已发,{reach.waiting} 个群还没发。撤回后各单位不用再办,不再提醒"
    if repeat:
        said += f",“{repeat}”不再重复(只是这一次不办,请发:{slash(in_group)}销号 {number})"
    if reach.old:
        said += f"\n其中 {reach.old} 个群已超过 2 分钟,QQ 只许群管理员撤:机器人不是管理员的群会撤不回"
    return f"{said}\n撤回请回:{confirm};不撤请回:{cancel}"


def came_again_text(number: int, proposal: Proposal, *, heard: bool) -> str:
    """To the issuing unit, where it has no group that hears of it (`heard`) or the day is one of rest; else ""."""
    warning = holiday_text(clock.local(proposal.deadline).date())
    if heard and not warning:
        return ""
    said = f"#{number} 〔任务〕{proposal.title}:按“{proposal.repeat}”布置了这一次,截止 {when(proposal.deadline)}"
    how = f"给一个单位更多时间请发:/延期 {number} 单位 时间;不再重复请发:/停发 {number}"
    return "\n".join([said, *([f"注意:{warning}"] if warning else []), how])


def series_over_text(number: int, title: str, repeat: str) -> str:
    """To the issuing unit: the next task could not be laid out."""
    return f"#{number} 〔任务〕{title}:按“{repeat}”布置不了下一次(单位有变化),请重新发:/布置任务"
