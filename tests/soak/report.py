"""What a soak says at its end, in Chinese, and the file with the evidence when a promise was broken."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from .checker import Violation
from .evidence import Delivery
from .run import Result

SHOWN = 20
_STATES = {
    "sent": "已送达",
    "needs_human": "待核实",
    "uncertain": "存疑",
    "queued": "待发",
    "sending": "发送中",
    "held": "暂缓",
    "rejected": "失败",
    "cancelled": "已停发",
}


def failed(result: Result) -> bool:
    return bool(result.violations or result.unlawful or result.unanswered)


def report_text(result: Result, evidence: Path | None) -> str:
    """The report; `evidence` is where the rest is."""
    plan, figures = result.plan, result.figures
    states = " ".join(f"{_STATES.get(state, state)} {count}" for state, count in sorted(figures.states.items()))
    met = " ".join(f"{name} {count}" for name, count in sorted(result.faults.items()))
    starts = f",重启 {min(result.starts):.1f}-{max(result.starts):.1f} 秒" if result.starts else ""
    lines = [
        f"浸泡:种子 {plan.seed},故障 {plan.seconds:.0f} 秒,{'PostgreSQL' if plan.database else 'SQLite'},"
        f"负载 {result.load:.1f}{starts}",
        f"传达 {len(result.facts.directives)} 条 × {plan.groups} 个群,共 {figures.deliveries} 条消息:{states}",
        f"故障:{met}",
        f"存疑后查实已送达 {figures.settled};有证据的重发 {figures.repeats}(另有被拒后重发 {figures.after_refusal});"
        f"有证据仍多看见 {figures.doubled} 份;待核实 {figures.doubtful}(其中群里已有 {figures.doubtful_there})",
        f"干部打了 {result.typed} 条指令,看了 {len(result.truth.boards)} 张传达情况;"
        f"更正 {len(result.truth.corrections)} 件,撤回 {len(result.truth.recalls)} 件,"
        f"停发 {len(result.truth.stops) - len(result.truth.recalls)} 件;"
        f"成员回了 {figures.readings} 次已阅,告诉记下 {figures.told} 次,库里 {figures.receipts} 条",
        f"故障停止后 {result.settled_in:.1f} 秒收尾",
    ]
    lines += [f"{one.kind}:{_name(one)}:{one.words}" for one in result.violations[:SHOWN]]
    lines += [f"不合规的调用:{problem}" for problem in result.unlawful[:SHOWN]]
    lines += [f"始终没有得到回答:{title}" for title in result.unanswered[:SHOWN]]
    if failed(result):
        broken = len(result.violations) + len(result.unlawful) + len(result.unanswered)
        lines.append(f"结论:不通过,{broken} 处。证据:{evidence}")
    else:
        lines.append("结论:通过。没有丢失,没有无证据的重复,存疑的都显示为待核实,告诉过的已阅都在")
    return "\n".join(lines)


def _name(violation: Violation) -> str:
    match violation.about:
        case Delivery(number, group, part):
            return f"#{number} 群 {group} 第 {part} 条"
        case (number, account):
            return f"#{number} 号 {account}"
        case number:
            return f"#{number}"


def write_evidence(result: Result, file: Path) -> None:
    """Everything that the service, the database and the board hold about what was broken."""
    numbers = {v.about if isinstance(v.about, int) else v.about[0] for v in result.violations}
    truth, facts = result.truth, result.facts
    people = {v.about for v in result.violations}
    groups = {v.about.group for v in result.violations if isinstance(v.about, Delivery)}
    shown = {
        "plan": asdict(result.plan),
        "limits": asdict(result.limits),
        "faults": result.faults,
        "violations": [{"kind": v.kind, "about": v.about, "words": v.words} for v in result.violations],
        "unlawful": result.unlawful,
        "unanswered": result.unanswered,
        "rows": [asdict(row) for row in facts.rows if row.delivery.number in numbers],
        "sightings": [asdict(one) for one in truth.sightings if one.delivery.number in numbers],
        "attempts": [asdict(one) for one in truth.attempts if one.delivery.number in numbers],
        "pages": [asdict(page) | {"own": sorted(page.own)} for page in truth.pages if page.group in groups],
        "readings": [asdict(one) for one in truth.readings if (one.number, one.account) in people],
        "boards": {number: str(truth.boards[number]) for number in numbers & truth.boards.keys()},
    }
    file.write_text(json.dumps(shown, ensure_ascii=False, indent=1, default=_plain), "utf-8")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)
