"""What is said of pieces of an opinion that are not taken: one line."""

from collections.abc import Sequence

from ..domain import MOST_PICTURES

_WHY = {
    "many": f"一次最多 {MOST_PICTURES} 张图",
    "large": "太大(一张不超过 10 MB、4000 万像素)",
    "gone": "没取到,请再发一次",
    "kind": "只收图片和文字",
}


def left_out_text(left: Sequence[str]) -> str:
    """`有 2 个没收:只收图片和文字。`, or "" when all was kept."""
    if not left:
        return ""
    why = ";".join(words for name, words in _WHY.items() if name in left)
    return f"有 {len(left)} 个没收:{why}。"


def taken_back_text() -> str:
    """A message of a draft was recalled."""
    return "撤回的那一条已去掉。可以接着发,发完请回:完毕;不提了请回:取消"


def too_many_write_text() -> str:
    return "现在正在写的图片太多,这一条没有收。请先发文字,过几分钟再发图"


def code_inside_text() -> str:
    return "没有收:里面有 16 位查询码,谁有它就能替您说话,请去掉再发。查进展请发:/查询 加查询码"


def code_in_group_text(word: str) -> str:
    """Nobody there may have it."""
    return f"请私聊我发:{word}。刚才写了 16 位查询码的,请马上自己撤回本条:谁看到它就能替您说话"


def command_word_text(word: str, ending: str) -> str:
    """The word of a command alone, where an opinion is being written."""
    return f"正在写意见,“{word}”没有收。写完请回:{ending};不提了请回:取消;要用这个指令请发:/{word}"
