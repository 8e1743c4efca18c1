"""What several texts need."""

from datetime import datetime

from plugins.gateway import times
from plugins.storage import clock

from ..domain import Counts, Mode, Quorum, Vote

EXAMPLE = "开会 全体\n类型: 主题党日\n时间: 周五15:00-16:30\n地点: 三楼会议室"

MODES = {Mode.ONLINE: "线上", Mode.ON_SITE: "线下", Mode.BOTH: "线上线下结合"}
VOTES = {Vote.GENERAL: "一般事项", Vote.ADMISSION: "发展党员", Vote.COMMITTEE: "支委会", Vote.ELECTION: "选举"}


def span(begins: datetime, ends: datetime) -> str:
    """`11月27日(周五)15:00-16:30`, local."""
    return times.when_span(begins, ends, clock.zone())


def topic(number: int, title: str) -> str:
    """How everything about a session begins."""
    return f"#{number} 〔会议〕{title}"


def counts_text(counts: Counts) -> str:
    """`应到 32 实到 28(迟到 1) 请假 3(因公 1) 缺席 1`; what is zero and says nothing is left out."""
    said = [f"应到 {counts.expected}", f"实到 {counts.present}" + (f"(迟到 {counts.late})" if counts.late else "")]
    said.append(f"请假 {counts.leave}" + (f"(因公 {counts.official})" if counts.official else ""))
    if counts.waiting:
        said.append(f"未签到 {counts.waiting}")
    if counts.pending:
        said.append(f"待核 {counts.pending}")
    if counts.absent or not (counts.waiting or counts.pending):
        said.append(f"缺席 {counts.absent}")
    if counts.observers:
        said.append(f"列席 {counts.observers}")
    if counts.made_up:
        said.append(f"补学 {counts.made_up}")
    return " ".join(said)


def quorum_text(quorum: Quorum, source: str) -> str:
    """Whether enough voters are there, behind the label 表决; on site and online apart."""
    stands = "已够" if quorum.reached else f"还差 {quorum.needed - quorum.there}"
    return (
        f"{VOTES[quorum.vote]},有表决权 {quorum.voters} 人,到会 {quorum.there}(现场 {quorum.on_site} 线上 {quorum.online}),"
        f"需 {quorum.needed},{stands}(依据:{source})"
    )
