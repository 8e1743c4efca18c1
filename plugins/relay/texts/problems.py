"""What was wrong, and an example that works."""

from ..domain import NOT_SECRET
from .shared import EXAMPLE


def scope_question_text() -> str:
    return "范围和截止?例如:全体 周五18:00前"


def needs_scope_text() -> str:
    return f"要传给谁?在“传达”后面写 全体 或单位名,例如:\n{EXAMPLE}"


def needs_content_text() -> str:
    return f"没有正文。正文写在抬头下面,或引用一条消息。例如:\n{EXAMPLE}"


def quote_missing_text() -> str:
    return "引用的那条内容取不到,请把原文复制到正文里再发"


def unknown_addition_text() -> str:
    return "“含”只认识 群众代表,例如 含: 群众代表"


def after_deadline_text() -> str:
    return "定时晚于截止。例如 定时: 明天8:00  截止: 周五18:00"


def no_groups_text() -> str:
    return "这个范围里没有绑定的群,发不出去。先在群里发:/绑定本群 单位名"


def secret_text() -> str:
    return f"文中有涉密字样,没有发。确实不涉密才请回:确认 {NOT_SECRET};不发请回:取消"


def no_such_text(number: int) -> str:
    return f"没有 #{number} 这条传达,或不在你的范围内。看有哪些:传达情况"


def stopped_before_text(number: int) -> str:
    return f"#{number} 已停发,不用回执"


def no_receipts_text(number: int) -> str:
    return f"#{number} 不用回执"
