"""What a person reads about taking an announcement back."""

from collections.abc import Sequence

from .phrases import listed

NAMED = 20


def recalled_text(number: int, under_way: int, cancelled: int, unknown: int) -> str:
    said = f"#{number} 正在撤回:{under_way} 个群"
    if cancelled:
        said += f",{cancelled} 个群不再发"
    if unknown:
        said += f";{unknown} 条不知道消息号,撤不了"
    return f"{said}。撤完告诉您结果"


def recall_told_text(number: int, done: int, failed: Sequence[str], still: Sequence[str]) -> str:
    """How a recall went; `failed` and `still` (not tried yet) name units."""
    said = f"#{number} 已从 {done} 个群撤回"
    if failed:
        said += (
            f";{len(failed)} 个群撤不回(超过 2 分钟且机器人不是群管理员,或消息号不明):{listed(failed, NAMED)}。"
            "可请群主撤,或另发一条说明情况"
        )
    if still:
        said += f";{len(still)} 个群还没撤到(连不上),连上就撤:{listed(still, NAMED)}"
    return said
