"""Drafts and confirmations over the database, on both kinds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from plugins import storage
from plugins.gateway import drafting, drafts, previews, registry, texts
from plugins.gateway.chats import private
from plugins.gateway.directory import GroupKind, Who
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Reply, Request
from plugins.gateway.segments import Segment, plain_text
from tests.support.databases import Database
from tests.support.desk import MONDAY, Desk, a_desk

WORK_GROUP = 30002
SECRETARY, OTHER = "10001", "10002"
PICTURE = Segment("image", {"file": "a.png"})


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, database: Database) -> Iterator[Desk]:
    monkeypatch.setattr(drafts, "_open", {})
    with a_desk(monkeypatch) as desk:
        committee = desk.unit("院党委")
        desk.binds(WORK_GROUP, committee, GroupKind.WORK)
        desk.knows(SECRETARY, "王书记", officer_of=committee)
        desk.knows(OTHER, "李委员", officer_of=committee)
        yield desk


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Registers 试传, which shows a preview and refuses the first line 不对; returns what was confirmed."""
    for name in ("_by_word", "_commands", "_confirms"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
    happened: list[str] = []

    @command("试传", usage="试传", example="试传 全体", summary="test", who=Who.OFFICER, draft="范围?")
    async def offer(request: Request) -> Reply:
        if request.argument.startswith("不对"):
            raise previews.NoPreview

        async def work(tx: storage.Transaction) -> int:
            number = await storage.numbers.take(tx)
            payload = {"text": request.argument, "pieces": len(request.segments)}
            await previews.offer(
                tx,
                owner=request.account,
                chat=request.chat,
                word="试传",
                number=number,
                payload=payload,
                now=request.time,
            )
            return number

        return Answer(f"预览 #{await storage.write(work)}")

    @confirms("试传")
    async def confirm(request: Request, preview: previews.Preview) -> Reply:
        async def work(tx: storage.Transaction) -> None:
            await previews.settle(tx, preview.id, request.time)

        await storage.write(work)
        happened.append(preview.payload["text"])
        return Answer(f"#{preview.number} 发了")

    return happened


async def test_a_draft_collects_asks_and_becomes_a_preview(desk: Desk, done: list[str]):
    assert await desk.says(SECRETARY, "试传") == [texts.draft_opened_text("试传")]
    assert await desk.says(SECRETARY, "各党支部:") == []
    assert await desk.says(SECRETARY, "请做好值班。") == []
    assert await desk.says(SECRETARY, [PICTURE]) == []
    assert await desk.says(SECRETARY, "完毕") == ["范围?"]
    assert await desk.says(SECRETARY, "不对") == [texts.still_in_draft_text(texts.no_preview_text())]
    (shown,) = await desk.says(SECRETARY, "全体")
    number = int(shown.split("#")[1])
    assert await desk.says(SECRETARY, f"确认 {number}") == [f"#{number} 发了"]
    assert await desk.says(SECRETARY, "取消") == [texts.too_late_to_cancel_text(number)]
    assert done == ["全体\n各党支部:\n请做好值班。"]
    assert await desk.says(SECRETARY, "再说一句") == [texts.not_understood_text()]


async def test_an_emergency_is_no_piece_of_a_draft_and_whoever_wrote_it_is_told(desk: Desk, done: list[str]):
    @command("试急", usage="试急", example="试急", summary="test", urgent=True)
    async def urgent(request: Request) -> Reply:
        done.append(request.argument)
        return Answer("#1 报了")

    await desk.says(SECRETARY, "试传")
    assert await desk.says(SECRETARY, "试急 三楼停电") == [texts.urgent_in_draft_text("试急")]
    assert done == []
    assert await desk.says(SECRETARY, "/试急 三楼停电") == ["#1 报了"]
    assert done == ["三楼停电"]
    await desk.says(SECRETARY, "关于试急 三楼停电的通报")
    draft = await drafts.get(SECRETARY, private(SECRETARY))
    assert draft is not None
    assert plain_text(draft.segments).strip() == "关于试急 三楼停电的通报"


async def test_another_command_is_no_piece_of_a_draft_and_whoever_wrote_it_is_told(desk: Desk, done: list[str]):
    await desk.says(SECRETARY, "试传")
    for typed in ("试传", "试传 3", "试传3 内科"):
        told = texts.command_in_draft_text("试传", "试传" if typed == "试传" else "试传 3")
        assert await desk.says(SECRETARY, typed) == [told]
    for piece in ("试传 各单位:", "试传 3\n第二行", "关于试传"):
        assert await desk.says(SECRETARY, piece) == []
    await desk.says(SECRETARY, "完毕")
    assert await desk.says(SECRETARY, "试传 3") == [texts.command_in_draft_text("试传", "试传 3")]
    await desk.says(SECRETARY, "全体")
    await desk.says(SECRETARY, "确认")
    assert done == ["全体\n试传 各单位:\n试传 3\n第二行\n关于试传"]


async def test_what_is_confidential_stands_in_no_draft(desk: Desk, done: list[str]):
    async def handled(request: Request) -> Reply:
        done.append(f"{request.word} {request.argument}")
        return Answer("好")

    for word, where in (("试匿", Where.PRIVATE), ("试意", Where.ANY)):
        command(word, usage=word, example=word, summary="test", where=where, catchup=False)(handled)
    await desk.says(SECRETARY, "试传")
    assert await desk.says(SECRETARY, "试匿 王主任") == ["好"]
    assert done == ["试匿 王主任"]
    assert await desk.says(SECRETARY, "试意 食堂太贵\n第二行") == [texts.command_in_draft_text("试传", "试意")]
    await desk.says(SECRETARY, "试传", group=WORK_GROUP)
    draft = await drafts.get(SECRETARY, private(SECRETARY))
    assert draft is not None
    assert draft.segments == ()
    await desk.says(SECRETARY, "/试传", group=WORK_GROUP)
    assert await desk.says(SECRETARY, "试匿 王主任", group=WORK_GROUP) == [texts.command_in_draft_text("试传", "试匿")]
    assert done == ["试匿 王主任"]


async def test_a_draft_survives_a_restart(desk: Desk, done: list[str]):
    await desk.says(SECRETARY, "试传")
    await desk.says(SECRETARY, "正文")
    drafts._open.clear()
    await drafts.load(desk.now)
    assert await desk.says(SECRETARY, "完毕") == ["范围?"]


async def test_in_a_work_group_only_the_same_persons_lines_are_collected(desk: Desk, done: list[str]):
    await desk.says(SECRETARY, "/试传", group=WORK_GROUP)
    assert await desk.says(OTHER, "我插一句", group=WORK_GROUP) == []
    assert await desk.says(SECRETARY, "正文", group=WORK_GROUP) == []
    assert await desk.says(SECRETARY, "完毕", group=WORK_GROUP) == ["范围?"]
    await desk.says(SECRETARY, "全体", group=WORK_GROUP)
    await desk.says(SECRETARY, "/确认", group=WORK_GROUP)
    assert done == ["全体\n正文"]


async def test_a_draft_lapses_and_its_end_says_so(desk: Desk):
    await desk.says(SECRETARY, "试传")
    await desk.says(SECRETARY, "正文")
    desk.passes(minutes=31)
    assert await desk.says(SECRETARY, "完毕") == [texts.no_draft_text()]


async def test_a_recalled_piece_leaves_the_draft_and_the_opening_takes_it_all_back(desk: Desk, done: list[str]):
    await desk.says(SECRETARY, "试传", message_id=901)
    await desk.says(SECRETARY, "说错了", message_id=902)
    await desk.says(SECRETARY, "正文", message_id=903)
    here = private(SECRETARY)
    await drafting.recalled(here, SECRETARY, "902", desk.now)
    assert desk.lines[-1] == (here, texts.piece_dropped_text())
    await drafting.recalled(here, SECRETARY, "99", desk.now)
    await desk.says(SECRETARY, "完毕")
    await desk.says(SECRETARY, "全体")
    await desk.says(SECRETARY, "确认")
    assert done == ["全体\n正文"]
    await desk.says(SECRETARY, "试传", message_id=904)
    await drafting.recalled(here, SECRETARY, "904", desk.now)
    assert desk.lines[-1] == (here, texts.draft_dropped_text())
    assert await desk.says(SECRETARY, "完毕") == [texts.no_draft_text()]


async def test_an_empty_draft_asks_for_content_and_can_be_dropped(desk: Desk):
    await desk.says(SECRETARY, "试传")
    assert await desk.says(SECRETARY, "完毕") == [texts.draft_empty_text()]
    assert await desk.says(SECRETARY, "取消") == [texts.draft_dropped_text()]
    assert await desk.says(SECRETARY, "取消") == [texts.no_preview_text()]


async def test_a_draft_holds_no_more_than_its_limit(desk: Desk):
    await desk.says(SECRETARY, "试传")
    too_many = [PICTURE] * (drafts.MAX_SEGMENTS + 1)
    assert await desk.says(SECRETARY, too_many) == [texts.draft_full_text()]
    await desk.says(SECRETARY, "放得下")
    assert await desk.says(SECRETARY, "完毕") == ["范围?"]


async def test_confirming_twice_does_it_once(desk: Desk, done: list[str]):
    await desk.says(SECRETARY, "试传 全体")
    await desk.says(SECRETARY, "确认")
    (again,) = await desk.says(SECRETARY, "确认")
    assert "已经办过" in again
    assert len(done) == 1


async def test_a_cancelled_an_old_and_a_foreign_preview_are_not_confirmed(desk: Desk, done: list[str]):
    (shown,) = await desk.says(SECRETARY, "试传 全体")
    number = int(shown.split("#")[1])
    assert await desk.says(OTHER, f"确认 {number}") == [texts.no_preview_text()]
    assert await desk.says(SECRETARY, "取消") == [texts.cancelled_text(number)]
    assert await desk.says(SECRETARY, "确认") == [texts.already_cancelled_text(number)]
    await desk.says(SECRETARY, "试传 全体")
    desk.now += previews.LIFETIME + timedelta(seconds=1)
    assert await desk.says(SECRETARY, "确认") == [texts.lapsed_text(number + 1)]
    assert done == []


async def test_who_was_demoted_in_between_is_refused(desk: Desk, done: list[str]):
    await desk.says(SECRETARY, "试传 全体")
    desk.knows(SECRETARY, "王同志", member_of=desk.unit("院党委"))
    (refusal,) = await desk.says(SECRETARY, "确认")
    assert texts.WHO[Who.OFFICER] in refusal
    assert done == []


async def test_a_newer_preview_replaces_the_older(desk: Desk, done: list[str]):
    (first,) = await desk.says(SECRETARY, "试传 一")
    await desk.says(SECRETARY, "试传 二")
    number = int(first.split("#")[1])
    assert await desk.says(SECRETARY, f"确认 {number}") == [texts.already_cancelled_text(number)]
    await desk.says(SECRETARY, "确认")
    assert done == ["二"]


async def test_nothing_waits_for_a_stranger(database: Database):
    with pytest.raises(previews.NoPreview):
        await previews.find("10001", private("10001"), None, MONDAY)
