"""`bot.py demo --tour`: a directive from its form to the last receipt, played by the sample people and checked."""

import asyncio
import re
from collections.abc import Callable, Iterable

from .cast import Cast, CastGroup
from .model import Chat, Message
from .people import Person
from .transcript import Transcript
from .world import World

ANSWER_SECONDS = 6.0
TITLE = "关于开展冬春季安全生产检查的通知"
SESSION = "11月主题党日"
POSTPONED = "关于报送年度工作总结的通知"
LIKE = "76"
NUMBER = re.compile(r"#(\d+)")


class Missed(Exception):
    """A check of the tour failed; the message says which."""


class Tour:
    """Plays once. What happens and what is checked is told to `say`, a line at a time."""

    def __init__(self, world: World, cast: Cast, say: Callable[[str], None]) -> None:
        self._world = world
        self._cast = cast
        self._say = say
        self._office = cast.group("院党委工作群").chat
        self._branches = [group for group in cast.groups if group.kind == "支部群"]
        self._secretary = Person(world, cast.player("院党委书记").account)
        self._head = Person(world, cast.player("支部书记").account)
        self._nurse = Person(world, cast.player("护士").account)

    async def run(self) -> bool:
        """True when every check held."""
        transcript = Transcript(self._world, self._cast, self._say)
        try:
            await self._play()
        except Missed as error:
            self._say(f"✗ {error}")
            return False
        finally:
            transcript.close()
        self._say("✓ 全部核对无误")
        return True

    async def _play(self) -> None:
        number = await self._relay()
        await self._receipts(number)
        await self._look(number)
        await self._stop_another()
        await self._call_a_session()
        self._once_everywhere(number)

    async def _relay(self) -> int:
        self._say("一、书记在工作群传达,先看预览,再确认")
        preview = await self._ask(
            self._secretary, self._office, f"/传达 全体\n标题: {TITLE}\n截止: 明天18:00\n各党支部:\n请完成科室自查。"
        )
        number = self._number(preview)
        self._check(
            "预览写明 12 个群、240 人和截止的星期", all(part in preview for part in ("12", "240", "18:00", "周"))
        )
        self._check("确认之前,哪个群都没有收到", not self._copies(TITLE, self._branches))
        await self._ask(self._secretary, self._office, f"/确认 {number}")
        await self._until(
            "12 个支部群各收到一份", lambda: len(self._copies(TITLE, self._branches)) == len(self._branches)
        )
        return number

    async def _receipts(self, number: int) -> None:
        self._say("二、党员各用各的办法回执;闲聊不算")
        surgery, nursing = self._cast.group("外科党支部"), self._cast.group("护理党支部(白衣先锋)")
        inner = self._cast.group("内科党支部")
        by_number = self._member(surgery, 8)
        by_quote = self._member(nursing, 9)
        by_reaction = self._member(inner, 14)
        chatting = self._member(inner, 17)
        word = await self._nurse.says("已阅", in_=inner.chat)
        await self._acknowledged(word, "一个词“已阅”")
        await self._acknowledged(await by_number.says(f"已阅{number}", in_=surgery.chat), f"带编号“已阅{number}”")
        quote = await by_quote.says("收到", in_=nursing.chat, quote=self._copy(nursing))
        await self._acknowledged(quote, "引用传达回“收到”")
        await by_reaction.reacts(self._copy(inner), LIKE)
        before = len(self._lines(inner.chat))
        await self._nurse.says("已阅", in_=inner.chat)
        await self._until(
            "重复的回执用话回答,点到本人",
            lambda: any("陈雨桐" in line and str(number) in line for line in self._lines(inner.chat)[before:]),
        )
        idle = await chatting.says("收到", in_=inner.chat)
        lines = len(self._lines(inner.chat))
        await self._head.says("请假 8 天的同志也要看一下", in_=inner.chat)
        self._chat = (inner.chat, lines, idle)

    async def _look(self, number: int) -> None:
        self._say("三、书记看传达情况,支部书记在私聊看谁未阅")
        board = await self._ask(self._secretary, self._office, f"/传达情况 {number}")
        self._check("回执正好 4 份:词、编号、引用、表情各一份", "4/240" in board)
        self._check("12 个群都已送达", re.search(r"已送达\D{0,3}12", board) is not None)
        unread = await self._ask_privately(self._head, f"未阅 {number}")
        own = "叶慧敏" in unread and "陈雨桐" not in unread
        self._check("未阅名单有本支部还没阅的人,没有已阅的护士", own)
        self._check("支部书记看不到别的支部的名单", "外科" not in unread)
        chat, lines, idle = self._chat
        quiet = len(self._lines(chat)) == lines and not any(self._cast.bot in who for who in idle.reactions.values())
        self._check("闲聊里的“收到”“请假”没有人理会", quiet)

    async def _stop_another(self) -> None:
        self._say("四、另一件定时的传达,发出之前停发")
        form = f"/传达 全体\n标题: {POSTPONED}\n定时: 明天8:00\n请各党支部准备材料。"
        number = self._number(await self._ask(self._secretary, self._office, form))
        await self._ask(self._secretary, self._office, f"/确认 {number}")
        preview = await self._ask(self._secretary, self._office, f"/停发 {number}")
        if "确认" in preview:
            preview = await self._ask(self._secretary, self._office, f"/确认 {number}")
        self._check("停发说清楚了停了几个群", str(number) in preview and "12" in preview)
        self._check("停发的传达没有人看到", not self._copies(POSTPONED, self._branches))

    async def _call_a_session(self) -> None:
        self._say("五、书记通知一次主题党日,再改期")
        form = f"/开会 全体\n标题: {SESSION}\n类型: 主题党日\n时间: 明天15:00-16:30\n地点: 三楼会议室"
        preview = await self._ask(self._secretary, self._office, form)
        number = self._number(preview)
        self._check("预览写明 12 个群和应到人数", "12 个群" in preview and "应到" in preview)
        await self._ask(self._secretary, self._office, f"/确认 {number}")
        await self._until(
            "12 个支部群各收到一份会议通知", lambda: len(self._copies(SESSION, self._branches)) == len(self._branches)
        )
        moving = await self._ask(self._secretary, self._office, f"/改期 {number} 后天15:00")
        self._check("改期先给看,长短不变", "15:00-16:30" in moving)
        await self._ask(self._secretary, self._office, f"/取消 {number}")
        board = await self._ask(self._secretary, self._office, f"/出勤 {number}")
        self._check("出勤写明应到和未签到", "应到" in board and "未签到" in board)

    def _once_everywhere(self, number: int) -> None:
        copies = [self._world.truth.count(g.chat, sender=self._cast.bot, containing=TITLE) for g in self._branches]
        self._check(f"传达 {number} 在每个支部群里不多不少,只有一份", set(copies) == {1})

    # ---- how it is played

    async def _ask(self, person: Person, chat: Chat, words: str) -> str:
        """Says it, and waits for the bot's next line there."""
        before = len(self._lines(chat))
        await person.says(words, in_=chat)
        first = words.splitlines()[0]
        await self._wait(f"机器人没有回答“{first}”", lambda: len(self._lines(chat)) > before)
        return self._lines(chat)[before]

    async def _ask_privately(self, person: Person, words: str) -> str:
        before = len(person.heard())
        await person.private(words)
        await self._wait(f"机器人没有在私聊回答“{words}”", lambda: len(person.heard()) > before)
        return person.heard()[before]

    async def _acknowledged(self, message: Message, how: str) -> None:
        """The bot reacts to a receipt, or says so in words."""
        before = len(self._lines(message.chat))
        bot = self._cast.bot
        await self._until(
            f"{how},记下了",
            lambda: any(bot in who for who in message.reactions.values()) or len(self._lines(message.chat)) > before,
        )

    async def _until(self, what: str, condition: Callable[[], bool]) -> None:
        await self._wait(f"没有做到:{what}", condition)
        self._say(f"✓ {what}")

    async def _wait(self, complaint: str, condition: Callable[[], bool]) -> None:
        try:
            await self._world.wait_for(condition, ANSWER_SECONDS)
        except TimeoutError:
            raise Missed(complaint) from None
        await asyncio.sleep(0)

    def _check(self, what: str, held: bool) -> None:
        if not held:
            raise Missed(f"没有做到:{what}")
        self._say(f"✓ {what}")

    def _lines(self, chat: Chat) -> list[str]:
        return [shown.text for shown in self._world.truth.messages(chat, sender=self._cast.bot)]

    def _copies(self, title: str, groups: Iterable[CastGroup]) -> list[int]:
        return [group.id for group in groups if any(title in line for line in self._lines(group.chat))]

    def _copy(self, group: CastGroup) -> Message:
        shown = self._world.truth.messages(group.chat, sender=self._cast.bot, containing=TITLE)
        return self._world.message(shown[-1].message_id)

    def _member(self, group: CastGroup, index: int) -> Person:
        return Person(self._world, list(group.cards)[index])

    def _number(self, line: str) -> int:
        found = NUMBER.search(line)
        if found is None:
            raise Missed("机器人的话里没有编号")
        return int(found[1])
