"""Group cards as people write them: nobody is ever taken for somebody else, and nearly everybody is found."""

from pathlib import Path

import pytest

from plugins.org.domain import Card, Entry, Reader, match_cards

CORPUS = [
    line.split("\t")
    for line in Path(__file__).with_name("cards.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
NAMES = ["张三", "李四", "欧阳明月", "古丽·阿依", "王小", "王小明", "John Smith", "𠮷田"]
UNITS = ["院党委", "内科党支部", "外科党支部"]
RECALL = 0.99
READER = Reader(NAMES, UNITS)


def entry(number: int, name: str, account: str | None = None) -> Entry:
    return Entry(number, name, account)


def test_the_corpus_is_large_and_says_each_thing_once():
    assert len(CORPUS) >= 200
    assert len({shown for shown, _ in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize(("shown", "meant"), CORPUS)
def test_no_card_is_taken_for_somebody_else(shown, meant):
    found = READER.read(shown)
    if len(found) == 1:
        assert found == (meant,)


def test_nearly_everybody_is_found():
    findable = [(shown, meant) for shown, meant in CORPUS if meant != "-" and "+" not in meant]
    missed = [shown for shown, meant in findable if READER.read(shown) != (meant,)]
    assert 1 - len(missed) / len(findable) >= RECALL, missed


def test_one_who_may_be_two_is_left_to_people():
    cards = [
        Card("1", "张三"),
        Card("2", "李四(外科)"),
        Card("3", "内科李四"),
        Card("4", "李四、张三"),
        Card("5", "等风来"),
    ]
    found = match_cards(cards, [entry(1, "张三"), entry(2, "李四")], UNITS)
    assert [(account, one.name) for account, one, _ in found.found] == [("1", "张三")]
    assert sorted(found.ambiguous) == sorted(["李四(外科)", "内科李四", "李四、张三"])
    assert found.unmatched == ("等风来",)


def test_namesakes_and_those_who_have_a_number_are_left_alone():
    entries = [entry(1, "张三"), entry(2, "张三"), entry(3, "李四", "77")]
    found = match_cards([Card("1", "张三"), Card("2", "李四"), Card("77", "别的名字")], entries, UNITS)
    assert found.found == ()
    assert (len(found.ambiguous), found.known) == (2, 1)
