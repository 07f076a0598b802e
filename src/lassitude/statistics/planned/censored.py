"""Estimates of planned comparisons of values that may lie beyond limits of quantification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.censored import CensoredNormal, censored_normal
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PEOPLE, PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.planned.arm_columns import ArmColumns, Covariates, arm_columns, combined
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.outcomes import CensoredComparison
from lassitude.study.limits import Limits


def censored_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: CensoredComparison,
    covariates: Covariates,
    limits: Limits,
) -> list[EstimateBatch]:
    """Compare means of arms where some values are only known to lie beyond a limit.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : CensoredComparison
        Visit, reference and distribution.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate to its unit and values.
    limits : Limits
        Of everybody, at one visit: arrays [replicate, subject, 1].

    Returns
    -------
    list of EstimateBatch
        For each arm ``below_limit_n``, ``above_limit_n`` and ``geometric_mean`` or ``censored_mean``; for
        each other arm ``geometric_mean_ratio:REFERENCE`` or ``censored_difference:REFERENCE``; for all
        ``residual_sd`` (of logarithms where the distribution is lognormal).
    """
    everyone = all_together(blocks)
    seen, below, above = everyone.at(analysis.at), limits.below[..., 0], limits.above[..., 0]
    known = np.isfinite(seen) | np.isfinite(below) | np.isfinite(above)
    columns = arm_columns(blocks, analysis.reference, covariates, known)
    lognormal = analysis.distribution == "lognormal"
    not_positive = np.zeros(len(seen), dtype=bool)
    if lognormal:
        wrong = [(one <= 0) & columns.used for one in (seen, below, above)]
        not_positive = np.logical_or.reduce(wrong).any(axis=1)
        seen, below, above = (_log(one) for one in (seen, below, above))
    used = columns.used & ~not_positive[:, None]
    fit = censored_normal(seen, below, above, columns.x, used)
    converged, why = judge(_reasons(columns, seen, not_positive, fit))
    law = "lognormal" if lognormal else "normal"
    on = "".join(f", {covariate}" for covariate in columns.covariates)
    method = (
        f"maximum likelihood of {law} values at {analysis.at} on arm{on}; values beyond limits enter by the "
        "chance to lie there"
    )
    left = everyone.enrolled & ~columns.used
    plain = replace(everyone, notes=tuple(one for one in everyone.notes if "censored-comparison" not in one))
    draft = draft_for(plain, name, analysis.at, method, left, fit.n, converged, why)
    draft = replace(draft, converged=converged & fit.converged)
    estimates = _counts(draft, columns, below, above)
    estimates += [_mean(draft, columns, fit, place, lognormal) for place in range(len(columns.blocks))]
    estimates += [
        _compared(draft, columns, analysis, fit, place, lognormal) for place in range(1, len(columns.blocks))
    ]
    unit = PURE if lognormal else everyone.unit
    return [*estimates, draft.estimate("residual_sd", unit, fit.sd)]


def _reasons(
    columns: ArmColumns,
    seen: NDArray[np.float64],
    not_positive: NDArray[np.bool_],
    fit: CensoredNormal,
) -> dict[str, NDArray[np.bool_]]:
    members = columns.members
    people = np.stack([own.sum(axis=1) for own in members])
    numbers = np.stack([(own & np.isfinite(seen)).sum(axis=1) for own in members])
    empty = (people == 0).any(axis=0)
    none = (numbers == 0).any(axis=0) & ~empty
    reasons = {
        "an arm has nobody with a value or a limit and all covariates": empty,
        'a value of 0 or less has no logarithm; write distribution = "normal"': not_positive,
    }
    if none.any():
        first = int(none.argmax())
        place = int((numbers[:, first] == 0).argmax())
        reasons[
            f"all {people[place, first]} values of {columns.blocks[place].arm} lie beyond limits, so that "
            "its mean can be anything beyond them. Measure with a finer assay, or compare the shares beyond "
            "the limit"
        ] = none
    few = numbers.sum(axis=0) < columns.x.shape[2] + 1
    reasons["fewer numbers within the limits than coefficients + 1"] = few
    reasons["the values do not vary, or covariates determine one another"] = ~fit.converged
    return reasons


def _counts(
    draft: Draft, columns: ArmColumns, below: NDArray[np.float64], above: NDArray[np.float64]
) -> list[EstimateBatch]:
    found: list[EstimateBatch] = []
    for block, own in zip(columns.blocks, columns.members, strict=True):
        told = replace(
            draft,
            arm=block.arm,
            method="people whose value lies beyond a limit of quantification",
            n=own.sum(axis=1),
            converged=own.any(axis=1),
        )
        for label, limit in (("below_limit_n", below), ("above_limit_n", above)):
            count = (own & np.isfinite(limit)).sum(axis=1)
            found.append(told.estimate(label, PEOPLE, count.astype(np.float64)))
    return found


def _mean(
    draft: Draft, columns: ArmColumns, fit: CensoredNormal, place: int, lognormal: bool
) -> EstimateBatch:
    value, se = combined(columns.arm(place), fit.coefficients, fit.covariance)
    block = columns.blocks[place]
    own = replace(draft, arm=block.arm, n=columns.members[place].sum(axis=1))
    interval = _around(value, se)
    if not lognormal:
        return own.estimate("censored_mean", block.unit, value, se=se, interval=interval)
    return own.estimate("geometric_mean", block.unit, _exp(value), interval=_exp_of(interval))


def _compared(
    draft: Draft,
    columns: ArmColumns,
    analysis: CensoredComparison,
    fit: CensoredNormal,
    place: int,
    lognormal: bool,
) -> EstimateBatch:
    value, se = fit.coefficients[:, place], fit.se[:, place]
    block, members = columns.blocks[place], columns.members
    own = replace(
        draft,
        arm=block.arm,
        n=(members[0] | members[place]).sum(axis=1),
        method=f"{draft.method}; Wald interval",
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * ndtr(-np.abs(value / se))
    interval = _around(value, se)
    if not lognormal:
        label = f"censored_difference:{analysis.reference}"
        return own.estimate(label, block.unit, value, se=se, interval=interval, p=p)
    label = f"geometric_mean_ratio:{analysis.reference}"
    return own.estimate(label, PURE, _exp(value), interval=_exp_of(interval), p=p)


def _around(value: NDArray[np.float64], se: NDArray[np.float64]) -> Intervals:
    margin = float(ndtri(0.975)) * se
    return Intervals(value - margin, value + margin)


def _log(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.where(value > 0, value, np.nan))


def _exp(value: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(value)


def _exp_of(interval: Intervals) -> Intervals:
    return Intervals(_exp(interval.low), _exp(interval.high))
