"""Protects the person who misspells a name that only the model knows: found before anything is simulated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.workflows.plans import check_biology, check_measures, read_plan
from tests.faults.designs import CROSSOVER, PARALLEL

THERAPIES = ("modafinil", "placebo", "methylprednisolone")

MEASURES = {
    "stratum": (
        '"EDSS.total", cuts',
        '"EDSS.totl", cuts',
        "design.allocation.strata[1].measure: there is no part",
    ),
    "run-in": ('"MFIS.total", change_at', '"MFIS.totl", change_at', "design.run_in.enrich[0].measure"),
    "covariate": ('"EDSS.total@BL"', '"EDSS.totl@BL"', "analysis.primary.covariates[0]"),
    "subset": (
        '[subsets.improvers]\nendpoint = "MFIS.total"',
        '[subsets.improvers]\nendpoint = "MFIS.totl"',
        "subsets.improvers.endpoint",
    ),
    "leaving when worse": (
        'worse", measure = "MFIS.total"',
        'worse", measure = "MFIS.totl"',
        "simulation.dropout[0].measure",
    ),
    "leaving when no better": (
        'better", measure = "MFIS.total"',
        'better", measure = "MFIS.totl"',
        "simulation.dropout[1].measure",
    ),
    "unscheduled": (
        'measure = ["EDSS"], source',
        'measure = ["EDS"], source',
        "simulation.unscheduled.measure[0]: there is no instrument 'EDS'. Did you mean 'EDSS'?",
    ),
    "trigger": (
        '"value", measure = "EDSS.total"',
        '"value", measure = "EDSS.totl"',
        "simulation.intercurrent[3].trigger.measure",
    ),
}

BIOLOGY = {
    "run-in": (
        'treatment = "placebo"',
        'treatment = "placeebo"',
        "design.run_in.treatment: there is no therapy 'placeebo'. Did you mean 'placebo'?",
    ),
    "event": (
        'therapy = "methylprednisolone"',
        'therapy = "methylprednisolon"',
        "simulation.intercurrent[0].therapy: there is no therapy",
    ),
    "arm": ('name = "modafinil"', 'name = "modafinl"', "arms.drug.treatments[0].name: there is no therapy"),
}


def accept(name: str, options: object) -> None:
    """Take any options."""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", [PARALLEL, CROSSOVER])
def test_names_that_exist_pass(tmp_path: Path, text: str) -> None:
    plan = read_plan(written(tmp_path, text))
    check_measures(plan)
    check_biology(plan, ("rrms",), THERAPIES, accept)


@pytest.mark.parametrize("place", MEASURES)
def test_a_measure_that_does_not_exist_is_named_with_its_place(tmp_path: Path, place: str) -> None:
    old, new, expected = MEASURES[place]
    assert old in PARALLEL
    plan = read_plan(written(tmp_path, PARALLEL.replace(old, new, 1)))
    with pytest.raises(RequestError, match=re.escape(expected)) as raised:
        check_measures(plan)
    assert re.match(r".*mine\.toml, line \d+: ", str(raised.value))


@pytest.mark.parametrize("place", BIOLOGY)
def test_a_therapy_that_does_not_exist_is_named_with_its_place(tmp_path: Path, place: str) -> None:
    old, new, expected = BIOLOGY[place]
    assert old in PARALLEL
    plan = read_plan(written(tmp_path, PARALLEL.replace(old, new, 1)))
    with pytest.raises(RequestError, match=re.escape(expected)):
        check_biology(plan, ("rrms",), THERAPIES, accept)


def test_a_dead_pointer_of_a_crossover_is_named(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, CROSSOVER.replace("arms.baseline.mean", "arms.baseline.meen")))
    with pytest.raises(RequestError, match="has no 'meen'"):
        check_measures(plan)
