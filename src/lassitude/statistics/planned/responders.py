"""Estimates of planned comparisons of responders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PEOPLE, PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.logistic import Logistic, firth, logistic
from lassitude.statistics.planned.arm_columns import ArmColumns, Covariates, arm_columns
from lassitude.statistics.planned.responder_noise import (
    noise_estimates,
    responder_notes,
    responders_in_words,
)
from lassitude.statistics.planned.separation import separation_reasons
from lassitude.statistics.proportions import risk_difference
from lassitude.statistics.reduction import wilson
from lassitude.statistics.subsets import all_together, together
from lassitude.study.analyses.outcomes import Responders


def responder_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: Responders,
    covariates: Covariates,
    days: Mapping[str, float],
    chosen: bool,
    failed: NDArray[np.bool_],
) -> list[EstimateBatch]:
    """Compare the shares of people whose change meets a cut-off.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : Responders
        Visits, cut-off, reference and what noise is judged by.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        For the odds ratio.
    days : mapping of str to float
        Planned day of each visit.
    chosen : bool
        Whether people had to have a score to enter.
    failed : array of bool [replicate, subject]
        Who counts as not responding whatever the values.

    Returns
    -------
    list of EstimateBatch
        For each arm ``responder_n``, ``responder_rate`` and ``noise_responder_rate``; for each other arm
        ``responder_difference:REFERENCE`` and ``responder_odds_ratio:REFERENCE``.

    Raises
    ------
    RequestError
        If nobody in the study is in the reference arm, or the instrument has no published reliability.
    """
    everyone = all_together(blocks)
    before, after = everyone.at(analysis.change_from), everyone.at(analysis.at)
    change = after - before
    responded = (
        change <= analysis.cutoff.change if analysis.cutoff.falls else change >= analysis.cutoff.change
    )
    responded = responded & ~failed
    counted = everyone.enrolled if analysis.missing == "non-responder" else np.isfinite(change) | failed
    columns = arm_columns(blocks, analysis.reference, {}, counted)
    shares = [_share(block, name, analysis, responded, columns) for block in columns.blocks]
    noise = noise_estimates(columns, everyone, name, analysis, days, chosen)
    differences = _differences(columns, name, analysis, responded)
    full = arm_columns(blocks, analysis.reference, covariates, counted)
    odds = _odds(full, everyone, name, analysis, np.where(responded, 1.0, 0.0))
    return [*(one for pair in shares for one in pair), *noise, *differences, *odds]


def _share(
    block: ArmBlock, name: str, analysis: Responders, responded: NDArray[np.bool_], columns: ArmColumns
) -> list[EstimateBatch]:
    own = block.enrolled & columns.used
    count, n = (responded & own).sum(axis=1), own.sum(axis=1)
    converged, why = judge({"nobody has both values": n == 0})
    method = f"people with a {responders_in_words(analysis)}; Wilson's interval"
    draft = draft_for(
        block,
        name,
        analysis.at,
        method,
        block.enrolled & ~own,
        n,
        converged,
        (*responder_notes(analysis), *why),
    )
    share = count / np.where(n > 0, n, np.nan)
    return [
        draft.estimate("responder_n", PEOPLE, count.astype(np.float64)),
        draft.estimate("responder_rate", PURE, share, interval=wilson(count, n)),
    ]


def _differences(
    columns: ArmColumns, name: str, analysis: Responders, responded: NDArray[np.bool_]
) -> list[EstimateBatch]:
    members = columns.members
    counts = [(responded & own).sum(axis=1) for own in members]
    found: list[EstimateBatch] = []
    for place in range(1, len(columns.blocks)):
        block = columns.blocks[place]
        test = risk_difference(counts[place], members[place].sum(axis=1), counts[0], members[0].sum(axis=1))
        both = together([block, columns.blocks[0]], block.arm)
        method = (
            f"difference from {columns.blocks[0].arm} in the share with a {responders_in_words(analysis)}; "
            "score test and interval of Miettinen and Nurminen"
        )
        used = members[place] | members[0]
        notes = (*responder_notes(analysis), *test.notes)
        draft = draft_for(
            both, name, analysis.at, method, both.enrolled & ~used, used.sum(axis=1), test.converged, notes
        )
        label = f"responder_difference:{analysis.reference}"
        found.append(draft.estimate(label, PURE, test.value, interval=test.interval, p=test.p))
    return found


def _odds(
    columns: ArmColumns, everyone: ArmBlock, name: str, analysis: Responders, outcome: NDArray[np.float64]
) -> list[EstimateBatch]:
    penalized = analysis.odds == "firth"
    arms = range(1, len(columns.blocks))
    given = outcome, columns.x, columns.used
    fit = firth(*given, arms) if penalized else logistic(*given)
    on = "".join(f", {covariate}" for covariate in columns.covariates)
    how = (
        "Firth's penalized likelihood, profile interval" if penalized else "maximum likelihood, Wald interval"
    )
    method = f"logistic regression of a {responders_in_words(analysis)} on arm{on}; {how}"
    reasons = separation_reasons(columns, everyone.subjects, outcome, fit.converged)
    converged, why = judge(reasons)
    left = everyone.enrolled & ~columns.used
    notes = (*responder_notes(analysis), *why)
    draft = draft_for(everyone, name, analysis.at, method, left, fit.n, converged & fit.converged, notes)
    return [_odds_ratio(draft, columns, analysis, fit, place) for place in arms]


def _odds_ratio(
    draft: Draft, columns: ArmColumns, analysis: Responders, fit: Logistic, place: int
) -> EstimateBatch:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        interval = Intervals(np.exp(fit.interval.low[:, place]), np.exp(fit.interval.high[:, place]))
        ratio = np.exp(fit.coefficients[:, place])
    own = replace(draft, arm=columns.blocks[place].arm)
    return own.estimate(
        f"responder_odds_ratio:{analysis.reference}", PURE, ratio, interval=interval, p=fit.p[:, place]
    )
