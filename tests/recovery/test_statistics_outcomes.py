"""Protects: tests of other outcomes err as often as they say, and their intervals hold the truth.

Draws are keyed, so these tests either always pass or always fail. With 2000 replicates a rate whose truth is
0.05 lies within 0.05 +- 0.0160 except once in a thousand (3.29 standard errors of a share); a coverage of
0.95 likewise. Where a method is exact only in the limit, what is added to the bound is said with it.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.censored import censored_normal
from lassitude.statistics.estimates import Intervals
from lassitude.statistics.events.hazards import cox, log_rank
from lassitude.statistics.events.kaplan_meier import free_at, kaplan_meier
from lassitude.statistics.events.rates import negative_binomial
from lassitude.statistics.logistic import firth
from lassitude.statistics.multiplicity import (
    adjusted,
    false_discovery,
    fixed_sequence,
    holm,
    parallel_gatekeeping,
    serial_gatekeeping,
)
from lassitude.statistics.noise import Before, noise_rate
from lassitude.statistics.proportions import risk_difference
from lassitude.statistics.repeated_correlation import repeated_correlation

REPLICATES, PEOPLE = 2000, 120
BOUND = 3.29 * np.sqrt(0.05 * 0.95 / REPLICATES)
KEYS = person_keys(404, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
TREATED = np.broadcast_to(np.arange(PEOPLE) % 2 == 1, (REPLICATES, PEOPLE))
X = np.stack([np.ones(TREATED.shape), TREATED], axis=2)
EVERYBODY = np.ones(TREATED.shape, dtype=bool)
Z = float(ndtri(0.975))


def wald(value: NDArray[np.float64], se: NDArray[np.float64]) -> tuple[NDArray[np.float64], Intervals]:
    return 2 * ndtr(-np.abs(value / se)), Intervals(value - Z * se, value + Z * se)


def holds(interval: Intervals, truth: float) -> float:
    return float(((interval.low <= truth) & (truth <= interval.high)).mean())


def level(p: NDArray[np.float64]) -> float:
    assert np.isfinite(p).all()
    return float((p < 0.05).mean())


def test_differences_of_shares_keep_level_and_coverage() -> None:
    """Counts are few enough for rates to jump by steps; the score method stays within 0.01 of its level."""
    drawn = uniforms(KEYS, "responds", 0)
    half = np.full(REPLICATES, PEOPLE // 2)
    for shares in ((0.3, 0.3), (0.3, 0.1)):
        arms = zip(shares, (True, False), strict=True)
        counts = [((drawn < share) & (own == TREATED)).sum(axis=1) for share, own in arms]
        found = risk_difference(counts[0], half, counts[1], half)
        assert holds(found.interval, shares[0] - shares[1]) == pytest.approx(0.95, abs=BOUND + 0.01)
        if shares[0] == shares[1]:
            assert level(found.p) == pytest.approx(0.05, abs=BOUND + 0.01)
        agree = (found.p < 0.05) == ((found.interval.low > 0) | (found.interval.high < 0))
        assert agree.all()


def test_firths_odds_are_finite_and_cover() -> None:
    """A tenth respond among 40 people, so that an arm without responders is common: 0.95 or more."""
    few = slice(0, 40)
    keys = person_keys(405, np.arange(500)[:, None], np.arange(40)[None])
    outcome = (uniforms(keys, "rare", 0) < 0.1).astype(float)
    fit = firth(outcome, X[:500, few], np.ones((500, 40), dtype=bool), (1,))
    separated = (outcome * TREATED[:500, few]).sum(axis=1) == 0
    assert separated.sum() > 25
    assert fit.converged.all() and np.isfinite(fit.coefficients).all()
    interval = Intervals(fit.interval.low[:, 1], fit.interval.high[:, 1])
    assert holds(interval, 0.0) >= 0.95 - 3.29 * np.sqrt(0.05 * 0.95 / 500)


@pytest.fixture(scope="module")
def counts() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gamma-mixed Poisson counts, dispersion 1, 0.8 a year over half to two years; thinned by uniforms."""
    years = 0.5 + 1.5 * uniforms(KEYS, "years", 0)
    rate = -np.log(uniforms(KEYS, "frailty", 0)) * 0.8 * years
    gaps = np.cumsum([-np.log(uniforms(KEYS, "gap", occasion)) for occasion in range(25)], axis=0)
    return (gaps < rate).sum(axis=0).astype(float), years


