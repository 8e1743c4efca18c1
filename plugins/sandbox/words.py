"""What NapCat says when something fails, word for word where a bot has to read it."""

import json

SEND = "NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate"

REMOVED = 110
"""Not in the group, or not any more."""
MUTED = 120
AT_ALL_USED_UP = 121
OFFLINE = 1006514

_REASONS = {
    REMOVED: "发送失败,你已被移出该群,请重新加群。",
    MUTED: "您已被禁言",
    AT_ALL_USED_UP: "今日@全体成员次数已用完",
    OFFLINE: "网络连接异常",
}


class Refusal(Exception):
    """An action is answered as failed with `retcode` and `words`."""

    def __init__(self, words: str, retcode: int = 1200) -> None:
        super().__init__(words)
        self.words = words
        self.retcode = retcode


class NeverAnswered(Exception):
    """An action is not answered at all."""


def refused(result: int, reason: str | None = None) -> str:
    """The service answered the send with this result: it is definitely not sent."""
    inner = {"result": result, "errMsg": _REASONS.get(result, "") if reason is None else reason}
    return f"EventChecker Failed: {SEND} EventRet:\n{json.dumps(inner, ensure_ascii=False, indent=4)}\n"


def timed_out() -> str:
    """The service took the send and nothing came back: seen sent, and seen not sent."""
    return f"Timeout: {SEND} EventRet:\n{json.dumps({'result': 0, 'errMsg': ''}, indent=4)}\n"
