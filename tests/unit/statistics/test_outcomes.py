"""Protects: batched estimators of other outcomes agree with slower ways to the same numbers, row by row."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.events.confirmed import time_to_confirmed_change
from lassitude.statistics.events.hazards import cox
from lassitude.statistics.events.rates import negative_binomial, rate_profile
from lassitude.statistics.logistic import firth, logistic
from lassitude.statistics.multiplicity import (
    Graph,
    adjusted,
    fixed_sequence,
    holm,
    parallel_gatekeeping,
    serial_gatekeeping,
)
from lassitude.statistics.proportions import risk_difference

REPLICATES, PEOPLE = 4, 60
KEYS = person_keys(77, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
TREATED = np.broadcast_to(np.arange(PEOPLE) % 2, (REPLICATES, PEOPLE)).astype(float)
AGE = normals(KEYS, "age", 0)
X = np.stack([np.ones_like(TREATED), TREATED, AGE], axis=2)
USED = uniforms(KEYS, "missing", 0) > 0.1
nan = np.nan


@pytest.fixture(scope="module")
def counts() -> tuple[np.ndarray, np.ndarray]:
    """Two replicates with more spread than Poisson's, two with less (at most one event a person)."""
    years = 0.5 + uniforms(KEYS, "years", 0)
    many = np.floor(-np.log(uniforms(KEYS, "count", 0)) * 2)
    few = (uniforms(KEYS, "few", 0) < 0.5).astype(float)
    return np.where(np.arange(REPLICATES)[:, None] < 2, many, few), years


def test_rates_are_those_of_statsmodels(counts: tuple[np.ndarray, np.ndarray]) -> None:
    from statsmodels.discrete.discrete_model import NegativeBinomial, Poisson

    fit = negative_binomial(*counts, X, USED)
    assert (fit.dispersion[:2] > 0).all() and (fit.dispersion[2:] == 0).all()
    for row in range(REPLICATES):
        use = USED[row]
        given = counts[0][row, use], X[row][use]
        if fit.dispersion[row]:
            other = NegativeBinomial(*given, exposure=counts[1][row, use]).fit(disp=0, maxiter=200, gtol=1e-9)
            np.testing.assert_allclose(fit.dispersion[row], other.params[-1], rtol=1e-4)
        else:
            other = Poisson(*given, exposure=counts[1][row, use]).fit(disp=0)
        np.testing.assert_allclose(fit.coefficients[row], other.params[:3], atol=1e-5)
        np.testing.assert_allclose(fit.se[row], other.bse[:3], rtol=1e-3)
        assert fit.value[row] == pytest.approx(other.llf, abs=1e-7)


def test_profile_ends_of_a_rate_lie_where_the_likelihood_has_fallen(
    counts: tuple[np.ndarray, np.ndarray],
) -> None:
    """Held at an end by an offset, the best likelihood is 1.92 below the highest."""
    fit = negative_binomial(*counts, X, USED)
    interval, p = rate_profile(*counts, X, USED, fit, 1)
    assert ((p < 0.05) == ((interval.low > 0) | (interval.high < 0))).all()
    for end in interval:
        offset = np.exp(end[:, None] * TREATED)
        held = negative_binomial(counts[0], counts[1] * offset, X[..., [0, 2]], USED)
        np.testing.assert_allclose(fit.value - held.value, 3.841458820694124 / 2, rtol=1e-6)


def test_hazards_are_those_of_statsmodels_with_ties_and_missing_people() -> None:
    from statsmodels.duration.hazard_regression import PHReg

    week = np.ceil(-8 * np.log(uniforms(KEYS, "week", 0)))
    event = uniforms(KEYS, "event", 0) < 0.7
    fit = cox(week, event, X[..., 1:], USED)
    for row in range(REPLICATES):
        use = USED[row]
        other = PHReg(week[row, use], X[row][use][:, 1:], status=event[row, use], ties="efron").fit(disp=0)
        np.testing.assert_allclose(fit.coefficients[row], other.params, atol=1e-6)
        np.testing.assert_allclose(fit.se[row], np.asarray(other.bse), rtol=1e-5)


def test_odds_are_those_of_statsmodels() -> None:
    from statsmodels.discrete.discrete_model import Logit

    better = (uniforms(KEYS, "better", 0) < 1 / (1 + np.exp(0.5 - TREATED))).astype(float)
    fit = logistic(better, X, USED)
    for row in range(REPLICATES):
        other = Logit(better[row, USED[row]], X[row][USED[row]]).fit(disp=0)
        np.testing.assert_allclose(fit.coefficients[row], other.params, atol=1e-7)
        np.testing.assert_allclose(fit.se[row], other.bse, rtol=1e-6)


@pytest.mark.parametrize("cells", [(5, 25, 12, 18), (0, 30, 7, 23), (30, 0, 0, 30)])
def test_firths_odds_of_two_arms_add_half_to_every_cell(cells: tuple[int, ...]) -> None:
    """Jeffreys' prior of a saturated model of two shares; Firth 1993, section 3.3."""
    treated = np.repeat([1.0, 1.0, 0.0, 0.0], cells)[None]
    better = np.repeat([1.0, 0.0, 1.0, 0.0], cells)[None]
    x = np.stack([np.ones_like(treated), treated], axis=2)
    fit = firth(better, x, np.ones(treated.shape, dtype=bool))
    a, b, c, d = (cell + 0.5 for cell in cells)
    assert fit.coefficients[0, 1] == pytest.approx(np.log(a * d / (b * c)), rel=1e-7)


