"""A hospital to play in: a committee with branches, their groups in the simulated service, and the roster as CSV."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.faults import AnswerUnknown
from plugins.sandbox.model import Chat, group_chat
from plugins.sandbox.people import Person
from plugins.sandbox.world import World, system_clock

from .beginnings import prepared
from .harness import TOKEN, Bot, Ended, installation

BOT, ADMIN = 10000, 900001
COMMITTEE = "院党委"
BRANCHES = (
    "内科",
    "外科",
    "妇产科",
    "儿科",
    "急诊科",
    "药剂科",
    "检验科",
    "影像科",
    "护理部",
    "后勤",
    "机关",
    "离退休",
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施孔曹严"
_GIVEN = ("建国", "秀英", "志强", "丽华", "文博", "雨桐", "海燕", "明远", "淑珍", "子涵", "国庆", "晓梅")


@dataclass(frozen=True)
class Branch:
    name: str
    group: int
    people: tuple[Person, ...]

    @property
    def chat(self) -> Chat:
        return group_chat(self.group)


@dataclass(frozen=True)
class Hospital:
    """`secretary` heads the committee and is a member of the first branch; `admin` stands in the env file only."""

    world: World
    branches: tuple[Branch, ...]
    secretary: Person
    admin: Person
    deputies: tuple[Person, ...] = ()
    """Members of further branches who are 副书记 of the committee."""
    absent: tuple[str, ...] = ()
    """Names in the first branch without an account."""

    @property
    def people(self) -> list[Person]:
        return [person for branch in self.branches for person in branch.people]

    def roster(self) -> str:
        """The CSV that 导入名册 reads."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["姓名", "组织", "身份", "职务", "QQ", "工号", "备注"])
        for branch in self.branches:
            for index, person in enumerate(branch.people):
                title = "书记" if index == 0 else ""
                writer.writerow([person.name, f"{COMMITTEE}/{branch.name}", "正式党员", title, person.id, "", ""])
        writer.writerow([self.secretary.name, COMMITTEE, "正式党员", "书记", self.secretary.id, "", ""])
        for deputy in self.deputies:
            writer.writerow([deputy.name, COMMITTEE, "正式党员", "副书记", deputy.id, "", ""])
        for name in self.absent:
            writer.writerow([name, f"{COMMITTEE}/{self.branches[0].name}", "正式党员", "", "", "", ""])
        return out.getvalue()

    async def import_into(self, bot: Bot) -> None:
        """Imports the roster by the command line, as an administrator does before the first start; a new installation gets
        a copy of what that left the first time."""
        await prepared(bot, self.roster(), self._import)

    async def _import(self, bot: Bot) -> None:
        ended = await self.try_import(bot)
        assert ended.code == 0, ended.err

    async def try_import(self, bot: Bot, *, failpoint: str = "") -> Ended:
        """The same, whatever becomes of it; with a death at `failpoint`."""
        file = bot.folder / "roster.csv"
        file.write_text(self.roster(), "utf-8")
        return await bot.run("roster", "import", str(file), "--yes", TONGXIN_FAILPOINT=failpoint)

    async def bind(self, branch: Branch) -> None:
        """The administrator binds the branch's group."""
        await self.admin.says(f"/绑定本群 {branch.name} 支部群", in_=branch.group)

    def lines(self, containing: str) -> dict[str, int]:
        """By branch, how many lines of the bot with `containing` its group was shown."""
        truth = self.world.truth
        return {b.name: truth.count(b.chat, sender=BOT, containing=containing) for b in self.branches}


def a_hospital(
    branches: int = 12, people: int = 20, *, deputies: int = 0, absent: tuple[str, ...] = (), seed: int = 1
) -> Hospital:
    """`branches` groups of `people` members each, an hour old; everybody is a friend of the bot. `absent` stand in the
    roster of the first branch without an account."""
    world = World(clock=lambda: system_clock() - timedelta(hours=1), seed=seed)
    world.add_account(BOT, "同心", bot=True)
    world.add_account(ADMIN, "信息科")
    world.make_friends(BOT, ADMIN)
    names = ("".join(parts) for parts in product(_SURNAMES, _GIVEN))
    made = tuple(_branch(world, index, _name(index), names, people) for index in range(branches))
    world.clock = system_clock
    chosen = tuple(branch.people[1] for branch in made[1 : deputies + 1])
    return Hospital(world, made, made[0].people[1], Person(world, ADMIN), chosen, absent)


def _name(index: int) -> str:
    turn, place = divmod(index, len(BRANCHES))
    return f"{BRANCHES[place]}{f'第{turn + 1}' if turn else ''}党支部"


def _branch(world: World, index: int, name: str, names: Iterable[str], size: int) -> Branch:
    accounts = [20000 + index * 100 + place for place in range(size)]
    for account, person in zip(accounts, names, strict=False):
        world.add_account(account, person)
        world.make_friends(BOT, account)
    group = 30001 + index
    world.add_group(group, name, owner=accounts[0], admins=[BOT], members=[*accounts, ADMIN])
    world.say(accounts[0], group_chat(group), "大家改一下群名片")
    return Branch(name, group, tuple(Person(world, account) for account in accounts))


@asynccontextmanager
async def connected(
    hospital: Hospital, bot: Bot, *, reactions: bool = True, dialect: Dialect = Dialect.LLONEBOT
) -> AsyncIterator[Endpoint]:
    """The bot's account is logged in, and again after each start. At the end every call must have been lawful.

    Without `reactions` the implementation knows no set_msg_emoji_like; people's reactions are reported all the same.
    """
    endpoint = Endpoint(hospital.world, self_id=BOT, url=bot.url, token=TOKEN, dialect=dialect)
    if not reactions:
        unknown = AnswerUnknown("不支持的Api set_msg_emoji_like", retcode=1404)
        endpoint.faults.next("set_msg_emoji_like", unknown, times=None)
    async with endpoint:
        await endpoint.connected()
        yield endpoint
    assert endpoint.violations == []


@asynccontextmanager
async def serving(
    hospital: Hospital, folder: Path, *, reactions: bool = True, dialect: Dialect = Dialect.LLONEBOT, **env: str
) -> AsyncIterator[tuple[Bot, Endpoint]]:
    """A started bot that knows the roster, and its endpoint; whatever happens, the process is over at the end."""
    bot = installation(folder, **env)
    try:
        await hospital.import_into(bot)
        await bot.start()
        async with connected(hospital, bot, reactions=reactions, dialect=dialect) as endpoint:
            yield bot, endpoint
    finally:
        await bot.kill()
