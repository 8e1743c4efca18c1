"""Boards of 3, 32 and 630 units to look at and to measure with; always the same for the same number and turn."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from plugins.relay.domain import Arrival, Board, UnitLine

MADE = datetime(2026, 11, 25, 1, 40, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
GROUPS = ("第一党小组", "第二党小组", "第三党小组")
DEPARTMENTS = [
    "机关",
    "内科",
    "外科",
    "药学",
    "妇产",
    "儿科",
    "急诊",
    "影像",
    "检验",
    "护理",
    "后勤",
    "离退休",
    "口腔",
    "眼科",
    "耳鼻喉",
    "皮肤",
    "康复",
    "中医",
    "麻醉",
    "重症医学",
    "感染",
    "肿瘤",
    "血透",
    "体检",
    "信息",
    "财务",
    "基建",
    "保卫",
    "研究生",
    "规培",
    "医保",
    "心血管内科与心脏重症监护联合",
]
PLANTS = [
    "采油一厂",
    "采油二厂",
    "采油三厂",
    "炼化",
    "钻井",
    "物探",
    "测井",
    "井下",
    "管道",
    "化工",
    "电力",
    "供水",
    "通信",
    "运输",
    "机修",
    "矿区服务",
    "总医院",
    "设计院",
    "研究院",
    "销售",
    "机关",
]
TROUBLE = ((0.04, Arrival.WAITING), (0.055, Arrival.FAILED), (0.065, Arrival.DOUBTFUL), (0.075, None))


def board(units: int, turn: int = 0) -> Board:
    """A directive to so many units, half way through. Another `turn` has other figures and another title."""
    chance = Random(units * 1000 + turn + 7)
    names = GROUPS if units == 3 else DEPARTMENTS if units == 32 else tuple(_branches())
    lines = tuple(_line(number, _called(units, name), chance) for number, name in enumerate(names[:units], start=2))
    title = "关于开展2026年冬季安全生产大检查的通知" + (f"({turn})" if turn else "")
    return Board(12, title, False, DEADLINE, True, lines)


def _branches() -> Iterator[str]:
    for plant in PLANTS:
        yield from (f"{plant}第{number}" for number in range(1, 31))


def _called(units: int, name: str) -> str:
    return name if units == 3 else f"{name}党支部"


def _line(number: int, name: str, chance: Random) -> UnitLine:
    people, luck, trouble = chance.randint(8, 40), chance.random(), chance.random()
    read = people if luck < 0.3 else chance.randint(0, people)
    group = next((arrival for below, arrival in TROUBLE if number > 4 and trouble < below), Arrival.ARRIVED)
    if group is not Arrival.ARRIVED:
        read //= 6
    return UnitLine(number, name, (1, number), people, read, {group: 1} if group else {}, group is not None)
