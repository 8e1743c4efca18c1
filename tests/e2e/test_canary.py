"""A canary in an anonymous opinion, through the real program: it stands in no file and no log, whatever is done then."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.model import Segment
from plugins.sandbox.people import Person
from tests.e2e.canary import Canary, changed, files_under, rows, rows_at_rest, search, times
from tests.e2e.harness import Bot, installation
from tests.e2e.hospital import Hospital, a_hospital, connected

pytestmark = pytest.mark.slow
AUTHOR = 73_182_046_159
NAME = "鸢尾罗盘"
WORDS = ("金丝雀空调窗帘", "翠鸟说二楼也是", "鹈鹕嫌没修好")
CANARY = Canary(AUTHOR, NAME, WORDS)
SECONDS = 15
LONG_AGO = "2026-01-01 00:00:00+00:00"
DATABASE = {"tongxin.db", "tongxin.db-wal", "tongxin.db-shm"}
CASE = {"feedback_case", "feedback_event", "feedback_attachment"}


@dataclass
class Told:
    """A started bot, somebody who writes to it, and somebody who handles what is written."""

    hospital: Hospital
    bot: Bot
    endpoint: Endpoint
    author: Person
    handler: Person
    via: int | None = None

    async def says(self, line: str, answer: str) -> str:
        """The author says a line and gets the answer that holds `answer`."""
        return await self._turn(self.author, line, answer, self.via)

    async def sends(self, piece: Segment, answer: str) -> str:
        return await self._turn(self.author, [piece], answer, self.via)

    async def handles(self, line: str, answer: str) -> str:
        return await self._turn(self.handler, line, answer, None)

    async def _turn(self, who: Person, line: str | list[Segment], answer: str, via: int | None) -> str:
        before = len(who.heard())
        await who.private(line, via=via)
        await self.hospital.world.wait_for(lambda: any(answer in one for one in who.heard()[before:]), SECONDS)
        return next(one for one in who.heard()[before:] if answer in one)

    async def files(self) -> tuple[str, str]:
        """An anonymous opinion; its code and its name (意23)."""
        opening = await self.says("匿名意见 诉求", "藏不住")
        code = opening.partition("查询码")[2].partition("\n")[0].rpartition(":")[2]
        await self.says(WORDS[0], "记下了")
        await self.sends(self.hospital.world.picture(self.author.id, f"{AUTHOR}.jpg", a_photo()), "第 2 段")
        await self.says("提交", "哪个单位")
        await self.says("全院", "不该看到")
        await self.says("没有", "推送")
        receipt = await self.says("不用", "已提交 意")
        return code, "意" + receipt.partition("意")[2].partition("(")[0]

    async def sweeps(self) -> None:
        """The program is stopped and started, and the sweep comes that was due meanwhile."""
        await self.bot.stop()
        with closing(sqlite3.connect(self.bot.data / "tongxin.db", isolation_level=None)) as database:
            late = [LONG_AGO, LONG_AGO]
            moved = database.execute(
                "UPDATE storage_due SET due_at = ?, run_at = ? WHERE kind = 'feedback.sweep'", late
            )
            assert moved.rowcount == 1
        await self.bot.start()
        await self.endpoint.connected()
        await self.handler.hears("新到匿名意见", within=SECONDS * 2)

    def messages(self) -> list[int]:
        """The ids of all the author has said."""
        said = self.hospital.world.history(self.author.chat_with())
        return [message.id for message in said if message.sender == self.author.id]

    def search(self) -> None:
        search(self.bot, CANARY, self.messages())


def a_photo() -> bytes:
    """A photo that names its author, as some phones make it."""
    written = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(written, "JPEG", comment=NAME.encode())
    return written.getvalue()


@asynccontextmanager
async def a_told(folder: Path, *, rostered: bool = False) -> AsyncIterator[Told]:
    """At TRACE; the author is in no roster and writes through the first branch's group, or is its second member."""
    hospital = a_hospital(branches=2, people=3)
    handler = hospital.branches[1].people[0]
    bot = installation(folder, LOG_LEVEL="TRACE", FEEDBACK_OVERSIGHT=str(handler.id))
    group = hospital.branches[0].group
    hospital.world.add_account(AUTHOR, NAME)
    hospital.world.join(group, AUTHOR)
    author = hospital.branches[0].people[2] if rostered else Person(hospital.world, AUTHOR)
    try:
        await hospital.import_into(bot)
        await bot.start()
        async with connected(hospital, bot) as endpoint:
            told = Told(hospital, bot, endpoint, author, handler, None if rostered else group)
            await hospital.bind(hospital.branches[0])
            await hospital.world.wait_for(lambda: any(hospital.lines("").values()), SECONDS)
            await told.handles("菜单", "意见")
            yield told
    finally:
        await bot.kill()


