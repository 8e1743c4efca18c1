"""Makes the fonts of plugins/render/fonts from the full ones, and the list of the characters they hold.

    uv run --with fonttools python docs/contributing/subset_font.py NotoSansSC_400Regular.ttf NotoSansSC_700Bold.ttf

The full ones are the static TrueType files of the npm package `@expo-google-fonts/noto-sans-sc` 0.4.3 (`npm pack` it).
Run again, it writes the same bytes. Noto Sans SC is under the SIL Open Font License (fonts/OFL.txt); its reserved name
is "Source", so that a subset keeps the name Noto Sans SC.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "plugins" / "render" / "fonts"
NAMES = FONTS / "names.txt"
CHARACTERS = FONTS / "characters.txt"
WRITTEN = {400: "NotoSansSC-Regular.ttf", 700: "NotoSansSC-Bold.ttf"}
SIGNS = "–—‘’“”…•·‰€£¥©®°±²³×÷½¼¾←↑→↓√✓①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳℃㎡"


def wanted() -> set[int]:
    """ASCII, GB2312 whole, the characters of the 2013 standard it lacks (names are full of them), and some signs."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    ascii_printable = "".join(map(chr, range(0x20, 0x7F)))
    lines = NAMES.read_text("utf-8").splitlines()
    names = "".join(line for line in lines if not line.startswith("#"))
    return {ord(character) for character in ascii_printable + gb2312 + names + SIGNS}


def main(sources: list[str]) -> None:
    held: set[int] | None = None
    for source in sources:
        font = TTFont(source, recalcTimestamp=False)
        options = subset.Options(
            layout_features=["kern", "ccmp", "mark"],
            hinting=False,
            drop_tables=["vhea", "vmtx", "STAT", "BASE"],
            notdef_outline=True,
            name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17],
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted())
        subsetter.subset(font)
        target = FONTS / WRITTEN[font["OS/2"].usWeightClass]
        font.save(target)
        cmap = set(font.getBestCmap())
        held = cmap if held is None else held & cmap
        sys.stdout.write(f"{target.name} {target.stat().st_size} bytes, {len(cmap)} characters\n")
    missing = wanted() - (held or set())
    sys.stdout.write(f"not in the full font: {''.join(map(chr, sorted(missing))) or 'none'}\n")
    CHARACTERS.write_text("".join(map(chr, sorted((held or set()) - {0x20}))) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
