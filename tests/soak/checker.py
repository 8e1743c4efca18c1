"""Compares what the service saw with what the database and the officer were told. Pure.

The words, exactly (proof is defined in book.py):

*Doubled*: more than one copy was shown, and an attempt was repeated without proof.
*Blind*: an attempt was repeated without proof, and luck alone kept it from being a second copy.
*Lost*: no copy was shown, and the database does not say so: no row, or a row that is over for no reason of the service.
*False proof*: the database says sent, and no copy was shown, or the id it keeps names no copy of this delivery.
*Not stopped*: it was sent after an officer had been told that it is stopped, or the database says stopped or taken back
and the group still has it, or nobody set out to take it back.
*Wrongly recalled*: it was taken back, and the database does not say that it was to be.
*Not corrected*: an officer was told that it is corrected, and a group has the old words and no correction is on its way.
*Stuck*: it waits or is in doubt, and the program will not come to it again, or is overdue by more than `patience`.
*Hidden*: the board shows more groups as reached than saw it whole, other doubts than there are, or leaves groups out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .book import IN_DOUBT, WAITING, Book, Limits, proven, unproven
from .evidence import Board, Delivery, Facts, Row, Truth


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
    NOT_STOPPED = "停了没有停住"
    NOT_CORRECTED = "没有更正到"
    WRONGLY_RECALLED = "撤错了"
    TWICE = "同一件办了两次"
    RECEIPT_LOST = "已阅丢失"
    RECEIPT_INVENTED = "凭空的已阅"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise. `about` is a delivery, a directive's number, or a number with an account."""

    kind: Kind
    about: Delivery | int | tuple[int, int]
    words: str


def check(truth: Truth, facts: Facts, limits: Limits) -> list[Violation]:
    """Every broken promise, in the order of the deliveries."""
    book = Book.of(truth, facts)
    found = [one for delivery in book.deliveries for one in _delivery(book, delivery, limits)]
    return [*found, *_directives(truth, facts), *_boards(book), *_receipts(truth, facts)]


def _delivery(book: Book, delivery: Delivery, limits: Limits) -> Iterator[Violation]:
    row, copies = book.rows.get(delivery), book.copies(delivery)
    if words := unproven(book, delivery, limits):
        kind = Kind.DOUBLED if len(copies) > 1 else Kind.BLIND
        yield Violation(kind, delivery, f"看见 {len(copies)} 份;{words}")
    repeats = list(proven(book, delivery, limits))
    if len(repeats) > 1:
        yield Violation(Kind.AGAIN, delivery, "凭历史重发了不止一次")
    if any(attempt.everyone for attempt in repeats):
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
    elif row.state == "cancelled" and delivery.number in book.truth.stops:
        if any(not copy.withdrawn for copy in copies):
            yield Violation(Kind.NOT_STOPPED, delivery, f"记作已停({row.evidence}),群里有")
    elif row.state != "needs_human" and not (row.state == "rejected" and _was_refused(book, delivery)):
        yield Violation(Kind.LOST, delivery, f"{row.state}({row.evidence}),服务没有拒绝过;看见 {len(copies)} 份")
    yield from _stopped(book, row, limits)
    if row.state == "sent" and any(copy.withdrawn for copy in copies) and not (row.to_recall or row.recalled):
        yield Violation(Kind.WRONGLY_RECALLED, delivery, "没有要撤,撤了")
    if delivery.number in book.truth.corrections and delivery[2:] == (1, 0):
        old = any(not copy.corrected for copy in copies)
        if old and delivery._replace(correction=1) not in book.rows:
            yield Violation(Kind.NOT_CORRECTED, delivery, "群里是旧的,没有更正")
    earlier = delivery._replace(part=delivery.part - 1)
    if delivery.part > 1 and copies:
        before = book.copies(earlier)
        if not before or before[0].at > copies[0].at:
            yield Violation(Kind.DISORDER, delivery, "比前一条先出现")


