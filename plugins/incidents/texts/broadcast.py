"""通报: the preview, the answer, and what groups read. Never who reported it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from plugins.gateway.forms import Form
from plugins.gateway.headers_texts import header_warnings
from plugins.gateway.phrases import answers_at, cut, listed, slash, when

from ..domain import Outline
from .reporting import PRIVACY

BROADCAST_EXAMPLE = "通报 3 全体\n报平安: 是\n三楼停电,请走东侧楼梯"
TITLE = 40


def broadcast_text(number: int, version: int, title: str, unit: str, text: str, at: datetime, *, asks: bool) -> str:
    """One version as groups see it; a later one says that it stands in the place of those before. `at` aware."""
    replaces = f"(第{version}版,以这一版为准,前面的作废)" if version > 1 else ""
    again = "(报过的不用再报)" if version > 1 else ""
    how = f"\n\n请报平安{again}:在本群直接回 报平安,或私聊我发:报平安 {number}" if asks else ""
    return f"#{number} 〔突发通报〕{title}{replaces}\n{unit},{when(at)}\n\n{text}{how}"


def broadcast_preview_text(outline: Outline, form: Form, *, in_group: bool) -> str:
    """What goes to whom, what looks wrong, how to go on; warns once of patients' names."""
    confirm, cancel = answers_at(outline.number, in_group)
    version = f"第{outline.version}版" if outline.version > 1 else ""
    fresh = f"(新增 {outline.fresh} 个,前面发过的群都发)" if outline.fresh else "(都是前面发过的)"
    without = f",其中 {outline.without_account} 人没有登记QQ" if outline.without_account else ""
    lines = [
        f"#{outline.number} 通报{version}预览,还没有发",
        f"〔突发通报〕{cut(outline.title, TITLE)}",
        f"{outline.unit} 发给 {outline.scope}:{outline.groups} 个群{fresh if outline.version > 1 else ''},{outline.people} 人{without}",
        outline.text,
        "请收到的人报平安,没报的私聊提醒" if outline.asks else "不要求报平安(要的话加一行 报平安: 是)",
        *(f"注意:{warning}" for warning in _warnings(outline, form)),
        f"发出请回:{confirm};不发请回:{cancel}",
    ]
    return "\n".join(lines)


def _warnings(outline: Outline, form: Form) -> Iterable[str]:
    yield PRIVACY
    yield from header_warnings(form)
    if outline.names_reporter:
        yield "文中有报告人的姓名,群里都会看到"
    if outline.corrected:
        yield "标题是首报时的,后来更正过;要改标题,加一行 标题: 新标题 再发"
    if outline.groupless:
        yield f"{listed(outline.groupless)}没有绑定群,收不到"


def broadcast_sent_text(number: int, version: int, groups: int, asked: int, *, in_group: bool) -> str:
    mark = slash(in_group)
    which = f"第{version}版" if version > 1 else ""
    asks = f",请 {asked} 人报平安。看还差谁:{mark}未报平安 {number}" if asked else ""
    return f"#{number} 通报{which}正在发到 {groups} 个群{asks}"


def broadcast_how_text(number: int | None, *, scope: bool) -> str:
    """The scope or the text is missing; `scope` is whether the scope is there."""
    what = "正文写在第二行" if scope else "范围写在编号后面(全体 或单位名),正文写在第二行"
    example = BROADCAST_EXAMPLE.replace("通报 3", f"通报 {number}") if number is not None else BROADCAST_EXAMPLE
    return f"{what},例如:\n{example}"


def which_broadcast_text(choices: Sequence[tuple[int, str]]) -> str:
    """`choices` are numbers and titles of open incidents."""
    if not choices:
        return "没有进行中的突发事件可通报"
    named = "\n".join(f"#{number} {cut(title, 24)}" for number, title in choices[:12])
    return f"哪一件?编号写在前面,例如:\n{BROADCAST_EXAMPLE.replace('通报 3', f'通报 {choices[0][0]}')}\n{named}"


def no_safety_now_text(number: int) -> str:
    return f"#{number} 已经结束,不用再报平安。只通报的话去掉 报平安 那一行再发"


def nobody_reached_text(number: int) -> str:
    return f"#{number} 这个范围里没有绑定的群,通报发不出去。换个范围,或先请管理员在群里发:/绑定本群 单位名"
