"""Hold the published B cells under ofatumumab to what was computed before, and the body's B cells to them."""

from __future__ import annotations

import itertools
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.reconstitution import ReconstitutionParameters, reconstitution_flows
from lassitude.physiology.states import at_rest
from tests.reference.published.yu2022 import TYPICAL, Course, course

LAST_DOSE = 336
DOSES = (0, 7, 14, *range(28, LAST_DOSE + 1, 28))


@cache
def treated() -> Course:
    return course(DOSES, LAST_DOSE + 400)


# 20 mg on days 0, 7 and 14, then every four weeks for a year: section 12.1 of our review of models, cells
# per microliter; half the last printed digit is granted where that is more than a twentieth.
@pytest.mark.parametrize(
    ("day", "cells"),
    [(7, 41.0), (14, 5.4), (28, 1.5), (84, 1.2), (LAST_DOSE, 1.2)]
    + [(LAST_DOSE + since, cells) for since, cells in ((84, 20.0), (168, 80.0), (280, 130.0), (400, 159.0))],
)
def test_b_cells_fall_and_return_as_computed_before(day: int, cells: float) -> None:
    assert treated().blood[day] == pytest.approx(cells, rel=0.05)


def test_tissue_keeps_most_b_cells_at_first() -> None:
    """The drug kills in blood; tissue empties through it, within a month."""
    whole = TYPICAL.b_cells * TYPICAL.tissue / TYPICAL.central
    assert treated().tissue[3] > 0.5 * whole > 0.05 * whole > treated().tissue[28]


@cache
def body() -> tuple[np.ndarray, np.ndarray]:
    """Return the body's B cells in blood and tissue, shares of normal, under the published killing."""
    p = ReconstitutionParameters(b_cell_recovery=TYPICAL.turnover)
    kill = TYPICAL.strongest * TYPICAL.turnover
    powered = np.maximum(treated().free, 0.0) ** TYPICAL.steepness
    killing = kill * powered / (TYPICAL.half**TYPICAL.steepness + powered)
    around, pools, seen = vars(at_rest()), {"b_cells": 1.0, "b_tissue": 1.0}, []
    for today, tomorrow in itertools.pairwise(killing):
        seen.append(tuple(pools.values()))
        day = {**around, "b_blood_kill": 0.5 * (today + tomorrow)}

        def flows(now: dict[str, float], day: dict[str, float] = day):
            told = reconstitution_flows(SimpleNamespace(**{**day, **now}), p)
            return [one for one in told if {one.source, one.target} & set(now)]

        pools = two_stage_step(pools, flows, 1.0)
    blood, tissue = np.array(seen).T
    return blood, tissue


def test_the_body_exchanges_b_cells_with_tissue_as_published() -> None:
    """One step a day. Means agree within 2% of normal, the return after treatment within 1%."""
    whole = TYPICAL.b_cells * TYPICAL.tissue / TYPICAL.central
    blood, tissue = treated().blood[:-1] / TYPICAL.b_cells, treated().tissue[:-1] / whole
    found = body()
    assert np.abs(found[0] - blood)[LAST_DOSE + 28 :].max() < 0.01
    assert np.abs(found[1] - tissue)[LAST_DOSE + 28 :].max() < 0.01
    assert np.abs(found[0] - blood).mean() < 0.02
    assert np.abs(found[1] - tissue).mean() < 0.02
