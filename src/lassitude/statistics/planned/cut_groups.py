"""Estimates of planned comparisons of people at or above a cut with those below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.descriptive import describe
from lassitude.statistics.draft import PEOPLE, PURE, Draft, draft_for
from lassitude.statistics.effect_sizes import EffectSize, hedges_g, ratio_of_means
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.other_measures import Measure
from lassitude.statistics.two_groups import Welch, welch
from lassitude.study.analyses.associations import GroupByCut


def cut_group_block(block: ArmBlock, by: Measure, name: str, analysis: GroupByCut) -> list[EstimateBatch]:
    """Compare people at or above a cut of another measure with those below, in one group.

    Parameters
    ----------
    block : ArmBlock
        The endpoint in the group.
    by : Measure
        What people are divided by, of everybody.
    name : str
        Name of the analysis in the plan.
    analysis : GroupByCut
        Visit and cut.

    Returns
    -------
    list of EstimateBatch
        Of each side ``n_``, ``mean_`` and ``sd_``, then ``difference_above_below``, ``ratio_above_below`` and
        ``smd_above_below``; each followed by ``:MEASURE>=CUT``.
    """
    values, about = block.at(analysis.at), f"{analysis.by}>={analysis.cut:g}"
    used = block.enrolled & np.isfinite(values) & np.isfinite(by.values)
    high = used & (np.nan_to_num(by.values, nan=-np.inf) >= analysis.cut)
    sides = {
        "above": (high, f"{analysis.by} of at least {analysis.cut:g}"),
        "below": (used & ~high, f"{analysis.by} below {analysis.cut:g}"),
    }
    left = block.enrolled & ~used
    found: list[EstimateBatch] = []
    for side, (members, told) in sides.items():
        method = f"people with {told}, value at {analysis.at}"
        n = members.sum(axis=1)
        converged, why = judge({f"nobody has {told}": n == 0})
        draft = draft_for(block, name, analysis.at, method, left, n, converged, (*by.notes, *why))
        found += _side(draft, block.unit, np.where(members, values, np.nan), side, about)
    groups = [np.where(members, values, np.nan) for members, _ in sides.values()]
    start = draft_for(block, name, analysis.at, "", left, used.sum(axis=1), notes=by.notes)
    told = f"people with {sides['above'][1]} against those below"
    return [
        *found,
        _difference(start, block.unit, welch(*groups), about, told),
        _sized(start, "ratio_above_below", ratio_of_means(*groups), about, f"ratio of means of {told}"),
        _sized(start, "smd_above_below", hedges_g(*groups), about, f"Hedges's g of {told}"),
    ]


def _side(draft: Draft, unit: str, values: NDArray[np.float64], side: str, about: str) -> list[EstimateBatch]:
    found = describe(values[..., None])
    interval = Intervals(*(end[:, 0] for end in found.mean_interval))
    return [
        draft.estimate(f"n_{side}:{about}", PEOPLE, found.n[:, 0].astype(np.float64)),
        draft.estimate(f"mean_{side}:{about}", unit, found.mean[:, 0], se=found.se[:, 0], interval=interval),
        draft.estimate(f"sd_{side}:{about}", unit, found.sd[:, 0]),
    ]


def _difference(draft: Draft, unit: str, test: Welch, about: str, told: str) -> EstimateBatch:
    own = replace(
        draft, method=f"Welch's t test of {told}", converged=test.converged, notes=(*draft.notes, *test.notes)
    )
    label = f"difference_above_below:{about}"
    return own.estimate(
        label, unit, test.difference, se=test.se, interval=test.interval, df=test.df, p=test.p
    )


def _sized(draft: Draft, statistic: str, found: EffectSize, about: str, method: str) -> EstimateBatch:
    own = replace(draft, method=method, converged=found.converged, notes=(*draft.notes, *found.notes))
    return own.estimate(f"{statistic}:{about}", PURE, found.value, se=found.se, interval=found.interval)
