"""Estimates of planned comparisons of one endpoint between arms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.covariance import Adjusted, analysis_of_covariance
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.subsets import all_together, together
from lassitude.statistics.two_groups import welch
from lassitude.study.analyses.between_arms import AnalysisOfCovariance, GroupComparison

Covariates = Mapping[str, tuple[str, NDArray[np.float64]]]


def group_comparison_blocks(
    blocks: Sequence[ArmBlock], name: str, analysis: GroupComparison
) -> list[EstimateBatch]:
    """Compare each arm with the reference by Welch's t test.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : GroupComparison
        Visit, reference and, for a comparison of changes, the visit they start from.

    Returns
    -------
    list of EstimateBatch
        For each other arm ``difference:REFERENCE`` and ``difference_p:REFERENCE``.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm.
    """
    reference = blocks[reference_of(blocks, analysis.reference)]
    estimates: list[EstimateBatch] = []
    for block in blocks:
        if block is reference:
            continue
        both = together([block, reference], block.arm)
        outcome, what = _outcome(both, analysis.at, analysis.change_from)
        test = welch(np.where(block.enrolled, outcome, np.nan), np.where(reference.enrolled, outcome, np.nan))
        missing = both.enrolled & np.isnan(outcome)
        method = f"Welch's t test of {what} against {reference.arm}"
        draft = draft_for(both, name, analysis.at, method, missing, test.n, test.converged, test.notes)
        label, found = f"difference:{analysis.reference}", test.difference
        estimates += [
            draft.estimate(
                label, block.unit, found, se=test.se, interval=test.interval, df=test.df, p=test.p
            ),
            draft.estimate(f"difference_p:{analysis.reference}", PURE, test.p, df=test.df, p=test.p),
        ]
    return estimates


def covariance_blocks(
    blocks: Sequence[ArmBlock], name: str, analysis: AnalysisOfCovariance, covariates: Covariates
) -> list[EstimateBatch]:
    """Compare arms after adjustment for the baseline and covariates.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : AnalysisOfCovariance
        Visits and reference.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate besides the baseline to its unit and values.

    Returns
    -------
    list of EstimateBatch
        ``adjusted_mean`` of each arm, ``adjusted_difference:REFERENCE`` of each other one, and ``ancova_p``.
        The n of a mean is the people of its arm whom the fit uses, of a difference those of the two arms.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm.
    """
    place = reference_of(blocks, analysis.reference)
    everyone = all_together(blocks)
    baseline = everyone.at(analysis.change_from)
    x = np.stack([baseline, *(values for _, values in covariates.values())], axis=2)
    members = [block.enrolled for block in blocks]
    found = analysis_of_covariance(everyone.at(analysis.at), x, members, place)
    others = "".join(f", {covariate}" for covariate in covariates)
    method = (
        f"least squares of the value at {analysis.at} on arm, the value at {analysis.change_from}{others}"
    )
    fit = found.fit
    draft = draft_for(everyone, name, analysis.at, method, fit.left_out, fit.n, fit.converged, fit.notes)
    people = [(arm & ~fit.left_out).sum(axis=1) for arm in members]
    estimates: list[EstimateBatch] = []
    for index, block in enumerate(blocks):
        own = replace(draft, arm=block.arm, n=people[index])
        estimates.append(_adjusted(own, "adjusted_mean", block.unit, found.means[index], fit.df))
        if index != place:
            label = f"adjusted_difference:{analysis.reference}"
            both = replace(own, n=people[index] + people[place])
            estimates.append(_adjusted(both, label, block.unit, found.differences[index], fit.df))
    numerator = np.full(fit.df.shape, len(blocks) - 1.0)
    return [
        *estimates,
        draft.estimate("ancova_p", PURE, found.p, df=fit.df, df_numerator=numerator, p=found.p),
    ]


def reference_of(blocks: Sequence[ArmBlock], reference: str) -> int:
    """Return the position of the reference arm; RequestError if nobody in the study is in it."""
    names = [block.arm.partition("/")[0] for block in blocks]
    if reference not in names:
        raise RequestError(
            f"Nobody in this study is in the arm {reference!r}, with which the plan compares."
            f"{did_you_mean(reference, names)}"
        )
    return names.index(reference)


def _outcome(block: ArmBlock, at: str, change_from: str | None) -> tuple[NDArray[np.float64], str]:
    if change_from is None:
        return block.at(at), f"the value at {at}"
    return block.at(at) - block.at(change_from), f"the change from {change_from} to {at}"


def _adjusted(
    draft: Draft, statistic: str, unit: str, found: Adjusted, df: NDArray[np.float64]
) -> EstimateBatch:
    # That a mean score is 0 is no hypothesis of anybody.
    p = None if statistic == "adjusted_mean" else found.p
    return draft.estimate(statistic, unit, found.value, se=found.se, interval=found.interval, df=df, p=p)
