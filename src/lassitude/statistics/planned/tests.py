"""Estimates of planned tests of change of one endpoint in one arm."""

from __future__ import annotations

import numpy as np

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PEOPLE, PURE, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.paired import paired_t
from lassitude.statistics.reduction import CompleteReduction, complete_reduction
from lassitude.statistics.signed_rank import signed_rank
from lassitude.study.analyses import within_arms

_WHOLE = 100.0


def wilcoxon_block(block: ArmBlock, analysis: str, change_from: str, at: str) -> list[EstimateBatch]:
    """Test the change between two visits by signed ranks.

    Parameters
    ----------
    block : ArmBlock
        One endpoint in one arm.
    analysis : str
        Name of the analysis in the plan.
    change_from, at : str
        Labels of the two visits.

    Returns
    -------
    list of EstimateBatch
        Named by the later visit.
    """
    test = signed_rank(block.at(change_from), block.at(at), block.enrolled)
    exact, usable = int(test.exact.sum()), int(test.converged.sum())
    approximate = "normal approximation with tie correction"
    mixed = f"exact in {exact} of {usable} repetitions, {approximate} in the others"
    how = {usable: "exact", 0: approximate}.get(exact, mixed)
    method = f"Wilcoxon signed-rank test of {at} against {change_from}, {how}"
    draft = draft_for(block, analysis, at, method, test.left_out, test.n, test.converged, test.notes)
    return [
        draft.estimate("wilcoxon_p", PURE, test.p, p=test.p),
        draft.estimate("wilcoxon_w", PURE, test.w, p=test.p),
        draft.estimate("rank_biserial", PURE, test.rank_biserial, p=test.p),
    ]


def t_block(block: ArmBlock, analysis: str, change_from: str, at: str) -> list[EstimateBatch]:
    """Test the change between two visits by Student's t; see :func:`wilcoxon_block`."""
    test = paired_t(block.at(change_from), block.at(at), block.enrolled)
    method = f"paired t test of {at} against {change_from}"
    draft = draft_for(block, analysis, at, method, test.left_out, test.n, test.converged, test.notes)
    mean = test.mean_change
    return [
        draft.estimate("t_p", PURE, test.p, df=test.df, p=test.p),
        draft.estimate("t", PURE, test.t, df=test.df, p=test.p),
        draft.estimate(
            "t_mean_change", block.unit, mean, se=test.se, interval=test.interval, df=test.df, p=test.p
        ),
    ]


def complete_reduction_block(
    block: ArmBlock, analysis: str, planned: within_arms.CompleteReduction
) -> list[EstimateBatch]:
    """Count who lost the score, or a part of it, between two visits; see :func:`wilcoxon_block`."""
    start, at, part = planned.change_from, planned.at, planned.by_percent
    found = complete_reduction(block.at(start), block.at(at), block.enrolled, part)
    note = _spared(found, start)
    whole = part == _WHOLE
    told = f"score 0 at {at}" if whole else f"lose {part:g}% or more until {at}"
    method = f"people who {told} among those above 0 at {start}; Wilson's interval"
    draft = draft_for(
        block, analysis, at, method, found.left_out, found.n, found.converged, (*note, *found.notes)
    )
    count, share = (
        f"complete_reduction_{what}" if whole else f"reduction_{what}:{part:g}" for what in ("n", "share")
    )
    return [
        draft.estimate(count, PEOPLE, found.count.astype(np.float64)),
        draft.estimate(share, PURE, found.share, interval=found.interval),
    ]


def _spared(found: CompleteReduction, visit: str) -> tuple[str, ...]:
    count, both = found.unaffected, found.unaffected + found.n
    if not count.any():
        return ()
    typical = "" if count.size == 1 else "a median of "
    return (
        f"Scored 0 at {visit} already, so not counted: {typical}{np.median(count):g} of "
        f"{np.median(both):g} subjects with both values.",
    )
