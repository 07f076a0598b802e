"""Protects: fits, standard errors, degrees of freedom, limits and tests are those of SAS ``PROC MIXED``.

SAS stops its search at a decrement of 1e-8 of the objective, short of the maximum, and prints what holds
there; for an unstructured covariance that is 1e-4 away in standard errors. So each listing is compared at the
point where SAS stopped (``stopping_points.json``): every number to half its last digit, every CSV to 1e-5,
SAS's own criterion included. The point has at most 14 coordinates and explains about a hundred numbers; it
lies within SAS's criterion of our maximum; and where SAS's first point is known, another test repeats
the whole search and ends there.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lassitude.statistics.mixed_models.fit import fit_mixed_model
from tests.reference.mmrm.compared import Number, criterion, numbers
from tests.reference.mmrm.listings import read_listings
from tests.reference.mmrm.replay import replayed
from tests.reference.mmrm.runs import FOLDER, NEEDS_FOLDER, listing_files, run_of
from tests.reference.mmrm.stopping import POINTS, at_point
from tests.reference.mmrm.tables import table_numbers

FILES = json.loads(POINTS.read_text(encoding="utf-8"))
STOPS = 1e-8
REPLAYED = ("_un", "_us", "_cs_", "_cs.", "_sp")


def _path(name: str) -> Path:
    (path,) = (path for path in listing_files() if path.name == name)
    return path


@NEEDS_FOLDER
def test_no_listing_is_left_out() -> None:
    assert {path.name for path in listing_files()} == set(FILES)
    runs = sum(len(read_listings(path)) for path in listing_files())
    assert runs == sum(len(points) for points in FILES.values()) == 65


@NEEDS_FOLDER
@pytest.mark.parametrize("name", FILES)
def test_every_printed_number(name: str) -> None:
    path = _path(name)
    for listing, point in zip(read_listings(path), FILES[name], strict=True):
        run = run_of(listing, name)
        fit = at_point(run, np.array(point))
        found = [*numbers(listing, run, fit), *table_numbers(path, run, fit)]
        assert listing.converged and len(found) > 30
        wrong = [_words(number) for number in found if not _agrees(number)]
        assert not wrong, "\n".join(wrong)


@NEEDS_FOLDER
@pytest.mark.parametrize("name", FILES)
def test_our_maximum_is_higher_by_no_more_than_sas_leaves(name: str) -> None:
    for listing, point in zip(read_listings(_path(name)), FILES[name], strict=True):
        run = run_of(listing, name)
        fit = fit_mixed_model(run.data, run.structure, run.likelihood)
        printed = listing.history[-1][2]
        assert fit.converged[0] and printed is not None
        excess = printed.value - float(fit.deviance[0])
        apart = (np.array(point) - fit.parameters[0]).ravel()
        distance = apart @ np.linalg.solve(fit.parameter_covariance[0], apart)
        assert -printed.slack <= excess <= STOPS * abs(printed.value)
        assert distance <= 1.1 * STOPS * abs(printed.value)
        assert criterion(run, fit) < 1e-12


@NEEDS_FOLDER
def test_tables_at_our_own_maximum() -> None:
    """What SAS's early stop leaves, as ``docs/statistics.md`` states it; relative."""
    allowed = {"Estimate": 3e-5, "StdErr": 1.25e-4, "DF": 4.5e-4, "Probt": 4e-3}
    compared = 0
    for name in FILES:
        path = _path(name)
        for listing in read_listings(path):
            run = run_of(listing, name)
            for number in table_numbers(path, run, fit_mixed_model(run.data, run.structure, run.likelihood)):
                assert number.printed is not None
                part = number.where.split()[1]
                apart = abs(number.computed - number.printed.value)
                assert apart <= allowed.get(part, 1.25e-4) * abs(number.printed.value), number.where
                compared += 1
    assert compared == 27 * 8 + 9 * 4


@NEEDS_FOLDER
@pytest.mark.parametrize(
    "name", [name for name in FILES if "group" not in name and any(part in name for part in REPLAYED)]
)
def test_searches_as_sas_does(name: str) -> None:
    """All decimals of its iteration history; nothing is read off the listing."""
    for listing, point in zip(read_listings(_path(name)), FILES[name], strict=True):
        history = replayed(run_of(listing, name))
        printed = listing.history[1:]
        assert len(history) == len(printed)
        for mine, (_, _, deviance, decrement) in zip(history, printed, strict=True):
            assert deviance is not None and deviance.agrees(mine.deviance)
            assert decrement is not None and decrement.agrees(mine.criterion)
        assert history[-1].parameters == pytest.approx(np.array(point).ravel(), rel=2e-4, abs=2e-3)


@NEEDS_FOLDER
def test_all_tables_are_read() -> None:
    """Each CSV belongs to a listing, or holds the type 2 and 3 tests (``test_tests_of_effects.py``)."""
    for path in FOLDER.glob("*/*.csv"):
        stem = path.stem.removesuffix("_covb").removesuffix("_lsmean")
        assert path.parent.name == "anova" or f"{stem}.txt" in FILES


def _agrees(number: Number) -> bool:
    return number.printed is not None and number.printed.agrees(number.computed)


def _words(number: Number) -> str:
    assert number.printed is not None
    return f"{number.where}: SAS {number.printed.value}, here {number.computed:.10g}"
