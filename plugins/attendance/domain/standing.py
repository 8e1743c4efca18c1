"""Who is 应到, who sits in, who has a vote: by what the roster says of a person when the list is made.

The list is made at the announcement and fixed when signing in opens: who joined or moved before is taken as they are
then; who moves during the session counts in the unit they had; who joins later can only sit in (列席).
"""

from dataclasses import dataclass

from .record import Role

FULL = "正式党员"
PROBATIONARY = "预备党员"
CANDIDATE = "发展对象"
ACTIVIST = "入党积极分子"
REPRESENTATIVE = "群众代表"

MEMBERS = (FULL, PROBATIONARY)
"""党员. 发展对象 are activists still (发展党员工作细则第十三条), so neither is 应到; they may sit in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands at a session."""

    role: Role
    voter: bool


def standing(membership: str, *, no_vote: bool, not_expected: bool, observers: bool) -> Standing | None:
    """A person of the scope: None is not on the list at all.

    `no_vote` and `not_expected` are the flags 无表决权 and 不计入应到; `observers` whether 列席: 群众代表. Probationary
    members have no vote (党章第七条). Who is not 应到 has no vote that counts.
    """
    if membership == REPRESENTATIVE:
        return Standing(Role.OBSERVER, False) if observers else None
    if membership not in MEMBERS or not_expected:
        return Standing(Role.OBSERVER, False)
    return Standing(Role.EXPECTED, membership == FULL and not no_vote)
