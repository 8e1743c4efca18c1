"""代阅."""

from collections.abc import Sequence

from plugins.gateway.phrases import answers_at

from .shared import tally


def answer_preview_text(number: int, people: Sequence[tuple[str, str]], how: str, *, in_group: bool) -> str:
    """`people` are names and units; kept as told by the sender, never as their own receipt."""
    confirm, cancel = answers_at(number, in_group)
    listed = "、".join(f"{name}({unit})" for name, unit in people)
    return (
        f"#{number} 代阅预览:{listed},告知方式:{how}。会记下是你代办的、何时、怎样告知的。"
        f"登记请回:{confirm};不登记请回:{cancel}"
    )


def answered_for_text(number: int, names: Sequence[str], how: str, done: int, people: int) -> str:
    return f"#{number} 已登记代阅 {len(names)} 人({how}):{' '.join(names)}({tally(done, people)})"