def test_rates_keep_level_and_give_the_dispersion_back(counts: tuple[NDArray, NDArray]) -> None:
    """Wald's test with the dispersion estimated from 120 people is too bold by up to 0.01."""
    fit = negative_binomial(*counts, X, EVERYBODY)
    assert fit.converged.all()
    p, interval = wald(fit.coefficients[:, 1], fit.se[:, 1])
    assert level(p) == pytest.approx(0.05, abs=BOUND + 0.01)
    assert holds(interval, 0.0) == pytest.approx(0.95, abs=BOUND + 0.01)
    assert np.exp(fit.coefficients[:, 0]).mean() == pytest.approx(0.8, rel=0.03)
    # Maximum likelihood of a variance is low by about 1/60 of itself for two coefficients.
    assert np.median(fit.dispersion) == pytest.approx(1.0, abs=0.08)


@pytest.fixture(scope="module")
def times() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Exponential times in weeks, rounded up so that there are ties; a third leaves before."""
    week = np.ceil(-20 * np.log(uniforms(KEYS, "week", 0)))
    leaves = np.ceil(60 * uniforms(KEYS, "leaves", 0))
    return np.minimum(week, leaves), week <= leaves


def test_hazards_keep_level_and_coverage(times: tuple[NDArray, NDArray]) -> None:
    time, event = times
    fit = cox(time, event, X[..., 1:], EVERYBODY)
    p, interval = wald(fit.coefficients[:, 0], fit.se[:, 0])
    assert level(p) == pytest.approx(0.05, abs=BOUND)
    assert holds(interval, 0.0) == pytest.approx(0.95, abs=BOUND)
    assert level(log_rank(time, event, [~TREATED, TREATED]).p) == pytest.approx(0.05, abs=BOUND)


def test_a_hazard_ratio_is_given_back() -> None:
    week = -20 * np.log(uniforms(KEYS, "week", 0)) / np.where(TREATED, 0.5, 1.0)
    leaves = 60 * uniforms(KEYS, "leaves", 0)
    fit = cox(np.minimum(week, leaves), week <= leaves, X[..., 1:], EVERYBODY)
    error = fit.coefficients.std() / np.sqrt(REPLICATES)
    # The estimate itself is off by the order of 1 / events: 0.01 here.
    assert fit.coefficients.mean() == pytest.approx(np.log(0.5), abs=3.29 * error + 0.01)
    assert holds(wald(fit.coefficients[:, 0], fit.se[:, 0])[1], np.log(0.5)) == pytest.approx(0.95, abs=BOUND)


def test_the_curve_covers_what_is_free(times: tuple[NDArray, NDArray]) -> None:
    found = free_at(kaplan_meier(*times, EVERYBODY), 20.0)
    assert holds(found.interval, np.exp(-1.0)) == pytest.approx(0.95, abs=BOUND + 0.005)


def test_values_beyond_limits_keep_level_and_are_not_biased() -> None:
    """Two fifths lie below a limit; half of the limit would be off by what the last line says."""
    drawn = 1.0 + 0.8 * normals(KEYS, "assay", 0) - 0.5 * TREATED
    low = drawn < 0.5
    seen, limit = np.where(low, np.nan, drawn), np.where(low, 0.5, np.nan)
    nothing = np.full_like(seen, np.nan)
    fit = censored_normal(seen, limit, nothing, X, EVERYBODY)
    p, interval = wald(fit.coefficients[:, 1] + 0.5, fit.se[:, 1])
    # Errors are those of large samples; with 120 people the level is up to 0.008 above 0.05.
    assert level(p) == pytest.approx(0.05, abs=BOUND + 0.008)
    assert holds(interval, 0.0) == pytest.approx(0.95, abs=BOUND + 0.008)
    error = fit.coefficients[:, 1].std() / np.sqrt(REPLICATES)
    assert fit.coefficients[:, 1].mean() == pytest.approx(-0.5, abs=3.29 * error + 0.005)
    filled = np.where(low, np.log(np.exp(0.5) / 2), drawn)
    halved = filled[:, 1::2].mean(axis=1) - filled[:, ::2].mean(axis=1)
    assert abs(halved.mean() + 0.5) > 5 * error


def test_correlation_within_people_keeps_level_and_coverage() -> None:
    """People differ far more than occasions do, and their levels go together; only occasions count."""
    keys = person_keys(406, np.arange(REPLICATES)[:, None, None], np.arange(25)[None, :, None])
    visits = np.arange(4)
    level_of = 10 * normals(keys, "level", 0)
    one = normals(keys, "one", visits)
    for truth in (0.0, 0.5):
        other = truth * one + np.sqrt(1 - truth**2) * normals(keys, "other", visits)
        missing = uniforms(keys, "missing", visits) < 0.1
        found = repeated_correlation(np.where(missing, np.nan, one + level_of), other - 3 * level_of)
        assert holds(found.interval, truth) == pytest.approx(0.95, abs=BOUND)
        if truth == 0:
            assert level(found.p) == pytest.approx(0.05, abs=BOUND)


def test_noise_makes_as_many_responders_as_the_closed_form_says() -> None:
    """Entered at 38 or more from normal scores 45 +- 15, retest correlation 0.85, and nothing happens."""
    truth = 45 + 15 * np.sqrt(0.85) * normals(KEYS, "true", 0)
    before, after = (truth + 15 * np.sqrt(0.15) * normals(KEYS, "score", k) for k in (0, 1))
    entered = before >= 38
    all_of_them = Before(np.full(REPLICATES, 45.0), np.full(REPLICATES, 15.0))
    rate = noise_rate(before, entered, all_of_them, np.full(REPLICATES, 0.85), -10.0)
    crossed = ((after - before <= -10) & entered).sum(axis=1) / entered.sum(axis=1)
    gap = crossed - rate
    assert gap.mean() == pytest.approx(0.0, abs=3.29 * gap.std() / np.sqrt(REPLICATES))
    # Without what people were chosen from, regression to the mean is lacking.
    sd = np.array([row[use].std(ddof=1) for row, use in zip(before, entered, strict=True)])
    mean = np.array([row[use].mean() for row, use in zip(before, entered, strict=True)])
    blind = noise_rate(before, entered, Before(mean, sd), np.full(REPLICATES, 0.85), -10.0)
    assert blind.mean() < rate.mean() - 0.01


P_NULL = uniforms(person_keys(407, np.arange(20000)[:, None], np.arange(6)[None]), "p", 0)


@pytest.mark.parametrize("procedure", ["holm", "sequence", "serial", "parallel"])
def test_procedures_keep_the_chance_of_any_false_rejection(procedure: str) -> None:
    """Six independent nulls, then two false ones that open gates: at most 0.05 + 3.29 errors of 0.00154."""
    steps = {
        "holm": lambda p: adjusted(holm(6), p),
        "sequence": lambda p: adjusted(fixed_sequence(6), p),
        "serial": lambda p: serial_gatekeeping([2, 2, 2], p),
        "parallel": lambda p: adjusted(parallel_gatekeeping([2, 2, 2]), p),
    }
    most = 0.05 + 3.29 * np.sqrt(0.05 * 0.95 / 20000)
    found = steps[procedure](P_NULL)
    assert (found <= 0.05).any(axis=1).mean() < most
    some_true = np.where(np.arange(6) < 2, P_NULL * 1e-6, P_NULL)
    found = steps[procedure](some_true)
    assert (found[:, 2:] <= 0.05).any(axis=1).mean() < most
    assert (found[:, 0] <= 0.05).all()


def test_false_discoveries_are_the_share_they_may_be() -> None:
    """30 of 40 hypotheses are null: the rate is exactly 0.05 x 30 / 40 where tests are independent."""
    keys = person_keys(408, np.arange(4000)[:, None], np.arange(40)[None])
    z = normals(keys, "z", 0) + 3.0 * (np.arange(40) < 10)
    found = false_discovery(2 * ndtr(-np.abs(z))) <= 0.05
    false = found[:, 10:].sum(axis=1) / np.maximum(found.sum(axis=1), 1)
    assert false.mean() == pytest.approx(0.0375, abs=3.29 * false.std() / np.sqrt(4000))
