"""Reference results of the estimators: each against a published number or another program."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lassitude.statistics.covariance import analysis_of_covariance
from lassitude.statistics.crossover import crossover
from lassitude.statistics.mixed_models.fit import MixedFit, fit_mixed_model
from lassitude.statistics.mixed_models.inference import contrasts, inference
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import STRUCTURES
from lassitude.statistics.paired import paired_t
from lassitude.statistics.repeated_measures import factorial_contrasts, within_effect
from lassitude.statistics.signed_rank import signed_rank
from lassitude.statistics.two_groups import welch
from lassitude.workflows.qualification import published_data as data
from lassitude.workflows.qualification.check import Check

GROUP = "Statistics"
_R = "R 4.2.2, {} on {}"
_SLEEP = "Student's sleep data (Biometrika 1908;6:1)"
_DENTAL = "the dental data of Potthoff and Roy (Biometrika 1964;51:313)"
_RELATIVE = 1e-6


def _paired() -> Sequence[float]:
    found = paired_t(data.SLEEP_FIRST, data.SLEEP_SECOND)
    return [one[0] for one in (found.mean_change, found.se, *found.interval, found.t, found.p)]


def _welch() -> Sequence[float]:
    found = welch(data.SLEEP_SECOND, data.SLEEP_FIRST)
    return [one[0] for one in (found.difference, found.se, *found.interval, found.t, found.df, found.p)]


def _wilcoxon() -> Sequence[float]:
    found = signed_rank(data.DEPRESSION_BEFORE, data.DEPRESSION_AFTER)
    return [found.w[0], found.p[0]]


def _ancova() -> Sequence[float]:
    groups = [np.equal(data.DRUG, place) for place in range(3)]
    found = analysis_of_covariance(data.BACILLI_AFTER, data.BACILLI_BEFORE[..., None], groups, 0)
    to_third = found.differences[2]
    means = [one.value[0] for one in found.means]
    return [*means, to_third.value[0], to_third.se[0], to_third.p[0], found.f[0], found.p[0]]


def _repeated_measures() -> Sequence[float]:
    effects = [
        within_effect(data.REACTION_TIMES, factorial_contrasts((2, 3), varies))
        for varies in ((True, False), (False, True), (True, True))
    ]
    noise, angle, both = effects
    return [noise.f[0], angle.f[0], angle.epsilon_gg[0], both.f[0], both.epsilon_gg[0]]


def _crossover() -> Sequence[float]:
    found = crossover(data.CROSSOVER, data.CROSSOVER_GIVEN, 4)
    effects = found.treatments
    return [*effects.value[0], *effects.se[0], effects.f[0], effects.f_p[0], found.df[0]]


def _dental(outcome: np.ndarray, structure: str) -> MixedFit:
    """Fit a mean for every sex and age."""
    boy = np.arange(data.BOYS + data.GIRLS) < data.BOYS
    cells = np.where(boy[:, None, None], np.eye(8)[:4], np.eye(8)[4:])[None]
    return fit_mixed_model(Measurements(outcome, cells), STRUCTURES[structure])


def _last_visit() -> np.ndarray:
    return np.array([[0, 0, 0, -1, 0, 0, 0, 1.0]])


def _unstructured() -> Sequence[float]:
    fit = _dental(data.DENTAL_INCOMPLETE, "unstructured")
    variance = np.diagonal(fit.covariance[0])[[3, 7]]
    return [fit.deviance[0], *fit.coefficients[0], *variance]


def _unstructured_complete() -> Sequence[float]:
    found = contrasts(inference(_dental(data.DENTAL, "unstructured")), _last_visit())
    return [one[0, 0] for one in (found.value, found.se, found.df, found.p, *found.interval)]


def _compound_symmetry() -> Sequence[float]:
    fit = _dental(data.DENTAL_INCOMPLETE, "compound-symmetry")
    found = contrasts(inference(fit, "satterthwaite"), _last_visit())
    return [fit.deviance[0], *(one[0, 0] for one in (found.value, found.se, found.df, found.p))]


CHECKS = (
    Check(
        "paired-t",
        GROUP,
        "paired t test: mean change, standard error, 95% interval, t, p",
        (1.58, 0.3889587238884, 0.70011423672302, 2.45988576327698, 4.06212768338204, 0.00283289019738),
        _R.format("t.test(paired = TRUE)", _SLEEP),
        "relative",
        _RELATIVE,
        _paired,
    ),
    Check(
        "welch",
        GROUP,
        "Welch's t test: difference, standard error, 95% interval, t, degrees of freedom, p",
        (1.58, 0.8490910172388, -0.2054832307117, 3.3654832307117, 1.8608134674869, 17.7764735161785,
         0.0793941401874),
        _R.format("t.test", _SLEEP),
        "relative",
        _RELATIVE,
        _welch,
    ),
    Check(
        "wilcoxon",
        GROUP,
        "Wilcoxon's signed ranks: the smaller rank sum and the exact p",
        (5.0, 20 / 512),
        _R.format("wilcox.test(paired = TRUE)", "Hollander and Wolfe 1973, 29: V = 40 of 45, p = 0.03906"),
        "relative",
        _RELATIVE,
        _wilcoxon,
    ),
    Check(
        "ancova",
        GROUP,
        "analysis of covariance: adjusted means, difference F to A with error and p, F and p of drugs",
        (6.71496346262, 6.82393479483, 10.16110174255, 3.446138279933, 1.88678064842, 0.0792845843098,
         2.13613, 0.13838),
        _R.format("lm, emmeans 1.8", "Snedecor and Cochran 1967, 422; SAS/STAT prints the same means"),
        "relative",
        2e-5,
        _ancova,
    ),
    Check(
        "repeated-measures-anova",
        GROUP,
        "repeated-measures ANOVA: F of noise, angle and both, Greenhouse-Geisser epsilons of the last two",
        (33.766, 40.719, 0.96164, 45.310, 0.90398),
        "R afex, data md_12.1 (Maxwell and Delaney, table 12.1), to the digits printed",
        "relative",
        2e-5,
        _repeated_measures,
    ),
    Check(
        "crossover",
        GROUP,
        "crossover with missing periods: effects of treatments, standard errors, F, p, degrees of freedom",
        (0.125, -0.9, -0.025, 1.94253378349, 1.83258270618, 1.83258270618, 0.14126, 0.93377, 16.0),
        _R.format("lm(y ~ subject + period + treatment)", "the eight rows in the file of this check"),
        "relative",
        5e-5,
        _crossover,
    ),
    Check(
        "mmrm-unstructured",
        GROUP,
        "mixed model, unstructured, missing data: -2 REML log-likelihood, eight means, variances of the last",
        (367.4143498397, 22.875, 23.8725411125, 25.7024250913, 27.1694680727, 21.1818181818, 22.2272727273,
         23.0929358734, 24.1732876057, 0.3575464888, 0.5543369112),
        _R.format("nlme::gls(corSymm, varIdent)", f"{_DENTAL}, 14 values taken away"),
        "relative",
        1e-5,
        _unstructured,
    ),
    Check(
        "mmrm-complete",
        GROUP,
        "mixed model, complete data: a difference at one visit is the pooled t test, Kenward-Roger's 25 df",
        (-3.37784090909091, 0.874561393908327, 25.0, 0.000705000323843, -5.17903381659, -1.57664800159),
        _R.format("t.test(var.equal = TRUE)", f"{_DENTAL}, age 14"),
        "relative",
        1e-5,
        _unstructured_complete,
    ),
    Check(
        "mmrm-satterthwaite",
        GROUP,
        "mixed model, compound symmetry, missing data: -2 REML log-likelihood, difference, error, df, p",
        (375.267393454, -2.81001684621, 1.00370205394, 62.8308120618, 0.00678737823318),
        _R.format("lme4 and lmerTest", f"{_DENTAL}, 14 values taken away"),
        "relative",
        1e-5,
        _compound_symmetry,
    ),
)  # fmt: skip
