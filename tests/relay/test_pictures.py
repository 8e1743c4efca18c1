"""The board as a picture: what stands on it, with few, many and very many units."""

import io
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from plugins import render
from plugins.relay import domain, pictures
from plugins.relay.domain import Arrival, Board, UnitLine

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
ROOT = 1


def a_unit(
    number: int, *, people: int = 10, read: int = 0, group: Arrival | None = Arrival.ARRIVED, name: str = ""
) -> UnitLine:
    groups = Counter([group]) if group else Counter[Arrival]()
    return UnitLine(number, name or f"第{number}党支部", (ROOT, number), people, read, groups, group is not None)


def a_board(*lines: UnitLine, receipts: bool = True, stopped: bool = False) -> Board:
    return Board(12, "冬训通知", stopped, datetime(2026, 11, 27, 10, tzinfo=UTC), receipts, lines)


def units_on(page: dict[str, Any]) -> list[str]:
    return [row[0] for _, rows in page["sections"] for row in rows]


async def size_of(page: dict[str, Any]) -> tuple[int, int]:
    return Image.open(io.BytesIO(await render.picture(pictures.BOARD, page))).size


async def test_thirty_two_units_each_have_their_bar_in_the_order_of_the_roster():
    page = pictures.board(a_board(*(a_unit(n, read=n % 11) for n in range(32, 0, -1))), NOW)
    assert units_on(page) == [f"第{n}党支部" for n in range(32, 0, -1)]
    assert page["total"] == {"label": "已阅", "done": sum(n % 11 for n in range(1, 33)), "all": 320}
    width, height = await size_of(page)
    assert width == 810
    assert 1500 < height < 2500


def test_number_deadline_and_time_of_making_are_on_it():
    page = pictures.board(a_board(a_unit(2), stopped=True), NOW)
    assert "#12" in page["kicker"]
    assert "已停发" in page["kicker"]
    assert "11月27日(周五)18:00" in str(page["facts"])
    assert "11月24日(周二)18:42" in page["footer"]


def test_each_state_of_delivery_is_counted_and_said_at_its_unit():
    lines = [a_unit(2), a_unit(3, group=Arrival.WAITING), a_unit(4, group=Arrival.FAILED)]
    lines += [a_unit(5, group=Arrival.DOUBTFUL), a_unit(6, group=None)]
    page = pictures.board(a_board(*lines), NOW)
    assert [(label, count) for count, label, _ in page["groups"]] == [
        ("已送达", "1"),
        ("待发", "1"),
        ("失败", "1"),
        ("待核实", "1"),
    ]
    assert [row[3] for row in page["sections"][0][1]] == ["", "待发 1", "失败 1", "待核实 1", "没有群"]


def test_without_receipts_nobody_is_counted():
    page = pictures.board(a_board(a_unit(2, read=3), receipts=False), NOW)
    assert page["total"] is None
    assert page["sections"][0][1] == [("第2党支部", 3, 0, "")]


async def test_of_630_units_the_unfinished_are_shown_first_those_without_it_and_the_rest_is_counted():
    lines = [a_unit(n, read=10 if n % 3 else 4) for n in range(2, 622)]
    lines += [a_unit(n, group=Arrival.FAILED) for n in range(622, 632)]
    page = pictures.board(a_board(*lines), NOW)
    shown = units_on(page)
    assert len(shown) == domain.CELLS
    assert shown[:10] == [f"第{n}党支部" for n in range(622, 632)]
    assert shown[10:13] == ["第3党支部", "第6党支部", "第9党支部"]
    finished, left = re.findall(r"\d+", page["rest"])
    assert int(finished) + int(left) + len(shown) == 630
    assert await size_of(page) < (811, 3200)


async def test_a_pdf_has_all_630():
    board = a_board(*(a_unit(n) for n in range(2, 632)))
    page = pictures.board_pages(board, NOW)
    assert len(units_on(page)) == 630
    made = await render.pdf(pictures.BOARD, page)
    pages = re.search(rb"/Type/Pages/Count (\d+)", made)
    assert pages
    assert 5 <= int(pages[1]) <= 12


def test_namesakes_are_told_apart_by_the_unit_above():
    lines = [
        UnitLine(11, "第一小组", (1, 2, 11), 3, 0, {}),
        UnitLine(12, "第一小组", (1, 3, 12), 3, 0, {}),
        UnitLine(13, "第二小组", (1, 3, 13), 3, 0, {}),
    ]
    names = {1: "院党委", 2: "内科", 3: "外科"}
    assert [line.name for line in domain.told_apart(lines, names)] == ["内科/第一小组", "外科/第一小组", "第二小组"]
