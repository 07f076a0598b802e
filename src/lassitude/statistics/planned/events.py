"""Estimates of planned analyses of how often events happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr, ndtri

from lassitude.quantities.units import DAYS_A_YEAR
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.events.crude_rates import crude_rate
from lassitude.statistics.events.rates import Rates, negative_binomial, rate_profile
from lassitude.statistics.planned.arm_columns import ArmColumns, Covariates, arm_columns, arm_of, combined
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.events import EventRate


def event_rate_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: EventRate,
    covariates: Covariates,
    counted: tuple[NDArray[np.float64], NDArray[np.float64]],
    until: str,
) -> list[EstimateBatch]:
    """Compare how often events happen.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        The endpoint by which estimates are named, in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : EventRate
        Reference and kind of interval.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        Name of each covariate to its unit and values.
    counted : pair of array of float64 [replicate, subject]
        Events of each person, and days in which they were counted.
    until : str
        Label of the visit until which they were counted.

    Returns
    -------
    list of EstimateBatch
        For each arm ``events_n``, ``followed_years``, ``crude_rate`` and ``annualized_rate``, and for all
        ``rate_dispersion``; with a reference also ``rate_ratio:REFERENCE`` for each other arm and
        ``event_rate_p``.
    """
    everyone = all_together(blocks)
    count, years = counted[0], counted[1] / DAYS_A_YEAR
    known = np.isfinite(count) & (np.nan_to_num(years) > 0)
    columns = arm_columns(blocks, analysis.reference or arm_of(blocks[0]), covariates, known)
    fit = negative_binomial(count, years, columns.x, columns.used)
    method = _method(columns, until)
    converged, why = judge(_reasons(columns, count, fit))
    left = everyone.enrolled & ~columns.used
    draft = draft_for(everyone, name, until, method, left, fit.n, converged, (*why, *_flat(fit)))
    estimates = _raw(draft, columns, count, years)
    estimates += [_rate(draft, columns, fit, place) for place in range(len(columns.blocks))]
    estimates.append(draft.estimate("rate_dispersion", PURE, fit.dispersion, se=fit.dispersion_se))
    if analysis.reference is None:
        return estimates
    estimates += _ratios(draft, columns, analysis, fit, (count, years))
    plain = negative_binomial(count, years, columns.without_arms(), columns.used)
    gained = np.maximum(2 * (fit.value - plain.value), 0.0)
    p = np.where(plain.converged, chdtrc(len(columns.blocks) - 1, gained), np.nan)
    return [*estimates, draft.estimate("event_rate_p", PURE, p, p=p)]


def _method(columns: ArmColumns, until: str) -> str:
    on = [*(["arm"] if len(columns.blocks) > 1 else []), *columns.covariates]
    return (
        f"negative binomial regression of the number of events until {until}"
        f"{' on ' if on else ''}{', '.join(on)}, time at risk as offset; maximum likelihood"
    )


def _reasons(columns: ArmColumns, count: NDArray[np.float64], fit: Rates) -> dict[str, NDArray[np.bool_]]:
    members = columns.members
    people = np.stack([own.sum(axis=1) for own in members])
    events = np.stack([np.where(own, count, 0.0).sum(axis=1) for own in members])
    empty = (people == 0).any(axis=0)
    none = (events == 0).any(axis=0) & ~empty
    reasons = {"an arm has nobody with time at risk and all covariates": empty}
    if none.any():
        first = int(none.argmax())
        place = int((events[:, first] == 0).argmax())
        others = ", ".join(
            f"{int(events[i, first])} of {block.arm}" for i, block in enumerate(columns.blocks) if i != place
        )
        seen = f"no event in {people[place, first]} people of {columns.blocks[place].arm}"
        reasons[
            f"{seen} ({others}), so that its rate is 0 and a ratio 0 or infinite. Follow people longer, or "
            'compare times with a log-rank test: type = "time-to-event"'
            if others
            else f"{seen}, so that the rate is 0 and has no interval. Follow people longer"
        ] = none
    reasons["the likelihood has no maximum; take out covariates"] = ~fit.converged & ~none & ~empty
    return reasons


def _flat(fit: Rates) -> tuple[str, ...]:
    flat = int((fit.converged & (fit.dispersion == 0)).sum())
    if not flat:
        return ()
    where = "" if fit.dispersion.size == 1 else f" in {flat} of {fit.dispersion.size} repetitions"
    return (f"Counts spread no more than Poisson's law has them{where}: the dispersion is 0 there.",)


def _raw(
    draft: Draft, columns: ArmColumns, count: NDArray[np.float64], years: NDArray[np.float64]
) -> list[EstimateBatch]:
    found: list[EstimateBatch] = []
    for block, own in zip(columns.blocks, columns.members, strict=True):
        there = own.any(axis=1)
        told = replace(
            draft,
            arm=block.arm,
            method="events and years of the people used",
            n=own.sum(axis=1),
            converged=there,
        )
        events, time = (np.where(own, one, 0.0).sum(axis=1) for one in (count, years))
        divided = replace(told, method="all events over all years of the people used; exact Poisson interval")
        rate, interval = crude_rate(events, time)
        found += [
            told.estimate("events_n", "events", events),
            told.estimate("followed_years", "year", time),
            divided.estimate("crude_rate", "1/year", rate, interval=interval),
        ]
    return found


def _rate(draft: Draft, columns: ArmColumns, fit: Rates, place: int) -> EstimateBatch:
    value, se = combined(columns.arm(place), fit.coefficients, fit.covariance)
    margin = float(ndtri(0.975)) * se
    own = replace(draft, arm=columns.blocks[place].arm, n=columns.members[place].sum(axis=1))
    with np.errstate(over="ignore", invalid="ignore"):
        interval = Intervals(np.exp(value - margin), np.exp(value + margin))
        return own.estimate("annualized_rate", "1/year", np.exp(value), interval=interval)


def _ratios(
    draft: Draft,
    columns: ArmColumns,
    analysis: EventRate,
    fit: Rates,
    counted: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> list[EstimateBatch]:
    kind = "profile likelihood" if analysis.interval == "profile" else "Wald"
    found: list[EstimateBatch] = []
    for place in range(1, len(columns.blocks)):
        value, se = fit.coefficients[:, place], fit.se[:, place]
        if analysis.interval == "profile":
            ends, p = rate_profile(*counted, columns.x, columns.used, fit, place)
        else:
            margin = float(ndtri(0.975)) * se
            ends = Intervals(value - margin, value + margin)
            p = 2 * ndtr(-np.abs(value / se))
        members = columns.members
        own = replace(
            draft,
            arm=columns.blocks[place].arm,
            method=f"{draft.method}, {kind} interval",
            n=(members[0] | members[place]).sum(axis=1),
        )
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            interval = Intervals(np.exp(ends.low), np.exp(ends.high))
            label = f"rate_ratio:{analysis.reference}"
            found.append(own.estimate(label, PURE, np.exp(value), interval=interval, p=p))
    return found
