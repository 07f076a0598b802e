"""Estimates of a planned crossover analysis of one endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.crossover import Crossover, Effects, crossover, crossover_with_carryover
from lassitude.statistics.descriptive import describe
from lassitude.statistics.draft import PEOPLE, PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.between_arms import CrossoverAnalysis
from lassitude.study.endpoints import EVERYONE


def crossover_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: CrossoverAnalysis,
    sequences: Mapping[str, Sequence[str]],
    periods: Sequence[str],
) -> list[EstimateBatch]:
    """Compare the arms that the same people have, one a period.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every sequence.
    name : str
        Name of the analysis in the plan.
    analysis : CrossoverAnalysis
        Visit, reference and whether carry-over is looked at.
    sequences : mapping of str to sequence of str
        Arms by period of each sequence.
    periods : sequence of str
        Names of the periods.

    Returns
    -------
    list of EstimateBatch
        For each arm n, mean and sd over the periods with it and, against the reference,
        ``difference:REFERENCE``; for all ``treatment_p`` and ``period:P2`` and so on; with carry-over also
        ``carryover:REFERENCE`` and ``difference_given_carryover:REFERENCE`` for each arm.

    Raises
    ------
    RequestError
        If people are in a sequence that the plan does not have.
    """
    arms = _arms(sequences, analysis.reference)
    everyone = all_together(blocks)
    labels = [everyone.visits.index(f"{period}-{analysis.visit}") for period in periods]
    values, given = everyone.values[:, :, labels], _given(blocks, sequences, arms)
    fit = crossover(values, given, len(arms))
    method = (
        f"least squares of {analysis.visit} of {len(periods)} periods on person, period and treatment, "
        "people who missed periods included"
    )
    draft = _draft(everyone, name, analysis, method, fit)
    estimates = _raw(everyone, name, analysis, values, given, arms)
    estimates += _against(draft, f"difference:{analysis.reference}", arms, everyone.unit, fit, fit.treatments)
    estimates.append(draft.estimate("treatment_p", PURE, fit.treatments.f_p, df=fit.df, p=fit.treatments.f_p))
    for index, period in enumerate(periods[1:]):
        own = _effect(draft, f"period:{period}", everyone.unit, fit, fit.periods, index)
        estimates.append(own)
    if analysis.carryover == "sensitivity":
        both = crossover_with_carryover(values, given, len(arms))
        told = _draft(everyone, name, analysis, f"{method}, and on the treatment of the period before", both)
        ref = analysis.reference
        estimates += _against(told, f"carryover:{ref}", arms, everyone.unit, both, both.carryover)
        label = f"difference_given_carryover:{ref}"
        estimates += _against(told, label, arms, everyone.unit, both, both.treatments)
    return estimates


def _arms(sequences: Mapping[str, Sequence[str]], reference: str) -> list[str]:
    named = dict.fromkeys(arm for arms in sequences.values() for arm in arms)
    return [reference, *(arm for arm in named if arm != reference)]


def _given(
    blocks: Sequence[ArmBlock], sequences: Mapping[str, Sequence[str]], arms: Sequence[str]
) -> NDArray[np.int64]:
    """Return which arm each person had in each period, array [replicate, subject, period]."""
    length = max(len(order) for order in sequences.values())
    given = np.full((*blocks[0].enrolled.shape, length), -1, dtype=np.int64)
    for block in blocks:
        sequence = block.arm.partition("/")[0]
        if sequence not in sequences:
            hint = did_you_mean(sequence, sequences)
            raise RequestError(
                f"People of this study are in the sequence {sequence!r}, not in the plan.{hint}"
            )
        given[block.enrolled] = [arms.index(arm) for arm in sequences[sequence]]
    return given


def _draft(block: ArmBlock, name: str, analysis: CrossoverAnalysis, method: str, fit: Crossover) -> Draft:
    return draft_for(block, name, analysis.visit, method, fit.left_out, fit.n, fit.converged, fit.notes)


def _raw(
    block: ArmBlock,
    name: str,
    analysis: CrossoverAnalysis,
    values: NDArray[np.float64],
    given: NDArray[np.int64],
    arms: Sequence[str],
) -> list[EstimateBatch]:
    """Describe each arm over the periods with it; of several periods a person's mean counts."""
    estimates: list[EstimateBatch] = []
    for index, arm in enumerate(arms):
        known = (given == index) & np.isfinite(values)
        count = known.sum(axis=2)
        mean = np.where(known, values, 0.0).sum(axis=2) / np.where(count > 0, count, np.nan)
        found = describe(mean[..., None])
        missing = block.enrolled & np.isnan(mean)
        method = f"people measured at {analysis.visit} of a period with the arm, over periods"
        draft = draft_for(block, name, analysis.visit, method, missing, found.n[:, 0])
        own = _of_arm(draft, arm)
        interval = Intervals(found.mean_interval.low[:, 0], found.mean_interval.high[:, 0])
        estimates += [
            own.estimate("n", PEOPLE, found.n[:, 0].astype(np.float64)),
            own.estimate("mean", block.unit, found.mean[:, 0], se=found.se[:, 0], interval=interval),
            own.estimate("sd", block.unit, found.sd[:, 0]),
        ]
    return estimates


def _against(
    draft: Draft, statistic: str, arms: Sequence[str], unit: str, fit: Crossover, effects: Effects | None
) -> list[EstimateBatch]:
    if effects is None:
        return []
    return [
        _effect(_of_arm(draft, arm), statistic, unit, fit, effects, index)
        for index, arm in enumerate(arms[1:])
    ]


def _effect(
    draft: Draft, statistic: str, unit: str, fit: Crossover, effects: Effects, index: int
) -> EstimateBatch:
    interval = Intervals(effects.interval.low[:, index], effects.interval.high[:, index])
    value, se, p = effects.value[:, index], effects.se[:, index], effects.p[:, index]
    return draft.estimate(statistic, unit, value, se=se, interval=interval, df=fit.df, p=p)


def _of_arm(draft: Draft, arm: str) -> Draft:
    """Name one arm in place of everybody, and keep the subset."""
    return replace(draft, arm=arm + draft.arm.removeprefix(EVERYONE))
