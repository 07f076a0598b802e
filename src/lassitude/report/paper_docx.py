"""Tables for a paper as a Word document: the same bytes for the same results."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lassitude.report.paper_html import origin
from lassitude.report.paper_tables import PaperTable, paper_tables
from lassitude.report.refusals import DISCLAIMER
from lassitude.report.statistic_words import names_in_words
from lassitude.results import Results

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MARGIN_CM, _TABLE_POINTS, _NOTE_POINTS = 2.0, 9, 8
_LETTER_CM, _PADDING_CM, _LEAST_WORDS = 0.18, 0.5, 0.35
"""Width of a letter and around a cell, and the least share of the page that words get."""
_CELL = "Table Cell"
_WORDS = ("Estimate", "Part", "Visit", "Group", "Heading", "What is known", "Says who", "In the standards")
"""Columns that hold words; the others hold numbers and are set flush right."""


def paper_docx(results: Results) -> bytes:
    """Write the tables of results as a Word document.

    Parameters
    ----------
    results : Results
        Of any kind.

    Returns
    -------
    bytes
        A DOCX with real tables: header rows that repeat on every page, captions, footnotes. It has no
        dates, so that equal results give equal bytes.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> paper_docx(Results("analysis", Study("pilot", "00")))[:2]
    b'PK'
    """
    remarks = [names_in_words(results, warning.message) for warning in results.warnings]
    return word_document(results, (origin(results),), paper_tables(results), remarks)


def word_document(
    results: Results, opening: Sequence[str], tables: Sequence[PaperTable], remarks: Sequence[str]
) -> bytes:
    """Write tables with some sentences before and behind them as a Word document without dates.

    Parameters
    ----------
    results : Results
        Give the document its title.
    opening : sequence of str
        Paragraphs before the tables.
    tables : sequence of PaperTable
        Numbered in order.
    remarks : sequence of str
        What to keep in mind, behind the tables.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> word_document(Results("analysis", Study("pilot", "00")), ("Nothing.",), (), ())[:2]
    b'PK'
    """
    from docx import Document as new_document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = new_document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
    _describe(document, results)
    document.add_heading(results.study.title or results.study.id, level=1)
    for paragraph in opening:
        document.add_paragraph(paragraph)
    for number, table in enumerate(tables, 1):
        _add(document, number, table)
    if remarks:
        document.add_heading("Keep in mind", level=2)
    for remark in remarks:
        document.add_paragraph(remark, style="List Bullet")
    document.add_paragraph(DISCLAIMER)
    return _without_dates(document)


def _describe(document: Document, results: Results) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    about = document.core_properties
    about.title, about.author, about.last_modified_by = results.study.id, "lassitude", "lassitude"
    about.comments, about.revision = "", 1
    about.created = about.modified = datetime(*_NO_TIME)
    style: Any = document.styles["Normal"]
    style.font.name = "Calibri"
    cell: Any = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = style, Pt(_TABLE_POINTS)
    cell.paragraph_format.space_after = Pt(1)
    for name in ("Caption", "Heading 1", "Heading 2"):
        heading: Any = document.styles[name]
        heading.font.color.rgb = None


def _add(document: Document, number: int, table: PaperTable) -> None:
    from docx.shared import Pt

    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"Table {number}. ").bold = True
    caption.add_run(table.title).bold = False
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(14)
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.header))
    _fill(grid, table)
    _rule(grid)
    for note in table.footnotes:
        below = document.add_paragraph()
        below.paragraph_format.space_after = Pt(0)
        below.add_run(note).font.size = Pt(_NOTE_POINTS)


def _fill(grid: Table, table: PaperTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    grid.autofit = False
    widths = _widths(table)
    # Cells of a python-docx table are found anew at each asking, which takes quadratic time.
    for place, (row, texts) in enumerate(zip(grid.rows, (table.header, *table.rows), strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            paragraph.style = _CELL
            paragraph.add_run(text).bold = place == 0
            if table.header[column] not in _WORDS:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width


def _widths(table: PaperTable) -> list[Any]:
    """Give numbers the width of their longest text, and share what is left among words."""
    from docx.shared import Cm

    usable, columns = 29.7 - 2 * _MARGIN_CM, range(len(table.header))
    rows = (table.header, *table.rows)
    longest = [max(len(row[column]) for row in rows) for column in columns]
    words = [name in _WORDS for name in table.header]
    numbers = [0.0 if words[one] else _PADDING_CM + _LETTER_CM * max(longest[one], 4) for one in columns]
    left = max(usable - sum(numbers), _LEAST_WORDS * usable)
    share = [min(max(longest[one], 8), 45) if words[one] else 0 for one in columns]
    wide = [left * share[one] / max(sum(share), 1) + numbers[one] for one in columns]
    return [Cm(usable * one / sum(wide)) for one in wide]


def _rule(grid: Table) -> None:
    """Draw lines above and below the table and below its header; repeat the header on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def borders(parent: Any, kind: str, sides: tuple[str, ...], size: int) -> None:
        element = OxmlElement(kind)
        for side in sides:
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "1B2430")):
                line.set(qn(f"w:{name}"), value)
            element.append(line)
        parent.append(element)

    borders(grid._tbl.tblPr, "w:tblBorders", ("top", "bottom"), 12)
    head = grid.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for cell in head.cells:
        borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", ("bottom",), 6)
    for row in grid.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)


def _without_dates(document: Document) -> bytes:
    """Save a document and write its archive again with one fixed time for every member."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(member, source.read(name))
    return fixed.getvalue()
