"""Estimates of planned comparisons of responders whose missing values are imputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimands.targets import Target
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.imputation.completing import Completed, complete
from lassitude.statistics.imputation.pooling import Pooled
from lassitude.statistics.imputation.shares import Shares, shares
from lassitude.statistics.planned.arm_columns import Covariates, arm_columns
from lassitude.statistics.planned.groups import reference_of
from lassitude.statistics.planned.imputation import Given, given_for
from lassitude.statistics.planned.imputation_words import NAMES, imputed_note, missing_in_words
from lassitude.statistics.planned.responder_noise import (
    noise_estimates,
    responder_notes,
    responders_in_words,
)
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.imputation import MultipleImputation
from lassitude.study.analyses.outcomes import Responders


def imputed_responder_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: Responders,
    covariates: Covariates,
    days: Mapping[str, float],
    chosen: bool,
    replicates: Sequence[int],
    target: Target | None,
) -> list[EstimateBatch]:
    """Compare the shares of people who respond, missing values drawn many times.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm, strategies of the estimand applied where there is one.
    name : str
        Name of the analysis in the plan.
    analysis : Responders
        With an imputation.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        By which values are imputed, besides the baseline.
    days : mapping of str to float
        Planned day of each visit.
    chosen : bool
        Whether people had to have a score to enter.
    replicates : sequence of int
        Numbers by which draws are keyed.
    target : Target or None
        What the estimand's strategies say besides.

    Returns
    -------
    list of EstimateBatch
        Named by the method, such as ``imputed``: ``_responder_rate`` and
        ``_noise_responder_rate`` of each arm, and ``_responder_difference:REFERENCE`` of each other one.

    Raises
    ------
    RequestError
        If nobody is in the reference arm, or nothing can be imputed in any replicate.
    """
    reference = reference_of(blocks, analysis.reference)
    everyone, drawn = all_together(list(blocks)), analysis.as_imputation()
    given = given_for(blocks, everyone, drawn, covariates, reference, replicates, target)
    done = complete(given.incomplete, drawn.method, drawn.imputations, drawn.seed, given.visits)
    if done.failed.all():
        raise RequestError(f"The analysis {name!r} cannot impute {analysis.endpoint}: {done.reason}.")
    change = done.outcome - everyone.at(analysis.change_from)[..., None]
    cutoff = analysis.cutoff
    responded = change <= cutoff.change if cutoff.falls else change >= cutoff.change
    if target is not None:
        responded &= ~target.failed[..., everyone.visits.index(analysis.at)][..., None]
    counted = shares(responded, given.incomplete.arm, len(blocks))
    draft, prefix = _draft(everyone, name, analysis, drawn, given, done), NAMES[type(drawn.method)]
    estimates: list[EstimateBatch] = []
    for place, block in enumerate(blocks):
        own = replace(draft, arm=block.arm)
        estimates.append(_estimate(own, f"{prefix}_responder_rate", counted.of_arm(place)))
        if place != reference:
            apart = counted.difference(place, reference)
            estimates.append(_compared(own, prefix, analysis, counted, apart, (place, reference)))
    columns = arm_columns(blocks, analysis.reference, {}, given.incomplete.arm >= 0)
    return estimates + noise_estimates(columns, everyone, name, analysis, days, chosen, f"{prefix}_")


def _draft(
    everyone: ArmBlock,
    name: str,
    analysis: Responders,
    drawn: MultipleImputation,
    given: Given,
    done: Completed,
) -> Draft:
    used = given.incomplete.arm >= 0
    said = imputed_note(done.imputed & used, used, given.incomplete.after[:, :, -1], drawn)
    members = given.incomplete.arm[..., None] == np.arange(len(given.incomplete.arms))
    empty: NDArray[np.bool_] = np.any(members.sum(axis=1) == 0, axis=1)
    converged, why = judge({"missing values could not be imputed": done.failed, "an arm has nobody": empty})
    method = f"people with a {responders_in_words(analysis)}; {missing_in_words(drawn)}"
    left, notes = everyone.enrolled & ~used, (*responder_notes(analysis), said, *why)
    return draft_for(everyone, name, analysis.at, method, left, used.sum(axis=1), converged, notes)


def _compared(
    draft: Draft, prefix: str, analysis: Responders, counted: Shares, apart: Pooled, sides: tuple[int, int]
) -> EstimateBatch:
    """Give a difference; where nobody or everybody responds in both arms it has no interval."""
    same = draft.converged & ~(apart.se > 0)
    told = ("Where nobody or everybody responds in both arms the difference has no interval.",)
    people = counted.people[:, sides[0]] + counted.people[:, sides[1]]
    own = replace(draft, n=people, notes=(*draft.notes, *(told if same.any() else ())))
    return _estimate(own, f"{prefix}_responder_difference:{analysis.reference}", apart)


def _estimate(draft: Draft, statistic: str, found: Pooled) -> EstimateBatch:
    return draft.estimate(
        statistic, PURE, found.value, se=found.se, interval=found.interval, df=found.df, p=found.p
    )
