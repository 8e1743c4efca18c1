"""催办, 停发 and 撤回 of a task."""

from plugins.gateway.phrases import answers_at, slash
from plugins.gateway.recalls import Reach
from plugins.remind import Reminded
from plugins.remind.texts import asked_lines


def nudged_text(number: int, units: int, outcome: Reminded, *, in_group: bool) -> str:
    """What 催办 came to, in counts: nobody is named."""
    mark = slash(in_group)
    if not units:
        return f"#{number} 各单位都已报完成,不用催。看进展:{mark}任务 {number}"
    lines = asked_lines(outcome) or ["这些单位没有登记干部,提醒不到人"]
    return "\n".join([f"#{number} 还有 {units} 个单位没有报完成", *lines, f"看进展请发:{mark}任务 {number}"])


def stop_preview_text(number: int, title: str, reach: Reach, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    return (
        f"#{number} 〔任务〕{title}:还有 {reach.waiting} 个群没发,{reach.out} 个群已发。"
        f"停发后没发的不再发,任务还在。停发请回:{confirm};不停请回:{cancel}"
    )


def stopped_text(number: int, cancelled: int, on_the_way: int, *, in_group: bool) -> str:
    said = f"#{number} 已停发:{cancelled} 条不再发"
    if on_the_way:
        said += f";{on_the_way} 条正在发,一经查实就撤回"
    mark = slash(in_group)
    return f"{said}。任务还在,不办了请发:{mark}撤回 {number},办完了请发:{mark}销号 {number}"


def nothing_to_stop_text(number: int) -> str:
    return f"#{number} 没有可停的:各群都已发出或已停。不办了请发:撤回 {number}"


def recall_preview_text(number: int, title: str, reach: Reach, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    said = f"#{number} 〔任务〕{title}:{reach.out} 个群已发,{reach.waiting} 个群还没发。撤回后各单位不用再办,不再提醒"
    if reach.old:
        said += f"\n其中 {reach.old} 个群已超过 2 分钟,QQ 只许群管理员撤:机器人不是管理员的群会撤不回"
    return f"{said}\n撤回请回:{confirm};不撤请回:{cancel}"
