"""Estimates of planned analyses of when an event first happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import judge
from lassitude.statistics.draft import PEOPLE, PURE, Draft, draft_for
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.statistics.events.confirmed import Times, time_to_confirmed_change
from lassitude.statistics.events.hazards import Cox, cox, log_rank
from lassitude.statistics.events.histories import Histories
from lassitude.statistics.events.kaplan_meier import free_at, kaplan_meier, median_time
from lassitude.statistics.planned.arm_columns import ArmColumns, Covariates, arm_columns, arm_of
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.events import ConfirmedChange, ConfirmedWorsening, FirstEvent, TimeToEvent
from lassitude.study.visits import duration_days


def confirmed_times(
    blocks: Sequence[ArmBlock], days: NDArray[np.float64], visits: Sequence[str], analysis: TimeToEvent
) -> Times:
    """Find when each person's change was first seen that a later visit confirmed.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        One endpoint in every arm.
    days : array of float64 [replicate, subject, visit]
        When each of `visits` was held.
    visits : sequence of str
        From the baseline to the last one looked at.
    analysis : TimeToEvent
        With a change as its event.
    """
    everyone = all_together(blocks)
    values = everyone.values[:, :, [everyone.visits.index(label) for label in visits]]
    rule = analysis.event
    if isinstance(rule, ConfirmedWorsening):
        needed = _needed(values[..., 0], rule)
    elif isinstance(rule, ConfirmedChange):
        values = np.sign(rule.by) * values
        needed = np.full(values.shape[:2], abs(rule.by))
    else:
        raise TypeError(f"{rule.type} is recorded, not measured at visits")
    return time_to_confirmed_change(
        values, days, needed, duration_days(rule.confirmed_after), everyone.enrolled
    )


def _needed(baseline: NDArray[np.float64], rule: ConfirmedWorsening) -> NDArray[np.float64]:
    """Return the rise that counts for each person; below the first step that of the first."""
    begins = np.array([step.baseline_from for step in rule.steps])
    sizes = np.array([step.by for step in rule.steps])
    place = np.searchsorted(begins, np.nan_to_num(baseline) + 1e-9, side="right") - 1
    return sizes[np.maximum(place, 0)]


def time_blocks(
    blocks: Sequence[ArmBlock],
    name: str,
    analysis: TimeToEvent,
    covariates: Covariates,
    times: Times,
    looked_at: Mapping[str, float],
    recorded: Histories | None,
) -> list[EstimateBatch]:
    """Compare when an event first happens.

    Parameters
    ----------
    blocks : sequence of ArmBlock
        The endpoint by which estimates are named, in every arm.
    name : str
        Name of the analysis in the plan.
    analysis : TimeToEvent
        Event and reference.
    covariates : mapping of str to (str, array of float64 [replicate, subject])
        For the hazard ratio.
    times : Times
        Of everybody.
    looked_at : mapping of str to float
        Label of each visit to planned days since the baseline; the last is where people are followed to.
    recorded : Histories or None
        Of the event, where it is a recorded one.

    Returns
    -------
    list of EstimateBatch
        For each arm ``with_event_n``, ``median_time`` and, at each visit, ``event_free_share``, the rest of 1
        as ``event_share``, and ``at_risk_n``; with a reference also ``hazard_ratio:REFERENCE`` for each other
        arm and ``logrank_p`` for all.
    """
    until = [*looked_at][-1]
    everyone = all_together(blocks)
    reference = analysis.reference or arm_of(blocks[0])
    columns = arm_columns(blocks, reference, {}, times.used)
    told = f"{event_in_words(analysis)} until {until}"
    missing = ()
    if recorded is not None and not recorded.anybody:
        missing = (f"This study has no recorded {told.removeprefix('first ')}.",)
    estimates: list[EstimateBatch] = []
    for block, own in zip(columns.blocks, columns.members, strict=True):
        estimates += _curve(block, own, name, times, looked_at, told, missing)
    if analysis.reference is None:
        return estimates
    full = arm_columns(blocks, reference, covariates, times.used)
    estimates += _hazard_ratios(everyone, full, name, until, told, times, analysis, missing)
    test = log_rank(times.time, times.event, columns.members)
    converged, why = judge(_reasons(columns, times, np.isfinite(test.p), False))
    method = f"log-rank test of the time to the {told}"
    left, n = everyone.enrolled & ~columns.used, columns.used.sum(axis=1)
    draft = draft_for(everyone, name, until, method, left, n, converged, (*missing, *why))
    return [*estimates, draft.estimate("logrank_p", PURE, test.p, df=test.df, p=test.p)]


def event_in_words(analysis: TimeToEvent) -> str:
    """Say what is waited for.

    Examples
    --------
    >>> plan = TimeToEvent(type="time-to-event", endpoint="EDSS.total", reference="placebo",
    ...                    event={"type": "confirmed-change", "by": 1.0, "confirmed_after": "24 wk"})
    >>> event_in_words(plan)
    'first change of EDSS.total by 1 or more that holds for 24 wk'
    """
    rule = analysis.event
    if isinstance(rule, FirstEvent):
        return f"first {rule.category.replace('_', ' ')}"
    if isinstance(rule, ConfirmedChange):
        size = f"{rule.by:g} or more" if rule.by > 0 else f"{rule.by:g} or less"
        return f"first change of {analysis.endpoint} by {size} that holds for {rule.confirmed_after}"
    steps = ", ".join(f"{step.by:g} from {step.baseline_from:g}" for step in rule.steps)
    return f"first rise of {analysis.endpoint} ({steps}) that holds for {rule.confirmed_after}"


def _curve(
    block: ArmBlock,
    own: NDArray[np.bool_],
    name: str,
    times: Times,
    looked_at: Mapping[str, float],
    told: str,
    missing: tuple[str, ...],
) -> list[EstimateBatch]:
    curve = kaplan_meier(times.time, times.event, own)
    converged, why = judge({"nobody was followed": curve.followed == 0})
    method = f"Kaplan and Meier's estimate for the {told}; Greenwood's error, log-log interval"
    until = [*looked_at][-1]
    left, n = block.enrolled & ~own, curve.followed
    draft = draft_for(block, name, until, method, left, n, converged, (*missing, *why))
    median, interval = median_time(curve)
    few = converged & np.isnan(median)
    unreached = _unreached(few)
    found = [
        draft.estimate("with_event_n", PEOPLE, curve.events.astype(np.float64)),
        replace(draft, notes=(*draft.notes, *unreached)).estimate(
            "median_time", "day", median, interval=interval
        ),
    ]
    for visit, day in looked_at.items():
        free, here = free_at(curve, day), replace(draft, visit=visit)
        found += [
            here.estimate("event_free_share", PURE, free.share, se=free.se, interval=free.interval),
            here.estimate(
                "event_share", PURE, 1.0 - free.share, se=free.se, interval=_mirrored(free.interval)
            ),
            here.estimate("at_risk_n", PEOPLE, free.at_risk.astype(np.float64)),
        ]
    return found


def _mirrored(free: Intervals) -> Intervals:
    return Intervals(1.0 - free.high, 1.0 - free.low)


def _unreached(few: NDArray[np.bool_]) -> tuple[str, ...]:
    if not few.any():
        return ()
    where = "" if few.size == 1 else f" in {few.sum()} of {few.size} repetitions"
    return (f"More than half were free of the event to the end{where}, so that the median is not reached.",)


def _hazard_ratios(
    everyone: ArmBlock,
    columns: ArmColumns,
    name: str,
    until: str,
    told: str,
    times: Times,
    analysis: TimeToEvent,
    missing: tuple[str, ...],
) -> list[EstimateBatch]:
    fit = cox(times.time, times.event, columns.x[..., 1:], columns.used)
    on = "".join(f", {covariate}" for covariate in columns.covariates)
    method = (
        f"Cox regression of the time to the {told} on arm{on}; partial likelihood, Efron's treatment of "
        "ties, Wald interval"
    )
    converged, why = judge(_reasons(columns, times, fit.converged, True))
    left, n = everyone.enrolled & ~columns.used, columns.used.sum(axis=1)
    draft = draft_for(everyone, name, until, method, left, n, converged, (*missing, *why))
    return [_ratio(draft, columns, analysis, fit, place) for place in range(1, len(columns.blocks))]


def _ratio(draft: Draft, columns: ArmColumns, analysis: TimeToEvent, fit: Cox, place: int) -> EstimateBatch:
    value, se = fit.coefficients[:, place - 1], fit.se[:, place - 1]
    margin = float(ndtri(0.975)) * se
    own = replace(draft, arm=columns.blocks[place].arm)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        interval = Intervals(np.exp(value - margin), np.exp(value + margin))
        p = 2 * ndtr(-np.abs(value / se))
        return own.estimate(f"hazard_ratio:{analysis.reference}", PURE, np.exp(value), interval=interval, p=p)


def _reasons(
    columns: ArmColumns, times: Times, found: NDArray[np.bool_], ratio: bool
) -> dict[str, NDArray[np.bool_]]:
    members = columns.members
    people = np.stack([own.sum(axis=1) for own in members])
    events = np.stack([(own & times.event).sum(axis=1) for own in members])
    empty, quiet = (people == 0).any(axis=0), events.sum(axis=0) == 0
    reasons = {"an arm has nobody who was followed": empty, "nobody had the event": quiet}
    none = (events == 0).any(axis=0) & ~empty & ~quiet
    if ratio and none.any():
        first = int(none.argmax())
        place = int((events[:, first] == 0).argmax())
        reasons[
            f"no event in {people[place, first]} people of {columns.blocks[place].arm} "
            f"({events[:, first].sum()} in the others), so that a hazard ratio is 0 or infinite; the "
            "log-rank test and the shares free of the event are of use all the same"
        ] = none
    reasons["the likelihood has no maximum; take out covariates"] = ~found & ~none & ~empty & ~quiet
    return reasons
