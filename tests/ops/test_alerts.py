"""Alerts leave by webhook and by mail, survive what fails, and never show an address."""

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import respx
from nonebot.log import logger
from pydantic import ValidationError

from plugins.gateway import accounts
from plugins.ops import alerts, mail, texts, webhook
from plugins.ops.config import Config
from plugins.ops.domain import Notice, Trouble

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SECRET = "https://robot.example/hook?key=very-secret"


class Letters(socketserver.StreamRequestHandler):
    """As much of SMTP as a mail needs; the server keeps what came."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            word = line.split(b":")[0].split()[0].upper()
            if word == b"EHLO":
                self.wfile.write(b"250-here\r\n250 8BITMIME\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    letter += part
                self.server.letters.append(letter)  # type: ignore[attr-defined]  # set by the fixture
                self.wfile.write(b"250 kept\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def postbox() -> Iterator[tuple[int, list[bytes]]]:
    with socketserver.TCPServer(("127.0.0.1", 0), Letters) as server:
        letters: list[bytes] = []
        server.letters = letters  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server.server_address[1], letters
        server.shutdown()
        thread.join()


@pytest.fixture
def log() -> Iterator[list[str]]:
    lines: list[str] = []
    sink = logger.add(lines.append, level="DEBUG", format="{message}")  # type: ignore[arg-type]  # a list takes them
    yield lines
    logger.remove(sink)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", ("text", "content")),
        ("https://oapi.dingtalk.com/robot/send?access_token=1", ("text", "content")),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/1", ("content", "text")),
        ("http://10.0.0.8/alerts", ("text",)),
    ],
)
@respx.mock
async def test_each_robot_gets_the_text_where_it_looks_for_it(url, words):
    route = respx.post(url).mock(return_value=httpx.Response(200, json={"errcode": 0}))
    await webhook.post(url, "账号掉线")
    body = json.loads(route.calls.last.request.content)
    for word in words:
        body = body[word]
    assert body == "账号掉线"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(302, headers={"location": "http://127.0.0.1/"}),
        httpx.Response(200, json={"errcode": 93000}),
        httpx.ConnectTimeout("x"),
    ],
)
@respx.mock
async def test_what_is_not_taken_is_said_without_the_address(answer, log, monkeypatch):
    respx.post(SECRET).mock(side_effect=[answer])
    monkeypatch.setattr(alerts, "settings", Config(alert_webhook=SECRET))
    assert await alerts.tell("账号掉线") is False
    assert log
    assert "very-secret" not in "".join(log)


async def test_a_mail_arrives(postbox):
    port, letters = postbox
    await mail.post(f"smtp://127.0.0.1:{port}/?to=admin@example.com&to=second@example.com", "同心", "账号掉线")
    (letter,) = letters
    assert b"To: admin@example.com, second@example.com" in letter


async def test_a_password_is_not_sent_in_clear_over_a_network(monkeypatch, postbox):
    port, letters = postbox
    monkeypatch.setattr(mail, "_is_loopback", lambda host: False)
    with pytest.raises(mail.NotTaken, match="PasswordInClear"):
        await mail.post(f"smtp://me%40example.com:secret@127.0.0.1:{port}/?to=admin@example.com", "同心", "x")
    assert letters == []


@pytest.mark.parametrize(
    "wrong", [{"alert_webhook": "ftp://x/y"}, {"alert_smtp": "smtp://host"}, {"alert_smtp": "smtp://host/?to=nobody"}]
)
def test_a_wrong_setting_is_refused(wrong):
    with pytest.raises(ValidationError):
        Config(**wrong)


@respx.mock
async def test_a_look_tells_once_and_remembers_over_a_restart(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(alerts, "settings", Config(alert_webhook=SECRET))
    monkeypatch.setattr(accounts, "connected", lambda: ("10000077",))
    monkeypatch.setattr(accounts.of("10000077"), "offline", True)
    route = respx.post(SECRET).mock(return_value=httpx.Response(503))
    looking = alerts.Alerts(tmp_path / "alerts.json")
    assert await looking.look(NOW, 0.0) == []
    route.mock(return_value=httpx.Response(200))
    assert await looking.look(NOW, 1.0) == []
    assert await looking.look(NOW, alerts.AGAIN_AFTER + 1) == [Notice("10000077", Trouble.OFFLINE)]
    again = alerts.Alerts(tmp_path / "alerts.json")
    assert await again.look(NOW + timedelta(hours=2), 0.0) == []
    accounts.of("10000077").offline = False
    assert await again.look(NOW + timedelta(hours=3), 1.0) == [Notice("10000077", None)]
    assert len(route.calls) == 3


def test_a_notice_masks_the_account():
    said = [texts.notice_text(Notice("1234567878", trouble), NOW) for trouble in (*Trouble, None)]
    assert all("12****78" in one and "1234567878" not in one and "同心" in one for one in said)
    assert len(set(said)) == len(said)
