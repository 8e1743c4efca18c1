"""Who may type what where, written by hand from what the house promises, and tried through the real router.

B is the group of 内科党支部, W the work group of 院党委, U a group that is bound to nothing, P a private chat.
A command that is not in the table fails; so does one that may be typed elsewhere, or by somebody else.
"""

from dataclasses import replace

import pytest

from plugins.gateway import directory, registry
from plugins.gateway.directory import GroupKind
from plugins.gateway.registry import Command
from plugins.gateway.request import Reply, Request
from plugins.org.directory import Roster
from tests.support.desk import a_desk
from tests.support.roster import given_group, given_roster

ROSTER = (
    "周院长,院党委,正式党员,书记,10001,,",
    "陈书记,院党委/内科党支部,正式党员,书记,10002,,",
    "孙书记,院党委/外科党支部,正式党员,书记,10003,,",
    "钱护士,院党委/内科党支部,正式党员,,10004,,",
    "群老师,院党委/内科党支部,群众代表,,10005,,",
)
ACCOUNTS = {
    "admin": "900001",  # SUPERUSERS, in no roster
    "above": "10001",
    "officer": "10002",  # of 内科党支部
    "other": "10003",  # officer of 外科党支部
    "member": "10004",
    "public": "10005",
    "stranger": "20001",
}
GROUPS = {"B": 30001, "W": 30002, "U": 30003, "P": None}

BINDS = "绑定本群"
"""The one command an unbound group answers."""

TABLE = """
            admin above officer other member public stranger
确认         BWP   BWP   BWP     BWP   BWP    BWP    BWP
取消         BWP   BWP   BWP     BWP   BWP    BWP    BWP
完毕         BWP   BWP   BWP     BWP   BWP    BWP    BWP
菜单         BWP   BWP   BWP     BWP   BWP    BWP    BWP
我的         -     BWP   BWP     BWP   BWP    BWP    -
绑定本群     BWU   BWU   BU      U     -      -      -
解绑本群     BW    BW    B       -     -      -      -
绑定         BWP   BWP   BWP     BWP   BWP    BWP    BWP
同意         WP    WP    P       P     -      -      -
拒绝         WP    WP    P       P     -      -      -
导入名册     P     P     P       P     -      -      -
设职务       WP    WP    P       P     -      -      -
撤职务       WP    WP    P       P     -      -      -
值班         -     BWP   BWP     BWP   BWP    BWP    -
导入班表     -     P     P       P     -      -      -
我的数据     P     P     P       P     P      P      P
删除我的数据 P     P     P       P     P      P      P
答复数据     P     P     P       P     P      P      P
好友情况     BWP   BWP   BP      P     -      -      -
匹配群名片   BW    BW    B       -     -      -      -
组织         WP    WP    P       P     -      -      -
传达         -     WP    P       P     -      -      -
已阅         BWP   BWP   BWP     BWP   BWP    BWP    BWP
更正         -     WP    P       P     -      -      -
撤回         -     WP    P       P     -      -      -
定时         -     WP    P       P     -      -      -
代阅         -     WP    P       P     -      -      -
重发         WP    WP    P       P     -      -      -
视为已送达   WP    WP    P       P     -      -      -
传达情况     -     BWP   BP      P     -      -      -
未阅         -     WP    P       P     -      -      -
催办         -     WP    P       P     -      -      -
停发         -     WP    P       P     -      -      -
任务         -     BWP   BWP     BWP   BWP    BWP    -
布置任务     -     WP    P       P     -      -      -
签收         -     BWP   BWP     BWP   BWP    BWP    -
进度         -     BWP   BWP     BWP   BWP    BWP    -
完成         -     BWP   BWP     BWP   BWP    BWP    -
审核         -     WP    P       P     -      -      -
延期         -     WP    P       P     -      -      -
销号         -     WP    P       P     -      -      -
突发         BWP   BWP   BWP     BWP   BWP    BWP    BWP
接手         -     BWP   BWP     BWP   BWP    BWP    -
续报         BWP   BWP   BWP     BWP   BWP    BWP    BWP
终报         -     BWP   BWP     BWP   BWP    BWP    -
更正突发     BWP   BWP   BWP     BWP   BWP    BWP    BWP
误报         BWP   BWP   BWP     BWP   BWP    BWP    BWP
并入         BWP   BWP   BWP     BWP   BWP    BWP    BWP
通报         -     WP    P       P     -      -      -
报平安       BWP   BWP   BWP     BWP   BWP    BWP    BWP
代报平安     -     WP    P       P     -      -      -
未报平安     -     BWP   BP      P     -      -      -
总结         -     WP    P       P     -      -      -
开会         -     WP    P       P     -      -      -
改期         -     WP    P       P     -      -      -
取消会议     -     WP    P       P     -      -      -
结束         -     WP    P       P     -      -      -
出勤         -     BWP   BWP     BWP   BWP    BWP    -
意见台账     -     -     -       -     -      -      -
意见         BWP   BWP   BWP     BWP   BWP    BWP    BWP
受理         -     -     -       -     -      -      -
不予受理     -     -     -       -     -      -      -
转办         -     -     -       -     -      -      -
退单         -     -     -       -     -      -      -
答复         -     -     -       -     -      -      -
办结         -     -     -       -     -      -      -
延期意见     -     -     -       -     -      -      -
公示         -     -     -       -     -      -      -
撤回公示     -     -     -       -     -      -      -
常用答复     -     -     -       -     -      -      -
我也反映     P     P     P       P     P      P      P
监督台账     -     P     P       P     -      P      -
意见统计     -     P     P       P     -      -      -
匿名意见     P     P     P       P     P      P      P
提交         P     P     P       P     P      P      P
我的意见     P     P     P       P     P      P      P
查询         P     P     P       P     P      P      P
追加         P     P     P       P     P      P      P
评价         P     P     P       P     P      P      P
重开         P     P     P       P     P      P      P
撤件         P     P     P       P     P      P      P
停止推送     P     P     P       P     P      P      P
设经办       -     WP    P       P     -      -      -
撤经办       -     WP    P       P     -      -      -
签到         BWP   BWP   BWP     BWP   BWP    BWP    BWP
签退         BWP   BWP   BWP     BWP   BWP    BWP    BWP
到           -     BWP   BWP     BWP   BWP    BWP    -
现场         -     BWP   BWP     BWP   BWP    BWP    -
签到码       -     P     P       P     P      P      -
点名         -     BWP   BWP     BWP   BWP    BWP    -
请假         -     BWP   BWP     BWP   BWP    BWP    -
销假         -     BWP   BWP     BWP   BWP    BWP    -
准假         -     BWP   BWP     BWP   BWP    BWP    -
不准         -     BWP   BWP     BWP   BWP    BWP    -
补签         -     BWP   BWP     BWP   BWP    BWP    -
补学         -     BWP   BWP     BWP   BWP    BWP    -
出勤统计     -     WP    P       P     -      -      -
纪要         -     WP    WP      WP    WP     WP     -
会议记录     -     P     P       P     P      P      -
签到二维码   -     P     P       P     P      P      -
"""


