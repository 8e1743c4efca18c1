"""Whether enough voters are there for a vote. Each rule with its source; the program counts, it decides nothing.

Sources, each compared with a published text:
- 《中国共产党支部工作条例(试行)》第十一条: 表决必须有半数以上有表决权的党员到会方可进行; 第十二条: 党支部委员会会议须有半数以上委员到会方可进行.
- 《中国共产党发展党员工作细则》第二十条: 召开讨论接收预备党员的支部大会,有表决权的到会人数必须超过应到会有表决权人数的半数; 第三十三条: 讨论预备党员
  转正的支部大会,对到会人数、赞成人数等要求与讨论接收预备党员的支部大会相同.
- 《中国共产党基层组织选举工作条例》(2020): 进行选举时,有选举权的到会人数不少于应到会人数的五分之四,会议有效. No text with its number was at hand, so
  none is given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .record import THERE, Record, Role, is_on_site, state_of
from .session import Session
from .words import Vote


@dataclass(frozen=True, slots=True)
class Rule:
    """At least `share` (numerator, denominator) of the voters, or more than it where `exceeding`."""

    share: tuple[int, int]
    exceeding: bool
    source: str

    def needed(self, voters: int) -> int:
        """The least number of voters that must be there."""
        part, whole = self.share
        return voters * part // whole + 1 if self.exceeding else -(-voters * part // whole)


RULES: Mapping[Vote, Rule] = {
    Vote.GENERAL: Rule((1, 2), exceeding=False, source="支部工作条例第十一条"),
    Vote.ADMISSION: Rule((1, 2), exceeding=True, source="发展党员工作细则第二十条、第三十三条"),
    Vote.COMMITTEE: Rule((1, 2), exceeding=False, source="支部工作条例第十二条"),
    Vote.ELECTION: Rule((4, 5), exceeding=False, source="选举工作条例"),
}
"""`以上` includes the half itself, `超过` does not."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How it stands. `on_site` and `online` are the voters who are there."""

    vote: Vote
    voters: int
    on_site: int
    online: int
    needed: int

    @property
    def there(self) -> int:
        return self.on_site + self.online

    @property
    def reached(self) -> bool:
        """False where there is nobody who could vote."""
        return self.voters > 0 and self.there >= self.needed


def quorum(vote: Vote, voters: int, on_site: int, online: int) -> Quorum:
    """The quorum of a vote by the numbers."""
    return Quorum(vote, voters, on_site, online, RULES[vote].needed(voters))


def quorum_of(vote: Vote, records: Iterable[Record], session: Session) -> Quorum:
    """The quorum of a vote at a session: of the 应到 who have a vote, those who are there now."""
    voters = [record for record in records if record.voter and record.role is Role.EXPECTED]
    there = [record for record in voters if state_of(record, session) in THERE]
    on_site = sum(is_on_site(record.means, session.mode) for record in there)
    return quorum(vote, len(voters), on_site, len(there) - on_site)
