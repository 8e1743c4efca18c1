"""会议记录 as an editable .docx: facts in, bytes out."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from . import texts
from .domain import Protocol

FONT = "宋体"
"""What offices have; the file stays editable with any other."""


def record(protocol: Protocol) -> bytes:
    """The record of one session. Texts are put in as text: nothing in them is a field or a formula."""
    paper = Document()
    _style(paper)
    paper.add_heading(texts.record_title(protocol), level=1)
    there = [(label, " ".join(names)) for label, names in texts.record_names(protocol)]
    _table(paper, [*texts.record_rows(protocol), *there], (2.5, 14.0))
    if protocol.proposal.agenda:
        _section(paper, texts.AGENDA, protocol.proposal.agenda)
    _section(paper, texts.MINUTES, protocol.minutes or texts.NO_MINUTES)
    if protocol.missing:
        paper.add_heading(texts.MISSING, level=2)
        table = _table(paper, [texts.MISSING_HEADING, *texts.missing_rows(protocol.missing)], (3.5, 5.5, 7.5))
        _repeat_head(table)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _style(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        style.font.name = FONT  # type: ignore[attr-defined]  # a paragraph style has a font
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    paper.styles["Normal"].font.size = Pt(11)  # type: ignore[attr-defined]  # as above


def _section(paper: Paper, heading: str, text: str) -> None:
    paper.add_heading(heading, level=2)
    for line in text.splitlines():
        paper.add_paragraph(_clean(line))


def _table(paper: Paper, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    for row in rows:
        for cell, value, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.text = _clean(value)
            cell.width = Cm(width)
    return table


def _repeat_head(table: Table) -> None:
    """The first row stands on top of every page the table runs over."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _clean(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
