"""The true sequence numbers of groups, where the implementation tells them: a number that never came is a lost event.

Only the last number of each group is remembered, in memory; nothing of a message is.
"""

from collections import Counter
from collections.abc import Callable

from nonebot.adapters.onebot.v11 import GroupMessageEvent

from .limits import Bounded

Place = tuple[str, int]
"""An account and a group it hears."""
MOST_MISSING = 200
"""More at a time are no lost events."""

_last: Bounded[Place, int] = Bounded(10_000)
_own: Counter[int] = Counter()
_missing: dict[Place, set[int]] = {}
_listeners: list[Callable[[Place], None]] = []


def on_missing(listener: Callable[[Place], None]) -> None:
    """`listener(place)` when numbers are missing for which nobody has asked yet."""
    _listeners.append(listener)


def said(group: int) -> None:
    """The bot has said something there: a number that is not reported as an event."""
    _own[group] += 1


def forget(self_id: str) -> None:
    """The account was away: catching up looks for what it missed."""
    for key in [key for key in _last if key[0] == self_id]:
        del _last[key]
        _missing.pop(key, None)


def take(place: Place) -> set[int]:
    """The numbers that are still missing; from now on they are looked for."""
    return _missing.pop(place, set())


def heard(event: GroupMessageEvent) -> None:
    """A message came live, of whatever kind. Costs two look-ups."""
    extra = event.model_extra
    if not extra:
        return
    seq = extra.get("real_seq")
    if seq is None:
        seq = extra.get("message_seq")
        if seq is None or seq == event.message_id:
            return
    try:
        number = int(seq)
    except (TypeError, ValueError):
        return
    place = (str(event.self_id), event.group_id)
    last = _last.get(place)
    if last is not None and number <= last:
        if (missing := _missing.get(place)) is not None:
            missing.discard(number)
        return
    _last[place] = number
    own = _own.pop(event.group_id, 0)
    if last is not None and own < number - last - 1 <= MOST_MISSING:
        asked = place in _missing
        _missing.setdefault(place, set()).update(range(last + 1, number))
        for listener in () if asked else _listeners:
            listener(place)
