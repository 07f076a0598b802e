"""Hold natalizumab's troughs and the return of lymphocytes to what cohorts measured."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests.reference.published.alemtuzumab_reconstitution import (
    B_FAST,
    B_SLOW,
    CD4,
    CD8,
    Reconstitution,
    months_to,
    share,
)
from tests.reference.published.natalizumab_troughs import (
    LABEL,
    RECALIBRATED,
    days_from_trough_to,
    implied_ec50,
    occupancy,
    trough,
)


# PubMed 30939392: mean troughs at standard and extended interval.
@pytest.mark.parametrize(("interval", "measured"), [(28, 35.7), (42, 18.2)])
def test_trough_meets_the_cohort(interval: float, measured: float) -> None:
    assert trough(RECALIBRATED, interval) == pytest.approx(measured, rel=0.01)


def test_trough_is_where_repeated_doses_settle() -> None:
    concentration = 0.0
    for _ in range(40):
        concentration = (concentration + 300 / 5.7) * np.exp(-RECALIBRATED.elimination * 28)
    assert trough(RECALIBRATED, 28) == pytest.approx(concentration, rel=1e-9)


def test_label_clearance_misses_the_measured_trough() -> None:
    """Section 16: 16 mL/h gives 9.4 mg/L, a quarter of what the cohort had."""
    assert trough(LABEL, 28) == pytest.approx(9.4, abs=0.05)


def test_half_life_is_three_weeks() -> None:
    assert np.log(2) / RECALIBRATED.elimination == pytest.approx(21, rel=0.03)


# PubMed 30939392: mean occupancy at the same troughs; two intervals agree on one EC50.
@pytest.mark.parametrize(("level", "occupied", "ec50"), [(35.7, 0.874, 5.15), (18.2, 0.782, 5.07)])
def test_both_intervals_imply_one_ec50(level: float, occupied: float, ec50: float) -> None:
    assert implied_ec50(level, occupied) == pytest.approx(ec50, abs=0.005)
    assert occupancy(RECALIBRATED, level) == pytest.approx(occupied, abs=0.002)


def test_half_occupancy_60_days_after_a_trough() -> None:
    days = days_from_trough_to(RECALIBRATED, 35.7, RECALIBRATED.ec50)
    assert days == pytest.approx(60, abs=0.5)
    assert days + 28 == pytest.approx(88, abs=0.5)


# Hill-Cawthorne 2012: limits of normal 0.4 and 0.2 (1e9/L) reached after 35 and 20 months. The baselines are
# not printed: 0.85 and 0.44 are what the fitted constants imply, both inside the normal range.
@pytest.mark.parametrize(
    ("subset", "limit", "baseline", "months"),
    [(CD4, 0.4, 0.85, 35), (CD8, 0.2, 0.44, 20)],
    ids=["cd4", "cd8"],
)
def test_t_cells_reach_the_limit_of_normal_on_time(
    subset: Reconstitution, limit: float, baseline: float, months: float
) -> None:
    assert months_to(subset, limit / baseline) == pytest.approx(months, rel=0.03)


@pytest.mark.parametrize("subset", [CD4, CD8], ids=["cd4", "cd8"])
def test_typical_t_cells_never_return_to_baseline(subset: Reconstitution) -> None:
    """Only 21% (CD4) and 30% (CD8) did (Hill-Cawthorne 2012)."""
    assert months_to(subset, 1.0) == np.inf
    assert share(subset, 600) == pytest.approx(subset.plateau)


def test_b_cells_return_within_the_published_interval_only_at_the_slow_end() -> None:
    """Limit 0.1e9/L of a baseline of 0.194e9/L (Yu 2022): geometric mean 7.1, 95% CI 5.3 to 9.5 months."""
    reached = 0.1 / 0.194
    assert months_to(B_FAST, reached) < 5.3
    assert 5.3 < months_to(B_SLOW, reached) < 9.5


def test_subsets_return_in_the_published_order() -> None:
    """B before CD8 before CD4 in both cohorts (7.1, 20, 35 and 6, 10, 36 months)."""
    months = [months_to(subset, 0.4) for subset in (B_FAST, CD8, CD4)]
    assert months == sorted(months)


def test_closed_form_solves_the_platform_equation() -> None:
    """Section 12.6 without thymus, expansion and drug: X' = (plateau - X) / tau after the lag."""
    course = solve_ivp(
        lambda _t, x: (CD4.plateau - x) / CD4.time_constant, (0, 60), [CD4.nadir], t_eval=[35, 60], rtol=1e-9
    )
    assert course.y[0] == pytest.approx([share(CD4, 35), share(CD4, 60)], rel=1e-6)
