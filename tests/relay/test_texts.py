"""What people read, asserted by the facts in it."""

from datetime import UTC, datetime

import pytest

from plugins.gateway import recalls_texts
from plugins.gateway.forms import Form, NearMiss
from plugins.gateway.outbox import Pace
from plugins.gateway.registry import commands
from plugins.relay import domain, texts
from plugins.relay.domain import Arrival, Board, Outline, Piece, Proposal, Summary, UnitLine

FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
PROPOSAL = Proposal(
    1, "全体", "冬训通知", "各党支部:\n请开展", reference="党字〔2026〕8号", source="市委组织部", deadline=FRIDAY
)
WORDS = tuple(word for command in commands() for word in (command.word, *command.aliases, *command.quote_aliases))


def an_outline(**changes) -> Outline:
    facts = {
        "number": 12,
        "proposal": PROPOSAL,
        "unit": "院党委",
        "groups": 12,
        "people": 240,
        "without_account": 0,
        "parts": 1,
    }
    return Outline(**{**facts, **changes})


def preview(form: Form | None = None, *, left_out: int = 0, in_group: bool = False, **changes) -> str:
    return texts.preview_text(an_outline(**changes), form or Form("全体", {}, ""), left_out, in_group=in_group)


def a_board(*lines: UnitLine, **changes) -> Board:
    facts = {"number": 12, "title": "冬训通知", "stopped": False, "deadline": FRIDAY, "receipts": True, "lines": lines}
    return Board(**{**facts, **changes})


def test_a_directive_shows_its_number_and_where_it_comes_from():
    shown = texts.directive_text(12, "院党委", PROPOSAL)
    for fact in ("#12", "冬训通知", "党字〔2026〕8号", "市委组织部", "11月27日(周五)18:00", "院党委", "请开展", "收到"):
        assert fact in shown


def test_a_directive_without_headers_shows_none():
    shown = texts.directive_text(12, "院党委", Proposal(1, "全体", "通知", "", receipts=False))
    assert "文号" not in shown
    assert "截止" not in shown
    assert "已阅" not in shown


def test_the_preview_says_how_to_go_on_where_it_stands():
    assert "回:确认" in preview()
    assert "/确认 12" in preview(in_group=True)
    assert "/取消 12" in preview(in_group=True)


def test_the_preview_names_what_looks_wrong():
    form = Form("全体", {}, "", (NearMiss("截止日", "截止"), NearMiss("来源", "来源")), (("标题", "旧"),))
    said = preview(form, left_out=2, groupless=tuple(f"支部{place}" for place in range(7)))
    for fact in ("截止日", "“截止:”", "来源", "标题", "支部0", "等 7 个单位", "2 条"):
        assert fact in said


def test_secrecy_leaves_one_way_on():
    said = preview(secret=("机密", "内部"))
    assert "确认 非涉密" in said
    assert "机密" in said
    assert all("确认 非涉密" in line for line in said.splitlines() if "确认" in line)


def test_quiet_hours_offer_the_morning_also_behind_the_other_word():
    said = preview(secret=("内部",), quiet_until=FRIDAY, morning="明早")
    assert "确认 非涉密 明早" in said


def test_what_is_attached_is_counted():
    pieces = (Piece("image", {"file": "1"}), Piece("image", {"file": "2"}), Piece("file", {"file": "3"}))
    said = preview(proposal=Proposal(1, "全体", "通知", "看图", pieces), parts=2)
    assert "图片 2" in said
    assert "文件 1" in said
    assert "2 条" in said


NOW = Pace(halted=False, seconds=59)


@pytest.mark.parametrize(
    ("pace", "said"),
    [
        (NOW, ""),
        (Pace(halted=False, seconds=1200), "待发的正在排队,约 20 分钟发完"),
        (Pace(halted=True, seconds=0), "待发的现在发不出去:机器人掉线,或被QQ限制发言。好了自己接着发"),
    ],
)
def test_the_board_says_why_something_waits(pace, said):
    waiting = UnitLine(2, "内科党支部", (1, 2), 20, 1, {Arrival.WAITING: 1})
    there = UnitLine(2, "内科党支部", (1, 2), 20, 1, {Arrival.ARRIVED: 1})
    assert texts.board_text(a_board(waiting), pace, in_group=False).count("待发的") == bool(said)
    assert said in texts.board_text(a_board(waiting), pace, in_group=False)
    assert "待发的" not in texts.board_text(a_board(there), pace, in_group=False)


def test_the_board_counts_states_and_receipts_and_ranks_nobody():
    said = texts.board_text(
        a_board(
            UnitLine(2, "内科党支部", (1, 2), 20, 1, {Arrival.ARRIVED: 1}),
            UnitLine(3, "外科党支部", (1, 3), 32, 32, {Arrival.DOUBTFUL: 1}),
            UnitLine(4, "第一党小组", (1, 2, 4), 3, 0, {}),
        ),
        NOW,
        in_group=False,
    )
    for fact in ("已送达 1", "待核实 1", "33/55", "内科党支部 1/20", "外科党支部 32/32 待核实 1", "未阅 12"):
        assert fact in said
    assert said.index("内科党支部") < said.index("外科党支部")


def test_a_finished_board_asks_for_nothing():
    said = texts.board_text(
        a_board(UnitLine(2, "内科党支部", (1, 2), 20, 20, {Arrival.ARRIVED: 1})), NOW, in_group=False
    )
    assert "未阅 12" not in said


