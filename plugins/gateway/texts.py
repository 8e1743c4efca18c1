"""Every sentence the gateway says."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from plugins.storage import clock

from .directory import Who
from .phrases import cut, slash
from .registry import Command, Where, find
from .request import Quiet, Repeat

NAMES_SHOWN = 10

WHO = {
    Who.ANYONE: "所有人",
    Who.MEMBER: "名册里的同志",
    Who.OFFICER: "本单位或上级单位的书记、委员、干事",
    Who.STEWARD: "系统管理员,或本单位、上级单位的书记、委员、干事",
    Who.ADMIN: "系统管理员",
    Who.REPRESENTATIVE: "群众代表和书记、委员、干事",
    Who.DESK: "意见经办人和书记、委员、干事",
    Who.HANDLER: "指定的意见经办人",
}

WHERE = {
    Where.ANY: "群里或私聊",
    Where.GROUP: "群里",
    Where.PRIVATE: "私聊",
    Where.OFFICE: "私聊或工作群",
}


def acknowledged_text(done: Sequence[Quiet], again: Sequence[Repeat]) -> str:
    """One message for all that happened in a chat in a while; a line a topic."""
    by_topic: dict[str, list[Quiet]] = defaultdict(list)
    for quiet in done:
        by_topic[quiet.topic].append(quiet)
    lines = [
        f"{topic} +{len(those)}:{_names([quiet.name for quiet in those])}{those[-1].tally and f'({those[-1].tally})'}"
        for topic, those in by_topic.items()
    ]
    repeated: dict[str, list[str]] = defaultdict(list)
    for repeat in again:
        repeated[repeat.topic].append(f"{repeat.name} {clock_time(repeat.since)}")
    lines += [f"{topic} 之前已记录:{_names(those)}" for topic, those in repeated.items()]
    return "\n".join(lines)


_TOLD_TO_TYPE = re.compile(r"([::]\n?|或 )([一-鿿]{1,5})(?=[ \d;,。)\n]|$)")


def as_typed_in(sentence: str, *, in_group: bool) -> str:
    """The sentence with the / that a word needs in a group, before every word it tells people to type (`请发:销假 8`)."""

    def slashed(told: re.Match[str]) -> str:
        entry = find(told[2])
        return f"{told[1]}/{told[2]}" if entry is not None and not entry.bare else told[0]

    return _TOLD_TO_TYPE.sub(slashed, sentence) if in_group else sentence


def answered_otherwise_text(number: int, kind: str, word: str) -> str:
    """Whoever answered it with another word than `word`, which it is answered with."""
    return f"#{number} 是{kind},请发:{word} {number}"


def amiss_text(sentence: str, people: int) -> str:
    """What went wrong, behind the first NAMES_SHOWN of the people it is said to."""
    return f"等 {people} 人:{sentence}" if people > NAMES_SHOWN else sentence


def more_amiss_text(people: int) -> str:
    """Where too many different things went wrong at once for one message."""
    return f"另有 {people} 人的没办成,请私聊我再发一次"


def late_in_line_text(sentence: str) -> str:
    """What went wrong of what was typed while the bot was away."""
    return f"(刚才我不在线时发的){sentence}"


def clock_time(moment: datetime) -> str:
    return f"{clock.local(moment):%H:%M}"


def late_text(typed: datetime, answer: str) -> str:
    """An answer to what was typed while the bot was away."""
    return f"({clock_time(typed)} 发来的,刚才我不在线)\n{answer}"


def not_understood_text() -> str:
    return "没看懂。发 菜单 看能做什么"


def cannot_hear_text() -> str:
    return "听不了语音,请打字"


def wrong_place_text(command: Command) -> str:
    return f"请在{WHERE[command.where]}发“{command.word}”,例如:{command.example.splitlines()[0]}"


def not_for_you_text(command: Command) -> str:
    return f"只有{WHO[command.who]}可以用“{command.word}”"


def stranger_text() -> str:
    if find("绑定"):
        return "名册里还没有这个号。请发:绑定 姓名,例如:绑定 张三"
    return "名册里还没有这个号,请告诉支部书记您的姓名和QQ号,登记后再发一次"


def only_oneself_text(word: str) -> str:
    return f"请本人发:{word}。本人发不了的,请书记代办"


def word_alone_text(command: Command) -> str:
    return f"没有记录:{command.word} 后面只能是编号。例如:{command.example.splitlines()[0]}"


def too_fast_text(*, urgent: bool = False) -> str:
    return "这条没收:一分钟里发得太多了。急事请马上打电话" if urgent else "发得太快了,请一分钟后再发"


def urgent_in_draft_text(word: str) -> str:
    """An urgent word where something else is being written."""
    return f"正在写别的内容,这条没收,也没有报出去。急事请发:/{word},后面写情况。是正文的,前面加几个字再发"


def failed_text(code: str) -> str:
    return f"出错了,已记录(编号 {code})。请稍后再发一次,仍不行请把编号告诉管理员"


def told_in_private_text() -> str:
    return "已私聊"


def cannot_tell_text() -> str:
    return "私聊发不出去。请先加我好友,再发一次"


def no_preview_text() -> str:
    return "这里没有等您确认的内容"


def already_confirmed_text(number: int) -> str:
    return f"#{number} 已经办过了,没有重复办理"


def already_cancelled_text(number: int) -> str:
    return f"#{number} 已取消或已被新的预览代替,请重新发起"


def command_in_draft_text(word: str, typed: str) -> str:
    """Another command where the content of `word` is being collected."""
    return f"正在收“{word}”的内容,这条没收,也没有办。要办请发:/{typed}。是正文的,前面加几个字再发。不写了请回:取消"


def still_in_draft_text(refusal: str) -> str:
    """What was wrong with the first line of a draft, which stays."""
    return f"{refusal}\n改好再发一次;不写了请回:取消"


def lapsed_text(number: int) -> str:
    return f"#{number} 的预览超过 10 分钟,已失效,请重新发起"


def cancelled_text(number: int) -> str:
    return f"#{number} 已取消,什么都没有发出"


def too_late_to_cancel_text(number: int) -> str:
    return f"#{number} 已经办过了,取消不了。现在没有等您确认的内容"


def draft_opened_text(word: str) -> str:
    return (
        f"请把“{word}”的内容发过来(文字、图片、文件、转发都行,可分几条)。发完请回:完毕。不发了请回:取消。30 分钟内有效"
    )


def draft_empty_text() -> str:
    return "还没有收到内容。请先发内容,发完再回:完毕"


def draft_full_text() -> str:
    return "内容太多,这一条没有收进来。请回:完毕,或回:取消 后分两次发"


def draft_dropped_text() -> str:
    return "已取消,收集的内容已删除"


def piece_dropped_text() -> str:
    return "撤回的那一条已从收集的内容里去掉"


def no_draft_text() -> str:
    return "没有正在收集的内容"


def _names(names: Sequence[str]) -> str:
    shown = " ".join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown} 等 {len(names)} 人"


def file_not_sent_text() -> str:
    return "有文件没发出去或没有回音。没看到请再发一次刚才的命令"


def nothing_has_it_text(word: str, number: int) -> str:
    return f"没有可以{word}的 #{number}。看自己的事请发:我的"


def not_for_this_text(word: str, number: int, kind: str, see: str) -> str:
    return f"#{number} 是{kind},不能{word}。看它请发:{see} {number}"


def another_kind_text(number: int, kind: str, see: str) -> str:
    """The number was typed behind a word of another kind."""
    return f"#{number} 是{kind}。看它请发:{see} {number}"


def which_one_text(word: str, choices: Sequence[tuple[str, int, str]], *, in_group: bool) -> str:
    """What a shared word could mean: kind, number and title of each, the newest first."""
    if not choices:
        return f"现在没有可以{word}的"
    listed = [f"#{number} 〔{kind}〕{cut(title, 24)}" for kind, number, title in choices]
    return "\n".join([f"哪一个?例如:{slash(in_group)}{word} {choices[0][1]}", *listed])
