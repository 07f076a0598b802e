"""Protects: rates, times, censored values, shares, correlations and adjusted p against published data sets.

Numbers of R 4.2 are from the call in each docstring; data are printed in the sources named there.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.statistics.censored import censored_normal
from lassitude.statistics.events.hazards import cox, log_rank
from lassitude.statistics.events.kaplan_meier import free_at, kaplan_meier, median_time
from lassitude.statistics.events.rates import negative_binomial
from lassitude.statistics.multiplicity import (
    Graph,
    adjusted,
    false_discovery,
    holm,
    parallel_gatekeeping,
    serial_gatekeeping,
)
from lassitude.statistics.proportions import risk_difference
from lassitude.statistics.repeated_correlation import repeated_correlation

# Kalbfleisch and Prentice 1980, lung cancer trial of the Veterans' Administration; R: survival::veteran.
DAYS = np.array([
    72, 411, 228, 126, 118, 10, 82, 110, 314, 100, 42, 8, 144, 25, 11, 30, 384, 4, 54, 13, 123, 97, 153, 59,
    117, 16, 151, 22, 56, 21, 18, 139, 20, 31, 52, 287, 18, 51, 122, 27, 54, 7, 63, 392, 10, 8, 92, 35, 117,
    132, 12, 162, 3, 95, 177, 162, 216, 553, 278, 12, 260, 200, 156, 182, 143, 105, 103, 250, 100, 999, 112,
    87, 231, 242, 991, 111, 1, 587, 389, 33, 25, 357, 467, 201, 1, 30, 44, 283, 15, 25, 103, 21, 13, 87, 2,
    20, 7, 24, 99, 8, 99, 61, 25, 95, 80, 51, 29, 24, 18, 83, 31, 51, 90, 52, 73, 8, 36, 48, 7, 140, 186, 84,
    19, 45, 80, 52, 164, 19, 53, 15, 43, 340, 133, 111, 231, 378, 49,
], dtype=np.float64)[None]  # fmt: skip
DIED = np.ones((1, 137), dtype=bool)
DIED[0, [9, 13, 20, 21, 63, 71, 72, 90, 109]] = False
TEST_DRUG = np.arange(137)[None] >= 69
AGE = np.array([
    69, 64, 38, 63, 65, 49, 69, 68, 43, 70, 81, 63, 63, 52, 48, 61, 42, 35, 63, 56, 55, 67, 63, 65, 46, 53,
    69, 68, 43, 55, 42, 64, 65, 65, 55, 66, 60, 67, 53, 62, 67, 72, 48, 68, 67, 61, 60, 62, 38, 50, 63, 64,
    43, 34, 66, 62, 52, 47, 63, 68, 45, 41, 66, 62, 60, 66, 38, 53, 37, 54, 60, 48, 52, 70, 50, 62, 65, 58,
    62, 64, 63, 58, 64, 52, 35, 63, 70, 51, 40, 69, 36, 71, 62, 60, 44, 54, 66, 49, 72, 68, 62, 71, 70, 61,
    71, 59, 67, 60, 69, 57, 39, 62, 50, 43, 70, 66, 61, 81, 58, 63, 60, 62, 42, 69, 63, 45, 68, 39, 66, 63,
    49, 64, 65, 64, 67, 65, 37,
], dtype=np.float64)[None]  # fmt: skip
EVERYBODY = np.ones((1, 137), dtype=bool)

# Thall and Vail 1990, seizures in eight weeks; R: MASS::epil, summed over its four periods.
SEIZURES = np.array([
    42, 19, 10, 7, 24, 16, 14, 26, 70, 6, 55, 53, 29, 302, 16, 6, 30, 11, 11, 30, 7, 3, 26, 59, 16, 32, 51,
    10, 33, 6, 4, 22, 14, 14, 143, 13, 74, 14, 12, 123, 15, 13, 28, 13, 15, 65, 20, 39, 10, 13, 66, 42, 0,
    22, 10, 6, 12, 13, 93,
], dtype=np.float64)[None]  # fmt: skip
PROGABIDE = np.array([
    1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0,
    1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0,
], dtype=np.float64)[None]  # fmt: skip


def test_hazards_of_the_veterans_trial() -> None:
    """R: coxph(Surv(time, status) ~ trt + age, veteran), 101 times for 137 people; survdiff without age."""
    fit = cox(DAYS, DIED, np.stack([TEST_DRUG.astype(np.float64), AGE], axis=2), EVERYBODY)
    np.testing.assert_allclose(fit.coefficients[0], [-0.003654233584, 0.007527261879], rtol=2e-8)
    np.testing.assert_allclose(fit.se[0], [0.182513534581, 0.009661282916], rtol=1e-8)
    np.testing.assert_allclose([fit.value_at_zero[0], fit.value[0]], [-505.4490549, -505.1361479], atol=5e-8)
    test = log_rank(DAYS, DIED, [~TEST_DRUG, TEST_DRUG])
    assert test.chi_squared[0] == pytest.approx(0.008227343202, rel=1e-8)
    assert test.df[0] == 1


def test_survival_of_the_veterans_trial() -> None:
    """R: survfit(Surv(time, status) ~ 1, veteran, conf.type = "log-log"), as SAS has it."""
    curve = kaplan_meier(DAYS, DIED, EVERYBODY)
    for day, at_risk, share, se, low, high in (
        (30, 97, 0.700435, 0.0391620, 0.616084, 0.769720),
        (100, 55, 0.417995, 0.0424766, 0.334195, 0.499465),
        (200, 25, 0.205303, 0.0359972, 0.139866, 0.279612),
    ):
        found = free_at(curve, day)
        assert found.at_risk[0] == at_risk
        numbers = found.share[0], found.se[0], found.interval.low[0], found.interval.high[0]
        np.testing.assert_allclose(numbers, (share, se, low, high), atol=6e-7)
    median, interval = median_time(curve)
    assert (median[0], interval.low[0], interval.high[0]) == (80, 52, 100)


def test_rates_of_seizures() -> None:
    """R: glm.nb(y ~ trt + offset(log(t))); its errors take the dispersion as known, ours estimate it too."""
    years = np.full(SEIZURES.shape, 8 / 52.18)
    x = np.stack([np.ones_like(PROGABIDE), PROGABIDE], axis=2)
    fit = negative_binomial(SEIZURES, years, x, np.ones(SEIZURES.shape, dtype=bool))
    np.testing.assert_allclose(fit.coefficients[0], [5.41102763682, -0.07508706385], rtol=1e-6)
    assert fit.dispersion[0] == pytest.approx(0.899927955, rel=1e-6)
    assert fit.value[0] == pytest.approx(-265.9884532, abs=5e-8)
    np.testing.assert_allclose(fit.se[0], [0.1821561606, 0.2514437752], rtol=1e-6)
    plain = negative_binomial(SEIZURES, years, x[..., :1], np.ones(SEIZURES.shape, dtype=bool))
    assert 2 * (fit.value[0] - plain.value[0]) == pytest.approx(0.08920719526, abs=1e-7)


def test_durable_goods_of_tobin() -> None:
    """Tobin 1958; R: survreg(Surv(durable, durable > 0, type = "left") ~ age + quant, tobin, "gaussian")."""
    bought = np.array([0, 0.7, 0, 0, 0, 0, 0, 3.7, 0, 3, 10.4, 0, 0, 0, 1.5, 0, 0, 3.5, 6.1, 0])[None]
    age = np.array([
        57.7, 50.9, 48.5, 41.7, 47.7, 59.8, 44.3, 45.1, 51.7, 50, 46.8, 58, 58.9, 40, 34.1, 39.9, 33.4, 48.1,
        46.6, 53.1,
    ])[None]  # fmt: skip
    quant = np.array([
        236, 283, 207, 220, 238, 216, 284, 221, 275, 269, 207, 249, 246, 277, 231, 219, 240, 266, 214, 251,
    ])[None]  # fmt: skip
    x = np.stack([np.ones_like(age), age, quant], axis=2)
    seen, below = np.where(bought > 0, bought, np.nan), np.where(bought > 0, np.nan, 0.0)
    used = np.ones(age.shape, dtype=bool)
    fit = censored_normal(seen, below, np.full_like(seen, np.nan), x, used)
    np.testing.assert_allclose(fit.coefficients[0], [15.1448664, -0.1290593, -0.0455417], rtol=1e-6)
    np.testing.assert_allclose(fit.se[0], [16.0794532, 0.2185836, 0.0582541], rtol=1e-6)
    assert (fit.sd[0], fit.below[0]) == (pytest.approx(5.57254, abs=5e-6), 13)
    assert fit.value[0] == pytest.approx(-28.9, abs=0.05)
    turned = censored_normal(-seen, np.full_like(seen, np.nan), -below, x, used)
    np.testing.assert_allclose(turned.coefficients, -fit.coefficients, rtol=1e-6)


def test_acidity_and_carbon_dioxide_within_people() -> None:
    """Bland and Altman, BMJ 1995;310:446: r = -0.51, p = 0.0008; R's rmcorr: -0.5067697 with 38 df.

    Its interval, -0.711 to -0.223, takes 38 for the number of pairs; Fisher's z with 38 degrees of freedom
    has 40, so that ours is 1/sqrt(37) wide where it is 1/sqrt(35).
    """
    acidity = [
        [6.68, 6.53, 6.43, 6.33], [6.85, 7.06, 7.13, 7.17],
        [7.40, 7.42, 7.41, 7.37, 7.34, 7.35, 7.28, 7.30, 7.34], [7.36, 7.33, 7.29, 7.30, 7.35],
        [7.35, 7.30, 7.30, 7.37, 7.27, 7.28, 7.32, 7.32], [7.38, 7.30, 7.29, 7.33, 7.31, 7.33],
        [6.86, 6.94, 6.92], [7.19, 7.29, 7.21, 7.25, 7.20, 7.19, 6.77, 6.82],
    ]  # fmt: skip
    dioxide = [
        [3.97, 4.12, 4.09, 3.97], [5.27, 5.37, 5.41, 5.44],
        [5.67, 3.64, 4.32, 4.73, 4.96, 5.04, 5.22, 4.82, 5.07], [5.67, 5.10, 5.53, 4.75, 5.51],
        [4.28, 4.44, 4.32, 3.23, 4.46, 4.72, 4.75, 4.99], [4.78, 4.73, 5.12, 4.93, 5.03, 4.93],
        [6.85, 6.44, 6.52], [5.28, 4.56, 4.34, 4.32, 4.41, 3.69, 6.09, 5.58],
    ]  # fmt: skip
    filled = [np.array([[*one, *[np.nan] * (9 - len(one))] for one in rows]) for rows in (acidity, dioxide)]
    found = repeated_correlation(filled[0][None], filled[1][None])
    assert found.r[0] == pytest.approx(-0.5067697, abs=5e-8)
    assert (found.df[0], found.n[0]) == (38, 8)
    assert found.p[0] == pytest.approx(0.000847, abs=5e-7)
    wide = np.arctanh(found.r[0]) + np.array([-1, 1]) * 1.959964 / np.sqrt(35)
    np.testing.assert_allclose(np.tanh(wide), [-0.7112297, -0.2232550], atol=5e-7)
    half = (np.arctanh(found.interval.high[0]) - np.arctanh(found.interval.low[0])) / 2
    assert half == pytest.approx(1.959964 / np.sqrt(37), rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0528, 0.3382),
        ((9, 10, 3, 10), 0.1700, 0.8406),
        ((10, 10, 0, 20), 0.7156, 1.0000),
        ((10, 10, 0, 10), 0.6636, 1.0000),
    ],
)
def test_differences_of_shares(counts: tuple[int, ...], low: float, high: float) -> None:
    """Newcombe, Stat Med 1998;17:873-890, table II, method 6 (Miettinen and Nurminen).

    For 10/10 against 0/10 the limit follows by hand: at difference d the restricted shares are (1 + d)/2 and
    (1 - d)/2, so 19 (1 - d)/(1 + d) = 1.959964^2 and d = 0.66364.
    """
    found = risk_difference(*(np.array([count]) for count in counts))
    assert found.interval.low[0] == pytest.approx(low, abs=5.1e-5)
    assert found.interval.high[0] == pytest.approx(high, abs=5.1e-5)


def test_a_graph_of_two_primary_and_two_secondary_hypotheses() -> None:
    """Bretz and others, Biom J 2011;53:894: alpha 0.025, p 0.01, 0.005, 0.1 and 0.5 on the graph of figure 2.

    H2 is rejected at 0.0125, passes all to H4 or H1, and so on; worked by hand here along algorithm 1. H2
    (0.005 / 0.5 = 0.01), then H1 (0.01 / 0.5 = 0.02), which leaves half each for H3 (0.1 / 0.5 = 0.2), and
    all for H4 (0.5).
    """
    passed = np.array([[0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]], dtype=np.float64)
    graph = Graph(np.array([0.5, 0.5, 0.0, 0.0]), passed)
    found = adjusted(graph, np.array([[0.01, 0.005, 0.1, 0.5]]))
    np.testing.assert_allclose(found, [[0.02, 0.01, 0.2, 0.5]])


def test_procedures_by_hand() -> None:
    """Holm's and Hochberg's steps on four p values as R's p.adjust has them, and gates that shut."""
    p = np.array([[0.01, 0.02, 0.03, 0.04]])
    np.testing.assert_allclose(adjusted(holm(4), p), [[0.04, 0.06, 0.06, 0.06]])
    np.testing.assert_allclose(false_discovery(p), [[0.04, 0.04, 0.04, 0.04]])
    # Serial: the second family waits for the worst of the first; parallel: H1 passes its half on at once.
    np.testing.assert_allclose(serial_gatekeeping([2, 2], p[:, [0, 3, 1, 2]]), [[0.02, 0.04, 0.04, 0.04]])
    found = adjusted(parallel_gatekeeping([2, 2]), np.array([[0.01, 0.9, 0.001, 0.02]]))
    np.testing.assert_allclose(found, [[0.02, 1.0, 0.02, 0.04]])
