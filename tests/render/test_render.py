"""Pages are made beside the event loop, from inert data, in the house font alone."""

import asyncio
import io
import re
import zlib
from pathlib import Path

import pytest
from PIL import Image

from plugins import render
from plugins.render import service

PAGE = Path(__file__).parent / "templates" / "page.typ"


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")


def darkest(picture: Image.Image) -> int:
    return min(grey for grey, count in enumerate(picture.histogram()) if count)


async def test_a_picture_is_as_wide_as_a_phone_and_not_empty():
    picture = opened(await render.picture(PAGE, {"title": "第一党支部", "bars": [["内科", 3, 4, ""]]}))
    assert picture.width == 810
    assert 100 < picture.height < 810
    assert darkest(picture) < 60


async def test_the_event_loop_goes_on_meanwhile():
    rows = [[f"第{n}党支部", n, 1000, ""] for n in range(280)]
    making = asyncio.ensure_future(render.picture(PAGE, {"title": "全院", "bars": rows}))
    turns = 0
    while not making.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100
    assert opened(making.result()).height > 5000


@pytest.mark.parametrize(
    "markup", ["#panic()", "= 标题", "*粗*", "$x$", '#image("/bot.py")', "]", "\\", "@ref", "<a>", "//"]
)
async def test_markup_in_data_stays_text(markup):
    typed = await render.picture(PAGE, {"title": markup, "facts": [[markup, markup]]})
    assert typed == await render.picture(PAGE, {"title": markup, "facts": [[markup, markup]]})
    assert opened(typed).height < 300


async def test_what_the_font_lacks_looks_like_its_replacement():
    assert await render.picture(PAGE, {"title": "𠮷🎉"}) == await render.picture(PAGE, {"title": "〓"})


async def test_a_pdf_has_pages_and_its_font_inside():
    rows = [[f"第{n}党支部", "18/32"] for n in range(120)]
    made = await render.pdf(PAGE, {"title": "台账", "table": {"head": ["单位", "已阅"], "rows": rows}})
    assert made.startswith(b"%PDF-")
    assert b"NotoSansSC" in made
    pages = re.search(rb"/Type/Pages/Count (\d+)", made)
    assert pages
    assert int(pages[1]) == 4


def characters_of(pdf: bytes) -> set[str]:
    """What can be selected and copied: the ToUnicode maps of the fonts."""
    found: set[str] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
            found |= {bytes.fromhex(code.decode()).decode("utf-16-be") for code in re.findall(rb"<\w+> <(\w+)>", block)}
    return found


async def test_the_text_of_a_pdf_can_be_copied():
    made = await render.pdf(PAGE, {"title": "珺", "facts": [["截止", "𠮷"]]})
    assert {"珺", "截", "止", "〓"} <= characters_of(made)
    assert "𠮷" not in characters_of(made)


async def test_a_long_address_breaks_and_stays_on_the_page():
    short, long = ({"title": "链接", "facts": [["链接", "https://example.org/" + "a" * count]]} for count in (5, 400))
    assert opened(await render.picture(PAGE, long)).height > opened(await render.picture(PAGE, short)).height + 200


async def test_bytes_are_a_picture_in_the_picture():
    black = io.BytesIO()
    Image.new("1", (40, 40)).save(black, "png")
    with_it = opened(await render.picture(PAGE, {"title": "签到", "picture": black.getvalue()}))
    assert darkest(with_it) == 0


async def test_a_template_that_does_not_fit_is_a_typed_error_and_the_answer_goes_without_a_picture():
    with pytest.raises(render.TemplateBroken):
        await render.picture(PAGE, {})
    assert await render.pictured(PAGE, {}) == ()
    with pytest.raises(render.TemplateBroken):
        await render.picture(PAGE.with_name("missing.typ"), {})


@pytest.mark.parametrize("title", ["\n" * 5000, "长" * 9000])
async def test_a_picture_stays_of_a_size_that_can_be_looked_at(title):
    with pytest.raises(render.TooMuchData):
        await render.picture(PAGE, {"title": title})
    assert (await render.pdf(PAGE, {"title": title})).startswith(b"%PDF-")


async def test_too_much_data_is_refused():
    with pytest.raises(render.TooMuchData):
        await render.pdf(PAGE, {"title": "长" * service.DATA_LIMIT})


async def test_what_is_no_data_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError):
        await render.picture(PAGE, {"title": object()})


async def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(service, "SECONDS", 0.0)
    with pytest.raises(render.RenderTimedOut):
        await render.picture(PAGE, {"title": "慢"})
