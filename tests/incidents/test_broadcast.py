"""通报: a preview, one version after another, to the groups of all versions."""

from plugins.gateway.outbox import Lane
from plugins.gateway.outbox.models import OutboxRow
from plugins.incidents.models import BroadcastRow, SafetyRow
from plugins.storage import Transaction, write
from tests.incidents.stage import BOSS, ELSEWHERE, HEAD, NURSE, OTHER_HEAD, Night
from tests.relay.stage import ON_BOTH, group_of, name_of, number_in

TEXT = "三楼停电,请走东侧楼梯"


async def broadcasts(night: Night, number: int, scope: str, *lines: str, account: str = BOSS) -> str:
    """Typed in private and confirmed; the answer."""
    await night.hears(account, "\n".join([f"通报 {number} {scope}", *lines, TEXT]))
    return await night.hears(account, f"确认 {number}")


async def chats_of(number: int, version: int) -> list[str]:
    rows = await OutboxRow.filter(ref=f"incidents:{number}:broadcast:{version}").order_by("id")
    return [row.chat for row in rows]


@ON_BOTH
async def test_it_goes_to_the_groups_of_the_scope_only_after_a_yes(night: Night):
    number = await night.reports()
    shown = await night.hears(BOSS, f"通报 {number} 内科、外科\n报平安: 是\n{TEXT}")
    assert number_in(await night.says(BOSS, f"通报 {number} 内科、外科\n报平安: 是\n{TEXT}")) == number
    assert shown.count("姓名") == 1
    assert TEXT in shown
    assert await BroadcastRow.all().count() == 0
    said = await night.hears(BOSS, "确认")
    assert "2 个群" in said
    assert "38 人" in said  # 19 of each branch: 群众代表 are not addressed by their unit's name
    assert await chats_of(number, 1) == [group_of("内科").key, group_of("外科").key]
    assert await SafetyRow.filter(incident_id=number).count() == 38
    assert await night.hears(BOSS, "确认") != said
    assert await BroadcastRow.all().count() == 1

    async def arrives(tx: Transaction) -> None:
        await OutboxRow.filter(chat=group_of("内科").key).update(state="sent")

    await write(arrives)
    (line,) = [one for one in (await night.hears(HEAD, f"突发 {number}")).splitlines() if "第1版" in one]
    assert all(fact in line for fact in ("院党委", "内科、外科", "2 个群", "已到 1 个"))
    assert "王书记" not in line

    async def is_doubted(tx: Transaction) -> None:
        await OutboxRow.filter(chat=group_of("外科").key).update(state="needs_human")

    await write(is_doubted)
    assert f"重发 {number}" in await night.hears(BOSS, f"突发 {number}")
    assert f"重发 {number}" not in await night.hears(NURSE, f"突发 {number}")
    shown = await night.hears(BOSS, f"重发 {number}")
    assert "外科党支部" in shown
    assert "内科党支部" not in shown
    assert "1 个群" in await night.hears(BOSS, "确认")
    assert (await OutboxRow.get(chat=group_of("外科").key)).state == "queued"
    assert "没有待核实" in await night.hears(HEAD, f"视为已送达 {number}")


async def test_groups_never_read_who_reported(night: Night):
    number = await night.reports()
    await broadcasts(night, number, "内科")
    said = await night.said_in(group_of("内科"))
    assert TEXT in said[-1]
    assert f"#{number}" in said[-1]
    assert name_of("内科", 3) not in said[-1]
    assert NURSE not in said[-1]
    warned = await night.hears(BOSS, f"通报 {number} 内科\n{name_of('内科', 3)}说三楼停电")
    assert "报告人" in warned


async def test_the_title_of_a_corrected_report_is_pointed_at_and_can_be_written_anew(night: Night):
    number = await night.reports()
    await night.hears(HEAD, f"更正突发 {number} 是四楼停电")
    assert "标题:" in await night.hears(BOSS, f"通报 {number} 内科\n{TEXT}")
    assert "更正过" not in await night.hears(BOSS, f"通报 {number} 内科\n标题: 四楼停电\n{TEXT}")
    await night.hears(BOSS, "确认")
    (said,) = await night.said_in(group_of("内科"))
    assert "〔突发通报〕四楼停电" in said


async def test_the_second_goes_to_the_first_groups_and_new_ones_and_replaces_it(night: Night):
    number = await night.reports()
    await broadcasts(night, number, "内科", "报平安: 是")
    await broadcasts(night, number, "外科")
    assert await chats_of(number, 2) == [group_of("内科").key, group_of("外科").key]
    (said,) = [text for text in await night.said_in(group_of("外科")) if f"#{number}" in text]
    assert "第2版" in said
    assert "报过的不用再报" in said
    assert await SafetyRow.filter(incident_id=number).count() == 38
    for version, lines in ((3, "报平安: 否\n已恢复供电"), (4, "东侧楼梯可走\n西侧也可走")):
        await night.hears(BOSS, f"通报 {number}\n{lines}")
        await night.hears(BOSS, "确认")
        assert len(await chats_of(number, version)) == 2
    rows = await BroadcastRow.all().order_by("id")
    assert [row.scope for row in rows] == ["内科", "外科", "外科", "外科"]
    assert [row.text for row in rows[2:]] == ["已恢复供电", "东侧楼梯可走\n西侧也可走"]


async def test_only_officers_over_the_unit_and_over_the_scope(night: Night):
    number = await night.reports()
    assert f"没有 #{number}" in await night.hears(OTHER_HEAD, f"通报 {number} 全体\n{TEXT}")
    assert "外科" in await night.hears(HEAD, f"通报 {number} 外科\n{TEXT}")
    assert "2 个群" not in await broadcasts(night, number, "全体", account=HEAD)
    assert await chats_of(number, 1) == [group_of("内科").key]
    for account in (NURSE, ELSEWHERE):
        await night.hears(account, f"通报 {number} 全体\n{TEXT}")
    assert await BroadcastRow.all().count() == 1


async def test_a_version_replaces_another_only_from_above_it(night: Night):
    number = await night.reports()
    await broadcasts(night, number, "全体")
    assert "院党委" in await night.hears(HEAD, f"通报 {number} 全体\n{TEXT}")
    assert await BroadcastRow.all().count() == 1


async def test_rights_are_those_of_the_moment_of_the_yes(night: Night):
    number = await night.reports()
    await night.hears(HEAD, f"通报 {number} 全体\n{TEXT}")
    await night.demotes(HEAD)
    await night.hears(HEAD, "确认")
    assert await BroadcastRow.all().count() == 0


async def test_what_is_missing_is_asked_for(night: Night):
    number = await night.reports()
    assert f"通报 {number} " in await night.hears(BOSS, f"通报 {number} 全体")
    assert f"通报 {number} " in await night.hears(BOSS, f"通报 {number}\n{TEXT}")
    assert await BroadcastRow.all().count() == 0


async def test_many_groups_do_not_stand_before_the_next_alert(night: Night, monkeypatch):
    number = await night.reports()
    await broadcasts(night, number, "内科")
    monkeypatch.setattr("plugins.incidents.domain.broadcast.URGENT_GROUPS", 1)
    await broadcasts(night, number, "外科")
    lanes = [{row.lane for row in await OutboxRow.filter(ref=f"incidents:{number}:broadcast:{v}")} for v in (1, 2)]
    assert lanes == [{Lane.URGENT}, {Lane.NORMAL}]