async def test_whatever_is_left_behind_would_be_found(tmp_path: Path):
    bot = installation(tmp_path)
    with closing(sqlite3.connect(bot.data / "tongxin.db")) as database:
        database.execute("CREATE TABLE kept (message INTEGER)")
        database.execute("INSERT INTO kept VALUES (4711)")
        database.commit()
    search(bot, CANARY, [4712])
    with pytest.raises(AssertionError):
        search(bot, CANARY, [4711])
    for number, trace in enumerate(CANARY.traces()):
        left = tmp_path / "data" / f"{number}.bin"
        left.write_bytes(b"\x00before" + trace + b"after\xff")
        with pytest.raises(AssertionError):
            search(bot, CANARY, [4712])
        left.unlink()


async def test_who_is_in_no_roster_stands_nowhere_whatever_happens_to_the_case(tmp_path: Path):
    async with a_told(tmp_path) as told:
        before = await rows_at_rest(told.bot)
        code, name = await told.files()
        assert changed(before, rows(told.bot)) == CASE
        await told.says("查询 1111 2222 3333 4444", "没有这个查询码")
        await told.says(f"查询 {code}", WORDS[0])
        told.search()
        await told.sweeps()
        told.search()
        await told.handles(f"意见 {name}", WORDS[0])
        await told.handles(f"受理 {name}", "已受理")
        await told.says(f"追加 {code} {WORDS[1]}", "补充已收到")
        tools = (("backup",), ("roster", "export", str(tmp_path / "out.csv")), ("doctor", "--yes"))
        for ended in await asyncio.gather(*(told.bot.run(*tool) for tool in tools)):
            assert not any(trace in (ended.out + ended.err).encode() for trace in CANARY.traces())
        await told.handles(f"办结 {name} 已装好", "已办结")
        await told.says(f"评价 {code} 不满意 {WORDS[2]}", "评价已记下")
        told.search()
        await told.says(f"重开 {code} {WORDS[2]}", "已重开")
        before = await rows_at_rest(told.bot)
        await told.says(f"撤件 {code}", "已从系统删除")
        assert changed(before, rows(told.bot)) <= CASE
        told.search()
        await told.bot.stop()
        told.search()
        assert any("backups" in file for file in files_under(told.bot.folder))


async def test_no_row_about_who_is_in_the_roster_differs(tmp_path: Path):
    async with a_told(tmp_path, rostered=True) as told:
        await told.says("菜单", "匿名意见")
        before, files = await rows_at_rest(told.bot), times(told.bot)
        code, _ = await told.files()
        touched = {file for file, at in times(told.bot).items() if files.get(file) != at}
        assert touched <= DATABASE, "a key file that the first opinion made would say when that came"
        await told.says(f"查询 {code}", WORDS[0])
        await told.says(f"追加 {code} {WORDS[1]}", "补充已收到")
        await told.says("查询 1111 2222 3333 4444", "没有这个查询码")
        assert changed(before, rows(told.bot)) == CASE
        await told.says(f"撤件 {code}", "已从系统删除")
        assert changed(before, rows(told.bot)) == CASE
        log = told.bot.log()
        assert str(told.author.id) not in log
        assert told.author.name not in log
        assert not any(word in log for word in WORDS)


async def test_what_goes_wrong_is_logged_without_words_and_without_who(tmp_path: Path):
    async with a_told(tmp_path) as told:
        malformed = '{"post_type": "message", "message_type": "private", "time": "now", "self_id": 10000, "user_id": '
        for rest in (
            f'{AUTHOR}, "message": [{{"type": "text", "data": {{"text": "{WORDS[0]}"}}}}], "sender": {{}}}}',
            f'{AUTHOR}, "message": {{"text": "{WORDS[0]}"}}, "raw_message": "{WORDS[1]}", "sender": "{NAME}"}}',
            f'{AUTHOR}, "message": "{WORDS[0]}", "sender": {{"nickname": "{NAME}',
        ):
            told.endpoint.send_raw(malformed + rest)
            await told.endpoint.drained()
        await told.endpoint.disconnect()
        told.endpoint.come_back()
        await told.endpoint.connected()
        code, _ = await told.files()
        with closing(sqlite3.connect(told.bot.data / "tongxin.db", isolation_level=None)) as database:
            database.execute("ALTER TABLE feedback_event RENAME TO elsewhere")
        await told.says(f"查询 {code}", "出错了")
        await told.says(f"追加 {code} {WORDS[1]}", "出错了")
        await told.says("匿名意见", "藏不住")
        await told.says(WORDS[2], "记下了")
        await told.says("提交", "哪个单位")
        await told.says("全院", "不该看到")
        await told.says("没有", "推送")
        await told.says("不用", "出错了")
        assert told.bot.log().count("OperationalError") >= 3, "the failures are logged, by their class"
        assert told.bot.log().count("does not parse") == 2
        told.search()
