"""Carry out planned analyses of how often events happen and when they first do, by their estimands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock, covariate_columns
from lassitude.statistics.estimands.follow_up import (
    Followed,
    FollowUp,
    check_followed,
    follow_up,
    followed_blocks,
)
from lassitude.statistics.estimands.occurrence import replicates_of
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.events.composite import with_event
from lassitude.statistics.events.confirmed import Times
from lassitude.statistics.events.histories import Histories, histories, visit_counts, visit_days
from lassitude.statistics.planned.events import event_rate_blocks
from lassitude.statistics.planned.times import confirmed_times, time_blocks
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.events import EventRate, FirstEvent, TimeToEvent
from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol

Floats = NDArray[np.float64]
_Analyzer: TypeAlias = Callable[[list[ArmBlock]], list[EstimateBatch]]


def event_rate_analyzer(data: StudyData, plan: Protocol, name: str, analysis: EventRate) -> _Analyzer:
    """Prepare an analysis of how often events happen.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        Its visits and estimands are used.
    name : str
        Name of the analysis in the plan.
    analysis : EventRate
        Its settings.

    Returns
    -------
    callable
        From the blocks of an endpoint to its estimates.
    """
    columns = covariate_columns(data, analysis.covariates)
    visits = _looked_at(data, plan, analysis.since, analysis.at)
    labels = tuple(visits)
    found = None if analysis.estimand is None else follow_up(data, plan, analysis.estimand)

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        if analysis.events is None:
            endpoint = blocks[0].endpoint
            counted = visit_counts(data, endpoint, labels, None if found is None else found.ends_day)
            followed = _between_visits(data, endpoint, visits, visit_counts(data, endpoint, labels)[1])
        else:
            told = _recorded(data, analysis.events, labels, found)
            counted, followed = (told.count, told.days), _of_history(told, settled=False)
        people = _people(data, blocks, found, followed, name, analysis, labels[-1])
        return event_rate_blocks(people, name, analysis, columns, counted, labels[-1])

    return analyze


def time_to_event_analyzer(data: StudyData, plan: Protocol, name: str, analysis: TimeToEvent) -> _Analyzer:
    """Prepare an analysis of when an event first happens.

    Parameters
    ----------
    data, plan, name
        See `event_rate_analyzer`.
    analysis : TimeToEvent
        Its settings.

    Returns
    -------
    callable
        From the blocks of an endpoint to its estimates.
    """
    columns = covariate_columns(data, analysis.covariates)
    visits = _looked_at(data, plan, analysis.change_from, analysis.at)
    labels, rule = tuple(visits), analysis.event
    found = None if analysis.estimand is None else follow_up(data, plan, analysis.estimand)

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        if isinstance(rule, FirstEvent):
            recorded = _recorded(data, rule.category, labels, found)
            people = _people(
                data, blocks, found, _of_history(recorded, settled=True), name, analysis, labels[-1]
            )
            times = recorded.times(all_together(people).enrolled)
            return time_blocks(people, name, analysis, columns, times, visits, recorded)
        days = visit_days(data, blocks[0].endpoint, labels)
        plain = confirmed_times(blocks, days, labels, analysis)
        followed = _between_visits(data, blocks[0].endpoint, visits, plain.time, plain.event)
        people = _people(data, blocks, found, followed, name, analysis, labels[-1])
        times = plain if found is None else _confirmed(people, days, labels, analysis, found, followed)
        return time_blocks(people, name, analysis, columns, times, visits, None)

    return analyze


def _recorded(data: StudyData, category: str, labels: tuple[str, ...], found: FollowUp | None) -> Histories:
    if found is None:
        return histories(data, category, labels[0], labels[-1])
    return histories(data, category, labels[0], labels[-1], found.ends, found.also)


def _of_history(told: Histories, settled: bool) -> Followed:
    happened = np.isfinite(told.first) & settled
    return Followed(told.since, told.days, told.complete, happened, told.last)


def _between_visits(
    data: StudyData,
    endpoint: str,
    visits: dict[str, float],
    followed: Floats,
    settled: NDArray[np.bool_] | None = None,
) -> Followed:
    """Tell how long people were followed whose events are seen at visits."""
    days = visit_days(data, endpoint, tuple(visits))
    since = np.where(np.isfinite(days[..., 0]), days[..., 0], 0.0)
    last = np.where(np.isfinite(days[..., -1]), days[..., -1], since + [*visits.values()][-1])
    complete = since + np.nan_to_num(followed, nan=0.0) >= last
    return Followed(since, followed, complete, np.zeros_like(complete) if settled is None else settled, last)


def _people(
    data: StudyData,
    blocks: list[ArmBlock],
    found: FollowUp | None,
    followed: Followed,
    name: str,
    analysis: EventRate | TimeToEvent,
    until: str,
) -> list[ArmBlock]:
    if found is None:
        return blocks
    people = followed_blocks(blocks, found, followed.last, until)
    check_followed(found, followed, people, name, analysis, replicates_of(data))
    return people


def _confirmed(
    blocks: list[ArmBlock],
    days: Floats,
    labels: tuple[str, ...],
    analysis: TimeToEvent,
    found: FollowUp,
    followed: Followed,
) -> Times:
    """Find the time to a confirmed change, or to a composite event before it, until others end it."""
    counted = np.where(days > found.ends_day[..., None], np.nan, days)
    times = confirmed_times(blocks, counted, labels, analysis)
    within = np.minimum(followed.last, found.ends_day) - followed.since
    return with_event(times, found.also_day - followed.since, within, all_together(blocks).enrolled)


def _looked_at(data: StudyData, plan: Protocol, start: str | None, until: str | None) -> dict[str, float]:
    """Return the visits from one to another, with the days since the first on which most were held."""
    held = dict(data.observations.group_by("visit").agg(pl.col("day").median()).iter_rows())
    days = {visit.label: float(held.get(visit.label, visit.day)) for visit in calendar(plan)}
    labels = [*days]
    first = labels.index(start) if start else 0
    last = labels.index(until) if until else len(labels) - 1
    return {label: days[label] - days[labels[first]] for label in labels[first : last + 1]}
