"""Forms people type: headers, then a body that stays as it was."""

import pytest

from plugins.gateway import forms
from plugins.gateway.forms import NearMiss

HEADERS = ("标题", "文号", "来源", "截止", "定时", "回执", "含", "@全体")


def parse(argument: str) -> forms.Form:
    return forms.parse(argument, HEADERS)


def test_the_form_of_the_contract():
    form = parse(
        "全体\n标题: 关于开展主题党日的通知\n文号: 党字〔2026〕8号  来源: 市委组织部\n截止: 周五18:00\n"
        "回执: 否　含: 群众代表　　@全体: 是\n各党支部:\n  请于周五前报送。\n\n截止: 不是栏目"
    )
    assert form.first == "全体"
    assert form.fields == {
        "标题": "关于开展主题党日的通知",
        "文号": "党字〔2026〕8号",
        "来源": "市委组织部",
        "截止": "周五18:00",
        "回执": "否",
        "含": "群众代表",
        "@全体": "是",
    }
    assert form.body == "各党支部:\n  请于周五前报送。\n\n截止: 不是栏目"
    assert form.near_misses == ()


@pytest.mark.parametrize("written", ["截至: 周五", "截止时间：周五", "时限 : 周五", "截止:周五", "截止： 周五 "])
def test_synonyms_and_both_colons(written: str):
    assert parse(f"全体\n{written}\n正文").fields == {"截止": "周五"}


@pytest.mark.parametrize(
    ("written", "typed", "meant"),
    [
        ("截止日: 周五", "截止日", "截止"),
        ("截只: 周五", "截只", "截止"),
        ("标提: 党日", "标提", "标题"),
        ("截止时: 周五", "截止时", "截止"),
    ],
)
def test_a_near_miss_is_told_and_stays_in_the_body(written: str, typed: str, meant: str):
    form = parse(f"全体\n{written}\n来源: 市委\n各党支部: 见附件")
    assert form.near_misses[0] == NearMiss(typed, meant)
    assert NearMiss("来源", "来源") in form.near_misses
    assert form.body == f"{written}\n来源: 市委\n各党支部: 见附件"


def test_a_header_behind_one_space_is_told():
    form = parse("全体\n标题: 党日 截止: 周五")
    assert form.fields == {"标题": "党日 截止: 周五"}
    assert form.near_misses == (NearMiss("截止", "截止"),)


@pytest.mark.parametrize("opening", ["各党支部:", "问题: 有三个", "https://example.org", "通知如下"])
def test_what_opens_the_body_without_a_word(opening: str):
    form = parse(f"全体\n标题: 党日\n{opening}\n其他")
    assert form.body == f"{opening}\n其他"
    assert form.near_misses == ()


def test_the_first_line_may_carry_headers_or_be_one():
    assert parse("全体 截止: 周五18:00\n各党支部").fields == {"截止": "周五18:00"}
    form = parse("标题: 党日\n全体同志")
    assert (form.first, form.fields, form.body) == ("", {"标题": "党日"}, "全体同志")


def test_the_body_by_force_and_after_a_blank_line():
    assert parse("全体\n正文:标题: 不是栏目\n截止: 也不是").body == "标题: 不是栏目\n截止: 也不是"
    assert parse("全体\n标题: a\n\n截止: 不是").fields == {"标题": "a"}


def test_a_value_keeps_its_gaps_and_a_repeat_is_told():
    form = parse("全体\n标题: 关于  开展的通知\n标题: 改过的")
    assert form.fields == {"标题": "改过的"}
    assert form.dropped == (("标题", "关于  开展的通知"),)


def test_yes_and_no():
    assert all(forms.is_yes(word) for word in ("是", " 是。", "要", "Ｙ", "√"))
    assert not any(forms.is_yes(word) for word in ("否", "不要", "no", "无"))
    for word in ("", "也许", "是否"):
        with pytest.raises(forms.FormProblem):
            forms.is_yes(word)


@pytest.mark.parametrize("opening", ["", "各党支部: 请开会\n", "请各支部认真组织\n"])
@pytest.mark.parametrize("typed", ["截止", "截止时间", "时限"])
def test_a_header_that_the_body_swallowed_is_pointed_out_unless_it_was_written_before(opening: str, typed: str):
    form = parse(f"全体\n{opening}\n{typed}: 周五18:00")
    assert form.fields == {}
    assert form.near_misses == (NearMiss(typed, typed),)
    assert parse(f"全体\n截止: 周四\n{opening}\n{typed}: 周五18:00").near_misses == ()
    assert parse(f"全体\n正文: 看\n{typed}: 周五18:00").near_misses == ()
