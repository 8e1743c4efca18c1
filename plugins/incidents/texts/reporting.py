"""The alert, and what the reporter is answered."""

from datetime import datetime, timedelta

from plugins.gateway.phrases import answers_at, cut, listed, slash, when

from ..domain import Reached

LATE = timedelta(minutes=2)
"""From so much on between typing and filing it is said that it came late."""
PRIVACY = "不要写病人姓名"
NAMED = 12
"""Officers who were not reached, spelled out."""


def reporter_text(name: str, account: str) -> str:
    """Who reports, for officers: somebody in no roster by their QQ."""
    return name or f"不在名册的群成员(QQ {account})"


def alert_text(
    number: int,
    unit: str,
    title: str,
    text: str,
    reporter: str,
    at: datetime,
    filed: datetime,
    *,
    double: int | None = None,
) -> str:
    """What every officer gets at once. Times aware. `double` was reported by somebody else in the same minute."""
    twice = f"\n同一分钟还报了 #{double},是同一件请发:并入 {number} {double}" if double is not None else ""
    late = f",机器人 {when(filed)} 才收到" if filed - at > LATE else ""
    body = f"\n{text}" if text else ""
    return (
        f"#{number} 〔突发〕{title}{body}\n"
        f"{unit} {reporter} {when(at)} 报告{late}\n"
        f"办理请发:接手 {number}。补充情况发:续报 {number} 正文{twice}"
    )


def reached_text(reached: Reached) -> str:
    """Whom the alert has reached, and whom to telephone: officers by name, also in a group, for the reporter must act."""
    told = [f"已通知 {reached.sent} 人" if reached.sent else "还没有通知到人"]
    if reached.pending:
        told.append(f"正在发给另外 {len(reached.pending)} 人,没送到的会再告诉您")
    if reached.unreached:
        told.append(f"未送达:{listed(list(reached.unreached), NAMED, of='人')},请打电话")
    elif reached.nobody and not reached.pending:
        return "没有别的干部可通知,已告诉系统管理员,请马上打电话"
    return ";".join(told)


def filed_text(
    number: int,
    reached: Reached,
    lost: int,
    double: tuple[int, str] | None = None,
    *,
    in_group: bool,
    retyped: bool = False,
) -> str:
    """The answer to 突发. `lost` pictures or files could not be fetched; `double` is what somebody else reported in the
    same minute: 确认 joins the two."""
    mark = slash(in_group)
    begin = f"#{number} 先前已报,没有重复报。" if retyped else f"#{number} 已报。"
    twice = ""
    if double is not None:
        joins, _ = answers_at(number, in_group)
        twice = f"\n刚才别人报了 #{double[0]}《{cut(double[1], 20)}》,是同一件请发:{joins}(10 分钟内),两份报告并成一件;不是就不用理"
    missing = f"\n有 {lost} 个图片或文件没取到,请随 {mark}续报 {number} 再发一次" if lost else ""
    return (
        f"{begin}{reached_text(reached)}{missing}{twice}\n"
        f"有新情况发:{mark}续报 {number} 正文;报错了发:{mark}误报 {number}。{PRIVACY}"
    )


def added_text(number: int, title: str, lost: int, *, in_group: bool) -> str:
    """To who has reported so much in ten minutes that this is a line of `number`."""
    missing = f"\n有 {lost} 个图片或文件没取到,请随 {slash(in_group)}续报 {number} 再发一次" if lost else ""
    return f"#{number} 您刚才已报了好几件,这条记在《{cut(title, 20)}》里,正在转告。另有急事请马上打电话{missing}"


def later_text(number: int, title: str, reached: Reached) -> str:
    """To the reporter by itself, where the answer did not come or more were not reached."""
    return f"#{number} 〔突发〕{title}:{reached_text(reached)}"


def elsewhere_text(number: int, title: str, unit: str, at: datetime, names: list[str]) -> str:
    """Outside the chat service, when no officer was reached there."""
    to_call = f",请联系:{listed(names, NAMED, of='人')}" if names else ""
    return f"同心 #{number} 突发:{title}。{unit} {when(at)} 报告,QQ 没能通知到任何干部{to_call}"


def not_known_text() -> str:
    return "急事请先打电话。您的QQ不在名册里,不知道报给哪个单位:请在本单位群里发 /突发 标题,或先发:绑定 姓名"


def no_unit_text() -> str:
    return "还没有名册,不知道通知谁。急事请打电话"


def untitled_text() -> str:
    """The title of a report that is only pictures or files."""
    return "见图片或文件"


def reminder_text(number: int, title: str, due_at: datetime, *, taken: bool) -> str:
    """The next report is due (`due_at`, aware), or nobody has taken it on."""
    if taken:
        return f"#{number} 〔突发〕{title} 该续报了(应于 {when(due_at)}),请发:续报 {number} 正文;已结束请发:终报 {number} 正文"
    return f"#{number} 〔突发〕{title} 还没人接手,请发:接手 {number}"


def first_of_two_text(number: int, title: str, other: int, other_title: str) -> str:
    """To who reported `number`: somebody else of the unit has just reported `other`."""
    return (
        f"#{number} 〔突发〕{cut(title, 40)}:别人刚才也报了 #{other}《{cut(other_title, 20)}》。"
        f"是同一件请发:并入 {other} {number};不是就不用理"
    )