def written() -> dict[tuple[str, str], str]:
    """Where (letters of GROUPS) each role may type each word."""
    heading, *rows = (line.split() for line in TABLE.strip().splitlines())
    return {(row[0], role): where.strip("-") for row in rows for role, where in zip(heading, row[1:], strict=True)}


ALLOWED = written()
WORDS = sorted(command.word for command in registry.commands())


def test_every_command_is_in_the_table_and_nothing_else():
    assert set(WORDS) == {word for word, _ in ALLOWED}
    assert {role for _, role in ALLOWED} == set(ACCOUNTS)


@pytest.fixture
async def desk(monkeypatch, sqlite_database):
    await given_roster(*ROSTER)
    await given_group(GROUPS["B"] or 0, "内科党支部")
    await given_group(GROUPS["W"] or 0, "院党委", GroupKind.WORK)
    with a_desk(monkeypatch) as desk:
        monkeypatch.setattr(directory, "_directory", Roster())
        yield desk


def listening(monkeypatch: pytest.MonkeyPatch, word: str) -> list[Request]:
    """What reaches the function of a command, which does nothing."""
    heard: list[Request] = []

    async def hear(request: Request) -> Reply:
        heard.append(request)
        return None

    entry = registry.find(word)
    assert isinstance(entry, Command)
    monkeypatch.setitem(registry._by_word, word, replace(entry, handler=hear))
    return heard


@pytest.mark.parametrize("word", WORDS)
async def test_it_is_allowed_where_the_table_says_so_and_nowhere_else(desk, monkeypatch, word):
    heard = listening(monkeypatch, word)
    found: dict[str, str] = {}
    for role, account in ACCOUNTS.items():
        found[role] = ""
        for place, number in GROUPS.items():
            heard.clear()
            desk.passes(minutes=2)
            typed = f"/{word}" if registry.is_bare(word) else f"/{word} 甲"
            lines = await desk.says(account, typed, group=number)
            if heard:
                found[role] += place
            else:
                silent = place == "U" and word != BINDS
                assert bool(lines) is not silent, f"{role} in {place} must get an answer, an unbound group none"
    assert found == {role: ALLOWED.get((word, role), "not in the table") for role in ACCOUNTS}
