"""The sample roster and groups: what the README says of them is true."""

import csv
import json
from collections import Counter
from itertools import chain

from plugins.sandbox.cast import SAMPLES, load_cast

HEADERS = ["姓名", "组织", "身份", "职务", "QQ", "工号", "备注"]
MEMBERSHIPS = {"正式党员", "预备党员", "发展对象", "入党积极分子", "群众代表"}
OFFICES = {"书记", "副书记", "组织委员", "宣传委员", "纪检委员", "青年委员", "委员", "党小组长", "干事", ""}


def rows() -> list[dict[str, str]]:
    with (SAMPLES / "roster.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_opens_in_a_spreadsheet_and_every_row_is_whole():
    raw = (SAMPLES / "roster.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert list(rows()[0]) == HEADERS
    for row in rows():
        assert row["姓名"]
        assert row["身份"] in MEMBERSHIPS
        assert row["职务"] in OFFICES
        assert row["组织"] == "院党委" or row["组织"].startswith("院党委/")


def test_240_people_in_twelve_branches_and_twelve_representatives():
    home = {}
    for row in rows():
        home.setdefault(row["QQ"], row)
    branches = Counter(row["组织"] for row in home.values() if row["组织"] != "院党委")
    assert len(branches) == 12
    assert branches.total() == 240
    assert min(branches.values()) >= 3
    assert branches["院党委/内科党支部"] == 32
    assert sum(row["身份"] == "群众代表" for row in home.values()) == 12 == len(home) - 240


def test_numbers_are_fictitious_and_say_who_is_who():
    by_staff: dict[str, set[str]] = {}
    for row in rows():
        assert row["QQ"].isdecimal()
        assert len(row["QQ"]) == 7
        assert row["QQ"].startswith("10")
        if row["工号"]:
            by_staff.setdefault(row["工号"], set()).add(row["QQ"])
    assert all(len(accounts) == 1 for accounts in by_staff.values())


def test_every_branch_has_one_secretary_and_the_committee_is_drawn_from_them():
    heads = Counter(row["组织"] for row in rows() if row["职务"] == "书记")
    assert len(heads) == 13
    assert set(heads.values()) == {1}
    posts = Counter(row["QQ"] for row in rows())
    assert sum(count == 2 for count in posts.values()) == 10


def test_namesakes_candidates_and_group_heads_are_there():
    people = {row["QQ"]: row for row in rows()}.values()
    names = Counter(row["姓名"] for row in people)
    assert names["张伟"] == 3
    assert names["王芳"] == names["刘敏"] == names["李静"] == 2
    assert "祁𠮷" in names
    assert "阿依古丽·买买提" in names
    assert sum(row["身份"] == "入党积极分子" for row in people) >= 12
    assert sum(row["职务"] == "党小组长" for row in people) >= 12


def test_everybody_sits_in_the_group_of_the_own_branch():
    cast = load_cast()
    groups = {group.unit: group for group in cast.groups if group.kind == "支部群"}
    assert len(cast.groups) == 14
    assert len(groups) == 12
    for row in rows():
        if row["组织"] != "院党委":
            assert int(row["QQ"]) in groups[row["组织"].removeprefix("院党委/")].cards
    seated = set(chain.from_iterable(group.cards for group in cast.groups))
    assert seated == set(cast.names), "nobody in a group is a stranger to the roster, nobody is without one"


def test_five_people_are_offered_who_can_reach_what_they_are_told_to_try():
    cast = load_cast()
    groups = {group.chat.key: group for group in cast.groups}
    assert [player.role for player in cast.players] == ["院党委书记", "支部书记", "护士", "群众代表", "系统管理员"]
    for player in cast.players:
        assert cast.names[player.account] == player.name
        assert player.account not in cast.strangers
        for one in player.tries:
            assert one.chat == "bot" or player.account in groups[one.chat].cards


def test_the_groups_file_is_json_without_surprises():
    data = json.loads((SAMPLES / "groups.json").read_text(encoding="utf-8"))
    assert {group["kind"] for group in data["groups"]} == {"工作群", "支部群", "群众群"}
    assert all(group["owner"] in group["members"] for group in data["groups"])
