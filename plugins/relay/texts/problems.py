"""What was wrong, and an example that works."""

from collections.abc import Sequence

from plugins.gateway.phrases import slash

from ..domain import NOT_SECRET, WhyNot
from .shared import EXAMPLE


def scope_question_text() -> str:
    return "范围和截止?例如:全体 周五18:00前"


def needs_scope_text() -> str:
    return f"要传给谁?在“传达”后面写 全体 或单位名,例如:\n{EXAMPLE}"


def needs_content_text() -> str:
    return f"没有正文。正文要另起一行,或引用一条消息。例如:\n{EXAMPLE}"


def quote_missing_text() -> str:
    return "引用的那条内容取不到,请把原文复制到正文里再发"


def unknown_addition_text() -> str:
    return "“含”只认识 群众代表,例如 含: 群众代表"


def after_deadline_text() -> str:
    return "发出的时间晚于截止。例如 定时: 明天8:00  截止: 周五18:00"


def no_groups_text() -> str:
    return "这个范围里没有绑定的群,发不出去。先在群里发:/绑定本群 单位名(给群众的群,单位名后面再写 群众群)"


def secret_text() -> str:
    return f"文中有涉密字样,没有发。确实不涉密才请回:确认 {NOT_SECRET};不发请回:取消"


def attachment_gone_text(*, picture: bool) -> str:
    return f"有{'图片' if picture else '文件'}取不到了(可能已过期),什么都没有发出。请重新发一次再传达"


def attachments_too_large_text() -> str:
    return "图片、文件太大,没有收:每个不超过 10 MB,合起来不超过 30 MB。可以先放到群文件里,再用文字传达"


def not_scheduled_text(number: int) -> str:
    return f"#{number} 不在定时之列。看有哪些:定时"


def which_time_text(number: int, *, in_group: bool) -> str:
    word = f"{slash(in_group)}定时 {number}"
    return f"改到什么时候?例如:{word} 明天8:00,或:{word} 现在"


def which_correction_text(*, in_group: bool = False) -> str:
    return f"要更正哪一条、改了什么?例如:{slash(in_group)}更正 12 时间改为周五14:00"


def correction_question_text() -> str:
    return "改了什么?一句话,例如:时间改为周五14:00。刚才没写编号的,写成:12 时间改为周五14:00"


def not_correctable_text(number: int) -> str:
    return f"#{number} 已停发或撤回,不用更正。要重新发请用:传达"


def nothing_to_recall_text(number: int) -> str:
    return f"#{number} 没有可撤的:没有发出,或已撤回。还没发的不发了,请发:停发 {number}。看进度:传达情况 {number}"


def how_to_answer_for_text(number: int | None, *, in_group: bool) -> str:
    return f"写明{'' if number else '编号、'}姓名和告知方式,例如:{slash(in_group)}代阅 {number or 12} 张三 电话"


def nobody_to_answer_for_text(number: int, name: str, why: WhyNot) -> str:
    return f"#{number} {name}{_WHY_NOT[why]}{number if why is not WhyNot.DONE else ''}"


_WHY_NOT = {
    WhyNot.UNKNOWN: " 不在这条传达的对象里,或不在你的范围内。看还有谁:未阅 ",
    WhyNot.HAS_ACCOUNT: " 登记了QQ,请本人发:已阅 ",
    WhyNot.DONE: " 已有回执,不用代阅",
}


def several_of_that_name_text(name: str, units: Sequence[str]) -> str:
    return f"有 {len(units)} 位 {name}:{'、'.join(units)}。请写明单位,例如:{units[0]}/{name}"


def no_such_to_read_text(number: int, *, in_group: bool) -> str:
    """To a member: what officers may look at is not for them."""
    return f"没有 #{number} 这条传达。看等您办的:{slash(in_group)}我的"


def no_such_text(number: int) -> str:
    return f"没有 #{number} 这条传达,或不在你的范围内。看有哪些:传达情况"


def stopped_before_text(number: int) -> str:
    return f"#{number} 已停发或撤回,不用回执"


def no_receipts_text(number: int) -> str:
    return f"#{number} 不用回执"


def closed_text(number: int, *, stopped: bool) -> str:
    return stopped_before_text(number) if stopped else no_receipts_text(number)
