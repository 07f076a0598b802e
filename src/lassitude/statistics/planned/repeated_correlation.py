"""Estimates of planned correlations within people."""

from __future__ import annotations

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.draft import PURE, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.repeated_correlation import repeated_correlation
from lassitude.study.analyses.outcomes import RepeatedCorrelation


def repeated_correlation_block(
    block: ArmBlock, other: ArmBlock, name: str, analysis: RepeatedCorrelation
) -> list[EstimateBatch]:
    """Correlate two endpoints over visits within the people of one arm.

    Parameters
    ----------
    block : ArmBlock
        The first endpoint in one arm.
    other : ArmBlock
        The second one, in everybody.
    name : str
        Name of the analysis in the plan.
    analysis : RepeatedCorrelation
        Endpoints and visits.

    Returns
    -------
    list of EstimateBatch
        ``repeated_correlation:OTHER``, named by the last visit.
    """
    labels = analysis.visits or block.visits
    places = [block.visits.index(label) for label in labels]
    found = repeated_correlation(block.values[:, :, places], other.values[:, :, places], block.enrolled)
    method = (
        f"repeated-measures correlation with {analysis.other} over {len(labels)} visits, {labels[0]} to "
        f"{labels[-1]}; Fisher's z interval"
    )
    notes = tuple(dict.fromkeys((*other.notes, *found.notes)))
    draft = draft_for(block, name, labels[-1], method, found.left_out, found.n, found.converged, notes)
    label = f"repeated_correlation:{analysis.other}"
    return [draft.estimate(label, PURE, found.r, interval=found.interval, df=found.df, p=found.p)]
