"""监督台账 and 意见统计 in words: counts and rates; nobody is ranked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from ..domain import SMALL_CELL, Kind, Range, minus, percent

COLUMNS = {
    "received": "收到",
    "answered": "答复",
    "closed": "办结",
    "overdue": "逾期",
    "content": "满意",
    "discontent": "不满意",
}
_NAMES = {
    "received": "收到",
    "accepted": "受理",
    **COLUMNS,
    "declined": "不予受理",
    "withdrawn": "本人撤件",
    "rated": "评价",
}
SHEET_NAME = "意见"
SHEET_HEADING = (
    "单位",
    "收到",
    "受理",
    "办结",
    "不予受理",
    "本人撤件",
    "逾期",
    "满意",
    "不满意",
    "办理天数中位数(工作日)",
)
_RATINGS = ("content", "discontent")
_SHEET = ("received", "accepted", "closed", "declined", "withdrawn", "overdue", "content", "discontent")


class RowLike(Protocol):
    """One line of figures."""

    @property
    def kinds(self) -> Sequence[Kind]: ...
    @property
    def first(self) -> date: ...
    @property
    def cells(self) -> Mapping[str, Range | None]: ...


class LedgerLike(Protocol):
    """监督台账 of a month."""

    @property
    def first(self) -> date: ...
    @property
    def running(self) -> bool: ...
    @property
    def rows(self) -> Sequence[RowLike]: ...
    @property
    def total(self) -> RowLike: ...
    @property
    def units(self) -> Sequence[tuple[str, Range]]: ...
    @property
    def months(self) -> Sequence[RowLike]: ...


class StatisticsLike(Protocol):
    """意见统计 of a unit, or of a handler's own cases."""

    @property
    def first(self) -> date: ...
    @property
    def running(self) -> bool: ...
    @property
    def unit(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def counts(self) -> Mapping[str, Range]: ...
    @property
    def hidden(self) -> Collection[str]: ...
    @property
    def median_days(self) -> float | None: ...


def range_text(found: Range | None) -> str:
    """`12`, `<5`, `10-14`; `—` where a column is not broken down."""
    if found is None:
        return "—"
    if found.exact:
        return str(found.low)
    return "<5" if found.high < 5 else f"{found.low}-{found.high}"


def percent_text(found: Range) -> str:
    return f"{found.low}%" if found.exact else f"{found.low}%-{found.high}%"


def month_name(first: date) -> str:
    return f"{first.year}年{first.month}月"


def kinds_text(kinds: Sequence[Kind]) -> str:
    return "、".join(kind.value for kind in kinds)


def row_text(row: RowLike) -> str:
    """`收到 12 答复 10 …`; columns that are not broken down are left out."""
    return " ".join(
        f"{name} {range_text(row.cells[key])}" for key, name in COLUMNS.items() if row.cells[key] is not None
    )


def ledger_text(found: LedgerLike, *, pictured: bool) -> str:
    """The month in one line; the table too where there is no picture."""
    heading = f"{month_name(found.first)}监督台账(按收到的月份算)"
    received = found.total.cells["received"]
    if received is None or received.high == 0:
        lines = [f"{heading}:没有收到意见"]
    else:
        lines = [f"{heading}:{row_text(found.total)}"]
    if not pictured:
        lines += [f"{kinds_text(row.kinds)}:{row_text(row)}" for row in found.rows]
        lines += [f"{name}:收到 {range_text(count)}" for name, count in found.units]
        lines += [f"{month_name(row.first)}:{row_text(row)}" for row in found.months]
    lines.append(remark_text(found))
    return "\n".join(filter(None, lines))


def remark_text(found: LedgerLike) -> str:
    """What is not shown, and why."""
    shown = [found.total, *found.months]
    small = any(cell and not cell.exact and cell.high < 5 for row in shown for cell in row.cells.values())
    parted = any(cell is None for row in found.rows for cell in row.cells.values())
    steps = any(cell and not cell.exact and cell.high >= 5 for row in shown for cell in row.cells.values())
    told = ["不足 5 件的只写 <5"] if small else []
    told += ["分开会露出小数的不分开"] if parted else []
    told += ["本月没过完,按 5 件一档写"] if steps else []
    return f"({';'.join(told)},为的是看不出是谁)" if told else ""


def statistics_text(found: StatisticsLike) -> str:
    """Raw figures, the rates worked out of them, and what they leave out."""
    whose = found.unit or "在您手上的意见"
    heading = f"{whose} {month_name(found.first)}意见统计(按收到的月份算{',本月没过完' if found.running else ''})"
    counts = found.counts
    received = counts["received"]
    if received.high == 0:
        return f"{heading}:没有收到意见"
    raw = ("received", "accepted", "answered", "closed", "declined", "withdrawn", "overdue")
    lines = [f"{heading}:", " ".join(f"{_NAMES[key]} {range_text(counts[key])}" for key in raw if key in counts)]
    if received.exact or received.low >= SMALL_CELL:
        lines += [line for line in (_taken(counts), _closed(counts), _content(counts)) if line]
    else:
        lines.append(f"不足 {SMALL_CELL} 件,不算比率")
    if found.median_days is not None:
        same_day = ",就是当天" if found.median_days == 0 else ""
        lines.append(f"办理天数中位数:{found.median_days:g} 个工作日(从收到到办结{same_day})")
    if hidden := [name for key, name in _NAMES.items() if key in found.hidden and key not in _RATINGS]:
        lines.append(f"{'、'.join(hidden)}不分单位列:分开会露出不足 {SMALL_CELL} 件的")
    if found.asked:
        lines.append(f"{found.asked}人数或件数太少,不单列,看的是{found.unit}的合计")
    return "\n".join(lines)


def _rate(name: str, part: Range, whole: Range) -> str:
    found = percent(part, whole)
    return f"{name} {percent_text(found)}({range_text(part)}/{range_text(whole)})" if found else ""


def _taken(counts: Mapping[str, Range]) -> str:
    """受理率, raw, and without those that their authors took back."""
    if not {"accepted", "withdrawn"} <= counts.keys():
        return ""
    told = _rate("受理率", counts["accepted"], counts["received"])
    left = minus(counts["received"], counts["withdrawn"])
    if counts["withdrawn"].high and left.high:
        told += (
            f",不计本人撤件 {range_text(counts['withdrawn'])}:{percent_text(percent(counts['accepted'], left) or left)}"
        )
    return told


def _closed(counts: Mapping[str, Range]) -> str:
    """办结率 of those taken in hand; 不予受理 and 撤件 are not among them."""
    if not {"accepted", "closed"} <= counts.keys() or not counts["accepted"].high:
        return ""
    return f"{_rate('办结率', counts['closed'], counts['accepted'])},不予受理和撤件不计"


def _content(counts: Mapping[str, Range]) -> str:
    """满意率 of those that were rated; who did not rate is not counted."""
    if not {"content", "discontent"} <= counts.keys():
        return ""
    rated = counts["rated"]
    found = percent(counts["content"], rated)
    if found is None:
        return "满意率:还没有人评价"
    if not rated.exact and rated.low == 0:
        return f"满意率:评价不足 {SMALL_CELL} 个,先不写"
    of = f"满意 {range_text(counts['content'])},不满意 {range_text(counts['discontent'])}"
    return f"满意率 {percent_text(found)}({of}),基本满意算满意,没评价的不计"


def statistics_how_text() -> str:
    return "哪个月?例如:意见统计 2026-11,或 意见统计 2026-11 内科党支部"


def ledger_how_text() -> str:
    return "哪个月?例如:监督台账 2026-11"


def sheet_row(found: StatisticsLike) -> tuple[str | int | float, ...]:
    """The line of a month's 台账."""
    cells = [found.counts.get(key) for key in _SHEET]
    shown = [cell.low if cell and cell.exact else range_text(cell) for cell in cells]
    name = f"{found.unit}(含{found.asked})" if found.asked else found.unit
    return (name, *shown, "—" if found.median_days is None else found.median_days)
