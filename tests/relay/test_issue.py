"""传达: from what the secretary types to what stands in the groups."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.gateway import chats, inbox
from plugins.gateway.directory import GroupKind
from plugins.relay import texts
from plugins.relay.models import DirectiveRow, ReceiptRow
from tests.relay.stage import (
    BRANCHES,
    OFFICE,
    ON_BOTH,
    ROSTER,
    SECRETARY,
    Stage,
    account_of,
    answer,
    branch,
    group_of,
    number_in,
    targets_of,
    text_to,
)
from tests.support.roster import given_group, given_roster

FORM = """传达 全体
标题: 关于开展冬训的通知
文号: 党字〔2026〕8号  来源: 市委组织部
截止: 周五18:00
各党支部:
请按要求开展。"""


async def addressed(number: int) -> int:
    return await ReceiptRow.filter(directive_id=number).count()


async def test_the_preview_says_what_goes_to_whom_and_nothing_is_sent(stage):
    preview = answer(await stage.says(SECRETARY, FORM))
    for fact in ("关于开展冬训的通知", "院党委", "12 个群", "229 人", "11月27日(周五)18:00", "确认", "取消"):
        assert fact in preview
    assert await DirectiveRow.all().count() == 0


@ON_BOTH
async def test_after_the_word_every_branch_has_it_with_where_it_comes_from(stage):
    number = await stage.relays(FORM)
    assert await targets_of(number) == {group_of(name).key for name in BRANCHES}
    assert await addressed(number) == 229
    shown = await text_to(group_of("儿科"), number)
    assert shown.startswith(f"#{number} ")
    for fact in (
        "关于开展冬训的通知",
        "党字〔2026〕8号",
        "市委组织部",
        "11月27日(周五)18:00",
        "院党委",
        "请按要求开展。",
        "已阅",
    ):
        assert fact in shown


@ON_BOTH
async def test_a_second_word_does_nothing_and_says_so(stage):
    number = await stage.relays(FORM)
    again = answer(await stage.says(SECRETARY, f"确认 {number}"))
    assert f"#{number}" in again
    assert await DirectiveRow.all().count() == 1


async def test_the_same_event_twice_makes_one_preview(stage, monkeypatch):
    monkeypatch.setattr("tests.relay.stage._messages", iter([7, 7]))
    assert answer(await stage.says(SECRETARY, FORM)).startswith("#")
    assert await stage.says(SECRETARY, FORM) is None, "AlreadyHandled is answered by nothing"
    assert inbox.AlreadyHandled.__doc__


@ON_BOTH
@pytest.mark.parametrize(
    ("first", "groups", "people"),
    [
        ("全体 除 外科党支部", 11, 210),
        ("内科党支部、药学党支部", 2, 38),
        ("内科", 1, 19),
        ("全体 除 内科 外科 药学", 9, 172),
    ],
)
async def test_scopes_and_exceptions(stage, first, groups, people):
    number = await stage.relays(f"传达 {first}\n标题: 通知\n正文: 请看")
    assert len(await targets_of(number)) == groups
    assert await addressed(number) == people


@ON_BOTH
async def test_representatives_are_addressed_when_asked_for(stage):
    public = chats.group(30100)
    await given_group(30100, branch("内科"), GroupKind.PUBLIC)
    number = await stage.relays("传达 内科\n含: 群众代表\n正文: 请看")
    assert await targets_of(number) == {group_of("内科").key, public.key}
    assert await addressed(number) == 20
    number = await stage.relays("传达 群众群\n正文: 请看")
    assert public.key in await targets_of(number)
    assert await addressed(number) == 12


async def test_a_unit_that_is_not_there_is_answered_with_what_may_be_meant(stage):
    said = answer(await stage.says(SECRETARY, "传达 神经科\n正文: 请看"))
    assert "神经科" in said
    assert await DirectiveRow.all().count() == 0


async def test_a_branch_secretary_reaches_the_own_branch_only(stage):
    secretary = account_of("内科", 0)
    number = await stage.relays("传达 全体\n正文: 请看", secretary)
    assert await targets_of(number) == {group_of("内科").key}
    refused = answer(await stage.says(secretary, "传达 外科党支部\n正文: 请看"))
    assert "外科党支部" in refused


async def test_a_member_may_not(stage):
    refused = answer(await stage.says(account_of("内科", 3), FORM))
    assert "传达" in refused
    assert "书记" in refused


@ON_BOTH
async def test_who_is_demoted_after_the_preview_is_refused(stage):
    secretary = account_of("内科", 0)
    preview = number_in(await stage.says(secretary, "传达 全体\n正文: 请看"))
    await given_roster(*[row.replace(",书记,20000,", ",,20000,") for row in ROSTER])
    refused = answer(await stage.says(secretary, f"确认 {preview}"))
    assert "书记" in refused
    assert await DirectiveRow.all().count() == 0


async def test_who_is_an_officer_elsewhere_only_after_the_preview_is_refused(stage):
    """The router's own check finds an officer; the use case finds that it is another unit's."""
    secretary = account_of("内科", 0)
    preview = number_in(await stage.says(secretary, "传达 全体\n正文: 请看"))
    moved = [
        row.replace("院党委/内科党支部,正式党员,书记,20000,", "院党委/外科党支部,正式党员,委员,20000,")
        for row in ROSTER
    ]
    await given_roster(*moved)
    refused = answer(await stage.says(secretary, f"确认 {preview}"))
    assert "内科党支部" in refused
    assert await DirectiveRow.all().count() == 0


async def test_an_officer_of_two_units_is_asked_which(database):
    await given_roster(
        "李副书记,院党委/外科党支部,正式党员,书记,10002,L,",
        "李副书记,院党委,正式党员,副书记,10002,L,",
        "张三,院党委/内科党支部,正式党员,,10003,,",
    )
    await given_group(30001, "内科党支部")
    await given_group(30002, "外科党支部")
    stage = Stage()
    asked = answer(await stage.says("10002", "传达 全体\n正文: 请看"))
    assert "外科党支部(1人)" in asked
    assert "院党委(2人)" in asked
    number = await stage.relays("传达 全体\n单位: 外科党支部\n正文: 请看", "10002")
    assert await targets_of(number) == {chats.group(30002).key}
    wrong = answer(await stage.says("10002", "传达 全体\n单位: 内科党支部\n正文: 请看"))
    assert "内科党支部" in wrong
    assert "院党委" in wrong


async def test_in_the_work_group_the_group_says_which_unit(stage):
    preview = answer(await stage.says(SECRETARY, "/传达 全体\n正文: 请看", OFFICE))
    assert "/确认" in preview
    issued = answer(
        await stage.says(SECRETARY, f"/确认 {number_in(await stage.says(SECRETARY, FORM, OFFICE))}", OFFICE)
    )
    assert "12 个群" in issued


async def test_in_a_branch_group_it_is_sent_elsewhere(stage):
    assert "私聊" in answer(await stage.says(account_of("内科", 0), "/传达 全体\n正文: 请看", group_of("内科")))


async def test_words_of_secrecy_stop_a_plain_word(stage):
    preview = answer(await stage.says(SECRETARY, "传达 内科\n标题: 通知\n正文: 内部资料,不得转发"))
    for fact in ("内部", "不得转发", "确认 非涉密"):
        assert fact in preview
    assert answer(await stage.says(SECRETARY, "确认")) == texts.secret_text()
    assert await DirectiveRow.all().count() == 0
    assert "已传达" in answer(await stage.says(SECRETARY, "确认 非涉密"))


async def test_a_near_miss_is_pointed_out(stage):
    preview = answer(await stage.says(SECRETARY, "传达 内科\n标题: 通知\n截止日: 周五18:00\n请看"))
    assert "截止日" in preview
    assert "11月27日" not in preview


async def test_a_unit_without_a_group_is_named(stage):
    await given_roster(*ROSTER, "新同志,院党委/新院区党支部,正式党员,,29999,,")
    assert "新院区党支部" in answer(await stage.says(SECRETARY, FORM))


async def test_people_without_an_account_are_counted_in_the_preview(stage):
    assert "12 人没有登记QQ" in answer(await stage.says(SECRETARY, FORM))


async def test_in_the_quiet_hours_the_morning_is_offered(stage):
    stage.now = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    preview = answer(await stage.says(SECRETARY, "传达 内科\n正文: 请看"))
    assert "11月24日(周二)07:00" in preview
    assert "确认 明早" in preview
    number = number_in(await stage.says(SECRETARY, "传达 内科\n正文: 请看"))
    issued = answer(await stage.says(SECRETARY, f"确认 {number} 明早"))
    assert "11月24日(周二)07:00" in issued
    assert (await DirectiveRow.get(id=number)).not_before == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


async def test_a_time_to_send_is_kept_for_the_outbox(stage):
    number = await stage.relays("传达 内科\n定时: 明天8:00\n正文: 请看")
    assert (await DirectiveRow.get(id=number)).not_before == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "传达 内科\n定时: 周五20:00\n截止: 周五18:00\n正文: 请看",
        "传达 内科\n回执: 也许\n正文: 请看",
        "传达 内科\n含: 大家\n正文: 请看",
        "传达 内科\n截止: 3点\n正文: 请看",
        "传达 内科\n截止: 昨天下午3点\n正文: 请看",
        "传达 内科",
        "传达 内科 昨天下午3点\n请看",
    ],
)
async def test_wrong_input_is_answered_with_an_example_and_nothing_is_kept(stage, line):
    said = answer(await stage.says(SECRETARY, line))
    assert "例" in said
    assert "出错" not in said
    assert "没有等您确认" in answer(await stage.says(SECRETARY, "确认"))


async def test_without_receipts_nobody_is_asked(stage):
    number = await stage.relays("传达 内科\n回执: 否\n正文: 请看")
    assert "已阅" not in await text_to(group_of("内科"), number)


async def test_a_preview_lapses(stage):
    number = number_in(await stage.says(SECRETARY, FORM))
    stage.now += timedelta(minutes=11)
    assert f"#{number}" in answer(await stage.says(SECRETARY, "确认"))
    assert await DirectiveRow.all().count() == 0
