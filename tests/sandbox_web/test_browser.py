"""The page in a real chromium."""

import io
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
pytest.importorskip("playwright", reason="playwright is in the check group: uv sync --group check")
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from plugins.sandbox.cast import private_with_bot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs chromium (Debian: apt install chromium)"),
]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEAD, NURSE = 1002001, 1002007
BRANCH = "group:300002"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


class Windows:
    """Pages with nothing in common; what went wrong in their scripts is kept."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()

    async def open(self, address: str, *, width: int = 1280, height: int = 800) -> Page:
        context = await self._browser.new_context(viewport={"width": width, "height": height})
        self._contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        await page.goto(address)
        return page


@pytest.fixture
async def windows(browser) -> AsyncIterator[Windows]:
    """The test fails at any script error or blocked resource."""
    opened = Windows(browser)
    yield opened
    await opened.close()
    assert opened.problems == []


async def playing(windows: Windows, served, account: int) -> Page:
    page = await windows.open(served.page.url(account))
    await page.click(f"[data-key='{BRANCH}']")
    await page.wait_for_selector(".composer")
    return page


async def say(page: Page, text: str) -> None:
    await page.fill(".composer textarea", text)
    await page.press(".composer textarea", "Enter")


async def test_a_person_is_chosen_by_role_and_says_something_seen_live_elsewhere(windows, served):
    nurse = await windows.open(served.page.url())
    await nurse.get_by_role("dialog").get_by_text("陈雨桐").click()
    await nurse.click(f"[data-key='{BRANCH}']")
    head = await playing(windows, served, HEAD)
    await say(nurse, "已阅")
    await expect(head.locator(".message .bubble")).to_have_text("已阅")
    await expect(nurse.locator(".message.mine .bubble")).to_have_text("已阅")
    await expect(nurse.locator(".composer textarea")).to_have_value("")


async def test_quoting_reacting_and_recalling_by_the_menu(windows, served):
    nurse = await playing(windows, served, NURSE)
    head = await playing(windows, served, HEAD)
    await say(head, "请看通知")
    await nurse.locator(".message .bubble").click()
    await nurse.get_by_role("menuitem", name="引用").click()
    await say(nurse, "收到")
    await expect(head.locator(".message .quote")).to_contain_text("请看通知")
    await nurse.locator(".message .bubble").first.click()
    await nurse.get_by_role("menuitem", name="贴表情 👍").click()
    await expect(head.locator(".reaction")).to_contain_text("1")
    await nurse.locator(".message.mine .bubble").click()
    await nurse.get_by_role("menuitem", name="撤回").click()
    await expect(head.locator(".note")).to_contain_text("撤回了一条消息")
    await expect(head.locator(".message")).to_have_count(1)


async def test_markup_stays_text_wherever_it_is_shown(windows, served):
    hostile = "<img src=x onerror=document.title='owned'> [CQ:at,qq=all] &lt;b&gt;"
    served.world.set_card(300002, NURSE, "<b>护士</b>")
    head = await playing(windows, served, HEAD)
    nurse = await playing(windows, served, NURSE)
    await say(nurse, hostile)
    await expect(head.locator(".message .bubble")).to_have_text(hostile)
    await expect(head.locator(".message .from")).to_contain_text("<b>护士</b>")
    await expect(head.locator(f"[data-key='{BRANCH}'] .line")).to_contain_text("<img src=x")
    assert await head.locator(".message img, .message b").count() == 0
    assert "owned" not in await head.title()


async def test_shift_enter_is_a_new_line_and_the_bot_is_addressed_for_real(windows, served):
    nurse = await playing(windows, served, NURSE)
    await nurse.get_by_role("button", name="@机器人").click()
    await nurse.keyboard.type("菜单")
    await nurse.keyboard.press("Shift+Enter")
    await nurse.keyboard.type("谢谢")
    await nurse.keyboard.press("Enter")
    await expect(nurse.locator(".message.mine .at")).to_have_text("@同心")
    said = served.world.history(served.cast.group("内科党支部").chat)[-1]
    assert said.segments[0] == {"type": "at", "data": {"qq": str(served.cast.bot)}}
    assert said.text.strip() == "菜单\n谢谢"


async def test_a_picture_is_sent_and_shown(windows, served):
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
    )
    nurse = await playing(windows, served, NURSE)
    async with nurse.expect_file_chooser() as chooser:
        await nurse.get_by_role("button", name="发图片").click()
    await (await chooser.value).set_files({"name": "现场.png", "mimeType": "image/png", "buffer": pixel})
    await nurse.get_by_role("button", name="发送").click()
    await expect(nurse.locator(".message.mine img")).to_have_attribute("alt", "现场.png")
    await expect(nurse.locator(".message.mine img.loading")).to_have_count(0)
    assert next(iter(served.world.files.values())).data == pixel


async def test_a_tall_picture_shows_its_top_and_is_scrolled_at_full_width_when_enlarged(windows, served):
    tall = io.BytesIO()
    Image.new("RGB", (810, 2700), "white").save(tall, "png")
    phone = await windows.open(served.page.url(NURSE), width=390, height=844)
    group = served.cast.group("内科党支部").chat
    served.world.say(HEAD, group, [served.world.picture(HEAD, "图.png", tall.getvalue())])
    await phone.click(f"[data-key='{BRANCH}']")
    shown = phone.locator("img.picture.tall")
    box = await shown.bounding_box()
    assert box
    assert box["height"] <= 320
    await shown.click()
    large = await phone.locator(".viewer img").bounding_box()
    assert large
    assert (round(large["width"]), large["height"] > 844) == (367, True)
    await phone.locator(".viewer").evaluate("viewer => viewer.scrollTo(0, 300)")
    scrolled = await phone.locator(".viewer img").bounding_box()
    assert scrolled
    assert scrolled["y"] == large["y"] - 300


async def test_on_a_phone_list_and_conversation_take_turns(windows, served):
    phone = await windows.open(served.page.url(NURSE), width=390, height=844)
    await phone.click(f"[data-key='{BRANCH}']")
    await expect(phone.locator(".side")).to_be_hidden()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390
    await phone.get_by_role("button", name="回到会话列表").click()
    await expect(phone.locator(".side")).to_be_visible()
    served.world.say(HEAD, served.cast.group("内科党支部").chat, "新消息")
    await expect(phone.locator(f"[data-key='{BRANCH}'] .unread")).to_have_text("1")


async def test_a_wrong_token_is_told_plainly(windows, served):
    page = await windows.open(f"http://{served.base}/sandbox#token=wrong")
    await expect(page.locator("#banner")).to_contain_text("口令不对")


async def test_hints_say_what_to_type_and_put_it_into_the_composer(windows, served):
    page = await windows.open(served.page.url(1001001))
    await page.get_by_role("button", name="传达一件事").click()
    await expect(page.locator(".talk-head h1")).to_have_text("院党委工作群")
    await expect(page.locator(".composer textarea")).to_have_value(re.compile("^/传达 全体\n标题:"))
    assert served.world.history(served.cast.group("院党委工作群").chat) == []
    await page.get_by_role("button", name="收起提示").click()
    await expect(page.locator(".hints")).to_have_count(0)


async def test_anybody_is_found_by_name_or_unit_and_played(windows, served):
    page = await windows.open(served.page.url())
    await page.get_by_role("searchbox", name="搜索全部").fill("护理党支部 · 书记")
    await page.get_by_role("dialog").get_by_role("button", name="宋慧敏").click()
    await expect(page.locator("#whoami")).to_contain_text("宋慧敏")
    await expect(page.locator(".chat", has_text="护理党支部(白衣先锋)")).to_be_visible()


async def test_a_message_is_forwarded_to_the_bot_in_private(windows, served):
    nurse = await playing(windows, served, NURSE)
    await say(nurse, "科室意见三条")
    await nurse.locator(".message .bubble").click()
    await nurse.get_by_role("menuitem", name="转发").click()
    await nurse.get_by_role("dialog").get_by_role("button", name="同心").click()
    await expect(nurse.locator("#toast")).to_contain_text("已转发")
    private = served.world.history(private_with_bot(served.cast, NURSE))
    assert [message.text for message in private] == ["科室意见三条"]


async def test_the_keyboard_alone_reaches_the_menu_and_leaves_it(windows, served):
    nurse = await playing(windows, served, NURSE)
    await say(nurse, "在")
    await nurse.locator(".message .bubble").focus()
    await nurse.keyboard.press("Enter")
    await expect(nurse.get_by_role("menuitem", name="引用")).to_be_visible()
    await nurse.keyboard.press("Escape")
    await expect(nurse.get_by_role("menu")).to_have_count(0)
    await expect(nurse.locator(".message .bubble")).to_be_focused()


async def test_a_bot_that_is_away_is_shown_as_away(windows, served):
    nurse = await playing(windows, served, NURSE)
    served.world.set_online(served.cast.bot, False)
    await expect(nurse.locator("#banner")).to_contain_text("机器人不在线")
    served.world.set_online(served.cast.bot, True)
    await expect(nurse.locator("#banner")).to_be_hidden()
