"""The status page: one file without scripts, for a phone as well as for a desk, light and dark."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape

STATES = {
    "queued": "待发",
    "sending": "发送中",
    "sent": "已发出",
    "held": "暂缓(禁言、掉线等)",
    "uncertain": "核对中",
    "needs_human": "待核实",
    "rejected": "发不出去",
    "expired": "已过期",
    "cancelled": "已停发",
}

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1f23;--soft:#5b636d;--paper:#f5f6f8;--card:#fff;--line:#e2e5ea;--good:#1a7f37;--bad:#c01c28}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb5;--paper:#15181c;--card:#1f2329;--line:#343a42;--good:#57c97a;--bad:#ff7b82}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:44rem;margin:0 auto;padding:1rem}h1{font-size:1.35rem;margin:.25rem 0}h2{font-size:1rem;margin:0 0 .5rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:.75rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
p{margin:.25rem 0;color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad);font-weight:600}
"""

Row = tuple[str, str, str]
"""Label, value, class ("", "good", "bad")."""


def page_text(
    *, version: str, up: timedelta, accounts: Iterable[Row], outbox: dict[str, int], late: timedelta, waiting: int,
    last_backup: datetime | None, migrations: int, at: datetime,
) -> str:  # fmt: skip
    """The page as HTML. Times are in the zone people read; account numbers come masked."""
    people = list(accounts) or [("账号", "没有连接", "bad")]
    needs = {"needs_human", "rejected"}
    counts = [
        (STATES.get(state, state), str(count), "bad" if state in needs and count else "")
        for state, count in outbox.items()
    ]
    jobs = [("到点待办", f"{waiting} 件,最久等了 {span_text(late)}", "bad" if late > timedelta(minutes=5) else "good")]
    stored = [
        ("最近备份", f"{last_backup:%m-%d %H:%M}" if last_backup else "还没有", "" if last_backup else "bad"),
        ("数据库版本", f"当前({migrations} 项升级已做)", "good"),
    ]
    sections = [("账号", people), ("消息", counts or [("发件箱", "空", "")]), ("定时", jobs), ("数据", stored)]
    body = "".join(f"<section><h2>{escape(name)}</h2>{_rows(rows)}</section>" for name, rows in sections)
    head = f"<h1>同心</h1><p>版本 {escape(version)} · 已运行 {span_text(up)} · {at:%m-%d %H:%M:%S}</p>"
    return _document(head + body)


def away_text() -> str:
    """The page when the database does not answer."""
    return _document(
        '<h1>同心</h1><section><p class="bad">数据库没有应答。运行 uv run bot.py doctor 看怎么办。</p></section>'
    )


def account_row(masked: str, offline: bool, troubled: bool) -> Row:
    """An account that is connected."""
    if offline:
        return (masked, "掉线", "bad")
    return (masked, "连续发送失败,会自动重试", "bad") if troubled else (masked, "在线", "good")


def span_text(span: timedelta) -> str:
    """`3 天 4 小时`, `5 分`, `12 秒`: the two largest units."""
    seconds = max(0, int(span.total_seconds()))
    parts = [(seconds // 86400, "天"), (seconds // 3600 % 24, "小时"), (seconds // 60 % 60, "分"), (seconds % 60, "秒")]
    first = next((i for i, (count, _) in enumerate(parts) if count), 3)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count or first == 3)


def _rows(rows: list[Row]) -> str:
    cells = (f'<dt>{escape(name)}</dt><dd class="{kind}">{escape(value)}</dd>' for name, value, kind in rows)
    return f"<dl>{''.join(cells)}</dl>"


def _document(body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="30">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><title>同心 · 状态</title>'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
