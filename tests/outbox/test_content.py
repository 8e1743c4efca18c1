"""Long texts in parts; one's own message recognised in a history; answers read as they come."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway.outbox.content import Entry, judge, normalised, parts, without_everyone
from plugins.gateway.outbox.domain import Absent, Evidence, Found, Unclear
from plugins.gateway.outcomes import NotSent, Ok, Outcome, Reason, Refused, Unknown, classify
from plugins.gateway.segments import Segment, at, reply, text
from plugins.sandbox import words

SENT = datetime(2026, 11, 24, 6, 0, 30, 500_000, tzinfo=UTC)
NOTICE = normalised([text("#12 通知")])


def body(part: str) -> str:
    return part.split("\n", 1)[1]


def test_a_short_text_is_one_part_as_it_is():
    assert parts("通知", 2000, 12) == ("通知",)


def test_a_long_text_comes_in_numbered_parts_that_end_with_sentences():
    sentence = "请各党支部于周五前上报学习情况。"
    pieces = parts(sentence * 300, 2000, 12)
    assert [piece.split("\n")[0] for piece in pieces] == ["#12(1/3)", "#12(2/3)", "#12(3/3)"]
    assert all(piece.endswith("。") for piece in pieces)


@given(st.text(max_size=900), st.integers(40, 90), st.none() | st.integers(1, 9_999_999))
def test_the_parts_join_to_the_text_and_none_is_too_long(whole: str, limit: int, number: int | None):
    pieces = parts(whole, limit, number)
    assert all(len(piece) <= limit for piece in pieces)
    assert pieces == parts(whole, limit, number)
    if len(pieces) == 1:
        assert pieces == (whole,)
    else:
        assert "".join(map(body, pieces)) == whole
        assert all(re.match(rf"(#\d+)?\(\d+/{len(pieces)}\)\n", piece) for piece in pieces)


@pytest.mark.parametrize("visible", ["👩‍⚕️", "👍🏽", "🇨🇳", "e\u0301", "❤️"])
def test_a_cut_never_tears_a_visible_character(visible: str):
    for shift in range(12):
        pieces = parts("a" * shift + visible * 60, 60)
        assert all(not body(piece).strip("a").replace(visible, "") for piece in pieces)


def test_a_limit_without_room_is_an_error():
    with pytest.raises(ValueError, match="40"):
        parts("通知", 39)


@pytest.mark.parametrize(
    "arrived",
    [
        [text("#12 通知\r\n请看 ")],
        [text("#12 "), text("通知\n请看")],
        [reply("7"), text("#12 通知\n请\u200b看")],
        [text("#12\u3000通知请看")],
    ],
)
def test_what_the_way_changes_is_not_content(arrived: list[Segment]):
    assert normalised(arrived) == normalised([text("#12 通知\n请看")])


@pytest.mark.parametrize(
    "other", [[text("#13 通知")], [text("#12 通知"), at("20001")], [Segment("image", {"file": "a"}), text("#12 通知")]]
)
def test_other_content_is_other_content(other: list[Segment]):
    assert normalised(other) != NOTICE


def test_an_everyone_without_the_right_arrives_as_words():
    everyone = Segment("at", {"qq": "all"})
    assert normalised([everyone, text("通知")]) == normalised([text("@全体成员 通知")])
    assert without_everyone([everyone, text("通知")]) == (text("通知"),)


def seen(
    seconds: float, *, mine: bool = True, content: tuple[str, ...] = NOTICE, name: str = "7", **more: object
) -> Entry:
    moment = SENT.replace(microsecond=0) + timedelta(seconds=seconds)
    return Entry(name, mine, moment, content, **more)  # type: ignore[arg-type]  # fields of an Entry


BEFORE = seen(-60, mine=False, content=("text:早",), name="1", order=1)


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        ([BEFORE, seen(0, order=2)], Found("7", seen(0).at)),
        ([BEFORE, seen(5, order=2)], Found("7", seen(5).at)),
        ([BEFORE], Absent()),
        ([BEFORE, seen(3, mine=False, order=2)], Absent()),
        ([BEFORE, seen(3, content=("text:别的",), order=2)], Absent()),
        ([BEFORE, seen(3, failed=True, order=0)], Absent()),
        ([BEFORE, seen(3, name="taken", order=2)], Absent()),
        ([BEFORE, seen(-5, order=2)], Unclear("resembling")),
        ([seen(-3600, order=0), BEFORE], Absent()),
        ([BEFORE, seen(3, mine=False, order=3)], Unclear("gap")),
        ([seen(3, mine=False, order=2)], Unclear("gap")),
        ([], Unclear("gap")),
        (None, Unclear("history not offered")),
    ],
)
def test_what_a_history_proves(page: list[Entry] | None, verdict: Evidence):
    assert judge(page, NOTICE, SENT, ["taken"]) == verdict


def failed(sentence: str, code: int = 1200) -> dict[str, object]:
    return {"status": "failed", "retcode": code, "data": None, "message": sentence, "wording": sentence}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"status": "ok", "retcode": 0, "data": {"message_id": -7}}, Ok({"message_id": -7})),
        ({"status": "ok", "retcode": 0, "data": {"message_id": 0}}, Unknown("no message id")),
        ({"status": "ok", "retcode": 0, "data": None}, Unknown("no message id")),
        ({"status": "async", "retcode": 1, "data": None}, Unknown("answered async")),
        (failed(words.refused(words.REMOVED)), Refused(Reason.REMOVED, 110)),
        (failed(words.refused(words.MUTED)), Refused(Reason.MUTED, 120)),
        (failed(words.refused(words.OFFLINE)), Refused(Reason.OFFLINE, 1006514)),
        (failed(words.refused(words.AT_ALL_USED_UP)), Refused(Reason.QUOTA, words.AT_ALL_USED_UP)),
        (failed(words.refused(299, "发送频率过快")), Refused(Reason.OTHER, 299)),
        (failed(words.refused(121, "消息含违规内容")), Refused(Reason.CONTENT, 121)),
        (failed(words.timed_out()), Unknown("the implementation timed out")),
        (failed("Schema compilation error: Expected required property", 1400), NotSent("answered 1400")),
        (failed("不支持的Api send_group_msg", 1404), NotSent("answered 1404")),
        (failed("请指定正确的 group_id 或 user_id"), NotSent("answered: no such target")),
        (failed("未知错误"), Unknown("answered 1200")),
    ],
)
def test_how_the_answer_to_a_send_is_read(answer: dict[str, object], outcome: Outcome):
    assert classify("send_group_msg", answer) == outcome


def test_other_actions_need_no_message_id():
    assert classify("delete_msg", {"status": "ok", "retcode": 0, "data": None}) == Ok(None)
