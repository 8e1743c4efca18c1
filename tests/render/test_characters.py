"""What the font lacks is replaced in sight or left out, and the list of what it has is true."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from plugins.render.characters import MISSING, held, settable

FONTS = Path(__file__).parents[2] / "plugins" / "render" / "fonts"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("第一党支部 18/32", "第一党支部 18/32"),
        ("𠮷野家", f"{MISSING}野家"),
        ("收到👌🏽 谢谢👨‍👩‍👧❤️", "收到 谢谢"),
        ("🇨🇳国旗", "国旗"),
        ("党‮部支‬\u200b\ufeff", "党部支"),
        ("שלום", MISSING * 4),
        ("一\t二\u3000三\u2003四", "一 二\u3000三 四"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("e\u0301", "é"),
        ("𝟛人", "3人"),
        ("\ud800", ""),
        ("\x00\x07", ""),
    ],
)
def test_a_text_is_settable(typed, shown):
    assert settable(typed) == shown
    assert held().issuperset(settable(typed).replace("\n", ""))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_what_the_list_says(weight):
    font = ImageFont.truetype(FONTS / f"NotoSansSC-{weight}.ttf", 12)

    def drawn(one: str) -> bytes:
        picture = Image.new("1", (20, 20))
        ImageDraw.Draw(picture).text((0, 0), one, fill=1, font=font)
        return picture.tobytes()

    box = drawn("\U0010fffd")
    assert not [one for one in held() if not one.isspace() and drawn(one) == box]
