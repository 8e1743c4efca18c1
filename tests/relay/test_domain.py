"""The rules of directives, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.relay import domain
from plugins.relay.domain import Arrival, Content, Piece, Proposal, State, UnitLine

FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def test_what_is_stopped_or_recalled_is_never_reopened():
    assert domain.MOVES[State.STOPPED] == {State.RECALLED}
    assert domain.MOVES[State.RECALLED] == frozenset()
    assert set(domain.MOVES) == set(State)


@pytest.mark.parametrize(
    ("minutes", "how"),
    [(0, "on time"), (10, "on time"), (11, "late"), (24 * 60, "late"), (24 * 60 + 1, "missed")],
)
def test_a_scheduled_directive_goes_out_within_a_day_and_says_so(minutes, how):
    assert domain.punctuality(timedelta(minutes=minutes)) == how


def test_the_first_line_is_the_title_and_is_not_said_twice():
    content = Content("关于体检的通知\n各党支部:\n请安排")
    assert domain.title_and_text("", content) == ("关于体检的通知", "各党支部:\n请安排")


def test_a_title_of_its_own_leaves_the_text_whole():
    assert domain.title_and_text("体检", Content("各党支部:\n请安排")) == ("体检", "各党支部:\n请安排")


def test_a_long_first_line_is_shortened_as_title_and_kept_in_the_text():
    line = "请" * 60
    assert domain.title_and_text("", Content(line)) == ("请" * 40 + "…", line)


def test_a_picture_alone_is_called_a_picture():
    assert domain.title_and_text("", Content("", (Piece("image", {"file": "https://x/1.jpg"}),)))[0] == "图片"


def test_words_and_pictures_of_a_message_are_taken_in_their_order():
    content = domain.content_of(
        [
            ("text", {"text": "看图:"}),
            ("image", {"file": "a.jpg", "url": "https://host/a"}),
            ("text", {"text": "怎么样"}),
            ("image", {"file": "b.jpg"}),
        ]
    )
    assert content.text == "看图:[图1]怎么样"
    assert content.pieces == (Piece("image", {"file": "https://host/a"}), Piece("image", {"file": "b.jpg"}))


def test_a_relayed_mention_calls_nobody():
    content = domain.content_of([("at", {"qq": "all"}), ("text", {"text": "开会"}), ("at", {"qq": "10001"})])
    assert content.text.split() == ["@全体成员", "开会@10001"]
    assert content.pieces == ()


def test_files_are_carried_and_what_cannot_be_is_counted():
    content = domain.content_of(
        [
            ("file", {"file": "通知.pdf", "file_id": "/f/1"}),
            ("forward", {"id": "75"}),
            ("json", {"data": "{}"}),
            ("reply", {"id": "1"}),
        ]
    )
    assert content.pieces == (Piece("file", {"file": "/f/1", "name": "通知.pdf"}),)
    assert content.left_out == 2, "the bundle that could not be read, and the card"


@given(st.lists(st.tuples(st.sampled_from(("text", "at", "face", "image", "poke", "x")), st.just({}))))
def test_any_segments_can_be_read(segments):
    domain.title_and_text("", domain.content_of(segments))


def test_secrecy_is_seen_in_text_title_and_file_name():
    assert Proposal(1, "全体", "通知", "请开会").secrecy_words() == ()
    assert Proposal(1, "全体", "通知", "本件为机密").secrecy_words() == ("机密",)
    assert Proposal(1, "全体", "内部通知", "不得转发").secrecy_words() == ("内部", "不得转发")
    named = Proposal(1, "全体", "通知", "", (Piece("file", {"file": "1", "name": "绝密.docx"}),))
    assert named.secrecy_words() == ("绝密",)


def test_a_proposal_survives_its_preview():
    proposal = Proposal(
        3,
        "全体 除 外科党支部",
        "标题",
        "正文\n𠮷👌",
        (Piece("image", {"file": "https://x"}),),
        reference="党字〔2026〕8号",
        deadline=FRIDAY,
        not_before=FRIDAY - timedelta(days=1),
        receipts=False,
        representatives=True,
        at_all=True,
    )
    assert Proposal.of(proposal.as_json()) == proposal


def test_late_is_after_the_deadline_only():
    assert not domain.is_late(FRIDAY, FRIDAY)
    assert domain.is_late(FRIDAY + timedelta(seconds=1), FRIDAY)
    assert not domain.is_late(FRIDAY, None)


def test_a_group_has_a_directive_when_every_part_arrived():
    assert domain.arrival(["sent", "sent"]) is Arrival.ARRIVED
    assert domain.arrival(["sent", "queued"]) is Arrival.WAITING
    assert domain.arrival(["sent", "needs_human", "queued"]) is Arrival.DOUBTFUL
    assert domain.arrival(["rejected", "needs_human"]) is Arrival.FAILED
    assert domain.arrival([]) is Arrival.WAITING


def a_line(*path: int, people: int = 10, read: int = 1) -> UnitLine:
    return UnitLine(path[-1], f"单位{path[-1]}", path, people, read, {Arrival.ARRIVED: 1})


def test_many_units_are_summed_up_by_the_units_above():
    lines = [a_line(1, top, leaf) for top in (2, 3) for leaf in range(10 * top, 10 * top + 4)]
    rolled = domain.rolled_up(lines, {1: "院党委", 2: "东院", 3: "西院"}, most=3)
    assert [(line.name, line.people, line.read, line.groups[Arrival.ARRIVED]) for line in rolled] == [
        ("东院", 40, 4, 4),
        ("西院", 40, 4, 4),
    ]
    assert domain.totals(rolled) == domain.totals(lines)


def test_few_units_stay_as_they_are():
    lines = [a_line(1, leaf) for leaf in range(2, 5)]
    assert domain.rolled_up(lines, {}, most=3) == tuple(lines)


def test_units_side_by_side_are_not_made_one():
    lines = [a_line(1, leaf) for leaf in range(2, 9)]
    assert domain.rolled_up(lines, {1: "院党委"}, most=3) == tuple(lines)


def test_trouble_is_a_group_without_it_or_no_group():
    fine, late = a_line(1, 2), UnitLine(3, "外科", (1, 3), 9, 0, {Arrival.ARRIVED: 1, Arrival.WAITING: 1})
    lost = UnitLine(4, "新院区", (1, 4), 9, 0, {}, reached=False)
    assert domain.troubled([fine, late, lost]) == (late, lost)
