"""撤回: taken back where it is out, and the outcome told to whoever asked."""

from plugins import storage
from plugins.gateway.outbox import Recall
from plugins.gateway.outbox.models import OutboxRow
from plugins.relay import texts
from plugins.relay.models import DirectiveRow
from plugins.storage import Transaction, due
from tests.relay.stage import ON_BOTH, SECRETARY, account_of, answer, group_of

FORM = "传达 内科、外科、药学\n标题: 主题党日\n请看。"
REF = "relay:{}"


async def given_out(number: int, stage, *names: str, minutes: float = 1, ids: bool = True) -> None:
    """These groups have it since so many minutes."""

    async def work(tx: Transaction) -> None:
        for place, name in enumerate(names, 1):
            await OutboxRow.filter(ref=REF.format(number), chat=group_of(name).key).update(
                state="sent",
                due_at=None,
                sent_at=stage.now,
                message_id=str(place) if ids else None,
                account="90000",
            )

    await storage.write(work)
    stage.later(minutes=minutes)


async def settles(number: int, name: str, how: Recall) -> None:
    async def work(tx: Transaction) -> None:
        rows = OutboxRow.filter(ref=REF.format(number), chat=group_of(name).key)
        await rows.update(recall=how, due_at=None)

    await storage.write(work)


async def told(number: int) -> list[str]:
    """What the bot said of its own about how the recall went."""
    return [row.segments for row in await OutboxRow.filter(kind="relay.recalled", ref=f"relay:{number}:recalled")]


@ON_BOTH
async def test_it_is_taken_back_where_it_is_and_goes_nowhere_else(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科", "外科")
    preview = answer(await stage.says(SECRETARY, f"撤回 {number}"))
    assert "2 个群已发" in preview
    assert "1 个群还没发" in preview
    assert "2 分钟" not in preview
    said = answer(await stage.says(SECRETARY, "确认"))
    assert "2 个群" in said
    assert "1 个群不再发" in said
    rows = {row.chat: row for row in await OutboxRow.filter(ref=REF.format(number))}
    assert [rows[group_of(name).key].recall for name in ("内科", "外科")] == [Recall.WANTED] * 2
    assert rows[group_of("药学").key].state == "cancelled"
    assert (await DirectiveRow.get(id=number)).state == "recalled"
    assert "不用回执" in answer(await stage.says(account_of("内科", 3), f"已阅 {number}"))
    assert "已撤回" in answer(await stage.says(SECRETARY, f"传达情况 {number}"))


async def test_the_board_shows_where_it_was_taken_back_and_where_it_stayed(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科", "外科", "药学")
    await stage.says(SECRETARY, f"撤回 {number}")
    await stage.says(SECRETARY, "确认")
    await settles(number, "内科", Recall.DONE)
    await settles(number, "外科", Recall.FAILED)
    board = answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    assert "群:已送达 0 待发 0 失败 0 待核实 0 已撤回 1 正在撤 1 撤不回 1" in board
    assert "外科党支部 0/19 撤不回 1" in board
    assert "内科党支部 0/19\n" in board + "\n"


async def test_of_what_was_taken_back_nobody_is_asked_to_answer_for_anybody(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科")
    await stage.says(SECRETARY, f"撤回 {number}")
    await stage.says(SECRETARY, "确认")
    assert answer(await stage.says(SECRETARY, f"未阅 {number}")) == texts.stopped_before_text(number)


async def test_what_waits_for_its_time_is_not_taken_back_but_stopped_and_the_answer_says_how(stage):
    number = await stage.relays("传达 内科\n标题: 主题党日\n定时: 明天8:00\n请看。")
    said = answer(await stage.says(SECRETARY, f"撤回 {number}"))
    assert f"请发:停发 {number}" in said
    assert "未阅" not in answer(await stage.says(SECRETARY, f"传达情况 {number}"))


async def test_what_could_not_be_taken_back_is_named_to_who_asked(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科", "外科", "药学", minutes=3)
    assert "3 个群已超过 2 分钟" in answer(await stage.says(SECRETARY, f"撤回 {number}"))
    await stage.says(SECRETARY, "确认")
    await due.run_due(stage.now)
    assert await told(number) == []
    await settles(number, "内科", Recall.DONE)
    await settles(number, "外科", Recall.FAILED)
    await settles(number, "药学", Recall.FAILED)
    stage.later(seconds=10)
    await due.run_due(stage.now)
    (line,) = await told(number)
    assert "1 个群撤回" in line
    assert "2 个群撤不回" in line
    assert "外科党支部" in line
    assert "内科党支部" not in line


async def test_the_outcome_is_told_once_also_when_it_takes_too_long(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科", "外科", "药学")
    await stage.says(SECRETARY, f"撤回 {number}")
    await stage.says(SECRETARY, "确认")
    for _ in range(3):
        stage.later(minutes=6)
        await due.run_due(stage.now)
    (line,) = await told(number)
    assert "3 个群还没撤到" in line


async def test_a_message_without_an_id_cannot_be_taken_back(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科", ids=False)
    await stage.says(SECRETARY, f"撤回 {number}")
    assert "1 条不知道消息号" in answer(await stage.says(SECRETARY, "确认"))


async def test_a_second_recall_finds_nothing(stage):
    number = await stage.relays(FORM)
    await given_out(number, stage, "内科")
    await stage.says(SECRETARY, f"撤回 {number}")
    await stage.says(SECRETARY, "确认")
    assert "没有可撤" in answer(await stage.says(SECRETARY, f"撤回 {number}"))
    assert "书记" in answer(await stage.says(account_of("内科", 3), f"撤回 {number}"))
