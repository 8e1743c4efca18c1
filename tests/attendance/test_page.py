"""签到二维码 and the phone page: a link passed on signs nobody in."""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import time_machine
from fastapi import FastAPI

from plugins.attendance import config, domain, pages
from plugins.attendance.models import AttendanceRow
from plugins.attendance.service import qr
from plugins.gateway.request import Answer
from plugins.sandbox.server import listen, serving
from tests.attendance.stage import DEAN, FORM, FRIDAY, NURSE, ROSTER, SECRETARY, Stage
from tests.support.roster import given_roster

PROBATIONARY = "10005"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(autouse=True)
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr, "settings", config.settings.model_copy(update={"page_url": "http://10.1.2.3:8080"}))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(an_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://phone") as opened:
        yield opened


def an_app() -> FastAPI:
    app = FastAPI()
    app.add_api_route(qr.PATH, pages.show, methods=["GET"])
    app.add_api_route(qr.PATH, pages.sign, methods=["POST"])
    return app


async def a_poster(stage: Stage) -> tuple[int, str]:
    """A session with a picture on its wall: its number and the token."""
    number = await stage.calls(FORM + "\n形式: 线上线下结合")
    reply = await stage.says(DEAN, f"签到二维码 {number}")
    assert isinstance(reply, Answer)
    assert [one.type for one in reply.segments] == ["image"]
    return number, domain.wall_token((await stage.row(number)).page_secret, number)


async def own_code(stage: Stage, account: str, number: int) -> str:
    """What the bot tells somebody in private."""
    said = await stage.hears(account, f"签到码 {number}")
    return said.partition("您的现场签到码:")[2][:4]


async def tap(client: httpx.AsyncClient, number: int, token: str, name: str, code: str) -> httpx.Response:
    return await client.post(qr.PATH, json={"number": number, "token": token, "name": name, "code": code})


async def signed_in(number: int) -> int:
    return await AttendanceRow.filter(session_id=number, signed_in_at__not_isnull=True).count()


async def test_name_and_code_sign_in_as_being_in_the_room(stage: Stage, client: httpx.AsyncClient):
    number, token = await a_poster(stage)
    with time_machine.travel(FRIDAY, tick=False):
        stage.at(FRIDAY)
        answer = await tap(client, number, token, "钱护士", await own_code(stage, NURSE, number))
        assert (answer.status_code, answer.json()["ok"]) == (200, True)
    row = await AttendanceRow.get(session_id=number, signed_in_at__not_isnull=True)
    assert (row.means, row.signed_in_at, row.state) == ("scanned", FRIDAY, "present")


async def test_a_name_counts_however_its_dot_is_typed(stage: Stage, client: httpx.AsyncClient):
    await given_roster(*ROSTER, "阿依古丽·买买提,院党委/内科党支部,正式党员,,10020,,")
    number, token = await a_poster(stage)
    with time_machine.travel(FRIDAY, tick=False):
        stage.at(FRIDAY)
        code = await own_code(stage, "10020", number)
        answer = await tap(client, number, token, " 阿依古丽 • 买买提 ", code)
    assert answer.status_code == 200
    assert "先前已签:阿依古丽·买买提" in await stage.hears(SECRETARY, f"现场 {number} 阿依古丽•买买提")


async def test_a_link_passed_on_signs_nobody_else_in(stage: Stage, client: httpx.AsyncClient):
    number, token = await a_poster(stage)
    with time_machine.travel(FRIDAY, tick=False):
        stage.at(FRIDAY)
        code = await own_code(stage, NURSE, number)
        other = await own_code(stage, PROBATIONARY, number)
        refused = [
            await tap(client, number, token, "李预备", code),
            await tap(client, number, "0" * 32, "钱护士", code),
            await tap(client, number, token, "钱护士", other if other != code else "0000"),
            await tap(client, number + 1, token, "钱护士", code),
        ]
    assert {answer.status_code for answer in refused} == {403}
    assert len({answer.text for answer in refused}) == 1
    assert await signed_in(number) == 0


async def test_a_code_is_old_after_a_few_minutes(stage: Stage, client: httpx.AsyncClient):
    number, token = await a_poster(stage)
    stage.at(FRIDAY)
    code = await own_code(stage, NURSE, number)
    with time_machine.travel(FRIDAY + timedelta(minutes=5), tick=False):
        assert (await tap(client, number, token, "钱护士", code)).status_code == 403


async def test_looking_changes_nothing_and_guessing_ends(stage: Stage, client: httpx.AsyncClient):
    number, token = await a_poster(stage)
    with time_machine.travel(FRIDAY, tick=False):
        seen = await client.get(qr.PATH)
        assert seen.status_code == 200
        assert token not in seen.text
        stage.at(FRIDAY)
        code = await own_code(stage, NURSE, number)
        wrong = "0000" if code != "0000" else "1111"
        codes = [(await tap(client, number, token, "钱护士", wrong)).status_code for _ in range(7)]
    assert codes == [403] * 5 + [429] * 2
    assert await signed_in(number) == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"{}", "application/json"),
        (b'{"number": 1}' + b" " * 2000, "application/json"),
        (b"number=1&name=x", "application/x-www-form-urlencoded"),
    ],
)
async def test_what_is_malformed_is_refused_in_one_line(stage: Stage, client: httpx.AsyncClient, content, kind):
    answer = await client.post(qr.PATH, content=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_without_an_address_the_host_is_told_what_to_do(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(qr, "settings", config.settings)
    number = await stage.calls()
    assert "PAGE_URL" in await stage.hears(DEAN, f"签到二维码 {number}")
    assert "PAGE_URL" not in await stage.hears(NURSE, f"签到二维码 {number}")


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs chromium (Debian: apt install chromium)")
async def test_the_page_on_a_phone(stage: Stage, tmp_path: Path):
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is in the check group")
    number, token = await a_poster(stage)
    problems: list[str] = []
    listening = listen(0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}{qr.PATH}#{number}.{token}"
    async with serving(an_app(), listening), playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if "Policy" in message.text else None)
        await page.goto(address)
        assert await page.locator("#which").inner_text() == str(number)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await page.screenshot(path=os.environ.get("TONGXIN_SHOT") or tmp_path / "page.png")
        with time_machine.travel(FRIDAY, tick=True):
            stage.at(FRIDAY)
            await page.fill("#name", "钱护士")
            await page.fill("#code", await own_code(stage, NURSE, number))
            await page.click("button")
            await page.wait_for_selector("#said.good")
        assert f"#{number}" in await page.locator("#said").inner_text()
        await browser.close()
    assert problems == []
    assert await signed_in(number) == 1
