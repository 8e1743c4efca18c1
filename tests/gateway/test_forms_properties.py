"""Properties of forms: nothing breaks them, what was rendered is read, and no character of a body is lost."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway import forms

HEADERS = ("标题", "来源", "截止", "含", "@全体")
PIECES = """标题 来源 截止 截至 截止日 含 @全体 ＠全体 正文 各党支部 : ： 全体 周五18:00 https://x 🙂 a"""
pieces = st.sampled_from([*PIECES.split(), " ", "  ", "\u3000", "\t", "\n", "\n\n", "\r\n", "\u200b", "\u2028"])
texts = st.one_of(st.text(), st.lists(pieces, max_size=16).map("".join))
words = st.text("关于党日的通知abc12，。", min_size=1, max_size=8)
values = st.lists(words, min_size=1, max_size=3).map(" ".join)
bodies = st.lists(st.one_of(words, st.sampled_from(["", "各党支部:", "标题: x", "  缩进 ", "截止日: y"])), max_size=6)


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace())


@given(texts)
def test_nothing_is_lost_but_headers(text: str):
    form = forms.parse(text, HEADERS)
    kept = [form.first, form.body, *form.fields.values(), *(value for _, value in form.dropped)]
    lost = letters(text) - letters("".join(kept))
    assert not letters("".join(kept)) - letters(text)
    names = Counter("标题来源截止截至时间限含@＠全体正文:：\u200b")
    assert not set(lost) - set(names)
    assert sum(lost[colon] for colon in ":：") <= len(form.fields) + len(form.dropped) + 1


@given(texts)
def test_only_its_own_headers_come_back(text: str):
    form = forms.parse(text, HEADERS)
    assert set(form.fields) <= set(HEADERS)
    assert {miss.meant for miss in form.near_misses} <= set(HEADERS)


@given(
    words, st.dictionaries(st.sampled_from(HEADERS), values), bodies, st.sampled_from(["\n", "  ", "\u3000"]), st.data()
)
def test_what_is_rendered_is_read(first: str, fields: dict[str, str], body: list[str], gap: str, data: st.DataObject):
    colon = data.draw(st.sampled_from([":", ": ", "："]))
    shown = gap.join(f"{name}{colon}{value}" for name, value in fields.items())
    opening = data.draw(st.sampled_from(["\n正文:", "\n\n"]))
    form = forms.parse(f"{first}\n{shown or '正文:'}{opening if shown else ''}" + "\n".join(body), HEADERS)
    assert (form.first, form.fields) == (first, fields)
    assert form.body == "\n".join(body).strip("\n").rstrip() or opening.startswith("\n正文")
    assert letters(form.body) == letters("".join(body))


@given(st.lists(st.text("各党支部请 ab", min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=5))
def test_a_body_without_colons_opens_by_itself(body: list[str]):
    form = forms.parse("全体\n标题: 党日\n" + "\n".join(body), HEADERS)
    assert form.body == "\n".join(body).rstrip()
