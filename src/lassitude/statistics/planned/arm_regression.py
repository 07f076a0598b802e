"""Estimates of a planned regression of everybody on arm and covariates together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.planned.groups import reference_of
from lassitude.statistics.planned.regression import fit_quality
from lassitude.statistics.planned.regressors import regressor_notes
from lassitude.statistics.regression import Regression, linear_regression
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.between_arms import ArmRegression

Covariates = Mapping[str, tuple[str, NDArray[np.float64]]]


@dataclass(frozen=True, eq=False)
class _Terms:
    """Regressors by name, each with its term (``arm``, a covariate, ``arm*COVARIATE``) and unit."""

    columns: dict[str, NDArray[np.float64]]
    term: dict[str, str]
    unit: dict[str, str]


def arm_regression_blocks(
    blocks: Sequence[ArmBlock], name: str, analysis: ArmRegression, covariates: Covariates
) -> list[EstimateBatch]:
    """Regress everybody's outcome on arm, covariates and the planned interactions.

    Covariates are centered at the mean of the people used, so that a difference between arms is the one at
    their mean, whatever its interactions.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : ArmRegression
        Visits, outcome, reference and interactions.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Unit and values of each column; factors have a column a level, named ``sex=male``.

    Returns
    -------
    list of EstimateBatch
        ``regression_difference:REFERENCE`` of each other arm and, for everybody, ``regression_p:arm``, the
        slopes, the fit and its diagnostics; for each interaction ``slope_difference:NAME`` of each other arm
        and ``regression_p:arm*NAME``.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm.
    """
    place = reference_of(blocks, analysis.reference)
    everyone = all_together(blocks)
    change = everyone.at(analysis.at) - everyone.at(analysis.change_from)
    outcome = change if analysis.outcome == "change" else everyone.at(analysis.at)
    terms = _terms(blocks, place, outcome, analysis, covariates, everyone)
    x = np.stack([*terms.columns.values()], axis=2)
    used = everyone.enrolled & np.isfinite(outcome) & np.isfinite(x).all(axis=2)
    fit = linear_regression(outcome, x, everyone.enrolled)
    notes = (*fit.notes, *regressor_notes(terms.columns, used, everyone.subjects))
    draft = draft_for(
        everyone, name, analysis.at, _method(analysis), fit.left_out, fit.n, fit.converged, notes
    )
    estimates = _coefficients(draft, fit, terms, analysis.reference)
    for term in dict.fromkeys(terms.term.values()):
        kept = [index for index, one in enumerate(terms.columns) if terms.term[one] != term]
        if (term == "arm" or "*" in term) and kept:
            estimates.append(_joint(draft, term, fit, outcome, x[:, :, kept], used, x.shape[2] - len(kept)))
    return [*estimates, *fit_quality(draft, fit)]


def _method(analysis: ArmRegression) -> str:
    what = (
        f"the change from {analysis.change_from} to {analysis.at}"
        if analysis.outcome == "change"
        else f"the value at {analysis.at}"
    )
    crossed = "".join(f", arm*{name}" for name in analysis.interactions)
    return f"least squares of {what} on arm, {', '.join(analysis.covariates)}{crossed}; covariates centered"


def _terms(
    blocks: Sequence[ArmBlock],
    place: int,
    outcome: NDArray[np.float64],
    analysis: ArmRegression,
    covariates: Covariates,
    everyone: ArmBlock,
) -> _Terms:
    known = everyone.enrolled & np.isfinite(outcome)
    for _, values in covariates.values():
        known = known & np.isfinite(values)
    terms = _Terms({}, {}, {})
    others = [block for index, block in enumerate(blocks) if index != place]
    arms = {block.arm: block.enrolled.astype(np.float64) for block in others}
    for arm, member in arms.items():
        _add(terms, f"arm={arm}", "arm", everyone.unit, member)
    for name, (unit, values) in covariates.items():
        n = np.maximum(known.sum(axis=1), 1)
        mean = np.where(known, values, 0.0).sum(axis=1) / n
        centered = values - mean[:, None]
        of_slope = everyone.unit if unit == PURE else f"{everyone.unit}/{unit.removesuffix('s')}"
        factor = name.partition("=")[0]
        _add(terms, name, factor, of_slope, centered)
        if factor in analysis.interactions:
            for arm, member in arms.items():
                _add(terms, f"{arm}*{name}", f"arm*{factor}", of_slope, member * centered)
    return terms


def _add(terms: _Terms, name: str, term: str, unit: str, values: NDArray[np.float64]) -> None:
    terms.columns[name], terms.term[name], terms.unit[name] = values, term, unit


def _coefficients(draft: Draft, fit: Regression, terms: _Terms, reference: str) -> list[EstimateBatch]:
    estimates: list[EstimateBatch] = []
    found = fit.coefficients
    for index, (name, term) in enumerate(terms.term.items(), start=1):
        own, label = draft, f"slope:{name}"
        if term == "arm":
            own, label = replace(draft, arm=name.removeprefix("arm=")), f"regression_difference:{reference}"
        elif "*" in term:
            arm, _, covariate = name.partition("*")
            own, label = replace(draft, arm=arm), f"slope_difference:{covariate}"
        interval = Intervals(found.interval.low[:, index], found.interval.high[:, index])
        value, se, p = found.value[:, index], found.se[:, index], found.p[:, index]
        estimates.append(
            own.estimate(label, terms.unit[name], value, se=se, interval=interval, df=fit.df, p=p)
        )
    return estimates


def _joint(
    draft: Draft,
    term: str,
    fit: Regression,
    outcome: NDArray[np.float64],
    without: NDArray[np.float64],
    used: NDArray[np.bool_],
    hypotheses: int,
) -> EstimateBatch:
    """Test all coefficients of a term by what the fit loses without them."""
    reduced = linear_regression(outcome, without, used)
    with np.errstate(divide="ignore", invalid="ignore"):
        gained = np.maximum(fit.r_squared - reduced.r_squared, 0.0)
        f = (gained / hypotheses) / ((1 - fit.r_squared) / fit.df)
    p = fdtrc(float(hypotheses), fit.df, f)
    return draft.estimate(f"regression_p:{term}", PURE, p, df=fit.df, p=p)
