"""What 传达, 任务, 开会 and others read alike: yes or no, whom it is for and until when."""

from datetime import UTC, datetime

import pytest

from plugins.gateway import forms, headers, headers_texts, times

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "meant"), [("回执: 否", False), ("回执: 是", True), ("", True)])
def test_a_header_says_yes_or_no(typed, meant):
    assert headers.yes_or_no(forms.parse(f"全体\n{typed}", ("回执",)), "回执", otherwise=True) is meant


def test_what_is_neither_is_answered_with_the_header():
    with pytest.raises(headers.NotYesOrNo) as refused:
        headers.yes_or_no(forms.parse("全体\n回执: 随便", ("回执",)), "回执", otherwise=True)
    assert "回执" in headers_texts.not_yes_or_no_text(refused.value.header)


@pytest.mark.parametrize(
    ("first", "scope", "deadline"),
    [
        ("全体 周五18:00前", "全体", FRIDAY),
        ("内科 外科 截止 周五18:00", "内科 外科", FRIDAY),
        ("全体 除 外科党支部", "全体 除 外科党支部", None),
        ("", "", None),
    ],
)
def test_the_first_line_says_to_whom_and_until_when(first, scope, deadline):
    assert headers.scope_and_deadline(first, MONDAY) == (scope, deadline)


def test_a_deadline_in_the_past_is_no_part_of_the_scope():
    with pytest.raises(times.TimeProblem):
        headers.scope_and_deadline("全体 昨天18:00", MONDAY)


def test_what_looked_like_a_header_is_warned_about():
    form = forms.parse("全体\n截止日: 周五\n请看", ("截止",))
    assert any("截止日" in line and "“截止:”" in line for line in headers_texts.header_warnings(form))