def test_score_intervals_end_where_the_constrained_likelihood_says() -> None:
    """The closed form of the constrained shares against a search, at both ends."""
    found = risk_difference(*(np.array([count]) for count in (9, 24, 3, 31)))
    for end in (found.interval.low[0], found.interval.high[0]):

        def minus(p: float, end: float = float(end)) -> float:
            shares = p + end, p
            return -sum(
                count * np.log(share) + (n - count) * np.log(1 - share)
                for share, count, n in zip(shares, (9, 3), (24, 31), strict=True)
            )

        bounds = max(0.0, -end) + 1e-9, min(1.0, 1 - end) - 1e-9
        p = minimize_scalar(minus, bounds=bounds, method="bounded", options={"xatol": 1e-12}).x
        variance = ((p + end) * (1 - p - end) / 24 + p * (1 - p) / 31) * 55 / 54
        assert abs(9 / 24 - 3 / 31 - end) / np.sqrt(variance) == pytest.approx(1.959964, abs=1e-4)


def test_swapping_arms_turns_the_difference_round() -> None:
    one = risk_difference(*(np.array([count]) for count in (9, 24, 3, 31)))
    other = risk_difference(*(np.array([count]) for count in (3, 31, 9, 24)))
    assert one.value[0] == -other.value[0] and one.p[0] == pytest.approx(other.p[0])
    assert one.interval.low[0] == pytest.approx(-other.interval.high[0])


DAYS = np.array([0.0, 84, 168, 252, 336])


@pytest.mark.parametrize(
    ("scores", "time", "event", "why"),
    [
        ([3, 4, 4, 4, 4], 84, True, "seen at the second visit and there to the end"),
        ([3, 4, 3, 4, 4], 252, True, "the first one is gone at its confirming visit"),
        ([3, 4, nan, 4, 3], 84, True, "a missed visit between does not matter"),
        ([3, 3, 3, 3, 4], 336, False, "nothing can confirm the last visit"),
        ([3, 4, nan, nan, nan], 84, False, "nobody saw whether it held"),
        ([3, 3.5, 4, 3.5, 5], 336, False, "less than needed at the confirming visit"),
        ([3, 2, 2, 2, 2], 336, False, "better is not worse"),
    ],
)
def test_a_change_counts_from_the_visit_that_a_later_one_confirms(
    scores: list[float], time: float, event: bool, why: str
) -> None:
    values = np.array(scores)[None, None]
    found = time_to_confirmed_change(values, DAYS[None, None], np.ones((1, 1)), 84.0)
    assert (found.time[0, 0], bool(found.event[0, 0])) == (time, event), why


def test_what_lies_between_must_show_the_change_as_well() -> None:
    values = np.array([[[3, 4, 3, 4, 4]]], dtype=float)
    found = time_to_confirmed_change(values, DAYS[None, None], np.ones((1, 1)), 168.0)
    assert not found.event[0, 0]


def test_without_baseline_or_later_visit_nobody_counts() -> None:
    values = np.array([[[nan, 4, 4, 4, 4], [3, nan, nan, nan, nan]]])
    found = time_to_confirmed_change(values, np.broadcast_to(DAYS, values.shape), np.ones((1, 2)), 84.0)
    assert not found.used.any() and found.left_out.all()


P = uniforms(person_keys(5, np.arange(200)[:, None], np.arange(4)[None]), "p", 0) ** 3


@pytest.mark.parametrize("procedure", ["holm", "sequence", "serial", "parallel", "graph"])
def test_adjusted_p_never_fall_below_p_and_grow_with_it(procedure: str) -> None:
    passed = np.array([[0, 0.5, 0.5, 0], [0.2, 0, 0, 0.8], [0, 0, 0, 1], [1, 0, 0, 0]], dtype=float)
    steps = {
        "holm": lambda p: adjusted(holm(4), p),
        "sequence": lambda p: adjusted(fixed_sequence(4), p),
        "serial": lambda p: serial_gatekeeping([1, 2, 1], p),
        "parallel": lambda p: adjusted(parallel_gatekeeping([2, 2]), p),
        "graph": lambda p: adjusted(Graph(np.array([0.5, 0.3, 0.2, 0.0]), passed), p),
    }
    found = steps[procedure](P)
    assert (found >= P - 1e-12).all() and (found <= 1).all()
    smaller = steps[procedure](P * np.array([1, 0.5, 1, 1]))
    assert (smaller <= found + 1e-12).all()


def test_a_hypothesis_without_a_test_keeps_its_share() -> None:
    p = np.array([[nan, 0.02], [0.01, nan]])
    np.testing.assert_allclose(adjusted(holm(2), p), [[nan, 0.04], [0.02, nan]])
    np.testing.assert_allclose(adjusted(fixed_sequence(2), p), [[nan, 1.0], [0.01, nan]])
    np.testing.assert_allclose(serial_gatekeeping([1, 1], p), [[nan, 1.0], [0.01, nan]])


def test_shares_of_alpha_that_would_raise_the_error_are_refused() -> None:
    with pytest.raises(ValueError, match="1 at most together"):
        Graph(np.array([0.6, 0.6]), np.zeros((2, 2)))