def test_a_board_of_everything_fits_one_message():
    lines = [
        UnitLine(place, f"某某某某第{place}党支部", (1, place), 999, 100, {Arrival.WAITING: 3}) for place in range(60)
    ]
    assert len(texts.board_text(a_board(*lines), NOW, in_group=False)) < 2000


def test_of_very_many_units_those_without_it_are_listed():
    lines = [UnitLine(at, f"第{at}党支部", (1, at), 20, 1, {Arrival.ARRIVED: 1}) for at in range(2, 630)]
    lines.append(UnitLine(631, "新院区党支部", (1, 631), 20, 0, {Arrival.FAILED: 1}))
    said = texts.board_text(a_board(*lines), NOW, in_group=False)
    for fact in ("新院区党支部 0/20 失败 1", "其余 628 个", "628/12580"):
        assert fact in said
    assert len(said) < 300


def test_names_are_cut_where_they_are_too_many():
    units = [(f"第{place}党支部", [(f"同志{place}{who}", True) for who in range(30)]) for place in range(40)]
    said = texts.unread_text(12, units)
    assert "1200 人" in said
    assert len(said) < 2000
    shown = sum(len(people) for unit, people in units if f"{unit}(" in said)
    assert f"还有 {1200 - shown} 人" in said


def test_when_all_have_read_that_is_said():
    assert "都已阅" in texts.unread_text(12, [])


def test_late_is_said_once_it_is():
    assert "过截止" in texts.read_text(12, FRIDAY.replace(minute=1), FRIDAY, 3, 9)
    assert "过截止" not in texts.read_text(12, FRIDAY, FRIDAY, 3, 9)


def test_several_directives_are_listed_with_an_example():
    said = texts.which_directive_text(((13, "第二份"), (12, "第一份")))
    assert "已阅 13" in said
    assert "#12 第一份" in said


CORRECTION = domain.Correction("改到四楼", "新的全文", deadline=FRIDAY)
TEXTS_OF_LATER_COMMANDS = (
    texts.correction_text(12, "院党委", 1, CORRECTION, PROPOSAL, again=True),
    texts.correction_preview_text(12, CORRECTION, PROPOSAL, 1, 2, 3, (), (), again=True, in_group=False),
    texts.corrected_text(12, 1, 2, 3, 4, in_group=False),
    texts.recall_preview_text(12, "通知", 1, 2, 3, in_group=False),
    recalls_texts.recalled_text(12, 1, 2, 3),
    recalls_texts.recall_told_text(12, 1, ["内科党支部"], ["外科党支部"]),
    texts.schedule_text([], in_group=False),
    texts.schedule_text([(12, "通知", FRIDAY, 3, True)], in_group=False),
    texts.time_preview_text(12, "通知", None, 3, in_group=False),
    texts.moved_text(12, FRIDAY, 3, now=False, in_group=False),
    texts.missed_text(12, "通知", FRIDAY, in_group=False),
    texts.answer_preview_text(12, [("张三", "内科党支部")], "电话", in_group=False),
    texts.answered_for_text(12, ["张三"], "电话", 1, 2),
    texts.not_scheduled_text(12),
    texts.which_time_text(12, in_group=True),
    texts.attachment_gone_text(picture=True),
    texts.attachments_too_large_text(),
    texts.which_correction_text(),
    texts.correction_question_text(),
    texts.not_correctable_text(12),
    texts.nothing_to_recall_text(12),
    texts.how_to_answer_for_text(None, in_group=True),
    texts.several_of_that_name_text("张三", ["内科党支部"]),
)

EVERY_TEXT = (
    texts.directive_text(12, "院党委", PROPOSAL),
    preview(),
    texts.issued_text(12, 1, 2, None, in_group=False),
    texts.issued_text(12, 1, 2, FRIDAY, in_group=True),
    texts.stop_preview_text(12, "通知", 1, 2, in_group=False),
    texts.stopped_text(12, 1, 2, 3),
    texts.nothing_to_stop_text(12),
    texts.scope_question_text(),
    texts.needs_scope_text(),
    texts.needs_content_text(),
    texts.quote_missing_text(),
    texts.unknown_addition_text(),
    texts.after_deadline_text(),
    texts.no_groups_text(),
    texts.secret_text(),
    texts.no_such_text(12),
    texts.no_such_to_read_text(12, in_group=True),
    texts.stopped_before_text(12),
    texts.no_receipts_text(12),
    texts.read_text(12, FRIDAY, None, 1, 2),
    texts.read_before_text(12, "张三", FRIDAY),
    texts.not_addressed_text(12, "张三"),
    texts.which_directive_text(()),
    texts.which_directive_text(((12, "通知"),)),
    texts.board_text(a_board(), NOW, in_group=False),
    texts.latest_text([Summary(12, "通知", 1, 2, True)], "未阅", in_group=True),
    texts.latest_text([], "未阅", in_group=False),
    texts.unread_text(12, []),
    *TEXTS_OF_LATER_COMMANDS,
)


@pytest.mark.parametrize("said", EVERY_TEXT)
def test_no_message_of_the_bot_begins_with_a_command_word(said):
    assert not said.lstrip("/ ").startswith(WORDS)


def test_the_headers_of_the_command_are_those_of_the_rules():
    (relay,) = [command for command in commands() if command.word == "传达"]
    assert relay.headers == domain.HEADERS
