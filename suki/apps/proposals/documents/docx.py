"""The DOCX of a proposal, for clients who want to write in it: the same words in the same order."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from suki.apps.proposals.documents.content import content_of
from suki.apps.proposals.documents.pdf import content_wants_logo
from suki.apps.proposals.models import Proposal, ProposalVersion
from suki.base.files import path_of

_SIZES = {"a4": (Mm(210), Mm(297)), "letter": (Mm(215.9), Mm(279.4))}
_SOFT = RGBColor(0x5B, 0x64, 0x78)
_WORD_PICTURES = ("image/png", "image/jpeg", "image/gif")


def docx_of(proposal: Proposal, version: ProposalVersion) -> bytes:
    """The document as a file for a word processor."""
    texts = content_of(proposal, version)
    document = Document()
    _prepare(document, texts)
    _letterhead(document, proposal, texts)
    document.add_heading(texts["title"], level=1)
    _paragraphs(document, texts["greeting"])
    _lines(document, texts["head"], texts["lines"])
    _totals(document, texts)
    if texts["options"]:
        document.add_heading(texts["options_title"], level=2)
        _soft(document.add_paragraph(), texts["options_lead"])
        _lines(document, texts["head"], texts["options"])
    if texts["terms"]:
        document.add_heading(texts["terms_title"], level=2)
        _paragraphs(document, texts["terms"])
    _paragraphs(document, texts["closing"])
    if texts["signature"]:
        _soft(
            document.add_paragraph(),
            "\n\n" + "\t".join(f"{label}: ____________________" for label in texts["signature"]),
        )
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _prepare(document: Any, texts: dict[str, Any]) -> None:
    """Paper, margins, letters, the language that a word processor checks, the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = _SIZES.get(texts["layout"]["paper"], _SIZES["a4"])
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    document.core_properties.title = texts["title"]
    document.core_properties.author = texts["firm"]
    document.core_properties.language = texts["language"]
    colour = RGBColor.from_string(texts["layout"]["colour"].lstrip("#").upper())
    for name, size in (("Normal", 10), ("Heading 1", 17), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = (
            "Liberation Serif" if name == "Normal" else "Liberation Sans",
            Pt(size),
        )
        style.element.rPr.rFonts.set(qn("w:eastAsia"), style.font.name)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb = colour
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), texts["language"])
    document.styles["Normal"].element.rPr.append(spoken)
    _soft(section.footer.paragraphs[0], f"{texts['footer']} · {texts['number']}")


def _letterhead(document: Any, proposal: Proposal, texts: dict[str, Any]) -> None:
    logo: Any = proposal.deal.entity.logo
    if (
        logo
        and logo.content_type in _WORD_PICTURES
        and content_wants_logo(proposal)
        and path_of(logo.sha256).exists()
    ):
        document.add_picture(str(path_of(logo.sha256)), height=Mm(14))
    name = document.add_paragraph()
    run = name.add_run(texts["firm"])
    run.bold, run.font.size = True, Pt(14)
    if texts["firm_facts"]:
        _soft(document.add_paragraph(), texts["firm_facts"])
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.paragraphs[0].text = "\n".join(texts["client"])
    right.paragraphs[0].text = "\n".join(f"{label}: {value}" for label, value in texts["facts"])
    right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _soft(document.add_paragraph(), texts["number"])


def _lines(document: Any, head: list[str], rows: list[list[str]]) -> None:
    """One row a line, the first column as wide as the others leave it; the head comes again on every page."""
    table = document.add_table(rows=1, cols=len(head))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = [Mm(170 - 27 * (len(head) - 1)), *[Mm(27)] * (len(head) - 1)]
    for column, width in zip(table.columns, widths):
        column.width = width
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for place, row in enumerate([head, *rows]):
        cells = table.rows[0].cells if place == 0 else table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row)):
            cell.width = widths[column]
            cell.paragraphs[0].text = ""
            run = cell.paragraphs[0].add_run(text)
            run.bold = place == 0
            _ruled(cell, heavy=place == 0)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            if column:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _ruled(cell: Any, *, heavy: bool) -> None:
    """A rule under a cell: ink under the head, a hairline under lines."""
    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (
        ("val", "single"),
        ("sz", "8" if heavy else "4"),
        ("color", "1F2A44" if heavy else "CFCABD"),
    ):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)


def _totals(document: Any, texts: dict[str, Any]) -> None:
    for label, value in texts["totals"]:
        paragraph = document.add_paragraph(f"{label}: {value}")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_after = Pt(0)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(f"{texts['total'][0]}: {texts['total'][1]}")
    run.bold, run.font.size = True, Pt(12)


def _paragraphs(document: Any, texts: list[str]) -> None:
    for each in texts:
        document.add_paragraph(each)


def _soft(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), _SOFT
