"""How a message becomes a command, and what stays chat."""

import pytest

from plugins.gateway import words

BARE = {"已阅", "已读", "阅", "签到", "报到", "签退", "报平安", "绑定"}
WORDS = BARE | {
    "请假",
    "任务",
    "确认",
    "完成",
    "传达",
    "传达情况",
    "意见",
    "更正",
    "值班",
    "改期",
    "点名",
    "撤回",
    "菜单",
}
CODED = {"签到", "报到", "签退"}
CHAT = """
收到
签到 8 人了
请假 8 天
任务 辛苦了
确认
完成 5 台手术
签到了吗
签到?
签到ok
传达情况
已阅 12 13
签到+1
1. 张三 签到
第8次 签到
查阅
/
//签到了吗
已阅 签到
我们周五下午三点在三楼会议室开会,请大家准时签到
"""
NAMES = ("张三", "内科党支部")


def read(text: str, *, addressed: bool = False, names: tuple[str, ...] = NAMES) -> words.Reading | None:
    return words.read(
        text, WORDS.__contains__, bare=BARE.__contains__, coded=CODED, own_names=names, addressed=addressed
    )


def is_command(text: str) -> bool:
    reading = read(text)
    return reading is not None and reading.bare_ok


@pytest.mark.parametrize("text", CHAT.splitlines())
def test_chat_is_no_command(text: str):
    assert not is_command(text)


@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("已阅", "已阅", None),
        (" 已阅\n", "已阅", None),
        ("\u200b签到\ufeff", "签到", None),
        ("\u202b签到\u202c", "签到", None),
        ("签到!", "签到", None),
        ("已阅👌", "已阅", None),
        ("已阅👌🏻", "已阅", None),
        ("👩‍⚕️已阅", "已阅", None),
        ("已阅12", "已阅", 12),
        ("已阅 #12", "已阅", 12),
        ("已阅＃１２", "已阅", 12),
        ("已阅　１２。谢谢", "已阅", 12),
        ("已阅(12)", "已阅", 12),
        ("已阅\n12", "已阅", 12),
        ("12 已阅", "已阅", 12),
        ("#12已阅", "已阅", 12),
        ("已阅。谢谢", "已阅", None),
        ("好的 已阅", "已阅", None),
        ("已阅,辛苦了!", "已阅", None),
        ("张三 签到", "签到", None),
        ("张三签到", "签到", None),
        ("内科 张三签到", "签到", None),
        ("好的已阅", "已阅", None),
        ("已阅已阅", "已阅", None),
        ("签到 内科 张三", "签到", None),
        ("内科支部 签到", "签到", None),
        ("签到1️⃣", "签到", None),
        ("签到 签到", "签到", None),
        ("报平安 3", "报平安", 3),
        ("／已阅 12", "已阅", 12),
    ],
)
def test_a_bare_word_with_what_may_stand_around_it(text: str, word: str, number: int | None):
    reading = read(text)
    assert reading is not None
    assert (reading.word, reading.number, reading.bare_ok) == (word, number, True)


@pytest.mark.parametrize(
    ("text", "number", "code", "argument"),
    [
        ("/传达 全体", None, None, "全体"),
        ("／／　传达:全体", None, None, "全体"),
        ("/传达\n标题: 党日\n\n各党支部", None, None, "标题: 党日\n\n各党支部"),
        ("/传达👌", None, None, ""),
        ("/菜单!", None, None, ""),
        ("/传达情况 12", 12, None, ""),
        ("/更正 12:时间改为周五", 12, None, "时间改为周五"),
        ("/更正 12\n　　各党支部:\n改了\r\n两处 ", 12, None, "　　各党支部:\n改了\n两处"),
        ("/改期 12/1 14:30", None, None, "12/1 14:30"),
        ("/改期 8 12/1 14:30", 8, None, "12/1 14:30"),
        ("/改期 15:00", None, None, "15:00"),
        ("/点名 8 3分钟", 8, None, "3分钟"),
        ("/点名 3分钟", None, None, "3分钟"),
        ("/传达 意23 好", None, None, "意23 好"),
        ("/绑定 1234567890", None, None, "1234567890"),
        ("/签到 8 4321", 8, "4321", ""),
        ("/签到 ４３２１", None, "4321", ""),
        ("/签到 0007", None, "0007", ""),
        ("/签到 #1000", 1000, None, ""),
        ("/签到 #1000 4321", 1000, "4321", ""),
        ("/已阅 1000", 1000, None, ""),
        ("/签到 12345", 12345, None, ""),
    ],
)
def test_what_belongs_to_the_word(text: str, number: int | None, code: str | None, argument: str):
    reading = read(text)
    assert reading is not None
    assert reading.slashed
    assert (reading.number, reading.code, reading.argument) == (number, code, argument)


def test_another_persons_name_is_a_candidate_and_no_command():
    for text in ("签到 李四", "李四 签到", "李四签到", "/签到 李四"):
        reading = read(text)
        assert reading is not None, text
        assert reading.other_name_candidate == "李四"
        assert not reading.bare_ok
        assert reading.fits(["李四"])


def test_a_word_inside_a_unit_call_is_chat():
    assert not is_command("内科签到")


@pytest.mark.parametrize("text", ["已阅", "，已阅", "好的,已阅 12", "传达 全体", " 传达全体"])
def test_addressed_words_work_bare(text: str):
    reading = read(text, addressed=True)
    assert (reading is not None) is (text.strip() != "传达全体")


def test_addressed_talk_about_a_bare_word_is_no_command():
    assert read("请问 签到 在哪", addressed=True) is None


def test_a_text_that_begins_with_a_number_keeps_it_in_the_tail():
    reading = words.read("突发 3 楼停电", lambda word: word == "突发", addressed=True)
    assert reading is not None
    assert (reading.number, reading.argument, reading.tail) == (3, "楼停电", "3 楼停电")


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("4321 签到", None, "4321"),
        ("0042签到", None, "0042"),
        ("#1000 签到", 1000, None),
        ("4321 签到 8", 8, "4321"),
        ("8 签到 4321", 8, "4321"),
        ("4321 已阅", 4321, None),
    ],
)
def test_what_stands_before_the_word(text: str, number: int | None, code: str | None):
    reading = read(text)
    assert reading is not None
    assert (reading.number, reading.code, reading.bare_ok) == (number, code, True)
