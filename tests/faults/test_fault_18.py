"""Fault 18: a picture's address ends. The bytes were taken when it was sent to us, else the sender is told at once."""

import base64

import pytest

from plugins.gateway import downloads
from plugins.gateway.models import PreviewRow
from plugins.gateway.outbox import blobs
from plugins.relay.models import DirectiveRow
from plugins.sandbox.dialect import Dialect
from tests.relay.stage import SECRETARY, answer, group_of, messages_to, number_in, quoting
from tests.support.service import Service

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PDF = b"%PDF-1.4 " + bytes(300)
SENDER = 10001


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """Nothing outside this machine is ever called."""

    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError(host)

    monkeypatch.setattr(downloads, "resolve", nowhere)
    service = Service(monkeypatch)
    service.world.add_account(SENDER, "王书记")
    return service


async def bytes_to(number: int) -> list[bytes]:
    """The pictures and files that a group would be sent, as they go out."""
    pieces = [piece for message in await messages_to(group_of("内科"), number) for piece in message]
    expanded = await blobs.expanded([piece for piece in pieces if piece.type != "text"])
    return [base64.b64decode(str(piece.data["file"]).removeprefix("base64://")) for piece in expanded]


async def test_fault_18_the_bytes_are_taken_when_it_is_sent_and_outlive_its_address(stage, service):
    picture = service.world.picture(SENDER, "a.png", PNG)
    file = service.world.attachment(SENDER, "通知.pdf", PDF)
    sent = (service.arriving(picture), service.arriving(file))
    preview = await stage.says(SECRETARY, "传达 内科\n标题: 通知\n请看。", segments=sent)
    for stored in tuple(service.world.files):
        service.world.expire(stored)
    await stage.says(SECRETARY, "确认")
    number = number_in(preview)
    assert await bytes_to(number) == [PNG, PDF]
    last = (await messages_to(group_of("内科"), number))[-1]
    assert [(piece.type, piece.data["name"]) for piece in last] == [("file", "通知.pdf")]


@pytest.mark.parametrize("kind", ["picture", "attachment"])
async def test_fault_18_an_address_that_has_ended_is_said_and_nothing_is_issued(stage, service, kind):
    said = getattr(service.world, kind)(SENDER, "a.png", PNG)
    arrived = service.arriving(said)
    service.world.expire(next(iter(service.world.files)))
    refused = answer(await stage.says(SECRETARY, "传达 内科\n标题: 通知\n请看。", segments=(arrived,)))
    assert "取不到" in refused
    assert "重新发" in refused
    assert "\n" not in refused
    assert (await PreviewRow.all().count(), await DirectiveRow.all().count()) == (0, 0)


async def test_fault_18_a_quoted_picture_is_taken_too(stage, service):
    arrived = service.arriving(service.world.picture(SENDER, "a.png", PNG))
    number = number_in(await stage.says(SECRETARY, "传达 内科", quote=quoting(None, arrived, mine=False)))
    await stage.says(SECRETARY, "确认")
    assert await bytes_to(number) == [PNG]


async def test_fault_18_the_same_bytes_are_kept_once(stage, service):
    arrived = service.arriving(service.world.picture(SENDER, "a.png", PNG))
    for _ in range(2):
        await stage.says(SECRETARY, "传达 内科\n标题: 通知\n请看。", segments=(arrived,))
        await stage.says(SECRETARY, "确认")
    assert await blobs.BlobRow.all().count() == 1


async def test_a_forwarded_bundle_is_read_when_it_is_sent(stage, service):
    world = service.world
    picture = world.picture(SENDER, "a.png", PNG)
    bundle = world.bundle([(SENDER, "组织科", [{"type": "text", "data": {"text": "周五开会"}}, picture])])
    number = number_in(await stage.says(SECRETARY, "传达 内科\n标题: 转发", segments=(service.arriving(bundle),)))
    await stage.says(SECRETARY, "确认")
    ((first, *_), *_) = await messages_to(group_of("内科"), number)
    assert "组织科:周五开会" in first.data["text"]
    assert await bytes_to(number) == [PNG]


async def test_a_bundle_that_cannot_be_read_is_said_so(stage, monkeypatch):
    service = Service(monkeypatch, Dialect.PLAIN)
    bundle = {"type": "forward", "data": {"id": "75"}}
    preview = answer(await stage.says(SECRETARY, "传达 内科\n标题: 转发\n见下", segments=(service.arriving(bundle),)))
    assert "带不过去" in preview


PICTURE = "https://multimedia.nt.qq.com.cn/download?fileid=1"


def pinned(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    async def found(host: str, port: int) -> list[str]:
        return list(addresses)

    monkeypatch.setattr(downloads, "resolve", found)


async def test_only_the_services_own_hosts_are_called_at_the_address_that_was_looked_up(monkeypatch, respx_mock):
    pinned(monkeypatch, "203.205.1.1")
    called = respx_mock.get("https://203.205.1.1/download?fileid=1").respond(content=PNG)
    assert await downloads.download(PICTURE, lambda size: None) == PNG
    request = called.calls.last.request
    assert request.headers["host"] == "multimedia.nt.qq.com.cn"
    assert request.extensions["sni_hostname"] == "multimedia.nt.qq.com.cn"


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "100.64.0.1"])
async def test_a_name_that_leads_to_a_private_address_is_not_called(monkeypatch, respx_mock, address):
    pinned(monkeypatch, "203.205.1.1", address)
    assert await downloads.download(PICTURE, lambda size: None) is None
    assert respx_mock.calls.call_count == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://qq.com.evil.example/a",
        "https://evilqq.com/a",
        "http://10.0.0.1/a",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "ftp://qq.com/a",
        "https://[::1",
        "https://user:pass@evil.example#qq.com",
    ],
)
async def test_other_addresses_are_not_even_looked_up(monkeypatch, respx_mock, address):
    pinned(monkeypatch, "203.205.1.1")
    assert not downloads.is_service(address)
    assert await downloads.download(address, lambda size: None) is None
    assert respx_mock.calls.call_count == 0


async def test_a_redirect_is_not_followed_and_too_much_is_not_read(monkeypatch, respx_mock):
    pinned(monkeypatch, "203.205.1.1")
    respx_mock.get("https://203.205.1.1/download?fileid=1").respond(302, headers={"location": "http://10.0.0.1/"})
    assert await downloads.download(PICTURE, lambda size: None) is None
    respx_mock.get("https://203.205.1.1/download?fileid=1").respond(content=bytes(100))

    def check(size: int) -> None:
        if size > 50:
            raise OverflowError

    with pytest.raises(OverflowError):
        await downloads.download(PICTURE, check)
