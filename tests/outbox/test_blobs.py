"""Pictures and files: kept once, said to many, recognised in a history; what is long is kept once for all chats."""

import base64
from datetime import timedelta

import pytest

from plugins import storage
from plugins.gateway import chats, outbox
from plugins.gateway.outbox import blobs, bodies, rows
from plugins.gateway.outbox.domain import State
from plugins.gateway.outbox.models import BlobRow, BodyRow, OutboxRow
from plugins.gateway.segments import Segment, text
from plugins.sandbox import faults
from plugins.sandbox.model import group_chat
from plugins.storage import Transaction, clock
from tests.outbox.builders import LAB, WARD, claim, saying
from tests.outbox.outlet import Outlet
from tests.support.databases import Database

SEND = "send_group_msg"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


async def kept(content: bytes = PICTURE, name: str = "a.png", kind: str = "image") -> Segment:
    return await storage.write(lambda tx: blobs.keep(tx, content, name=name, kind=kind))


async def say_all(*sayings: outbox.Saying) -> None:
    await storage.write(lambda tx: outbox.enqueue_all(tx, sayings))


def shown_files(outlet: Outlet, place: int) -> list[bytes]:
    """The bytes people see in a group, by the truth log."""
    messages = [m for m in outlet.world.truth.messages(sender=outlet.bot) if m.chat == group_chat(place)]
    found = (s["data"]["file"] for m in messages for s in m.segments if s["type"] in ("image", "file"))
    return [outlet.world.files[str(one)].data for one in found]


async def test_the_same_bytes_are_kept_once(database: Database):
    first, again = await kept(), await kept(name="b.png")
    assert first == again
    assert await kept(kind="file", name="b.docx") == Segment("file", {**first.data, "name": "b.docx"})
    assert [(row.content, len(row.hash)) for row in await BlobRow.all()] == [(PICTURE, 64)]


async def test_what_is_long_is_kept_once_for_all_chats_and_comes_back_whole(database: Database):
    long, short = [text("请各党支部认真组织学习。" * 100)], [text("通知")]
    await say_all(
        *(saying("long", chats.group(n), long) for n in range(20)),
        *(saying("short", chats.group(n), short) for n in range(20, 40)),
        saying("other", chats.group(40), [text("只此一处" * 100)]),
    )
    assert await BodyRow.all().count() == 1
    assert await OutboxRow.filter(body_id__not_isnull=True).count() == 20
    claimed = await claim()
    assert [list(row.segments) for row in claimed[:20]] == [long] * 20
    assert [list(row.segments) for row in claimed[20:40]] == [short] * 20
    assert [tuple(row.segments) for row in claimed] == [
        await bodies.segments_of(r) for r in await OutboxRow.all().order_by("id")
    ]


async def test_the_same_key_again_changes_nothing_also_in_bulk(database: Database):
    for _ in range(2):
        await say_all(saying("k", WARD, [text("通知")]), saying("k", LAB, [text("通知")]))
    await say_all(saying("k", WARD, [text("别的")]))
    assert [row.chat for row in await claim()] == [WARD, LAB]
    assert await OutboxRow.all().count() == 2


async def test_a_reference_to_nothing_is_refused_and_nothing_is_said(database: Database):
    missing = Segment("image", {"file": blobs.PREFIX + "0" * 64})
    with pytest.raises(blobs.BlobGone):
        await say_all(saying("a", WARD, [text("通知")]), saying("b", LAB, [missing]))
    assert await claim() == []


async def test_a_picture_arrives_with_its_bytes_everywhere(outlet: Outlet):
    picture, file = await kept(), await kept(b"minutes", name="纪要.docx", kind="file")
    for place in (outlet.ward, outlet.lab):
        await outlet.says("图", place, segments=[text("通知 #12"), picture], key=f"{place}", ref=f"{place}")
        await outlet.says("件", place, segments=[file], key=f"{place} file", ref=f"{place} file")
    for place in (outlet.ward, outlet.lab):
        await outlet.becomes(f"{place} file", State.SENT)
        assert shown_files(outlet, place) == [PICTURE, b"minutes"]
    call = outlet.endpoint.calls_of(SEND)[0]
    assert call.params["message"][1]["data"]["file"] == "base64://" + base64.b64encode(PICTURE).decode()
    assert outlet.endpoint.violations == []
    stored = await OutboxRow.get(ref=f"{outlet.ward}")
    assert len(stored.segments) + len((await BodyRow.get(id=stored.body_id)).segments) < 300


@pytest.mark.parametrize("shown", [True, False])
async def test_a_picture_is_recognised_in_the_history_by_its_place(outlet: Outlet, shown: bool):
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown() if shown else faults.TimeoutNotShown())
    await outlet.says("通知", segments=[text("通知"), await kept(), await kept(PICTURE[:50])])
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=64)
    row = await outlet.becomes("通知", State.SENT)
    assert (outlet.copies("通知"), row.attempt, row.evidence) == (
        1,
        1 if shown else 2,
        "history" if shown else "answer",
    )


async def test_bytes_that_are_erased_are_shown_no_more_also_when_they_were_said_a_moment_ago(outlet: Outlet):
    picture = await kept()
    await outlet.says("通知", segments=[picture])
    await outlet.becomes("通知", State.SENT)
    await outlet.says("再发", segments=[picture], not_before=clock.now() + timedelta(hours=1))
    await storage.write(lambda tx: tx.execute("DELETE FROM gateway_blob"))
    with pytest.raises(blobs.BlobGone):
        await blobs.expanded([picture])
    await outlet.later(hours=2)
    await outlet.becomes("再发", State.REJECTED)
    assert shown_files(outlet, outlet.ward) == [PICTURE]


async def test_parts_wait_for_each_other_in_bulk_too(database: Database):
    async def work(tx: Transaction) -> None:
        await outbox.enqueue_all(
            tx, [saying("k", chat, [text(f"{n}")], part=n, parts=2) for chat in (WARD, LAB) for n in (1, 2)]
        )

    await storage.write(work)
    assert [row.segments[0].data["text"] for row in await claim()] == ["1", "1"]
    assert await storage.write(lambda tx: rows.expire(tx, clock.now())) == 0
