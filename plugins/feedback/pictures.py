"""What stands on feedback's picture: the figures of 监督台账."""

from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.gateway.phrases import when

from . import texts
from .texts.figures import COLUMNS, LedgerLike, RowLike

LEDGER = Path(__file__).parent / "templates" / "ledger.typ"


def ledger(found: LedgerLike, now: datetime) -> dict[str, Any]:  # JSON for the template
    """The month by kind, by unit, and the months before it."""
    by_kind = [[texts.figures.kinds_text(row.kinds), *_cells(row)] for row in found.rows]
    months = [[f"{row.first:%Y-%m}", *_cells(row)] for row in found.months]
    return {
        "title": f"{texts.figures.month_name(found.first)} 监督台账",
        "kicker": "按收到的月份算",
        "head": ["", *COLUMNS.values()],
        "kinds": [*by_kind, ["合计", *_cells(found.total)]],
        "units": [[name, texts.figures.range_text(count)] for name, count in found.units],
        "months": months,
        "remark": texts.figures.remark_text(found),
        "footer": f"监督台账 {when(now)}",
    }


def _cells(row: RowLike) -> list[str]:
    return [texts.figures.range_text(row.cells[name]) for name in COLUMNS]