def _stopped(book: Book, row: Row, limits: Limits) -> Iterator[Violation]:
    if told := book.truth.stops.get(row.delivery.number):
        late = [(a.at - told).total_seconds() for a in book.attempts.get(row.delivery, ()) if a.at > told]
        if late and late[-1] > limits.allowance.total_seconds():
            yield Violation(Kind.NOT_STOPPED, row.delivery, f"停发之后 {late[-1]:.1f} 秒还发")
    standing = {str(copy.message_id) for copy in book.copies(row.delivery) if not copy.withdrawn}
    if row.recalled and row.message_id in standing:
        yield Violation(Kind.NOT_STOPPED, row.delivery, "记作已撤回,群里还有")
    taken_back = row.delivery.number in book.truth.recalls and book.truth.stops.get(row.delivery.number)
    if taken_back and standing and row.state == "sent" and not row.to_recall:
        yield Violation(Kind.NOT_STOPPED, row.delivery, "撤回之后群里还有,没有去撤")


def _waiting(book: Book, row: Row, limits: Limits) -> Iterator[Violation]:
    """A later part has no due time while the one before it is still open."""
    before = book.rows.get(row.delivery._replace(part=row.delivery.part - 1))
    behind_another = before is not None and before.state != "sent"
    if row.due_at is None:
        if not behind_another:
            yield Violation(Kind.STUCK, row.delivery, f"{row.state}({row.evidence}),程序不会再管它")
    elif book.facts.at is not None and book.facts.at - row.due_at > limits.patience:
        yield Violation(Kind.STUCK, row.delivery, f"{row.state},早该在 {row.due_at:%H:%M:%S} 办")


def _was_refused(book: Book, delivery: Delivery) -> bool:
    """It, or a part before it, was refused last."""
    for part in range(1, delivery.part + 1):
        attempts = book.attempts.get(delivery._replace(part=part), ())
        if attempts and attempts[-1].refused:
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


def _boards(book: Book) -> Iterator[Violation]:
    groups: dict[int, set[int]] = defaultdict(set)
    for number, group in book.facts.targets:
        groups[number].add(group)
    rows: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in book.facts.rows:
        rows[row.delivery.number, row.delivery.group].append(row)
    receipts = Counter(number for number, _ in book.facts.receipts)
    for number, targets in sorted(groups.items()):
        states = [{row.state for row in rows[number, group]} for group in targets]
        doubtful = sum(1 for found in states if found & IN_DOUBT and "rejected" not in found)
        if number not in book.truth.boards:
            continue
        board = book.truth.boards[number]
        if board is None:
            yield Violation(Kind.HIDDEN, number, f"问了没有回答;{doubtful} 个群待核实")
            continue
        whole = sum(1 for group in targets if _is_whole(book, rows[number, group]))
        yield from _board(number, board, len(targets), whole, doubtful, receipts[number])


def _board(number: int, board: Board, targets: int, whole: int, doubtful: int, read: int) -> Iterator[Violation]:
    shown = board.arrived + board.waiting + board.failed + board.doubtful + board.stopped
    if shown != targets:
        yield Violation(Kind.HIDDEN, number, f"{targets} 个群只显示了 {shown} 个")
    if board.arrived > whole:
        yield Violation(Kind.HIDDEN, number, f"显示已送达 {board.arrived} 个群,只有 {whole} 个群看见了")
    if board.doubtful != doubtful:
        yield Violation(Kind.HIDDEN, number, f"{doubtful} 个群待核实,显示 {board.doubtful} 个")
    if board.read != read:
        yield Violation(Kind.HIDDEN, number, f"{read} 人已阅,显示 {board.read} 人")


def _is_whole(book: Book, rows: Sequence[Row]) -> bool:
    return bool(rows) and all(book.copies(row.delivery) for row in rows)


def _receipts(truth: Truth, facts: Facts) -> Iterator[Violation]:
    for reading in truth.readings:
        if reading.told and (reading.number, reading.account) not in facts.receipts:
            yield Violation(Kind.RECEIPT_LOST, (reading.number, reading.account), f"已告诉本人({reading.told})")
    said = {(reading.number, reading.account) for reading in truth.readings}
    for receipt in sorted(facts.receipts - said):
        yield Violation(Kind.RECEIPT_INVENTED, receipt, "本人没有回过")
