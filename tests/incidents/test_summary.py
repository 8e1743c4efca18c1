"""总结: the whole of one incident on paper, for officers only."""

from base64 import b64decode

from plugins import render
from plugins.gateway.request import Answer
from plugins.incidents import pictures, service
from plugins.incidents.commands.documents import summary_page
from plugins.render import documents
from tests.incidents.stage import BOSS, ELSEWHERE, HEAD, NURSE, OTHER_HEAD, OTHER_NURSE, Night
from tests.relay.stage import OFFICE, ON_BOTH, group_of, name_of

TEXT = "三楼停电,请走东侧楼梯"


async def a_night(night: Night) -> int:
    """Two corrections, three reports, two versions of a 通报, one answer, the end."""
    number = await night.reports()
    await night.sent(HEAD)
    await night.hears(HEAD, f"接手 {number}")
    await night.hears(NURSE, f"更正突发 {number} 是四楼停电,不是三楼")
    await night.hears(NURSE, f"续报 {number} 备用电源已接上🙂𠮷\n手术继续 =1+1 #set page()")
    await night.hears(NURSE, f"更正突发 {number} 四楼东区停电")
    await night.hears(HEAD, f"续报 {number} 电工已到")
    for scope in ("内科", "外科"):
        await night.hears(BOSS, f"通报 {number} {scope}\n报平安: 是\n{TEXT}")
        await night.hears(BOSS, "确认")
    await night.hears(NURSE, f"续报 {number} 病房已安抚")
    await night.says(NURSE, f"报平安 {number}")
    await night.hears(HEAD, f"终报 {number} 已恢复供电")
    return number


@ON_BOTH
async def test_it_holds_all_that_happened(night: Night):
    number = await a_night(night)
    found = await service.summary_of(number)
    data = pictures.summary(found, night.stage.now)
    facts = dict(data["facts"])
    assert name_of("内科", 0) in facts["接手"]
    assert "(周一)" in facts["接手"]
    year = f"{night.stage.now.year}年"
    assert all(words.startswith(year) for words in (facts["报告"], facts["状态"].removeprefix("已终报(")))
    assert year in data["footer"]
    assert "王书记" in facts["通知"]
    assert name_of("内科", 0) not in facts["通知"]
    assert [row[2] for row in data["timeline"]][:3] == ["首报", "接手", "更正 第2版"]
    (_, now, before), (_, later, between) = data["corrections"]
    assert "四楼停电" in now
    assert "手术室在用备用电源" in before
    assert "四楼东区" in later
    assert "四楼停电" in between
    assert [head.partition(" ")[0] for head, _ in data["told"]] == ["第1版", "第2版(前面的作废)"]
    assert (data["safety"]["done"], data["safety"]["all"]) == (1, 38)
    assert [unit[:3] for unit in data["units"]] == [("内科党支部", 1, 19), ("外科党支部", 0, 19)]
    assert "王书记" not in str(data["told"])


async def test_it_comes_as_a_pdf_to_officers_of_the_unit_and_above_only(night: Night):
    number = await a_night(night)
    for account, chat in ((HEAD, None), (BOSS, OFFICE)):
        reply = await night.says(account, f"总结 {number}", chat)
        assert isinstance(reply, Answer)
        (paper,) = reply.files
        assert str(paper.data["name"]).endswith(".pdf")
        assert b64decode(str(paper.data["file"]).removeprefix("base64://")).startswith(b"%PDF")
    assert f"没有 #{number}" in await night.hears(OTHER_HEAD, f"总结 {number}")
    for account in (NURSE, ELSEWHERE):
        assert not getattr(await night.says(account, f"总结 {number}"), "files", ())


async def test_the_command_line_prints_it_and_the_joined_one_is_the_same(night: Night):
    number = await a_night(night)
    assert documents.find("incident") is not None
    page = await summary_page(number)
    assert (await render.pdf(page.template, page.data)).startswith(b"%PDF")


async def test_one_that_has_only_been_reported_is_told_to_go_on(night: Night):
    number = await night.reports()
    assert f"终报 {number}" in await night.hears(HEAD, f"总结 {number}")
    data = pictures.summary(await service.summary_of(number), night.stage.now)
    assert (data["corrections"], data["told"], data["safety"]) == ([], [], None)


async def test_a_group_and_the_paper_count_the_same_reports(night: Night):
    number = await night.reports()
    night.later(seconds=20)
    other = await night.reports(OTHER_NURSE, "突发 三楼黑了")
    await night.hears(HEAD, f"并入 {other} {number}")
    await night.hears(HEAD, "确认")
    await night.hears(NURSE, f"续报 {number} 备用电源已接上")
    facts = dict(pictures.summary(await service.summary_of(number), night.stage.now)["facts"])
    assert facts["报告次数"].startswith("3")
    assert "报告 3 次" in await night.hears(NURSE, f"/突发 {number}", group_of("内科"))
