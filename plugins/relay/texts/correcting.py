"""更正, 撤回 and 定时."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import answers_at, slash, when

from ..domain import NOT_SECRET, Correction, Proposal, count_pieces


def correction_text(
    number: int, unit: str, ordinal: int, correction: Correction, after: Proposal, *, again: bool
) -> str:
    """The correction as groups see it that have the directive already."""
    head = [f"#{number} 〔更正{ordinal}〕{after.title}"]
    if correction.note:
        head.append(correction.note)
    if correction.reference:
        head.append(f"文号:{after.reference}")
    if correction.source:
        head.append(f"来源:{after.source}")
    if correction.deadline and after.deadline:
        head.append(f"截止改为:{when(after.deadline)}")
    head.append(f"传达:{unit}")
    paragraphs = ["\n".join(head)]
    if correction.text:
        paragraphs.append(f"更正后的全文:\n{correction.text}")
    elif correction.pieces:
        paragraphs.append("附件以这一次的为准")
    if again:
        paragraphs.append("请再回一次:已阅(或引用本条回复 收到)")
    return "\n\n".join(paragraphs)


def correction_preview_text(
    number: int,
    correction: Correction,
    after: Proposal,
    out: int,
    unsent: int,
    read: int,
    secret: Sequence[str],
    warnings: Sequence[str],
    *,
    again: bool,
    in_group: bool,
) -> str:
    """What is corrected, which groups see what, and who is asked for a receipt again."""
    lines = [f"#{number} 更正预览,还没有发", f"〔传达〕{after.title}"]
    if correction.note:
        lines.append(f"改动:{correction.note}")
    if correction.deadline:
        lines.append(f"截止改为:{when(correction.deadline)}")
    if correction.text:
        lines.append(f"新的正文 {len(correction.text)} 字")
    attached = ",".join(f"{name} {count}" for name, count in count_pieces(correction.pieces).items())
    if attached:
        lines.append(f"新的附件:{attached}")
    if out:
        lines.append(f"已发到的 {out} 个群:发一条更正")
    if unsent:
        lines.append(f"还没发的 {unsent} 个群:直接发更正后的")
    if after.receipts and read:
        lines.append(_receipts_line(read, again=again))
    lines += [f"注意:{warning}" for warning in warnings]
    confirm, cancel = answers_at(number, in_group)
    if secret:
        confirm = f"{confirm} {NOT_SECRET}"
        lines.append(f"文中有“{'”“'.join(secret)}”:涉密的不能在这里发。确实不涉密才请回:{confirm}")
    else:
        lines.append(f"发出请回:{confirm}")
    return "\n".join([*lines, f"不发请回:{cancel}"])


def _receipts_line(read: int, *, again: bool) -> str:
    if not again:
        return f"已阅的 {read} 人不用再回"
    return f"已阅的 {read} 人要再回一次已阅(只改错字的,加一行“回执: 否”,就不用再回)"


def corrected_text(number: int, ordinal: int, told: int, unsent: int, again: int, *, in_group: bool) -> str:
    parts = [f"{told} 个群发更正"] * bool(told) + [f"{unsent} 个群直接发更正后的"] * bool(unsent)
    said = f"#{number} 已更正(第 {ordinal} 次):{','.join(parts)}"
    if again:
        said += f";{again} 人要再回一次已阅"
    return f"{said}。看进度:{slash(in_group)}传达情况 {number}"


def recall_preview_text(number: int, title: str, out: int, old: int, waiting: int, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    said = f"#{number} 〔传达〕{title}:{out} 个群已发,{waiting} 个群还没发。撤回后没发的不再发,不再收回执"
    if old:
        said += (
            f"\n其中 {old} 个群已超过 2 分钟,QQ 只许群管理员撤:机器人不是管理员的群会撤不回,"
            f"撤不回的可发:{slash(in_group)}更正 {number} ……"
        )
    return f"{said}\n撤回请回:{confirm};不撤请回:{cancel}"


def schedule_text(listed: Sequence[tuple[int, str, datetime, int, bool]], *, in_group: bool) -> str:
    """What is scheduled: number, title, time, groups, and whether its time was missed."""
    mark = slash(in_group)
    if not listed:
        return "没有定时的传达"
    lines = [
        f"#{number} {when(at)}{'(已错过,没有发)' if missed else ''} {groups} 个群 {title}"
        for number, title, at, groups, missed in listed
    ]
    first = listed[0][0]
    return "\n".join(
        [*lines, f"改时间:{mark}定时 {first} 明天8:00;马上发:{mark}定时 {first} 现在;不发:{mark}停发 {first}"]
    )


def time_preview_text(number: int, title: str, at: datetime | None, groups: int, *, in_group: bool) -> str:
    confirm, cancel = answers_at(number, in_group)
    what = f"改到 {when(at)} 发" if at else "马上发"
    return f"#{number} 〔传达〕{title}:{groups} 个群,{what}。请回:{confirm};不改请回:{cancel}"


def moved_text(number: int, at: datetime, groups: int, *, now: bool, in_group: bool) -> str:
    if now:
        return f"#{number} 正在发到 {groups} 个群。看进度:{slash(in_group)}传达情况 {number}"
    return f"#{number} 已改到 {when(at)} 发到 {groups} 个群"


def missed_text(number: int, title: str, at: datetime, *, in_group: bool) -> str:
    """To the officers: a scheduled directive was missed by more than a day."""
    mark = slash(in_group)
    return (
        f"#{number} 〔传达〕{title}:定于 {when(at)} 发,那时机器人没在运行,错过一天以上,没有发。"
        f"仍要发:{mark}定时 {number} 现在;不发:{mark}停发 {number}"
    )
