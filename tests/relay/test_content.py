"""What of a message is relayed, and how it stands in the groups."""

from base64 import b64encode

import pytest

from plugins.gateway.outbox import blobs
from plugins.gateway.segments import at, text
from plugins.relay import texts
from tests.relay.stage import SECRETARY, answer, group_of, messages_to, number_in, quoting, text_to
from tests.support.service import Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    return Service(monkeypatch)


async def test_a_quoted_message_is_the_body_with_its_pictures(stage, service):
    picture = service.arriving(service.world.picture(10000, "a.jpg", b"picture"))
    quote = quoting(None, text("市里的通知\n第一条"), picture, at("all"), mine=False)
    number = number_in(await stage.says(SECRETARY, "传达 全体 周五18:00前", quote=quote))
    await stage.says(SECRETARY, "确认")
    (message,) = await messages_to(group_of("内科"), number)
    assert [segment.type for segment in message] == ["text", "image"]
    (expanded,) = await blobs.expanded(message[1:])
    assert expanded.data["file"] == "base64://" + b64encode(b"picture").decode()
    shown = await text_to(group_of("内科"), number)
    for fact in ("〔传达〕市里的通知", "第一条", "11月27日(周五)18:00", "@全体成员"):
        assert fact in shown


async def test_a_quote_that_cannot_be_fetched_is_said(stage):
    assert (
        answer(await stage.says(SECRETARY, "传达 全体", quote=quoting(None, mine=False))) == texts.quote_missing_text()
    )


async def test_a_file_goes_in_a_message_of_its_own(stage, service):
    file = service.arriving(service.world.attachment(10000, "通知.pdf", b"file"))
    number = number_in(await stage.says(SECRETARY, "传达 内科\n标题: 附件请看", segments=(file,)))
    await stage.says(SECRETARY, "确认")
    first, second = await messages_to(group_of("内科"), number)
    assert [segment.type for segment in first] == ["text"]
    assert [(segment.type, segment.data["name"]) for segment in second] == [("file", "通知.pdf")]


async def test_what_looks_like_a_code_stays_text(stage):
    number = await stage.relays("传达 内科\n标题: 请看\n正文: [CQ:at,qq=all] &amp; [CQ:image,file=x]")
    messages = await messages_to(group_of("内科"), number)
    assert all(segment.type == "text" for message in messages for segment in message)
    assert "[CQ:at,qq=all] &amp;" in await text_to(group_of("内科"), number)


async def test_a_long_text_comes_in_numbered_parts_and_whole(stage):
    body = "".join(f"第{place}条 请各支部认真落实𠮷。" for place in range(400))
    number = await stage.relays(f"传达 内科\n标题: 长文\n正文: {body}")
    messages = await messages_to(group_of("内科"), number)
    assert len(messages) > 2
    assert all(f"#{number}" in message[0].data["text"].split("\n")[0] for message in messages)
    assert all(len(message[0].data["text"]) <= 2000 for message in messages)


async def test_a_file_without_words_is_called_by_its_name(stage, service):
    file = service.arriving(service.world.attachment(10000, "值班表.xlsx", b"PK"))
    shown = answer(await stage.says(SECRETARY, "传达 内科", quote=quoting(None, file, mine=False)))
    assert "〔传达〕值班表.xlsx" in shown
