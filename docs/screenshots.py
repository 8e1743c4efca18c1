"""Makes the pictures of the demonstration in docs/images: `uv run --group check python docs/screenshots.py`.

Needs chromium (Debian: apt install chromium fonts-noto-cjk fonts-noto-color-emoji); $CHROMIUM names another one.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1280, 800), (390, 844)
SECRETARY, HEAD, NURSE, COLLEAGUE, SURGEON = 1001001, 1002001, 1002007, 1002011, 1002014
OFFICE, BRANCH = "group:300000", "group:300002"
ANSWER_MS = 15_000


@contextlib.contextmanager
def demonstration() -> Iterator[str]:
    """A running demo; gives the address of its page once the bot is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "bot.py", "demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                address = found[0]
            if "已上线" in line:
                break
        else:
            raise SystemExit("the demonstration did not start")
        yield address
    finally:
        process.terminate()
        process.wait(20)


class Camera:
    """Opens the page as somebody and takes pictures."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address

    def open(self, account: int | None = None, *, size: tuple[int, int] = DESKTOP, dark: bool = False) -> Page:
        width, height = size
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if size == PHONE else 1,
            has_touch=size == PHONE,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        page = context.new_page()
        page.set_default_timeout(ANSWER_MS)
        page.goto(self._address + (f"&as={account}" if account else ""))
        page.wait_for_selector(".chat" if account else "dialog[open]")
        return page


def shoot(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    page.screenshot(path=IMAGES / f"{name}.png")
    sys.stdout.write(f"docs/images/{name}.png\n")


def visit(page: Page, key: str) -> None:
    page.click(f"[data-key='{key}']")
    page.wait_for_selector(".composer")


def say(page: Page, text: str) -> None:
    page.fill(".composer textarea", text)
    page.press(".composer textarea", "Enter")


def told(page: Page, fragment: str) -> None:
    """Waits until the bot says it."""
    expect(page.locator(".message:has(.tag.bot) .bubble", has_text=fragment).last).to_be_visible(timeout=ANSWER_MS)


def react(page: Page, bubble_text: str, face: str) -> None:
    page.locator(".message .bubble", has_text=bubble_text).last.click()
    page.get_by_role("menuitem", name=f"贴表情 {face}").click()


def take(camera: Camera) -> None:
    """One directive from the form to the board, seen by those who take part in it."""
    shoot(camera.open(), "choose")
    secretary = camera.open(SECRETARY)
    visit(secretary, OFFICE)
    secretary.get_by_role("button", name="传达一件事").click()
    shoot(secretary, "form")
    secretary.press(".composer textarea", "Enter")
    told(secretary, "预览")
    say(secretary, "/确认")
    told(secretary, "已传达")

    nurse, head = camera.open(NURSE, size=PHONE), camera.open(HEAD)
    visit(head, BRANCH)
    told(head, "安全生产检查")
    visit(nurse, BRANCH)
    say(nurse, "已阅")
    for account, face in ((COLLEAGUE, "👍"), (SURGEON, "👌")):
        member = camera.open(account)
        visit(member, BRANCH)
        react(member, "安全生产检查", face)
    head.locator(".message .bubble", has_text="安全生产检查").last.click()
    head.get_by_role("menuitem", name="引用").click()
    say(head, "收到")
    expect(head.locator(".message.mine .bubble", has_text="收到")).to_be_visible()
    shoot(head, "branch")
    shoot(nurse, "phone-branch")

    say(secretary, "/传达情况 1")
    told(secretary, "/252")
    secretary.wait_for_selector(".picture:not(.loading)")
    shoot(secretary, "board")
    dark = camera.open(HEAD, dark=True)
    dark.locator(".chat", has_text="同心").first.click()
    say(dark, "未阅 1")
    told(dark, "人")
    shoot(dark, "dark-private")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take(Camera(browser, address))
        browser.close()


if __name__ == "__main__":
    main()
