"""Estimates of a planned description of one endpoint in one arm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.descriptive import Description, change_from, describe, percent_change_of_medians
from lassitude.statistics.draft import PEOPLE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals


def describe_block(block: ArmBlock, analysis: str) -> list[EstimateBatch]:
    """Describe every visit, and the change from the first one.

    Parameters
    ----------
    block : ArmBlock
        One endpoint in one arm.
    analysis : str
        Name of the analysis in the plan.

    Returns
    -------
    list of EstimateBatch
        At each visit n, mean, sd, median, q1 and q3; at each later one also mean_change, sd_change,
        median_change and percent_change_of_medians.
    """
    levels, changed = describe(block.values), change_from(block.values, 0)
    changes = describe(changed)
    percent = percent_change_of_medians(levels.median, 0)
    start = block.visits[0]
    estimates: list[EstimateBatch] = []
    for index, visit in enumerate(block.visits):
        missing = block.enrolled & np.isnan(block.values[:, :, index])
        draft = draft_for(block, analysis, visit, "people measured at the visit", missing, levels.n[:, index])
        estimates += _levels(draft, block.unit, levels, index)
        if index == 0:
            continue
        missing = block.enrolled & np.isnan(changed[:, :, index])
        method = f"individual change from {start}, people measured at both visits"
        draft_change = draft_for(block, analysis, visit, method, missing, changes.n[:, index])
        estimates += _changes(draft_change, block.unit, changes, index)
        method = f"change of medians from {start}, each over the people measured at its visit"
        of_medians = replace(draft, method=method)
        estimates.append(of_medians.estimate("percent_change_of_medians", "%", percent[:, index]))
    return estimates


def _levels(draft: Draft, unit: str, found: Description, index: int) -> list[EstimateBatch]:
    mean, median = _interval(found.mean_interval, index), _interval(found.median_interval, index)
    return [
        draft.estimate("n", PEOPLE, found.n[:, index].astype(np.float64)),
        draft.estimate("mean", unit, found.mean[:, index], se=found.se[:, index], interval=mean),
        draft.estimate("sd", unit, found.sd[:, index]),
        draft.estimate("median", unit, found.median[:, index], interval=median),
        draft.estimate("q1", unit, found.q1[:, index]),
        draft.estimate("q3", unit, found.q3[:, index]),
    ]


def _changes(draft: Draft, unit: str, found: Description, index: int) -> list[EstimateBatch]:
    mean, median = _interval(found.mean_interval, index), _interval(found.median_interval, index)
    return [
        draft.estimate("mean_change", unit, found.mean[:, index], se=found.se[:, index], interval=mean),
        draft.estimate("sd_change", unit, found.sd[:, index]),
        draft.estimate("median_change", unit, found.median[:, index], interval=median),
    ]


def _interval(found: Intervals, index: int) -> Intervals:
    return Intervals(found.low[:, index], found.high[:, index])
