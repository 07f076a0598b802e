"""Estimates of a planned search for the peak of one endpoint in one arm."""

from __future__ import annotations

from collections.abc import Mapping

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PURE, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.peaks import peaks
from lassitude.study.analyses.within_arms import Peak


def peak_block(
    block: ArmBlock, analysis: str, planned: Peak, days: Mapping[str, float]
) -> list[EstimateBatch]:
    """Find how far and how fast people go.

    Parameters
    ----------
    block : ArmBlock
        One endpoint in one arm.
    analysis : str
        Name of the analysis in the plan.
    planned : Peak
        What the plan asks.
    days : mapping of str to float
        When each visit is, in days.

    Returns
    -------
    list of EstimateBatch
        ``peak``, ``peak_rise``, ``peak_fold`` and ``peak_hours``, named by the last visit.
    """
    begin = block.visits.index(planned.since)
    labels = block.visits[begin:]
    found = peaks(
        block.values[:, :, begin:], [days[label] for label in labels], block.enrolled, planned.toward
    )
    method = f"each person's {planned.toward} value after {planned.since}, of {len(labels) - 1} visits"
    draft = draft_for(block, analysis, labels[-1], method, found.left_out, found.n, found.n > 0)
    return [
        draft.estimate("peak", block.unit, found.peak),
        draft.estimate("peak_rise", block.unit, found.rise, se=found.rise_se),
        draft.estimate("peak_fold", PURE, found.fold),
        draft.estimate("peak_hours", "hours", found.hours),
    ]
