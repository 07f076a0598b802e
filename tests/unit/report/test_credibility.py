"""Protects: a cell of credibility that nobody filled is seen to be empty, on the page and in documents."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from docx import Document

from lassitude.report.credibility_document import credibility_docx, credibility_html
from lassitude.report.credibility_words import HEADINGS, STANDARDS, parts_of
from lassitude.report.page import render
from lassitude.report.tables import tables
from lassitude.results import ComparedEntry, Credibility, CredibilityCell, Results, Study, from_json, to_json
from lassitude.results.credibility import CELLS

FILLED = CredibilityCell("question", ("Is 1 < 2?",), "plan")
KNOWN = Credibility(
    (FILLED, *(CredibilityCell(name) for name in CELLS[1:])),
    (ComparedEntry("bose2018_ahsct_fis", "validate", 4, 1, 3), ComparedEntry("b", "calibrate", 1, 1, 1)),
)
RESULTS = Results("prediction", Study("x", "00"), credibility=KNOWN)
PARTS = [
    "Question, context and risk",
    "Code verification",
    "Calculation verification",
    "Validation",
    "Applicability",
    "Adequacy",
]


def section(page: str) -> str:
    found = re.search(r'<section id="credibility">.*?</section>', page, re.DOTALL)
    assert found is not None
    return found.group()


def test_every_cell_has_a_heading_in_the_order_of_the_standards() -> None:
    assert tuple(HEADINGS) == CELLS
    assert [one.title for one in parts_of(KNOWN)] == PARTS


def test_every_heading_says_which_standard_has_it() -> None:
    """ICH M15 alone asks for impact and appropriateness; it has no judgment of adequacy."""
    assert all(heading.standards for heading in HEADINGS.values())
    assert HEADINGS["question"].standards == ((", ".join(STANDARDS), "Question of interest"),)
    alone = {name for name, one in HEADINGS.items() if not one.asme}
    assert alone == {"model_impact", "appropriateness"}
    assert {name for name, one in HEADINGS.items() if not one.ich} == {"adequacy"}


def test_the_page_shows_empty_cells_as_empty() -> None:
    shown = section(render(RESULTS))
    assert shown.count('class="unstated">not stated') == len(CELLS) - 1
    assert "Is 1 &lt; 2?" in shown and "stated by the author of the plan" in shown
    assert "21 of 22 cells are not stated" in shown
    assert '<a href="#credibility">' in render(RESULTS)


def test_what_may_be_fitted_carries_its_stamp() -> None:
    shown = section(render(RESULTS))
    assert shown.count(">fitted</span>") == 1


def test_results_without_credibility_have_no_empty_section() -> None:
    assert 'id="credibility"' not in render(replace(RESULTS, credibility=None))


def test_the_document_has_every_cell_and_room_for_signatures() -> None:
    page = credibility_html(RESULTS, KNOWN)
    assert page.count('class="unstated">not stated') == len(CELLS) - 1
    assert all(name in page for name in (*PARTS, "Assessed by", "ICH M15, General Principles"))
    assert "<script" not in page


def test_the_word_document_says_the_same() -> None:
    made = credibility_docx(RESULTS, KNOWN)
    document = Document(io.BytesIO(made))
    cells = [row.cells[1].text for table in document.tables[:-1] for row in table.rows[1:]]
    assert cells == ["Is 1 < 2?", *["not stated"] * (len(CELLS) - 1)]
    assert [table.rows[0].cells[0].text for table in document.tables] == ["Heading"] * len(PARTS) + ["Part"]
    assert made == credibility_docx(RESULTS, KNOWN)


def test_results_keep_their_cells_through_json() -> None:
    again = from_json(to_json(RESULTS))
    assert again.credibility == KNOWN
    assert to_json(RESULTS).decode().count('"stamp": "fitted"') == 1


def test_the_table_has_a_row_for_an_empty_cell_too() -> None:
    lines = tables(RESULTS)["credibility.csv"].decode().splitlines()
    assert lines[:3] == ["cell,origin,statements", "question,plan,Is 1 < 2?", "context_of_use,,"]
    assert len(lines) == 1 + len(CELLS)
