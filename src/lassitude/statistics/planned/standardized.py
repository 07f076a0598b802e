"""Estimates of planned differences and changes in standard deviations and per cent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PURE, draft_for
from lassitude.statistics.effect_sizes import (
    EffectSize,
    hedges_g,
    ratio_of_means,
    ratio_of_paired_means,
    standardized_change,
)
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.planned.groups import reference_of
from lassitude.statistics.subsets import together
from lassitude.study.analyses.associations import StandardizedDifference

_PERCENT = 100.0


def standardized_blocks(
    blocks: Sequence[ArmBlock], name: str, analysis: StandardizedDifference
) -> list[EstimateBatch]:
    """Tell how large changes within arms and differences between them are.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : StandardizedDifference
        Visits, reference and the standard deviation of a change.

    Returns
    -------
    list of EstimateBatch
        With a visit before, of each arm ``standardized_change`` and ``percent_change``; with a reference, of
        each other arm ``hedges_g`` and ``ratio_of_means`` or, as the plan says, ``ratio_of_changes``.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm.
    """
    found: list[EstimateBatch] = []
    if analysis.change_from is not None:
        found += [one for block in blocks for one in _within(block, name, analysis, analysis.change_from)]
    if analysis.reference is not None:
        reference = blocks[reference_of(blocks, analysis.reference)]
        others = (block for block in blocks if block is not reference)
        found += [one for block in others for one in _between(block, reference, name, analysis)]
    return found


def _within(block: ArmBlock, name: str, analysis: StandardizedDifference, start: str) -> list[EstimateBatch]:
    before, after = block.at(start), block.at(analysis.at)
    sized = standardized_change(before, after, block.enrolled, analysis.spread)
    ratio = ratio_of_paired_means(before, after, block.enrolled)
    percent = EffectSize(
        value=_PERCENT * (ratio.value - 1),
        se=_PERCENT * ratio.se,
        interval=Intervals(*(_PERCENT * (end - 1) for end in ratio.interval)),
        n=ratio.n,
        converged=ratio.converged,
        notes=ratio.notes,
    )
    whose = f"the values at {start}" if analysis.spread == "baseline" else "the changes"
    told = f"mean change from {start} to {analysis.at}"
    missing = block.enrolled & ~(np.isfinite(before) & np.isfinite(after))
    method = f"{told} in standard deviations of {whose}, corrected for small samples; Wald interval"
    per_cent = f"{told} per cent of the mean at {start}, people with both values; interval by the logarithm"
    return [
        _estimate(block, missing, name, analysis, "standardized_change", PURE, method, sized),
        _estimate(block, missing, name, analysis, "percent_change", "%", per_cent, percent),
    ]


def _between(
    block: ArmBlock, reference: ArmBlock, name: str, analysis: StandardizedDifference
) -> list[EstimateBatch]:
    both = together([block, reference], block.arm)
    values = both.at(analysis.at)
    compared, what = values, f"the value at {analysis.at}"
    if analysis.change_from is not None:
        compared = values - both.at(analysis.change_from)
        what = f"the change from {analysis.change_from} to {analysis.at}"
    sized = hedges_g(*(np.where(one.enrolled, compared, np.nan) for one in (block, reference)))
    of_changes = analysis.ratio == "changes"
    divided = compared if of_changes else values
    ratio = (_ratio_of_changes if of_changes else ratio_of_means)(
        *(np.where(one.enrolled, divided, np.nan) for one in (block, reference))
    )
    missing = [both.enrolled & ~np.isfinite(used) for used in (compared, divided)]
    method = f"Hedges's g of {what} against {reference.arm}, pooled standard deviation; Wald interval"
    mean_of = f"mean of {what}" if of_changes else f"mean at {analysis.at}"
    of_means = f"{mean_of} over that of {reference.arm}; interval by the logarithm"
    called = "ratio_of_changes" if of_changes else "ratio_of_means"
    return [
        _estimate(both, missing[0], name, analysis, "hedges_g", PURE, method, sized),
        _estimate(both, missing[1], name, analysis, called, PURE, of_means, ratio),
    ]


def _ratio_of_changes(group: NDArray[np.float64], reference: NDArray[np.float64]) -> EffectSize:
    """Return the ratio of mean changes, which has a meaning where both go the same way, up or down."""
    falls = np.nansum(reference, axis=1, keepdims=True) < 0
    return ratio_of_means(*(np.where(falls, -changes, changes) for changes in (group, reference)))


def _estimate(
    block: ArmBlock,
    missing: np.ndarray,
    name: str,
    analysis: StandardizedDifference,
    statistic: str,
    unit: str,
    method: str,
    found: EffectSize,
) -> EstimateBatch:
    draft = draft_for(block, name, analysis.at, method, missing, found.n, found.converged, found.notes)
    return draft.estimate(statistic, unit, found.value, se=found.se, interval=found.interval)
