"""Credibility as a document of its own: a page to print and sign, and the same as a Word document."""

from __future__ import annotations

from lassitude.report.credibility_words import (
    NOT_STATED,
    ORIGINS,
    SOURCES,
    Heading,
    Part,
    about,
    emptiness,
    parts_of,
)
from lassitude.report.paper_docx import word_document
from lassitude.report.paper_html import origin, style, template
from lassitude.report.paper_tables import PaperTable
from lassitude.report.refusals import DISCLAIMER, LINK_STATEMENT
from lassitude.report.statistic_words import names_in_words
from lassitude.results import ComparedEntry, Credibility, CredibilityCell, Results

_CELLS = ("Heading", "What is known", "Says who", "In the standards")
_ENTRIES = ("Part", "Group", "Numbers", "Inside 50%", "Inside 90%", "Signs", "Signs that agree")
_IN_ORDER = "In the order of ASME V&V 40, which FDA 2023 and ICH M15 keep."


def credibility_html(results: Results, known: Credibility) -> str:
    """Write the assessment as one page without scripts and without anything loaded from outside.

    Parameters
    ----------
    results : Results
        What it is about.
    known : Credibility
        Its cells.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> known = Credibility((CredibilityCell("question"),))
    >>> made = credibility_html(Results("analysis", Study("pilot", "00")), known)
    >>> "Question of interest" in made and "not stated" in made
    True
    """
    return template("credibility_page.html.j2").render(
        title=results.study.title or results.study.id,
        origin=origin(results),
        about=f"{about(results)} {_IN_ORDER}",
        empty=emptiness(known),
        parts=parts_of(known),
        entries=known.entries,
        origins=ORIGINS,
        not_stated=NOT_STATED,
        warnings=_warnings(results),
        sources=SOURCES,
        disclaimer=f"{DISCLAIMER} {LINK_STATEMENT}",
        css=style(),
    )


def credibility_docx(results: Results, known: Credibility) -> bytes:
    """Write the assessment as a Word document, so that empty cells can be filled by hand.

    Parameters
    ----------
    results : Results
        What it is about.
    known : Credibility
        Its cells.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> credibility_docx(Results("analysis", Study("pilot", "00")), Credibility(()))[:2]
    b'PK'
    """
    tables = [_table(part) for part in parts_of(known)]
    if known.entries:
        tables.append(_compared(known.entries))
    opening = (origin(results), f"{about(results)} {_IN_ORDER}", emptiness(known))
    return word_document(results, opening, tables, (*_warnings(results), *SOURCES))


def _table(part: Part) -> PaperTable:
    return PaperTable(part.title, _CELLS, tuple(_row(heading, cell) for heading, cell in part.cells), ())


def _row(heading: Heading, cell: CredibilityCell) -> tuple[str, ...]:
    named = "; ".join(f"{standard}: {name}" for standard, name in heading.standards)
    if not cell.statements or cell.origin is None:
        return heading.title, NOT_STATED, "", named
    return heading.title, " ".join(cell.statements), ORIGINS[cell.origin], named


def _compared(entries: tuple[ComparedEntry, ...]) -> PaperTable:
    rows = tuple(
        (
            one.id,
            f"{one.role}, {one.label}" if one.label else one.role,
            *map(str, (one.numbers, one.inside50, one.inside90, one.directions, one.agreeing)),
        )
        for one in entries
    )
    return PaperTable("Published entries beside the predictions", _ENTRIES, rows, ())


def _warnings(results: Results) -> tuple[str, ...]:
    return tuple(names_in_words(results, warning.message) for warning in results.warnings)
