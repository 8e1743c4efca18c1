"""会议记录 as an editable .docx: facts in, bytes out. It is made to look the same in Word, WPS and LibreOffice."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from . import texts
from .domain import Protocol

FONT, HEADINGS = "宋体", "黑体"
"""What offices have; the file stays editable with any other."""
SIZES = {"Normal": 11, "Heading 1": 16, "Heading 2": 12}
"""Points."""
TEXT_WIDTH = 16.6
"""Centimetres between the margins of an A4 page."""
LABELS = 2.0
"""Centimetres of the column of labels."""
SIGN, PADDING = 0.39, 0.5
"""Centimetres: a Chinese sign of 11 points, and what a cell has on both sides of its text."""
NAMES_WIDEST, UNITS_WIDEST = 5.5, 5.0
"""Centimetres."""


def record(protocol: Protocol, now: datetime) -> bytes:
    """The record of one session. Texts are put in as text: nothing in them is a field or a formula."""
    paper = Document()
    title = texts.record_title(protocol)
    _style(paper)
    _describe(paper, title, now)
    paper.add_heading(_clean(title), level=1)
    widths = (LABELS, TEXT_WIDTH - LABELS)
    names = [(label, _unbroken(names, widths[1])) for label, names in texts.record_names(protocol)]
    for row in _table(paper, [*texts.record_rows(protocol), *names], widths).rows:
        _bold(row.cells[0])
    if protocol.proposal.agenda:
        _section(paper, texts.AGENDA, protocol.proposal.agenda)
    _section(paper, texts.MINUTES, protocol.minutes or texts.NO_MINUTES)
    if protocol.missing:
        paper.add_heading(texts.MISSING, level=2)
        rows = [texts.MISSING_HEADING, *texts.missing_rows(protocol.missing)]
        _over_pages(_table(paper, rows, _widths(rows)))
    _foot(paper, texts.made_text(texts.record_topic(protocol), now))
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _describe(paper: Paper, title: str, now: datetime) -> None:
    """What the file says of itself, in place of what its template says."""
    about = paper.core_properties
    about.title, about.author, about.comments, about.language = title[:200], "", "", "zh-CN"
    about.created = about.modified = now.replace(tzinfo=None)


def _style(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    for name, size in SIZES.items():
        style = paper.styles[name]
        font = FONT if name == "Normal" else HEADINGS
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # the template names fonts of a theme, which go before any other
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), font)
        style.font.size = Pt(size)  # type: ignore[attr-defined]  # a paragraph style has a font
        style.font.color.rgb = RGBColor(0, 0, 0)  # type: ignore[attr-defined]  # as above
        style.font.bold = name != "Normal"  # type: ignore[attr-defined]  # as above
    _speaks_chinese(paper)
    normal, title = paper.styles["Normal"].paragraph_format, paper.styles["Heading 1"].paragraph_format  # type: ignore[attr-defined]  # as above
    normal.space_after, normal.line_spacing = Pt(3), 1.25
    title.alignment, title.space_before, title.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(0), Pt(10)


def _speaks_chinese(paper: Paper) -> None:
    """Quotation marks and lines are set as in Chinese, and nothing is underlined as a slip of English."""
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), "zh-CN")
    properties.append(language)


def _section(paper: Paper, heading: str, text: str) -> None:
    paper.add_heading(heading, level=2)
    for line in text.splitlines():
        paper.add_paragraph(_clean(line))


def _table(paper: Paper, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """Columns of these widths (cm), in every office program."""
    table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in rows:
        for cell, value, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.text = _clean(value)
            cell.width = Cm(width)
            inside = cell.paragraphs[0].paragraph_format
            inside.space_before, inside.space_after, inside.line_spacing = Pt(2), Pt(2), 1.1
    return table


def _bold(cell: _Cell) -> None:
    for run in cell.paragraphs[0].runs:
        run.bold = True


def _over_pages(table: Table) -> None:
    """The first row stands on top of every page the table runs over, and no page breaks a row in two."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        _bold(cell)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, float, float]:
    """Names and units in one line as far as that leaves room, the rest for why somebody was not there."""
    names, units = (
        min(max(len(row[place]) for row in rows) * SIGN + PADDING, widest)
        for place, widest in ((0, NAMES_WIDEST), (1, UNITS_WIDEST))
    )
    return names, units, TEXT_WIDTH - names - units


def _unbroken(names: Sequence[str], width: float) -> str:
    """Names in lines that fit a cell of this width (cm): an office program would break a Chinese name anywhere, and signs
    that forbid it would keep names from being found."""
    most = (width - PADDING) / SIGN
    lines: list[list[str]] = []
    left = 0.0
    for name in names:
        left -= len(name) + 0.5  # a space is half as wide
        if left < 0:
            lines.append([])
            left = most - len(name)
        lines[-1].append(name)
    return "\n".join(map(" ".join, lines))


def _foot(paper: Paper, made: str) -> None:
    """At the foot of every page: what it is, and which page of how many."""
    line = paper.sections[0].footer.paragraphs[0]
    stops = paper.styles["Footer"].paragraph_format.tab_stops  # type: ignore[attr-defined]  # a paragraph style has a format
    stops.clear_all()
    stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{_clean(made)}\t")
    _field(line, "PAGE")
    line.add_run(" / ")
    _field(line, "NUMPAGES")
    for run in line.runs:
        run.font.size = Pt(9)


def _field(line: Paragraph, what: str) -> None:
    """A figure that the office program fills in."""
    for kind in ("begin", None, "end"):
        run = line.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = what
        run._r.append(part)


def _clean(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
