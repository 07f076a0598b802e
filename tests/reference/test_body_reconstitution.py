"""Lymphocytes of the body after one depleting course, held to what a cohort measured after alemtuzumab.

Reference
---------
Hill-Cawthorne 2012 (ledger hillcawthorne2012_alemtuzumab_recovery, used to choose the numbers): 36 people,
months to the lower limit of normal B 7.1 (5.3 to 9.5), CD8 20, CD4 35; CD8 and CD4 back at baseline in 30%
and 21%. Their age is taken as 40.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.blood_counts import CountParameters, lymphocyte_counts
from lassitude.physiology.reconstitution import ReconstitutionParameters, reconstitution_flows
from lassitude.physiology.states import RESTING_CELLS, at_rest
from lassitude.therapies.on_immunity import kill_rate

DAYS_A_MONTH = 30.44
COURSE, LEFT = 5, 0.02
LIMITS = {"cd4_count": 400.0, "cd8_count": 200.0, "b_cell_count": 100.0}
"""Lower limits of normal, per microliter."""


@cache
def after_depletion(age: float = 40.0, years: int = 12) -> dict[str, np.ndarray]:
    """Return subsets (1 = own normal) and counts on every day after a course that leaves 2%."""
    p, counted = ReconstitutionParameters(), CountParameters()
    around = {**vars(at_rest()), "age_years": age}
    killing = {one: kill_rate(LEFT, COURSE) for one in ("t_cell_kill", "b_cell_kill")}
    pools, seen = dict.fromkeys((*RESTING_CELLS, "tolerance"), 1.0), []
    for day in range(-COURSE, 365 * years):
        now = {**around, **(killing if day < 0 else {})}
        pools = two_stage_step(
            pools, lambda at, now=now: reconstitution_flows(SimpleNamespace(**{**now, **at}), p), 1.0
        )
        if day >= 0:
            counts = lymphocyte_counts(SimpleNamespace(**{**around, **pools}), counted, p)
            seen.append({**pools, **counts})
    return {name: np.array([one[name] for one in seen]) for name in seen[0]}


def months_to_limit(subset: str) -> float:
    return float(np.argmax(after_depletion()[subset] >= LIMITS[subset])) / DAYS_A_MONTH


# A fifth is granted: the constants were found by a coarse scan, the age of the cohort is supposed.
@pytest.mark.parametrize(("subset", "months"), [("cd4_count", 35.0), ("cd8_count", 20.0)])
def test_t_cells_reach_the_limit_of_normal_on_time(subset: str, months: float) -> None:
    assert months_to_limit(subset) == pytest.approx(months, rel=0.2)


def test_b_cells_reach_the_limit_of_normal_within_the_published_interval() -> None:
    assert 5.3 < months_to_limit("b_cell_count") < 9.5


def test_the_typical_person_never_quite_regains_the_t_cells_of_before() -> None:
    """Fewer than a third of the cohort did within its eleven years of follow-up."""
    found = after_depletion()
    for subset, whole in (("cd4_count", 840.0), ("cd8_count", 440.0)):
        assert found[subset][5 * 365] < 0.85 * whole
        assert found[subset][-1] < whole


def test_the_thymus_of_the_young_refills_the_naive_pool_sooner() -> None:
    two_years = [after_depletion(age)["naive"][730] for age in (25.0, 40.0, 55.0)]
    assert two_years == sorted(two_years, reverse=True)
    assert two_years[0] > 1.5 * two_years[-1]


def test_regulatory_cells_return_before_other_helpers() -> None:
    """Their share of CD4 cells is higher two years later (ledger alemtuzumab_treg_24m, a direction)."""
    found = after_depletion()
    assert found["regulator_pool"][730] / found["memory_pool"][730] > 1.5


def test_natural_killer_cells_are_back_within_three_months() -> None:
    assert after_depletion()["killers"][90] > 0.9


def test_depleting_t_cells_alone_leaves_b_cells_alone() -> None:
    p = ReconstitutionParameters()
    s = at_rest()
    s.t_cell_kill = 1.0
    touched = {flow.source for flow in reconstitution_flows(s, p) if np.asarray(flow.rate) >= 0.5}
    assert touched == {"naive", "memory_pool", "regulator_pool", "cd8", "killers"}
