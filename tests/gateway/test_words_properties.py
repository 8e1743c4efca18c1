"""Properties of reading words: no text breaks it, noise changes nothing, and chat stays cheap."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway import words

BARE = ("已阅", "阅", "签到", "报平安")
OTHERS = ("请假", "传达", "意见", "传达情况")
KNOWN = frozenset(BARE + OTHERS)
PIECES = """已阅 签到 阅 报平安 请假 传达 / ／ # ＃ 12 １２ 1000 8 人了 张三 李四 谢谢 好的 了吗 👌 👌🏻 👩‍⚕️ 1️⃣ 。 ! ? ： , ( ) x 的"""
pieces = st.sampled_from([*PIECES.split(), " ", "\n", "\u3000", "\u200b", "\u202e", "\r\n"])
texts = st.one_of(st.text(), st.lists(pieces, max_size=9).map("".join))
noise = st.lists(
    st.sampled_from(
        [
            "👌",
            "👌🏻",
            "👩‍⚕️",
            "🇨🇳",
            "1️⃣",
            "。",
            "!",
            "~",
            " ",
            "\u3000",
            "\n",
            " 谢谢 ",
            " 好的 ",
            "\u200b",
            "\ufeff",
            "…",
        ]
    ),
    max_size=6,
).map("".join)


def read(text: str, *, addressed: bool = False) -> words.Reading | None:
    return words.read(
        text,
        KNOWN.__contains__,
        bare=frozenset(BARE).__contains__,
        own_names=("张三",),
        addressed=addressed,
        coded=("签到",),
    )


@given(texts, st.booleans())
def test_any_text_is_read_or_left_alone(text: str, addressed: bool):
    reading = read(text, addressed=addressed)
    if reading is None:
        return
    assert reading.word in (KNOWN if addressed or reading.slashed else BARE)
    assert reading.word in text
    assert reading.code is None or (len(reading.code) == 4 and reading.code.isascii())
    assert reading.bare_ok is reading.fits(("张三",))
    assert not (reading.bare_ok and reading.other_name_candidate)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert reading.argument in plain


@given(noise, st.sampled_from(BARE), noise, st.sampled_from(["", "12", " 12", "#12", " ＃１２", "　12 "]))
def test_noise_around_a_bare_word_changes_nothing(before: str, word: str, after: str, number: str):
    reading = read(f"{before}{word}{number}{after if not number else ' ' + after}")
    assert reading is not None
    assert (reading.word, reading.bare_ok, reading.number) == (word, True, 12 if number else None)


@given(
    noise,
    st.sampled_from(BARE),
    st.text("人了吗的是在会议室abc", min_size=1, max_size=9),
    st.sampled_from(["", " ", " 8 "]),
)
def test_anything_else_beside_it_makes_it_chat(before: str, word: str, said: str, gap: str):
    reading = read(f"{before}{word}{gap}{said}")
    assert reading is None or not reading.bare_ok


@given(st.sampled_from(OTHERS), noise)
def test_other_words_need_to_be_addressed(word: str, after: str):
    reading = read(word + after)
    assert reading is None
    for text, addressed in ((f"/{word}{after}", False), (f"／ {word}{after}", False), (word + after, True)):
        reading = read(text, addressed=addressed)
        assert reading is not None
        assert reading.word == word


@given(st.integers(0, 9_999_999), st.sampled_from(["", " ", ":", "：", "　"]), st.sampled_from(["", "#", "＃"]))
def test_a_number_is_read_wherever_it_may_stand(number: int, gap: str, mark: str):
    reading = read(f"/传达情况{gap}{mark}{number} 内科")
    assert reading is not None
    assert (reading.number, reading.argument) == (number, "内科")


@given(st.integers(0, 9999), st.integers(1, 999), st.booleans())
def test_four_digits_after_a_coded_word_are_the_code(code: int, number: int, first: bool):
    shown = f"{code:04d}"
    reading = read(f"签到 {shown} {number}" if first else f"签到{number} {shown}")
    assert reading is not None
    assert (reading.number, reading.code, reading.bare_ok) == (number, shown, True)


def test_what_chat_costs_does_not_grow_with_its_length():
    """A counted look-up, no clock: the registry is asked a handful of times, however long the text."""
    asked = 0

    def find(_: str) -> bool:
        nonlocal asked
        asked += 1
        return False

    for piece in ("我们明天开会 ", "哈", "👌", "1", "签", "\n", "/"):
        for addressed in (False, True):
            assert words.read(piece * 10_000, find, addressed=addressed) is None
    assert asked <= 14
