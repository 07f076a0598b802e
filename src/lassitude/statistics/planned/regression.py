"""Estimates of a planned regression of one endpoint in one arm."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.planned.regressors import regressor_notes
from lassitude.statistics.regression import Regression, linear_regression


def regression_block(
    block: ArmBlock,
    analysis: str,
    change_from: str,
    at: str,
    covariates: Mapping[str, tuple[str, NDArray[np.float64]]],
) -> list[EstimateBatch]:
    """Regress the change between two visits on covariates.

    Parameters
    ----------
    block : ArmBlock
        One endpoint in one arm.
    analysis : str
        Name of the analysis in the plan.
    change_from, at : str
        Labels of the two visits; the outcome is the value at `at` minus the one at `change_from`.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate to its unit and values.

    Returns
    -------
    list of EstimateBatch
        Slopes (``slope:NAME``, ``slope_p:NAME``), their variance inflation, the fit and its diagnostics.
    """
    absent = [name for name, (_, values) in covariates.items() if not np.isfinite(values).any()]
    x = np.stack([values for _, values in covariates.values()], axis=2)
    fit = linear_regression(block.at(at) - block.at(change_from), x, block.enrolled)
    used = block.enrolled & ~fit.left_out
    columns = {name: values for name, (_, values) in covariates.items()}
    said = regressor_notes(columns, used, block.subjects)
    notes = (*(f"Nobody in this study was measured on {name}." for name in absent), *fit.notes, *said)
    method = f"least squares of the change from {change_from} to {at} on {', '.join(covariates)}"
    draft = draft_for(block, analysis, at, method, fit.left_out, fit.n, fit.converged, notes)
    units = {
        name: block.unit if unit == PURE else f"{block.unit}/{unit.removesuffix('s')}"
        for name, (unit, _) in covariates.items()
    }
    return [*slope_estimates(draft, fit, {"intercept": block.unit, **units}), *fit_quality(draft, fit)]


def slope_estimates(draft: Draft, fit: Regression, units: Mapping[str, str]) -> list[EstimateBatch]:
    """Tell the coefficients of a regression.

    Parameters
    ----------
    draft : Draft
        What the estimates have in common.
    fit : Regression
        As fitted.
    units : mapping of str to str
        Units of the intercept and of the slopes by the names of regressors, in the order of the fit.

    Returns
    -------
    list of EstimateBatch
        ``intercept``, and of each regressor ``slope``, ``slope_p`` and ``variance_inflation``.
    """
    estimates: list[EstimateBatch] = []
    found = fit.coefficients
    for index, (name, unit) in enumerate(units.items()):
        interval = Intervals(found.interval.low[:, index], found.interval.high[:, index])
        value, se, p = found.value[:, index], found.se[:, index], found.p[:, index]
        label = "intercept" if index == 0 else f"slope:{name}"
        estimates.append(draft.estimate(label, unit, value, se=se, interval=interval, df=fit.df, p=p))
        if index:
            estimates.append(draft.estimate(f"slope_p:{name}", PURE, p, df=fit.df, p=p))
            inflation = fit.diagnostics.variance_inflation[:, index - 1]
            estimates.append(draft.estimate(f"variance_inflation:{name}", PURE, inflation))
    return estimates


def fit_quality(draft: Draft, fit: Regression) -> list[EstimateBatch]:
    """Say how well a regression fits and whether its assumptions look tenable.

    Parameters
    ----------
    draft : Draft
        What the estimates have in common.
    fit : Regression
        As fitted.

    Returns
    -------
    list of EstimateBatch
        Shares of variance, the test of the whole, and diagnostics of residuals, influence and collinearity.
    """
    found = fit.diagnostics
    return [
        draft.estimate("r_squared", PURE, fit.r_squared),
        draft.estimate("adjusted_r_squared", PURE, fit.adjusted_r_squared),
        draft.estimate("regression_f", PURE, fit.f, df=fit.df, p=fit.f_p),
        draft.estimate("residual_normality", PURE, found.normality, p=found.normality_p),
        draft.estimate("breusch_pagan", PURE, found.breusch_pagan, p=found.breusch_pagan_p),
        draft.estimate("largest_cook", PURE, found.largest_cook),
        draft.estimate("condition_number", PURE, found.condition_number),
    ]
