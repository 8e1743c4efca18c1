"""The checker finds what is planted, and nothing in what is right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.soak.book import Limits
from tests.soak.checker import Kind, Violation, check
from tests.soak.evidence import Attempt, Board, Delivery, Entry, Facts, Page, Reading, Row, Sighting, Truth
from tests.soak.figures import figures

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
LIMITS = Limits(grace=timedelta(seconds=6), allowance=timedelta(seconds=2), patience=timedelta(seconds=30))
WARD, LAB = 30001, 30002
TO_WARD, TO_LAB = Delivery(12, WARD), Delivery(12, LAB)
NURSE = 20001


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_page(
    when: float, *, group: int = LAB, oldest: float = -60, own: Sequence[Entry] = (), missing: Sequence[float] = ()
) -> Page:
    """A page handed out at `when`. All times are seconds after NOON."""
    shown = frozenset(Entry(one.message_id, int(at(one.second).timestamp())) for one in own)
    return Page(group, at(when), at(oldest), shown, tuple(at(second) for second in missing))


def a_truth() -> Truth:
    """Directive 12 went to two groups: at once to the ward; to the lab only by a repeat with proof."""
    return Truth(
        sightings=[Sighting(TO_WARD, 501, at(0)), Sighting(TO_LAB, 502, at(10))],
        attempts=[Attempt(TO_WARD, at(0)), Attempt(TO_LAB, at(0), "发送丢失"), Attempt(TO_LAB, at(10))],
        pages=[a_page(9, own=[Entry(400, -30)])],
        readings=[Reading(12, NURSE, "表情")],
        accepted={12: "通知"},
        boards={12: Board(arrived=2, waiting=0, failed=0, doubtful=0, read=1, people=4)},
    )


def the_facts() -> Facts:
    return Facts(
        directives={12: "通知"},
        targets=[(12, WARD), (12, LAB)],
        rows=[Row(TO_WARD, "sent", "501", "answer"), Row(TO_LAB, "sent", "502", "answer")],
        receipts=frozenset({(12, NURSE)}),
        at=at(60),
    )


def kinds(truth: Truth, facts: Facts) -> list[Kind]:
    return [violation.kind for violation in check(truth, facts, LIMITS)]


def with_row(row: Row) -> Facts:
    """The facts with another row for its delivery."""
    facts = the_facts()
    return replace(facts, rows=[*(one for one in facts.rows if one.delivery != row.delivery), row])


def without_copy(delivery: Delivery) -> Truth:
    truth = a_truth()
    return replace(truth, sightings=[one for one in truth.sightings if one.delivery != delivery])


def board(**changed: int) -> Truth:
    truth = a_truth()
    shown = truth.boards[12]
    assert shown is not None
    return replace(truth, boards={12: replace(shown, **changed)})


def test_what_is_right_is_no_violation():
    assert check(a_truth(), the_facts(), LIMITS) == []
    found = figures(a_truth(), the_facts(), LIMITS)
    assert (found.deliveries, found.repeats, found.doubled, found.doubtful, found.told) == (2, 1, 0, 0, 1)


# ---- the three planted defects


def test_a_lost_one_is_found():
    gone = replace(the_facts(), rows=[Row(TO_LAB, "sent", "502", "answer")])
    assert Violation(Kind.LOST, TO_WARD, "数据库里没有这一行,看见 1 份") in check(a_truth(), gone, LIMITS)
    for state in ("cancelled", "expired", "rejected"):
        assert kinds(without_copy(TO_WARD), with_row(Row(TO_WARD, state)))[0] is Kind.LOST


def test_a_doubled_one_is_found():
    truth = a_truth()
    twice = replace(
        truth,
        sightings=[*truth.sightings, Sighting(TO_WARD, 503, at(5))],
        attempts=[*truth.attempts, Attempt(TO_WARD, at(5))],
    )
    assert kinds(twice, the_facts()) == [Kind.DOUBLED]


def test_a_false_proof_is_found():
    nobody_saw_it = check(without_copy(TO_WARD), the_facts(), LIMITS)
    assert [v.kind for v in nobody_saw_it if v.about == TO_WARD] == [Kind.FALSE_PROOF]
    assert kinds(a_truth(), with_row(Row(TO_WARD, "sent", "502", "history"))) == [Kind.FALSE_PROOF]
    assert kinds(a_truth(), with_row(Row(TO_WARD, "sent", "", "answer"))) == [Kind.FALSE_PROOF]


# ---- what counts as proof


def repeated(pages: Sequence[Page], *, first: float = 0, again: float = 10, copy_at: float | None = None) -> list[Kind]:
    """The kinds for a delivery to the lab that was sent twice, with these pages; a copy of the first try came late."""
    truth = a_truth()
    late = [] if copy_at is None else [Sighting(TO_LAB, 499, at(copy_at))]
    attempts = [Attempt(TO_WARD, at(0)), Attempt(TO_LAB, at(first)), Attempt(TO_LAB, at(again))]
    return kinds(replace(truth, sightings=[*truth.sightings, *late], attempts=attempts, pages=pages), the_facts())


def test_a_page_is_proof_after_the_grace_when_it_spans_the_send_of_that_group():
    assert repeated([a_page(9)]) == []
    assert repeated([a_page(3)]) == [Kind.BLIND]
    assert repeated([a_page(11)]) == [Kind.BLIND]
    assert repeated([a_page(9, oldest=1)]) == [Kind.BLIND]
    assert repeated([a_page(9, group=WARD)]) == [Kind.BLIND]
    assert repeated([a_page(9, missing=[-5])]) == []
    assert repeated([a_page(9, missing=[-5, 0])]) == [Kind.BLIND]
    assert repeated([]) == [Kind.BLIND]


def test_a_page_that_shows_the_copy_is_no_proof_and_neither_are_older_pages_of_the_same_look():
    copy = Entry(499, 1)
    assert repeated([a_page(9, own=[copy])], copy_at=1) == [Kind.DOUBLED]
    assert repeated([a_page(8, own=[copy], oldest=0), a_page(8.1)], copy_at=1) == [Kind.DOUBLED]
    assert repeated([a_page(9, own=[Entry(499, -40)])], copy_at=9.5) == []


def test_a_copy_that_appears_after_its_absence_was_shown_is_a_double_with_proof():
    assert repeated([a_page(9)], copy_at=9.5) == []


def test_a_refusal_is_proof():
    truth = a_truth()
    refused = [Attempt(TO_WARD, at(0)), Attempt(TO_LAB, at(0), "拒绝", refused=True), Attempt(TO_LAB, at(1))]
    assert kinds(replace(truth, attempts=refused, pages=[]), the_facts()) == []
    assert figures(replace(truth, attempts=refused, pages=[]), the_facts(), LIMITS).after_refusal == 1


def test_a_history_licenses_one_repeat_only():
    truth = a_truth()
    third = replace(truth, attempts=[*truth.attempts, Attempt(TO_LAB, at(20))], pages=[a_page(9), a_page(19)])
    unseen = replace(third, sightings=[Sighting(TO_WARD, 501, at(0)), Sighting(TO_LAB, 502, at(20))])
    assert kinds(unseen, the_facts()) == [Kind.AGAIN]


def test_at_everyone_is_never_repeated():
    truth = a_truth()
    loud = [replace(attempt, everyone=True) for attempt in truth.attempts]
    assert kinds(replace(truth, attempts=loud), the_facts()) == [Kind.AGAIN]


# ---- what is open, in doubt, or given up


def test_a_doubt_must_be_shown_as_one():
    in_doubt = with_row(Row(TO_LAB, "needs_human", "", "absent in the history"))
    assert kinds(a_truth(), in_doubt) == [Kind.HIDDEN]
    assert kinds(board(arrived=1, doubtful=1), in_doubt) == []
    assert kinds(replace(a_truth(), boards={12: None}), in_doubt) == [Kind.HIDDEN]
    assert kinds(replace(a_truth(), boards={}), in_doubt) == []
    assert figures(a_truth(), in_doubt, LIMITS).doubtful_there == 1


def test_the_board_says_no_more_than_the_groups_saw():
    assert Kind.HIDDEN in kinds(without_copy(TO_LAB), with_row(Row(TO_LAB, "queued", due_at=at(61))))
    assert kinds(board(arrived=1), the_facts()) == [Kind.HIDDEN]
    assert kinds(board(read=0), the_facts()) == [Kind.HIDDEN]


def test_waiting_is_right_only_as_long_as_the_program_will_come_to_it():
    waits = board(arrived=1, waiting=1)
    for state in ("queued", "held", "sending"):
        assert kinds(waits, with_row(Row(TO_LAB, state, due_at=at(70)))) == []
        assert kinds(waits, with_row(Row(TO_LAB, state))) == [Kind.STUCK]
        assert kinds(waits, with_row(Row(TO_LAB, state, due_at=at(29)))) == [Kind.STUCK]


def test_a_later_part_waits_for_the_one_before_it_and_comes_after_it():
    second = Delivery(12, LAB, 2)
    facts = with_row(Row(TO_LAB, "needs_human"))
    waiting = replace(facts, rows=[*facts.rows, Row(second, "queued")])
    assert kinds(board(arrived=1, doubtful=1), waiting) == []
    early = replace(a_truth(), sightings=[*a_truth().sightings, Sighting(second, 504, at(5))])
    facts = replace(the_facts(), rows=[*the_facts().rows, Row(second, "sent", "504", "answer")])
    assert kinds(early, facts) == [Kind.DISORDER]


def test_giving_up_is_right_after_a_refusal():
    refused = replace(
        without_copy(TO_LAB),
        attempts=[Attempt(TO_WARD, at(0)), Attempt(TO_LAB, at(0), "拒绝", refused=True)],
        boards={12: Board(arrived=1, waiting=0, failed=1, doubtful=0, read=1, people=4)},
    )
    assert kinds(refused, with_row(Row(TO_LAB, "rejected", "", "refused: other 299"))) == []


def test_what_is_stopped_stays_stopped():
    stopped = with_row(Row(TO_LAB, "cancelled", "", "stopped"))
    asked = replace(board(arrived=1, stopped=1), stops={12: at(3)})
    unseen = [one for one in asked.sightings if one.delivery != TO_LAB]
    once = replace(asked, sightings=unseen, attempts=[Attempt(TO_WARD, at(0)), Attempt(TO_LAB, at(4))])
    assert kinds(once, stopped) == []
    assert kinds(replace(once, stops={}), stopped) == [Kind.LOST]
    assert kinds(replace(once, attempts=[Attempt(TO_LAB, at(5.1))]), stopped) == [Kind.NOT_STOPPED]
    there = Sighting(TO_LAB, 502, at(4))
    assert kinds(replace(once, sightings=[*unseen, there]), stopped) == [Kind.NOT_STOPPED]
    assert kinds(replace(once, sightings=[*unseen, replace(there, withdrawn=True)]), stopped) == []


def test_what_is_said_to_be_taken_back_is_gone():
    taken = with_row(Row(TO_WARD, "sent", "501", "answer", recalled=True))
    assert kinds(a_truth(), taken) == [Kind.NOT_STOPPED]
    gone = [replace(one, withdrawn=one.delivery == TO_WARD) for one in a_truth().sightings]
    assert kinds(replace(a_truth(), sightings=gone), taken) == []


def test_what_was_taken_back_though_nobody_wanted_it_is_found():
    gone = [replace(one, withdrawn=one.delivery == TO_LAB) for one in a_truth().sightings]
    assert kinds(replace(a_truth(), sightings=gone), the_facts()) == [Kind.WRONGLY_RECALLED]


# ---- directives and receipts


def test_a_confirmed_directive_is_there_once():
    assert Kind.NOT_KEPT in kinds(replace(a_truth(), accepted={12: "通知", 13: "另一件"}), the_facts())
    facts = the_facts()
    twice = replace(facts, directives={12: "通知", 14: "通知"})
    assert kinds(a_truth(), twice) == [Kind.TWICE]


def test_who_was_told_is_recorded_and_nobody_else():
    nothing = replace(the_facts(), receipts=frozenset())
    assert kinds(board(read=0), nothing) == [Kind.RECEIPT_LOST]
    assert kinds(replace(board(read=0), readings=[Reading(12, NURSE)]), nothing) == []
    more = replace(the_facts(), receipts=frozenset({(12, NURSE), (12, 20002)}))
    assert kinds(board(read=2), more) == [Kind.RECEIPT_INVENTED]


CORRECTION = TO_WARD._replace(correction=1)


def corrected(*rows: Row, words: bool = False) -> tuple[Truth, Facts]:
    """An officer was told that 12 is corrected; the ward has the old words, or with `words` the new ones."""
    truth, facts = a_truth(), the_facts()
    copies = [replace(one, corrected=words or one.delivery == TO_LAB) for one in truth.sightings]
    attempts = [*truth.attempts, *(Attempt(row.delivery, at(20)) for row in rows)]
    copies += [Sighting(row.delivery, int(row.message_id), at(20)) for row in rows if row.message_id]
    return replace(truth, sightings=copies, attempts=attempts, corrections=frozenset({12})), replace(
        facts, rows=[*facts.rows, *rows]
    )


def test_a_correction_that_a_group_with_the_old_words_never_gets_is_found():
    assert kinds(*corrected()) == [Kind.NOT_CORRECTED]
    assert kinds(*corrected(words=True)) == []
    assert kinds(*corrected(Row(CORRECTION, "sent", "503", "answer"))) == []


def test_a_correction_is_a_message_like_every_other():
    assert kinds(*corrected(Row(CORRECTION, "sent", "", "history"))) == [Kind.FALSE_PROOF, Kind.HIDDEN]
    truth, facts = corrected(Row(CORRECTION, "sent", "503", "answer"))
    again = replace(
        truth,
        sightings=[*truth.sightings, Sighting(CORRECTION, 504, at(21))],
        attempts=[*truth.attempts, Attempt(CORRECTION, at(21))],
    )
    assert kinds(again, facts) == [Kind.DOUBLED]


def test_what_nobody_set_out_to_take_back_is_found():
    truth = replace(a_truth(), stops={12: at(30)}, recalls=frozenset({12}))
    assert kinds(truth, the_facts()) == [Kind.NOT_STOPPED] * 2
    tried = replace(the_facts(), rows=[replace(row, to_recall=True) for row in the_facts().rows])
    assert kinds(truth, tried) == []
    told_nothing = replace(truth, stops={12: None})
    assert kinds(told_nothing, the_facts()) == []
