"""Estimates of planned comparisons of responders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PEOPLE, PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.logistic import Logistic, firth, logistic
from lassitude.statistics.noise import Before, noise_rate, visit_correlation
from lassitude.statistics.planned.arm_columns import ArmColumns, Covariates, arm_columns
from lassitude.statistics.planned.separation import separation_reasons
from lassitude.statistics.proportions import risk_difference
from lassitude.statistics.reduction import wilson
from lassitude.statistics.subsets import all_together, together
from lassitude.study.analyses.outcomes import InstrumentRetest, Responders, StatedReliability
from lassitude.study.endpoints import parse_endpoint


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
    noise = _noise(columns, everyone, name, analysis, days, chosen)
    differences = _differences(columns, name, analysis, responded)
    full = arm_columns(blocks, analysis.reference, covariates, counted)
    odds = _odds(full, everyone, name, analysis, np.where(responded, 1.0, 0.0))
    return [*(one for pair in shares for one in pair), *noise, *differences, *odds]


def _told(analysis: Responders) -> str:
    cutoff = analysis.cutoff
    bound = "at most" if cutoff.falls else "at least"
    kind = cutoff.label or f"{cutoff.kind} cut-off"
    missing = ", people without both values counted as not responding"
    return (
        f"change from {analysis.change_from} to {analysis.at} of {bound} {cutoff.change:g} ({kind}, "
        f"{cutoff.source}){missing if analysis.missing == 'non-responder' else ''}"
    )


def _notes(analysis: Responders) -> tuple[str, ...]:
    if analysis.cutoff.label is None:
        return ()
    return (
        f"{analysis.cutoff.label}: the cut-off {analysis.cutoff.change:g} is a difference between people "
        f"({analysis.cutoff.source}), not a change that is meaningful within one.",
    )


def _share(
    block: ArmBlock, name: str, analysis: Responders, responded: NDArray[np.bool_], columns: ArmColumns
) -> list[EstimateBatch]:
    own = block.enrolled & columns.used
    count, n = (responded & own).sum(axis=1), own.sum(axis=1)
    converged, why = judge({"nobody has both values": n == 0})
    method = f"people with a {_told(analysis)}; Wilson's interval"
    draft = draft_for(
        block, name, analysis.at, method, block.enrolled & ~own, n, converged, (*_notes(analysis), *why)
    )
    share = count / np.where(n > 0, n, np.nan)
    return [
        draft.estimate("responder_n", PEOPLE, count.astype(np.float64)),
        draft.estimate("responder_rate", PURE, share, interval=wilson(count, n)),
    ]


def _noise(
    columns: ArmColumns,
    everyone: ArmBlock,
    name: str,
    analysis: Responders,
    days: Mapping[str, float],
    chosen: bool,
) -> list[EstimateBatch]:
    """Estimate for each arm who would cross the cut-off though nothing happened."""
    baseline = everyone.at(analysis.change_from)
    known = columns.used & np.isfinite(baseline)
    before, notes = _before(analysis, baseline, known, chosen)
    correlation, source = _reliability(columns.blocks[0], analysis, days)
    found: list[EstimateBatch] = []
    for block in columns.blocks:
        own = block.enrolled & known
        rate = noise_rate(baseline, own, before, correlation, analysis.cutoff.change)
        converged, why = judge(
            {
                "nobody has a value at the start": own.sum(axis=1) == 0,
                "the reliability cannot be computed from so few people": np.isnan(correlation),
                "the value at the start does not vary": ~(before.sd > 0),
            }
        )
        method = (
            f"share with a {_told(analysis)} by measurement and regression to the mean alone: normal scores, "
            f"{source}"
        )
        draft = draft_for(
            block,
            name,
            analysis.at,
            method,
            block.enrolled & ~own,
            own.sum(axis=1),
            converged,
            (*_notes(analysis), *notes, *why),
        )
        found.append(draft.estimate("noise_responder_rate", PURE, rate))
    return found


def _before(
    analysis: Responders, baseline: NDArray[np.float64], known: NDArray[np.bool_], chosen: bool
) -> tuple[Before, tuple[str, ...]]:
    stated = analysis.before_entry
    if stated is not None:
        size = np.ones(len(baseline))
        return Before(stated.mean * size, stated.sd * size), ()
    n = known.sum(axis=1)
    mean = np.where(known, baseline, 0.0).sum(axis=1) / np.maximum(n, 1)
    squares = (np.where(known, baseline - mean[:, None], 0.0) ** 2).sum(axis=1)
    sd = np.sqrt(squares / np.where(n > 1, n - 1, np.nan))
    note = (
        "People had to have a score to enter, so that regression to the mean makes more of them cross the "
        "cut-off than this rate says; before_entry = { mean, sd, source } takes it in.",
    )
    return Before(mean, sd), note if chosen else ()


def _reliability(
    reference: ArmBlock, analysis: Responders, days: Mapping[str, float]
) -> tuple[NDArray[np.float64], str]:
    """Return the correlation that noise leaves, and its source in words."""
    chosen = analysis.reliability
    size = np.ones(reference.values.shape[0])
    if isinstance(chosen, StatedReliability):
        return chosen.correlation * size, f"correlation {chosen.correlation:g} ({chosen.source})"
    if isinstance(chosen, InstrumentRetest):
        apart = days[analysis.at] - days[analysis.change_from]
        value, words = published_reliability(reference.endpoint, apart)
        return value * size, words
    found = visit_correlation(reference.at(analysis.change_from), reference.at(analysis.at))
    return found, f"correlation of the two visits in {reference.arm}"


def published_reliability(endpoint: str, days: float) -> tuple[float, str]:
    """Return the published test-retest correlation over the time nearest to an interval, and its source.

    Parameters
    ----------
    endpoint : str
        ``INSTRUMENT.part``.
    days : float
        Between the two visits.

    Raises
    ------
    RequestError
        If none is published for this part.

    Examples
    --------
    >>> published_reliability("MFIS.total", 168.0)
    (0.863, 'test-retest correlation 0.863 over 183 days (learmonth2013_psychometrics)')
    """
    name = parse_endpoint(endpoint)
    known = [one for one in INSTRUMENTS[name.instrument or ""].retests if one.part == name.part and one.icc]
    if not known:
        raise RequestError(
            f"No test-retest reliability of {endpoint} is declared with its instrument. Write reliability = "
            '{ type = "reference-arm" }, or { type = "stated-reliability", correlation = ..., source = ... }.'
        )
    best = min(known, key=lambda one: abs((one.days or 0) - days) if one.days else np.inf)
    value = float(np.mean(best.icc if best.icc is not None else np.nan))
    over = "" if best.days is None else f" over {best.days} days"
    return value, f"test-retest correlation {value:g}{over} ({best.source})"


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
            f"difference from {columns.blocks[0].arm} in the share with a {_told(analysis)}; score test and "
            "interval of Miettinen and Nurminen"
        )
        used = members[place] | members[0]
        notes = (*_notes(analysis), *test.notes)
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
    method = f"logistic regression of a {_told(analysis)} on arm{on}; {how}"
    reasons = separation_reasons(columns, everyone.subjects, outcome, fit.converged)
    converged, why = judge(reasons)
    left = everyone.enrolled & ~columns.used
    notes = (*_notes(analysis), *why)
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
