"""Reference results of rates, times to an event and multiplicity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lassitude.statistics.censored import censored_normal
from lassitude.statistics.events.hazards import cox, log_rank
from lassitude.statistics.events.kaplan_meier import free_at, kaplan_meier
from lassitude.statistics.events.rates import negative_binomial
from lassitude.statistics.imputation.pooling import rubin
from lassitude.statistics.multiplicity import adjusted, false_discovery, holm
from lassitude.statistics.repeated_correlation import repeated_correlation
from lassitude.workflows.qualification import published_data as data
from lassitude.workflows.qualification.check import Check

GROUP = "Statistics"
_REMISSION = "remission times of Freireich et al. (Blood 1963;21:699)"
_FOUR = np.array([[0.01, 0.04, 0.03, 0.005]])


def _rates() -> Sequence[float]:
    used = np.ones_like(data.HIGH_TENSION)
    columns = np.stack([used, data.HIGH_TENSION], axis=2).astype(np.float64)
    found = negative_binomial(data.BREAKS, np.ones_like(data.BREAKS), columns, used)
    return [*found.coefficients[0], 1 / found.dispersion[0], 2 * found.value[0]]


def _survival() -> Sequence[float]:
    curve = kaplan_meier(data.REMISSION, data.RELAPSED, data.MERCAPTOPURINE)
    found = free_at(curve, 10.0)
    return [found.share[0], found.se[0], found.interval.low[0], found.interval.high[0]]


def _hazards() -> Sequence[float]:
    treated = data.MERCAPTOPURINE
    used = np.ones_like(treated)
    fit = cox(data.REMISSION, data.RELAPSED, treated[..., None].astype(np.float64), used)
    test = log_rank(data.REMISSION, data.RELAPSED, [treated, ~treated])
    return [fit.coefficients[0, 0], fit.se[0, 0], test.chi_squared[0]]


def _censored() -> Sequence[float]:
    below = np.where(data.ASSAY_BELOW, data.ASSAY, np.nan)
    seen = np.where(data.ASSAY_BELOW, np.nan, data.ASSAY)
    used = np.ones_like(data.ASSAY_BELOW)
    columns = np.stack([used, data.ASSAY_SECOND], axis=2).astype(np.float64)
    found = censored_normal(seen, below, np.full_like(seen, np.nan), columns, used)
    return [*found.coefficients[0], *found.se[0], found.sd[0], 2 * found.value[0]]


def _correlated() -> Sequence[float]:
    found = repeated_correlation(data.RISING, data.FALLING)
    return [found.r[0], found.df[0], found.p[0]]


def _pooled() -> Sequence[float]:
    found = rubin(np.array([1.0, 2.0, 3.0]), np.ones(3), np.array(20.0))
    return [float(one) for one in (found.value, found.se, found.df)]


def _multiplicity() -> Sequence[float]:
    return [*adjusted(holm(4), _FOUR)[0], *false_discovery(_FOUR)[0]]


CHECKS = (
    Check(
        "negative-binomial",
        GROUP,
        "negative binomial rates: log rate, log rate ratio, 1 / dispersion, twice the log-likelihood",
        (3.594263477739, -0.518488496512, 8.07637672769, -272.35640239061),
        "R 4.2.2, MASS::glm.nb on breaks of yarn at low and high tension (Tippett 1950)",
        "relative",
        1e-5,
        _rates,
    ),
    Check(
        "kaplan-meier",
        GROUP,
        "Kaplan-Meier: share free at ten weeks, Greenwood's error, 95% log-log interval",
        (0.752941176471, 0.0963496529943, 0.5031995108, 0.889361835169),
        f"R 4.2.2, survival::survfit on {_REMISSION}",
        "relative",
        1e-6,
        _survival,
    ),
    Check(
        "cox-log-rank",
        GROUP,
        "Cox's model with Efron's ties: log hazard ratio and its error; log-rank chi squared",
        (-1.57212514883, 0.412396717709, 16.7929409892),
        f"R 4.2.2, survival::coxph and survdiff on {_REMISSION}",
        "relative",
        1e-6,
        _hazards,
    ),
    Check(
        "censored",
        GROUP,
        "normal values, some below a limit: mean, difference, their errors, SD, twice the log-likelihood",
        (3.299470810875, 3.311966004158, 0.809788974435, 1.103830849480, 2.12387699065, -59.9680913368),
        "R 4.2.2, survival::survreg on sixteen values written for this check, four below 2.5",
        "relative",
        1e-6,
        _censored,
    ),
    Check(
        "repeated-correlation",
        GROUP,
        "correlation within people over visits: r, degrees of freedom, p",
        (-0.954226213926, 11.0, 4.19042870612e-07),
        "R 4.2.2, lm(y ~ person + x) on four people written for this check (Bland and Altman 1995)",
        "relative",
        1e-6,
        _correlated,
    ),
    Check(
        "rubin",
        GROUP,
        "Rubin's rules over imputations 1, 2, 3 with variances 1 and 20 df: mean, error, Barnard-Rubin's df",
        (2.0, (7 / 3) ** 0.5, 1 / (8 / 49 + 7 / 3 * 23 / 21 / 20)),
        "by hand: T = 1 + 4/3, r = 4/7, df = 1 / (r^2 / 2 + (23/21) / (20 (1 - r)))",
        "relative",
        1e-12,
        _pooled,
    ),
    Check(
        "multiplicity",
        GROUP,
        "p values 0.01, 0.04, 0.03, 0.005 adjusted by Holm, then by Benjamini and Hochberg",
        (0.03, 0.06, 0.06, 0.02, 0.02, 0.04, 0.04, 0.02),
        "by hand from Holm 1979 and Benjamini and Hochberg 1995",
        "absolute",
        1e-12,
        _multiplicity,
    ),
)
