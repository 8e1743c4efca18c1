"""What became of an API call, read from the words of real implementations. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SENDS = frozenset({"send_group_msg", "send_private_msg", "send_msg"})
"""Actions whose success must carry a message id."""

INVALID = frozenset({1400, 1404})
"""The action or its parameters were not understood: nothing was done."""

_RESULT = re.compile(r"result\W{0,4}(-?\d+)")


class Reason(StrEnum):
    """Why the chat service refused. Every refusal is proof that nothing was sent."""

    REMOVED = "removed"
    """The account is not in that group."""
    MUTED = "muted"
    OFFLINE = "offline"
    """The account itself is logged out."""
    QUOTA = "quota"
    """A daily allowance (@全体) is used up."""
    CONTENT = "content"
    STRANGER = "stranger"
    """A person who is no friend of the account: said by us, before a call that might hang or lie."""
    UNWANTED = "unwanted"
    """Whoever said it does not want it any more (wishes.py): said by us, before a call."""
    OTHER = "other"
    """A definite refusal that may pass: risk control, too fast."""


_RESULTS = {110: Reason.REMOVED, 120: Reason.MUTED, 1006514: Reason.OFFLINE}


@dataclass(frozen=True, slots=True)
class Ok:
    """Done. `data` is the answer's data as the implementation sent it."""

    data: Any  # JSON of any shape

    @property
    def message_id(self) -> str:
        """The id of what was sent, "" when the answer carries none."""
        value = self.data.get("message_id") if isinstance(self.data, Mapping) else None
        return "" if value in (None, 0, "0", "") else str(value)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proof that the call had no effect: no socket, or not understood. `reason` has no content of messages."""

    reason: str
    called: bool = True
    """False when nothing left this process: not even an attempt."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The service understood and refused. `code` is its result number where it gave one."""

    reason: Reason
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have happened or not. `reason` has no content of messages. `cut`: the socket was lost meanwhile."""

    reason: str
    cut: bool = False


Outcome = Ok | NotSent | Refused | Unknown


def classify(action: str, answer: Mapping[str, Any]) -> Outcome:  # JSON as it came
    """Reads one API answer. A send that succeeds without a message id is Unknown."""
    if answer.get("status") == "ok":
        done = Ok(answer.get("data"))
        return Unknown("no message id") if action in SENDS and not done.message_id else done
    if answer.get("status") == "async":
        return Unknown("answered async")
    code = answer.get("retcode")
    if code in INVALID:
        return NotSent(f"answered {code}")
    words = f"{answer.get('message') or ''} {answer.get('wording') or ''}"
    return _read(words, code if isinstance(code, int) else None)


def _read(words: str, code: int | None) -> Outcome:
    if "Timeout" in words and "NTEvent" in words:
        return Unknown("the implementation timed out")
    if "EventChecker Failed" in words:
        found = _RESULT.search(words)
        result = int(found.group(1)) if found else None
        if result in _RESULTS:
            return Refused(_RESULTS[result], result)
        return Refused(_by_words(words), result)
    if "请指定正确的" in words:
        return NotSent("answered: no such target")
    return Unknown(f"answered {code}")


def _by_words(words: str) -> Reason:
    if "全体" in words:
        return Reason.QUOTA
    if any(word in words for word in ("违规", "敏感", "违法")):
        return Reason.CONTENT
    return Reason.OTHER
