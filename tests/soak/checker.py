"""Compares what the service saw with what the database and the officer were told. Pure.

The words, exactly:

*Proof of absence* of an attempt is a page of the group's history that the service handed out at least `grace` after
the attempt (less `allowance`, by which a call may reach the service later than it was begun), before the next attempt,
that reaches further back than the attempt, leaves nothing out since and holds no copy of the delivery; or a definite
refusal that answered it.
*Repeat with proof*: an attempt before which every earlier one of the delivery had such a proof. By history: once, and
never with @全体.
*Doubled*: more than one copy was shown, and an attempt was repeated without proof.
*Blind*: an attempt was repeated without proof, and luck alone kept it from being a second copy.
*Lost*: no copy was shown, and the database does not say so: no row, or a row that is over for no reason of the service.
*False proof*: the database says sent, and no copy was shown, or the id it keeps names no copy of this delivery.
*Stuck*: it waits or is in doubt, and the program will not come to it again, or is overdue by more than `patience`.
*Hidden*: the board shows more groups as reached than saw it whole, other doubts than there are, or leaves groups out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from .evidence import Attempt, Board, Delivery, Facts, Page, Row, Sighting, Truth


class Kind(StrEnum):
    LOST = "丢失"
    DOUBLED = "无证据重复"
    BLIND = "盲目重发"
    AGAIN = "不该重发"
    FALSE_PROOF = "假证据"
    STUCK = "卡住"
    HIDDEN = "没有如实显示"
    DISORDER = "分条次序错"
    NOT_KEPT = "答应了没有办"
    TWICE = "同一件办了两次"
    RECEIPT_LOST = "已阅丢失"
    RECEIPT_INVENTED = "凭空的已阅"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise. `about` is a delivery, a directive's number, or a number with an account."""

    kind: Kind
    about: Delivery | int | tuple[int, int]
    words: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rules are held to, in real time."""

    grace: timedelta
    allowance: timedelta
    patience: timedelta


WAITING = frozenset({"queued", "sending", "held"})
IN_DOUBT = frozenset({"uncertain", "needs_human"})


@dataclass(frozen=True, slots=True)
class Figures:
    """What the report prints. `doubled` are copies too many that had a proof."""

    deliveries: int
    states: Mapping[str, int]
    settled: int
    """In doubt once, then found to be there."""
    repeats: int
    """Sent again after a history had shown its absence."""
    after_refusal: int
    doubled: int
    doubtful: int
    doubtful_there: int
    """Of those shown as 待核实, how many people had seen."""
    readings: int
    told: int
    receipts: int


def check(truth: Truth, facts: Facts, limits: Limits) -> list[Violation]:
    """Every broken promise, in the order of the deliveries."""
    book = _Book.of(truth, facts)
    found = [one for delivery in book.deliveries for one in _delivery(book, delivery, limits)]
    return [*found, *_directives(truth, facts), *_boards(book), *_receipts(truth, facts)]


@dataclass(frozen=True)
class _Book:
    """The evidence by delivery."""

    truth: Truth
    facts: Facts
    rows: Mapping[Delivery, Row]
    sightings: Mapping[Delivery, Sequence[Sighting]]
    attempts: Mapping[Delivery, Sequence[Attempt]]
    pages: Mapping[int, Sequence[Page]]
    deliveries: Sequence[Delivery]

    @classmethod
    def of(cls, truth: Truth, facts: Facts) -> "_Book":
        sightings: dict[Delivery, list[Sighting]] = defaultdict(list)
        for sighting in sorted(truth.sightings, key=lambda one: one.at):
            sightings[sighting.delivery].append(sighting)
        attempts: dict[Delivery, list[Attempt]] = defaultdict(list)
        for attempt in sorted(truth.attempts, key=lambda one: one.at):
            attempts[attempt.delivery].append(attempt)
        pages: dict[int, list[Page]] = defaultdict(list)
        for page in truth.pages:
            pages[page.group].append(page)
        rows = {row.delivery: row for row in facts.rows}
        targets = {Delivery(number, group) for number, group in facts.targets}
        every = sorted(targets | set(rows) | set(sightings) | set(attempts))
        return cls(truth, facts, rows, sightings, attempts, pages, every)

    def copies(self, delivery: Delivery) -> Sequence[Sighting]:
        return self.sightings.get(delivery, ())


def _delivery(book: _Book, delivery: Delivery, limits: Limits) -> Iterator[Violation]:
    row, copies = book.rows.get(delivery), book.copies(delivery)
    if words := _unproven(book, delivery, limits):
        kind = Kind.DOUBLED if len(copies) > 1 else Kind.BLIND
        yield Violation(kind, delivery, f"看见 {len(copies)} 份;{words}")
    proven = list(_proven(book, delivery, limits))
    if len(proven) > 1:
        yield Violation(Kind.AGAIN, delivery, "凭历史重发了不止一次")
    if any(attempt.everyone for attempt in proven):
        yield Violation(Kind.AGAIN, delivery, "重发了 @全体")
    if row is None:
        yield Violation(Kind.LOST, delivery, f"数据库里没有这一行,看见 {len(copies)} 份")
        return
    if row.state == "sent":
        if not copies:
            yield Violation(Kind.FALSE_PROOF, delivery, f"记作已送达({row.evidence}),没有人看见")
        elif row.message_id not in {str(copy.message_id) for copy in copies}:
            yield Violation(Kind.FALSE_PROOF, delivery, f"消息号 {row.message_id or '空'} 不是这一条的")
    elif row.state in WAITING or row.state == "uncertain":
        yield from _waiting(book, row, limits)
    elif row.state != "needs_human" and not (row.state == "rejected" and _was_refused(book, delivery)):
        yield Violation(Kind.LOST, delivery, f"{row.state}({row.evidence}),服务没有拒绝过;看见 {len(copies)} 份")
    earlier = delivery._replace(part=delivery.part - 1)
    if delivery.part > 1 and copies:
        before = book.copies(earlier)
        if not before or before[0].at > copies[0].at:
            yield Violation(Kind.DISORDER, delivery, "比前一条先出现")


def _waiting(book: _Book, row: Row, limits: Limits) -> Iterator[Violation]:
    """A later part has no due time while the one before it is still open."""
    before = book.rows.get(row.delivery._replace(part=row.delivery.part - 1))
    behind_another = before is not None and before.state != "sent"
    if row.due_at is None:
        if not behind_another:
            yield Violation(Kind.STUCK, row.delivery, f"{row.state}({row.evidence}),程序不会再管它")
    elif book.facts.at is not None and book.facts.at - row.due_at > limits.patience:
        yield Violation(Kind.STUCK, row.delivery, f"{row.state},早该在 {row.due_at:%H:%M:%S} 办")


def _was_refused(book: _Book, delivery: Delivery) -> bool:
    """It, or a part before it, was refused last."""
    for part in range(1, delivery.part + 1):
        attempts = book.attempts.get(delivery._replace(part=part), ())
        if attempts and attempts[-1].refused:
            return True
    return False


def _unproven(book: _Book, delivery: Delivery, limits: Limits) -> str:
    """What was repeated without proof; "" when nothing was."""
    attempts = book.attempts.get(delivery, ())
    for place, (earlier, later) in enumerate(pairwise(attempts), 1):
        if not earlier.refused and not _absent(book, earlier, later, limits):
            gap = (later.at - earlier.at).total_seconds()
            return f"第 {place} 次({earlier.fault or '正常'})之后 {gap:.1f} 秒又发,没有证据"
    return ""


def _proven(book: _Book, delivery: Delivery, limits: Limits) -> Iterator[Attempt]:
    """The attempts that were repeats on the strength of a history."""
    attempts = book.attempts.get(delivery, ())
    for earlier, later in pairwise(attempts):
        if not earlier.refused and _absent(book, earlier, later, limits):
            yield later


def _absent(book: _Book, earlier: Attempt, later: Attempt, limits: Limits) -> bool:
    """Whether the service itself had shown the bot, between the two, that the first is not there."""
    copies = {copy.entry for copy in book.copies(earlier.delivery)}
    begin = earlier.at + limits.grace - limits.allowance
    for page in book.pages.get(earlier.delivery.group, ()):
        if begin <= page.at <= later.at:
            if page.own & copies:
                return False
            if page.covers(earlier.at):
                return True
    return False


def _directives(truth: Truth, facts: Facts) -> Iterator[Violation]:
    reached = Counter(number for number, _ in facts.targets)
    for number, title in truth.accepted.items():
        if number not in facts.directives or not reached[number]:
            yield Violation(Kind.NOT_KEPT, number, f"确认过的“{title}”不在数据库里")
    for title, count in Counter(facts.directives.values()).items():
        if count > 1:
            number = next(n for n, other in facts.directives.items() if other == title)
            yield Violation(Kind.TWICE, number, f"“{title}”成了 {count} 条传达")


def _boards(book: _Book) -> Iterator[Violation]:
    groups: dict[int, set[int]] = defaultdict(set)
    for number, group in book.facts.targets:
        groups[number].add(group)
    parts = Counter((row.delivery.number, row.delivery.group) for row in book.facts.rows)
    receipts = Counter(number for number, _ in book.facts.receipts)
    for number, targets in sorted(groups.items()):
        states = {group: _states(book, number, group, parts) for group in targets}
        doubtful = sum(1 for found in states.values() if found & IN_DOUBT and "rejected" not in found)
        if number not in book.truth.boards:
            continue
        board = book.truth.boards[number]
        if board is None:
            yield Violation(Kind.HIDDEN, number, f"问了没有回答;{doubtful} 个群待核实")
            continue
        whole = sum(1 for group in targets if _is_whole(book, number, group, parts))
        yield from _board(number, board, len(targets), whole, doubtful, receipts[number])


def _board(number: int, board: Board, targets: int, whole: int, doubtful: int, read: int) -> Iterator[Violation]:
    shown = board.arrived + board.waiting + board.failed + board.doubtful
    if shown != targets:
        yield Violation(Kind.HIDDEN, number, f"{targets} 个群只显示了 {shown} 个")
    if board.arrived > whole:
        yield Violation(Kind.HIDDEN, number, f"显示已送达 {board.arrived} 个群,只有 {whole} 个群看见了")
    if board.doubtful != doubtful:
        yield Violation(Kind.HIDDEN, number, f"{doubtful} 个群待核实,显示 {board.doubtful} 个")
    if board.read != read:
        yield Violation(Kind.HIDDEN, number, f"{read} 人已阅,显示 {board.read} 人")


def _states(book: _Book, number: int, group: int, parts: Mapping[tuple[int, int], int]) -> set[str]:
    wanted = (Delivery(number, group, part + 1) for part in range(parts[number, group]))
    return {book.rows[delivery].state for delivery in wanted if delivery in book.rows}


def _is_whole(book: _Book, number: int, group: int, parts: Mapping[tuple[int, int], int]) -> bool:
    return all(book.copies(Delivery(number, group, part + 1)) for part in range(max(1, parts[number, group])))


def _receipts(truth: Truth, facts: Facts) -> Iterator[Violation]:
    for reading in truth.readings:
        if reading.told and (reading.number, reading.account) not in facts.receipts:
            yield Violation(Kind.RECEIPT_LOST, (reading.number, reading.account), f"已告诉本人({reading.told})")
    said = {(reading.number, reading.account) for reading in truth.readings}
    for receipt in sorted(facts.receipts - said):
        yield Violation(Kind.RECEIPT_INVENTED, receipt, "本人没有回过")


def figures(truth: Truth, facts: Facts, limits: Limits) -> Figures:
    """What to report, violations or not."""
    book = _Book.of(truth, facts)
    doubts = [row for row in facts.rows if row.state in IN_DOUBT]
    return Figures(
        deliveries=len(facts.rows),
        states=Counter(row.state for row in facts.rows),
        settled=sum(1 for row in facts.rows if row.state == "sent" and row.evidence != "answer"),
        repeats=sum(1 for delivery in book.deliveries for _ in _proven(book, delivery, limits)),
        after_refusal=_after_refusal(book.attempts.values()),
        doubled=sum(len(copies) - 1 for copies in book.sightings.values()),
        doubtful=len(doubts),
        doubtful_there=sum(1 for row in doubts if book.copies(row.delivery)),
        readings=len(truth.readings),
        told=sum(1 for reading in truth.readings if reading.told),
        receipts=len(facts.receipts),
    )


def _after_refusal(every: Iterable[Sequence[Attempt]]) -> int:
    return sum(1 for attempts in every for earlier in attempts[:-1] if earlier.refused)
