"""What is said about duty."""

from collections.abc import Sequence
from datetime import tzinfo

from plugins.gateway.times import Span, when_span

from .shared import SHOWN

ROTA_EXAMPLE = "导入班表\n张三,11月27日,夜\n李四,11月27日,8:00-18:00"


def duty_text(spans: Sequence[Span], *, added: bool, zone: tzinfo) -> str:
    if not spans:
        return "没有登记值班。登记请发:值班 明天8:00-18:00"
    lines = [when_span(span.begins, span.ends, zone) for span in spans[:SHOWN]]
    more = [f"…共 {len(spans)} 段"] if len(spans) > SHOWN else []
    head = "已登记。您的值班(只有您看得到,值班时不提醒您):" if added else "您的值班(只有您看得到):"
    return "\n".join([head, *lines, *more, "不值了请发:值班 取消"])


def duty_cancelled_text(count: int) -> str:
    return f"已取消 {count} 段值班,照常提醒您" if count else "没有可取消的值班"


def rota_example_text() -> str:
    example = ROTA_EXAMPLE.partition("\n")[2]
    return f"请把班表发过来:粘贴文字或发 .csv 文件,每人每班一行。白班8-16点、中班16-24点、夜班0-8点。例:\n{example}\n不发了请回:取消"


def rota_unreadable_text(lines: Sequence[tuple[int, str]]) -> str:
    shown = [f"第 {number} 行看不懂:{text}" for number, text in lines[:SHOWN]]
    return "\n".join(["班表没有导入。", *shown, f"例:\n{ROTA_EXAMPLE}"])


def rota_refused_text(lines: Sequence[tuple[int, str]]) -> str:
    shown = [f"第 {number} 行“{name}”在您管的单位里没有这一个人,或有几位同名" for number, name in lines[:SHOWN]]
    return "\n".join(["班表没有导入:", *shown])


def rota_preview_text(number: int, spans: int, people: int) -> str:
    return f"#{number} 将登记 {people} 人的 {spans} 个班,同人同起始时间的以这次为准。10 分钟内发:确认 {number}"


def rota_kept_text(spans: int) -> str:
    return f"已登记 {spans} 个班,值班时不提醒他们;过后自动删除"
