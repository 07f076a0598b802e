"""Estimates of planned analyses of a measure itself: its reliability, and where its values lie."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PURE, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.planned.groups import reference_of
from lassitude.statistics.reduction import wilson
from lassitude.statistics.reliability import reliability
from lassitude.statistics.subsets import with_all_together
from lassitude.study.analyses.measurement import Distribution, RetestReliability
from lassitude.study.ranges import range_of

_ROUNDING = 1e-9


def distribution_blocks(blocks: Sequence[ArmBlock], name: str, analysis: Distribution) -> list[EstimateBatch]:
    """Count who has an extreme value, at least a cut, or more than a share of a reference arm has.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        The endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : Distribution
        Visit, cuts, reference.

    Returns
    -------
    list of EstimateBatch
        Those of :func:`distribution_block` for every arm and, where there are several, for all people
        together; of each arm but the reference ``share_above:REFERENCE@QUANTILE``.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm.
    """
    groups = with_all_together(list(blocks))
    found = [one for block in groups for one in distribution_block(block, name, analysis)]
    if analysis.reference is None or analysis.quantile is None:
        return found
    reference = blocks[reference_of(blocks, analysis.reference)]
    others = (block for block in blocks if block is not reference)
    return [*found, *(_above(block, reference, name, analysis, analysis.quantile) for block in others)]


def _above(
    block: ArmBlock, reference: ArmBlock, name: str, analysis: Distribution, quantile: float
) -> EstimateBatch:
    controls = reference.at(analysis.at)
    measured = reference.enrolled & np.isfinite(controls)
    nobody = measured.sum(axis=1) == 0
    # One value keeps the quantile of a replicate without any from warning; it is not used.
    safe = np.where(nobody[:, None], 0.0, np.where(measured, controls, np.nan))
    cut = np.nanquantile(safe, quantile, axis=1)
    values = block.at(analysis.at)
    known = block.enrolled & np.isfinite(values)
    n = known.sum(axis=1)
    count = (known & (np.where(known, values, -np.inf) > cut[:, None] + _ROUNDING)).sum(axis=1)
    converged, why = judge(
        {
            f"nobody was measured at {analysis.at}": n == 0,
            f"nobody of {reference.arm} was measured at {analysis.at}": nobody,
        }
    )
    method = (
        f"people above what {quantile:g} of {reference.arm} do not exceed at {analysis.at}; Wilson's "
        "interval, as if the cut were known"
    )
    draft = draft_for(block, name, analysis.at, method, block.enrolled & ~known, n, converged, why)
    share = np.where(converged, count / np.where(n > 0, n, np.nan), np.nan)
    told = f"share_above:{analysis.reference}@{quantile:g}"
    return draft.estimate(told, PURE, share, interval=wilson(count, n))


def reliability_block(block: ArmBlock, name: str, analysis: RetestReliability) -> list[EstimateBatch]:
    """Estimate how well an endpoint repeats over visits in the people of one group.

    Parameters
    ----------
    block : ArmBlock
        The endpoint in the group.
    name : str
        Name of the analysis in the plan.
    analysis : RetestReliability
        Visits.

    Returns
    -------
    list of EstimateBatch
        ``icc``, ``sem`` and ``mdc``, named by the last visit.
    """
    visits = analysis.visits
    found = reliability(np.stack([block.at(visit) for visit in visits], axis=2), block.enrolled)
    method = (
        f"two-way random effects of people and of {', '.join(visits)}, absolute agreement of one "
        "measurement; McGraw and Wong's interval"
    )
    draft = draft_for(block, name, visits[-1], method, found.left_out, found.n, found.converged, found.notes)
    return [
        draft.estimate("icc", PURE, found.icc, interval=found.interval),
        draft.estimate("sem", block.unit, found.sem),
        draft.estimate("mdc", block.unit, found.mdc),
    ]


def distribution_block(block: ArmBlock, name: str, analysis: Distribution) -> list[EstimateBatch]:
    """Count who has the lowest or the highest possible value, or at least a cut, in one group.

    Parameters
    ----------
    block : ArmBlock
        The endpoint in the group.
    name : str
        Name of the analysis in the plan.
    analysis : Distribution
        Visit and cuts.

    Returns
    -------
    list of EstimateBatch
        ``floor_share`` and ``ceiling_share`` where the instrument has such an end, and of each cut
        ``share_at_least:CUT``.
    """
    values = block.at(analysis.at)
    known = block.enrolled & np.isfinite(values)
    filled, (low, high) = np.where(known, values, np.nan), range_of(block.endpoint)
    asked: dict[str, tuple[NDArray[np.bool_], str]] = {}
    if isfinite(low):
        asked["floor_share"] = filled <= low + _ROUNDING, f"{low:g}, the lowest possible value"
    if isfinite(high):
        asked["ceiling_share"] = filled >= high - _ROUNDING, f"{high:g}, the highest possible value"
    for cut in analysis.cuts:
        asked[f"share_at_least:{cut:g}"] = filled >= cut - _ROUNDING, f"{cut:g} or more"
    n = known.sum(axis=1)
    converged, why = judge({f"nobody was measured at {analysis.at}": n == 0})
    found: list[EstimateBatch] = []
    for statistic, (who, told) in asked.items():
        count, method = who.sum(axis=1), f"people with {told} at {analysis.at}; Wilson's interval"
        draft = draft_for(block, name, analysis.at, method, block.enrolled & ~known, n, converged, why)
        share = count / np.where(n > 0, n, np.nan)
        found.append(draft.estimate(statistic, PURE, share, interval=wilson(count, n)))
    return found
