"""Titles, remarks, names and scopes as people write them."""

import pytest

from plugins.org.domain import OFFICER_TITLES, Flags, leads, match, read_scope, tidy_name


@pytest.mark.parametrize(
    "title",
    [*OFFICER_TITLES, "党支部书记", "内科党支部副书记", "支部委员", "小组长", "医生、支委", "副书记（主持工作）"],
)
def test_titles_that_lead_a_branch(title):
    assert leads(title, "内科党支部")


@pytest.mark.parametrize("title", ["", "护士长", "党委书记", "团支部书记", "原书记", "外科党支部书记", "书记员"])
def test_titles_that_do_not_lead_it(title):
    assert not leads(title, "内科党支部")


def test_a_title_with_the_unit_before_it_leads_that_unit():
    assert leads("专职副书记", "院党委")
    assert leads("院党委书记兼院长", "院党委")


@pytest.mark.parametrize(
    ("remark", "flags"),
    [
        ("", Flags()),
        ("返聘,无表决权", Flags(no_vote=True)),
        ("不计入应到（长期病休）", Flags(not_expected=True, reason="长期病休")),
        ("无表决权;不计入应到(借调)", Flags(True, True, "借调")),
        ("不计入应到", Flags(not_expected=True)),
    ],
)
def test_remarks_that_count_survive_being_stored(remark, flags):
    assert Flags.read(remark) == flags
    assert Flags.read(str(flags)) == flags


def test_names_are_stored_in_one_way():
    assert [tidy_name(name) for name in ("张 三", "王　𠮷", "阿依•古丽", "阿依 ・ 古丽", " John  Smith ")] == [
        "张三",
        "王𠮷",
        "阿依·古丽",
        "阿依·古丽",
        "John Smith",
    ]


def test_an_exact_name_wins_over_longer_ones_and_a_prefix_gives_all():
    named = [("内科党支部", 1), ("内科第二党支部", 2), ("内科", 3)]
    assert match("内科", named) == [3]
    assert match("内科党", named) == [1]
    assert match("内", named) == [1, 2, 3]
    assert match("", named) == match("外", named) == []


@pytest.mark.parametrize(
    ("text", "whole", "names", "public", "excluded"),
    [
        ("全体", True, (), False, ()),
        ("全体 除 外科党支部", True, (), False, ("外科党支部",)),
        ("全体;除 外科党支部、药学", True, (), False, ("外科党支部", "药学")),
        ("全体除外科党支部", True, (), False, ("外科党支部",)),
        ("全体(除外科党支部)", True, (), False, ("外科党支部",)),
        ("全体（除 外科党支部 以外）", True, (), False, ("外科党支部",)),
        ("除:外科党支部", True, (), False, ("外科党支部",)),
        ("内科党支部、药学党支部，内科党支部", False, ("内科党支部", "药学党支部"), False, ()),
        ("内科 外科", False, ("内科", "外科"), False, ()),
        ("群众群", False, (), True, ()),
        ("内科 群众群 除了 一组", False, ("内科",), True, ("一组",)),
        (" ", False, (), False, ()),
    ],
)
def test_scopes(text, whole, names, public, excluded):
    words = read_scope(text)
    assert (words.whole, words.names, words.public, words.excluded) == (whole, names, public, excluded)
