"""更正: who has the directive is told what is different, who has not gets it corrected."""

import pytest

from plugins.gateway.outbox.models import OutboxRow
from plugins.relay.models import CorrectionRow, DirectiveRow, ReceiptRow
from plugins.storage import Transaction, write
from tests.relay.stage import (
    BRANCHES,
    ON_BOTH,
    SECRETARY,
    account_of,
    answer,
    given_sent,
    group_of,
    messages_to,
    quiet,
    read_of,
    text_to,
)

FORM = "传达 全体\n标题: 主题党日\n截止: 周五18:00\n周五15:00在三楼开会。"
NURSE = account_of("内科", 3)


async def corrected(stage, number: int, line: str, confirm: str = "确认") -> str:
    preview = answer(await stage.says(SECRETARY, line))
    assert preview.startswith(f"#{number} "), preview
    return answer(await stage.says(SECRETARY, confirm))


@ON_BOTH
async def test_the_groups_that_have_it_are_told_and_the_others_get_it_corrected(stage):
    number = await stage.relays(FORM)
    await given_sent(number, group_of("内科"), group_of("外科"))
    preview = answer(await stage.says(SECRETARY, f"更正 {number} 时间改为周五14:00"))
    for fact in ("2 个群", "10 个群", "时间改为周五14:00"):
        assert fact in preview
    said = answer(await stage.says(SECRETARY, "确认"))
    assert "2 个群" in said
    assert "10 个群" in said
    (first, second) = await messages_to(group_of("内科"), number)
    assert "更正" not in first[0].data["text"]
    assert second[0].data["text"].startswith(f"#{number} 〔更正1〕主题党日\n时间改为周五14:00")
    assert "三楼" not in second[0].data["text"]
    (only,) = await messages_to(group_of("药学"), number)
    assert only[0].data["text"].startswith(f"#{number} 〔传达〕")
    assert "三楼" in only[0].data["text"]
    assert "时间改为周五14:00" in only[0].data["text"]


@ON_BOTH
async def test_who_has_read_is_asked_again_and_what_they_had_read_is_kept(stage):
    number = await stage.relays(FORM)
    await given_sent(number)
    quiet(await stage.says(NURSE, f"已阅 {number}", group_of("内科")))
    preview = answer(await stage.says(SECRETARY, f"更正 {number} 时间改为周五14:00"))
    assert "1 人要再回一次" in preview
    assert "1 人" in answer(await stage.says(SECRETARY, "确认"))
    assert await read_of(number) == (0, 0, 229)
    kept = await ReceiptRow.get(directive_id=number, earlier_read_at__not_isnull=True)
    assert kept.earlier_read_at == stage.now
    stage.later(hours=1)
    quiet(await stage.says(NURSE, "已阅", group_of("内科")))
    assert await read_of(number) == (1, 1, 229)


async def test_a_slip_of_the_pen_asks_nobody_again(stage):
    number = await stage.relays(FORM)
    await given_sent(number)
    quiet(await stage.says(NURSE, f"已阅 {number}"))
    preview = answer(await stage.says(SECRETARY, f"更正 {number} 三楼应为四楼\n回执: 否"))
    assert "1 人不用再回" in preview
    await stage.says(SECRETARY, "确认")
    assert await read_of(number) == (1, 1, 229)
    assert "再回一次" not in await text_to(group_of("内科"), number)


async def test_a_whole_new_text_and_a_new_deadline(stage):
    number = await stage.relays(FORM)
    await given_sent(number, group_of("内科"))
    line = f"更正 {number}\n截止: 周四12:00\n标题: 主题党日(改)\n周四上午在四楼开会。"
    said = await corrected(stage, number, line)
    assert "11 个群" in said
    told = (await messages_to(group_of("内科"), number))[1][0].data["text"]
    for fact in ("主题党日(改)", "11月26日(周四)12:00", "四楼"):
        assert fact in told
    fresh = await text_to(group_of("外科"), number)
    assert "四楼" in fresh
    assert "三楼" not in fresh
    row = await DirectiveRow.get(id=number)
    assert (row.title, row.corrected) == ("主题党日(改)", 1)
    assert row.deadline is not None
    assert row.deadline.hour == 4, "noon in Shanghai"
    board = answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    assert "更正 1 次" in board


async def test_corrections_are_numbered(stage):
    number = await stage.relays(FORM)
    await given_sent(number)
    await corrected(stage, number, f"更正 {number} 改到四楼")
    await given_sent(number)
    assert "第 2 次" in await corrected(stage, number, f"更正 {number} 改到五楼")
    assert [row.ordinal for row in await CorrectionRow.all().order_by("id")] == [1, 2]
    assert "〔更正2〕" in await text_to(group_of("内科"), number)


async def test_what_is_scheduled_goes_out_corrected(stage):
    number = await stage.relays(f"{FORM.replace('截止', '定时: 明天8:00  截止')}")
    said = await corrected(stage, number, f"更正 {number} 改到四楼")
    assert f"{len(BRANCHES)} 个群" in said
    assert await messages_to(group_of("内科"), number) == []
    assert "改到四楼" in (await DirectiveRow.get(id=number)).proposal


@pytest.mark.parametrize("confirm", ["确认", "确认 非涉密"])
async def test_words_of_secrecy_stop_a_correction_too(stage, confirm):
    number = await stage.relays(FORM)
    await given_sent(number)
    assert "非涉密" in answer(await stage.says(SECRETARY, f"更正 {number} 见内部文件"))
    await stage.says(SECRETARY, confirm)
    assert (await DirectiveRow.get(id=number)).corrected == (1 if "非涉密" in confirm else 0)


async def test_nothing_to_correct_and_somebody_elses_directive(stage):
    number = await stage.relays(FORM)
    assert "例如" in answer(await stage.says(SECRETARY, f"更正 {number}\n回执: 否"))
    assert "书记" in answer(await stage.says(account_of("内科", 0), f"更正 {number} 改到四楼"))
    assert "9999" in answer(await stage.says(SECRETARY, "更正 9999 改到四楼"))


async def test_what_was_stopped_needs_no_correction(stage):
    number = await stage.relays(FORM)
    await stage.says(SECRETARY, f"停发 {number}")
    await stage.says(SECRETARY, "确认")
    assert "不用更正" in answer(await stage.says(SECRETARY, f"更正 {number} 改到四楼"))


async def test_where_nobody_has_read_nobody_is_said_to_be_asked_again(stage):
    number = await stage.relays("传达 内科\n标题: 主题党日\n请看。")
    preview = answer(await stage.says(SECRETARY, f"更正 {number} 改到四楼"))
    assert "改动:改到四楼" in preview
    assert "再回" not in preview


async def test_a_group_that_could_not_be_reached_before_shows_what_became_of_the_corrected_directive(stage):
    number = await stage.relays("传达 内科\n标题: 主题党日\n请看。")
    await given_sent(number, group_of("内科"), state="rejected")
    assert "失败 1" in answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    await stage.says(SECRETARY, f"更正 {number} 改到四楼")
    await stage.says(SECRETARY, "确认")
    assert "待发 1 失败 0" in answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    newest = (await OutboxRow.filter(ref=f"relay:{number}").order_by("-id"))[0]

    async def arrives(tx: Transaction) -> None:
        await OutboxRow.filter(id=newest.id).update(state="sent")

    await write(arrives)
    assert "已送达 1 待发 0 失败 0" in answer(await stage.says(SECRETARY, f"传达情况 {number}"))
