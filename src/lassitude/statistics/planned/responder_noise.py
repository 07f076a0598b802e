"""Responders in words, and the share of them that measurement error and regression to the mean alone make."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PURE, draft_for
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.noise import Before, noise_rate, visit_correlation
from lassitude.statistics.planned.arm_columns import ArmColumns
from lassitude.study.analyses.outcomes import InstrumentRetest, Responders, StatedReliability
from lassitude.study.endpoints import parse_endpoint


def responders_in_words(analysis: Responders) -> str:
    """Say which change counts, and what people without both values count as.

    Parameters
    ----------
    analysis : Responders
        As planned.
    """
    cutoff = analysis.cutoff
    bound = "at most" if cutoff.falls else "at least"
    kind = cutoff.label or f"{cutoff.kind} cut-off"
    missing = ", people without both values counted as not responding"
    return (
        f"change from {analysis.change_from} to {analysis.at} of {bound} {cutoff.change:g} ({kind}, "
        f"{cutoff.source}){missing if analysis.missing == 'non-responder' else ''}"
    )


def responder_notes(analysis: Responders) -> tuple[str, ...]:
    """Say of a cross-sectional cut-off what it is.

    Parameters
    ----------
    analysis : Responders
        As planned.
    """
    if analysis.cutoff.label is None:
        return ()
    return (
        f"{analysis.cutoff.label}: the cut-off {analysis.cutoff.change:g} is a difference between people "
        f"({analysis.cutoff.source}), not a change that is meaningful within one.",
    )


def noise_estimates(
    columns: ArmColumns,
    everyone: ArmBlock,
    name: str,
    analysis: Responders,
    days: Mapping[str, float],
    chosen: bool,
    prefix: str = "",
) -> list[EstimateBatch]:
    """Estimate for each arm who would cross the cut-off though nothing happened.

    Parameters
    ----------
    columns : ArmColumns
        Who is used, by arm.
    everyone : ArmBlock
        All arms together.
    name : str
        Name of the analysis in the plan.
    analysis : Responders
        Cut-off, reliability and scores before entry.
    days : mapping of str to float
        Planned day of each visit.
    chosen : bool
        Whether people had to have a score to enter.
    prefix : str
        What the statistic's name begins with.

    Returns
    -------
    list of EstimateBatch
        ``noise_responder_rate`` of each arm.
    """
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
            f"share with a {responders_in_words(analysis)} by measurement and regression to the mean alone: "
            f"normal scores, {source}"
        )
        draft = draft_for(
            block,
            name,
            analysis.at,
            method,
            block.enrolled & ~own,
            own.sum(axis=1),
            converged,
            (*responder_notes(analysis), *notes, *why),
        )
        found.append(draft.estimate(f"{prefix}noise_responder_rate", PURE, rate))
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
