"""Protects: the departures that the program names are those that its pages and reference tests know."""

from __future__ import annotations

from pathlib import Path

from lassitude.physiology.deviations import DEVIATIONS
from tests.reference.test_body_deviations import UNDONE

PAGE = (Path(__file__).parents[2] / "docs/devdocs/published-models.md").read_text(encoding="utf-8")
HEAD = "| deviation | in place of | why | undone by |"


def rows() -> list[list[str]]:
    table = PAGE.partition(HEAD)[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in table]


def test_the_page_names_the_same_departures() -> None:
    assert [row[:3] for row in rows()] == [[one.name, one.in_place_of, one.why] for one in DEVIATIONS]


def test_the_page_says_which_parameters_undo_them() -> None:
    told = [row[3] for row in rows()]
    for one, cell in zip(DEVIATIONS, told, strict=True):
        for name, value in one.undone_by.items():
            assert cell == f"`{name}` {value:g}"
        assert one.undone_by or not cell.startswith("`")


def test_the_reference_tests_undo_the_same_parameters() -> None:
    of_tests = {name: value for changes in UNDONE.values() for name, value in changes.items()}
    assert of_tests == {name: value for one in DEVIATIONS for name, value in one.undone_by.items()}
