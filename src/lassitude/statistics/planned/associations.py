"""Estimates of planned correlations and regressions between people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.correlation import Correlation as Correlated
from lassitude.statistics.correlation import pearson, spearman
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.other_measures import Measure
from lassitude.statistics.planned.regression import fit_quality, slope_estimates
from lassitude.statistics.planned.regressors import regressor_notes
from lassitude.statistics.regression import Regression, linear_regression
from lassitude.study.analyses.associations import (
    ChangeCorrelation,
    Correlation,
    Determinants,
    RankCorrelation,
)

Correlate = Callable[
    [NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | None, NDArray[np.bool_]], Correlated
]


def correlation_block(
    block: ArmBlock,
    others: Sequence[Measure],
    given: Sequence[Measure],
    name: str,
    analysis: Correlation | RankCorrelation,
) -> list[EstimateBatch]:
    """Correlate an endpoint at one visit with other measures in the people of one group.

    Parameters
    ----------
    block : ArmBlock
        The endpoint in the group.
    others, given : sequence of Measure
        What it is correlated with, and what is held constant; of everybody.
    name : str
        Name of the analysis in the plan.
    analysis : Correlation or RankCorrelation
        Visit, and of values or of ranks.

    Returns
    -------
    list of EstimateBatch
        ``correlation:OTHER``, or with measures held constant ``partial_correlation:OTHER``; of ranks
        ``rank_correlation:OTHER`` and ``partial_rank_correlation:OTHER``. Each rests on the people who have
        the values that it needs.
    """
    rank = isinstance(analysis, RankCorrelation)
    correlate: Correlate = spearman if rank else pearson
    held = np.stack([one.values for one in given], axis=2) if given else None
    holding = f" given {', '.join(one.name for one in given)}" if given else ""
    error = "Bonett and Wright's standard error" if rank else "standard error 1 / sqrt(n - 3 - held constant)"
    label = f"{'partial_' if given else ''}{'rank_' if rank else ''}correlation"
    found: list[EstimateBatch] = []
    for other in others:
        fit = correlate(block.at(analysis.at), other.values, held, block.enrolled)
        method = (
            f"{'Spearman' if rank else 'Pearson'}'s correlation with {other.name} at {analysis.at}{holding}; "
            f"Fisher's z interval, {error}"
        )
        notes = [*other.notes, *(note for one in given for note in one.notes)]
        found.append(_correlated(block, name, analysis.at, method, notes, f"{label}:{other.name}", fit))
    return found


def change_correlation_block(
    block: ArmBlock, others: Sequence[Measure], name: str, analysis: ChangeCorrelation
) -> list[EstimateBatch]:
    """Correlate changes between two visits; see `correlation_block`.

    Returns
    -------
    list of EstimateBatch
        ``change_correlation:OTHER``, named by the later visit.
    """
    start, at = analysis.change_from, analysis.at
    change, found = block.at(at) - block.at(start), list[EstimateBatch]()
    for other in others:
        fit = pearson(change, other.values, None, block.enrolled)
        method = (
            f"Pearson's correlation of changes from {start} to {at} with {other.name}; Fisher's z interval, "
            "standard error 1 / sqrt(n - 3)"
        )
        label = f"change_correlation:{other.name}"
        found.append(_correlated(block, name, at, method, other.notes, label, fit))
    return found


def determinants_block(
    block: ArmBlock, measures: Sequence[Measure], name: str, analysis: Determinants
) -> list[EstimateBatch]:
    """Regress an endpoint at one visit on other measures together in the people of one group.

    Parameters
    ----------
    block : ArmBlock
        The endpoint in the group.
    measures : sequence of Measure
        Of everybody.
    name : str
        Name of the analysis in the plan.
    analysis : Determinants
        Visit.

    Returns
    -------
    list of EstimateBatch
        Slopes as a regression of a change has them; of each measure ``standardized`` and ``unique_share``;
        the fit and its diagnostics, ``r_squared`` among them.
    """
    values = np.stack([one.values for one in measures], axis=2)
    outcome = block.at(analysis.at)
    fit = linear_regression(outcome, values, block.enrolled)
    used = block.enrolled & ~fit.left_out
    said = regressor_notes({one.name: one.values for one in measures}, used, block.subjects)
    notes = dict.fromkeys([*(note for one in measures for note in one.notes), *fit.notes, *said])
    method = f"least squares of the value at {analysis.at} on {', '.join(one.name for one in measures)}"
    draft = draft_for(block, name, analysis.at, method, fit.left_out, fit.n, fit.converged, tuple(notes))
    units = {
        one.name: block.unit if one.unit == PURE else f"{block.unit}/{one.unit.removesuffix('s')}"
        for one in measures
    }
    return [
        *slope_estimates(draft, fit, {"intercept": block.unit, **units}),
        *_shares(draft, fit, outcome, measures, used),
        *fit_quality(draft, fit),
    ]


def _shares(
    draft: Draft,
    fit: Regression,
    outcome: NDArray[np.float64],
    measures: Sequence[Measure],
    used: NDArray[np.bool_],
) -> list[EstimateBatch]:
    """Tell of each measure its slope in standard deviations, and what it alone adds to the variance told."""
    own, slopes = _sd(outcome, used), fit.coefficients
    found: list[EstimateBatch] = []
    for index, one in enumerate(measures, start=1):
        scale = _sd(one.values, used) / np.where(own > 0, own, np.nan)
        ends = (scale * end[:, index] for end in slopes.interval)
        p = slopes.p[:, index]
        unique = slopes.t[:, index] ** 2 * (1 - fit.r_squared) / fit.df
        found += [
            draft.estimate(
                f"standardized:{one.name}",
                PURE,
                scale * slopes.value[:, index],
                se=scale * slopes.se[:, index],
                interval=Intervals(*ends),
                df=fit.df,
                p=p,
            ),
            draft.estimate(f"unique_share:{one.name}", PURE, unique, df=fit.df, p=p),
        ]
    return found


def _sd(values: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = used.sum(axis=1)
    mean = np.where(used, values, 0.0).sum(axis=1) / np.maximum(n, 1)
    squares = (np.where(used, values - mean[:, None], 0.0) ** 2).sum(axis=1)
    return np.sqrt(squares / np.where(n > 1, n - 1.0, np.nan))


def _correlated(
    block: ArmBlock,
    name: str,
    at: str,
    method: str,
    notes: Sequence[str],
    label: str,
    fit: Correlated,
) -> EstimateBatch:
    said = tuple(dict.fromkeys((*notes, *fit.notes)))
    draft = draft_for(block, name, at, method, fit.left_out, fit.n, fit.converged, said)
    return draft.estimate(label, PURE, fit.r, interval=fit.interval, df=fit.df, p=fit.p)
