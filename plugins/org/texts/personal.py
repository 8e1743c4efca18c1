"""What is said about personal data and about friends."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from plugins.gateway.times import Span, when, when_span
from plugins.storage import clock

from ..contribute import PersonalData
from .shared import SHOWN

DATA_OFFICER = "数据负责人"
ANSWER_EXAMPLE = "答复数据 5 同意"

AUDITED = {
    "org.claim": "申请绑定",
    "org.claim.agree": "同意绑定",
    "org.claim.refuse": "拒绝绑定",
    "org.claim.void": "绑定作废",
    "org.match": "匹配群名片绑定",
    "org.bind": "绑定群",
    "org.unbind": "解绑群",
    "org.rota": "导入班表",
    "org.data_request": "要求删除数据",
    "org.data_answer": "答复数据请求",
    "org.import": "导入名册",
    "org.post": "变更职务",
    "outbox.resend": "重发待核实的消息",
    "outbox.accept": "待核实的消息视为已送达",
}
"""What org's actions in the audit are called."""

_SOME_ACTION = "其他操作"
"""Of a capability that is not loaded any more."""


def roster_part(
    name: str,
    unit: str,
    membership: str,
    account: str,
    staff_no: str,
    posts: Sequence[tuple[str, str, str]],
    spans: Sequence[Span],
    zone: tzinfo,
) -> PersonalData:
    lines = [f"{name},{unit},{membership}", f"QQ:{account or '无'};工号:{staff_no or '无'}"]
    lines += [" ".join(filter(None, post)) for post in posts if post[1] or post[2] or post[0] != unit]
    lines += [f"值班 {when_span(span.begins, span.ends, zone)}" for span in spans]
    return PersonalData("名册", tuple(lines))


def held_part(
    held: Mapping[str, int], claims: Sequence[tuple[int, str]], requests: Sequence[tuple[int, str]]
) -> PersonalData:
    lines = [
        f"发给您的私聊通知 {held['outbox']} 条",
        f"防重复的私聊消息编号 {held['inbox']} 个(保留7天,不含内容)",
        *(["最近一次私聊发指令的时间(保留4天,掉线后补办用)"] if held.get("watermark") else []),
        f"预览 {held['previews']} 个(保留1天),草稿 {held['drafts']} 份(保留30分钟)",
        *(f"绑定申请 #{number} {name},待同意" for number, name in claims),
        *(f"数据请求 #{number}:{answer or '待答复'}" for number, answer in requests),
    ]
    return PersonalData("消息和申请", tuple(lines))


def audit_part(entries: Sequence[tuple[datetime, str | None, bool]], total: int) -> PersonalData:
    """`entries` are when, what it is called (None: no name is known), and whether the person did it."""
    lines = [f"{at:%Y-%m-%d %H:%M} {'您' if mine else '他人对您'}:{what or _SOME_ACTION}" for at, what, mine in entries]
    more = [f"…共 {total} 条"] if total > len(entries) else []
    return PersonalData("操作记录(保留2年)", (*lines, *more) or ("没有",))


def my_data_text(parts: Sequence[PersonalData]) -> str:
    said = [f"【{part.title}】\n" + "\n".join(part.lines or ("没有",)) for part in parts]
    return "\n".join(["本程序保存的关于您的全部数据:", *said, "不保存群聊天。要求删除请发:删除我的数据"])


def asked_text(number: int, due_at: datetime) -> str:
    return f"#{number} 已交数据负责人,{_day(due_at)}前(15 个工作日内)答复您并说明理由。请加我好友,以便收到答复"


AGREED = "同意"
"""An answer that begins so erases who asked."""

ERASED_NAME = "已删除"


def data_request_text(number: int, name: str, account: str, due_at: datetime) -> str:
    who = f"{name}(QQ {account})" if name else f"QQ {account}"
    return f"#{number} {who}要求删除个人数据,请在{_day(due_at)}前答复并说明理由。同意删除请发:答复数据 {number} 同意;不同意请发:答复数据 {number} 理由"


def data_answer_text(number: int, words: str, gone_after_days: int | None) -> str:
    """`gone_after_days` when who asked was erased: how long a backup may still hold it."""
    told = f"#{number} 您的数据请求有了答复:{words}\n"
    if gone_after_days is None:
        return f"{told}有疑问可再发:删除我的数据"
    return f"{told}已从系统删除;备份中最迟 {gone_after_days} 天后消失。回执、审计里的次数保留,不再有您的姓名和QQ号"


def answered_text(number: int, again: bool, erased: bool) -> str:
    if again:
        return f"#{number} 此前已答复,没有改动"
    return f"#{number} {'已删除申请人的数据,答复已转给本人' if erased else '的答复已记录,并转给申请人;没有删除数据'}"


def open_requests_text(lines: Sequence[tuple[int, str, datetime]]) -> str:
    if not lines:
        return f"没有待答复的数据请求。写法:{ANSWER_EXAMPLE}"
    return "\n".join([*(f"#{number} {name},{_day(at)}前答复" for number, name, at in lines), f"例:{ANSWER_EXAMPLE}"])


def no_such_request_text() -> str:
    return "没有这个编号的数据请求。看待答复的请发:答复数据"


def _day(at: datetime) -> str:
    return when(at, clock.zone()).rpartition(")")[0] + ")"


def friends_text(
    unit: str, people: int, friends: int, without: int, strangers: Sequence[tuple[str, str]], *, names: bool
) -> str:
    head = f"{unit} {people} 人:好友 {friends},不是好友 {len(strangers)},名册无QQ {without}"
    if not names:
        return f"{head}。名单请私聊我发:好友情况 {unit}"
    if not strangers:
        return head
    shown = [f"{place} {name}" for place, name in strangers[: 12 * SHOWN]]
    more = [f"…共 {len(strangers)} 人"] if len(strangers) > len(shown) else []
    return "\n".join([f"{head}。以下同志还不是我的好友,私聊提醒发不到:", *shown, *more])


def no_friend_list_text() -> str:
    return "这会儿取不到好友名单,请稍后再发:好友情况"
