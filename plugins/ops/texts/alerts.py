"""What administrators are told outside the chat service. 同心 stands in each: some robots want a keyword."""

from datetime import datetime

from ..domain import Notice, Trouble, masked

_TROUBLES = {
    Trouble.OFFLINE: "掉线了。没发出的都留着;请重新登录这个账号",
    Trouble.PAUSED: "连续发送失败,已暂停并会自动重试。没发出的都留着;请看账号是否被风控",
    Trouble.UNCONNECTED: "没有连上来。请看 OneBot 实现(NapCat 等)是否在运行、有没有登录",
}


def notice_text(notice: Notice, at: datetime) -> str:
    """One notice; `at` is in the zone people read."""
    what = _TROUBLES[notice.trouble] if notice.trouble else "恢复了,没发出的会自动补发"
    return f"【同心】{at:%m-%d %H:%M} 机器人账号 {masked(notice.account)} {what}。"


def subject_text() -> str:
    """Of a mail."""
    return "同心:机器人账号的状态"
