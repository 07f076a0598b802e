"""Carry out planned analyses of responders, events, values beyond limits, and changes that go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import polars as pl

from lassitude.statistics.arm_blocks import ArmBlock, arm_blocks, covariate_columns, measured
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.events.histories import histories, visit_counts, visit_days
from lassitude.statistics.planned.censored import censored_blocks
from lassitude.statistics.planned.events import event_rate_blocks
from lassitude.statistics.planned.repeated_correlation import repeated_correlation_block
from lassitude.statistics.planned.responders import responder_blocks
from lassitude.statistics.planned.times import confirmed_times, time_blocks
from lassitude.statistics.subsets import all_together
from lassitude.study.analyses.events import EventRate, FirstEvent, TimeToEvent
from lassitude.study.analyses.outcomes import CensoredComparison, RepeatedCorrelation, Responders
from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData
from lassitude.study.limits import limits
from lassitude.study.protocol import Protocol

Outcome: TypeAlias = Responders | CensoredComparison | RepeatedCorrelation | EventRate | TimeToEvent
_Analyzer: TypeAlias = Callable[[list[ArmBlock]], list[EstimateBatch]]


def outcome_analyzer(data: StudyData, plan: Protocol, name: str, analysis: Outcome) -> _Analyzer:
    """Prepare one analysis, so that it can be done on the arms of each of its endpoints.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        Its visits and eligibility are used.
    name : str
        Name of the analysis in the plan.
    analysis : Outcome
        One of five types.

    Returns
    -------
    callable
        From the blocks of an endpoint to its estimates.
    """
    match analysis:
        case Responders():
            return _responders(data, plan, name, analysis)
        case CensoredComparison():
            columns = covariate_columns(data, analysis.covariates)
            return lambda blocks: censored_blocks(
                blocks, name, analysis, columns, limits(data, blocks[0].endpoint, [analysis.at])
            )
        case RepeatedCorrelation(other=other):
            known = bool(measured(data, [other]))
            return lambda blocks: _correlated(data, blocks, name, analysis, other if known else None)
        case EventRate():
            return _event_rate(data, plan, name, analysis)
        case TimeToEvent():
            return _time_to_event(data, plan, name, analysis)


def _responders(data: StudyData, plan: Protocol, name: str, analysis: Responders) -> _Analyzer:
    columns = covariate_columns(data, analysis.covariates)
    days = {visit.label: visit.day for visit in calendar(plan)}
    judged = {criterion.measure for people in plan.populations.values() for criterion in people.eligibility}

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        return responder_blocks(blocks, name, analysis, columns, days, blocks[0].endpoint in judged)

    return analyze


def _correlated(
    data: StudyData, blocks: list[ArmBlock], name: str, analysis: RepeatedCorrelation, other: str | None
) -> list[EstimateBatch]:
    visits = blocks[0].visits
    wanted = [blocks[0].endpoint, *([other] if other else [])]
    second = all_together(arm_blocks(data, wanted, visits)[other or blocks[0].endpoint])
    if other is None:
        absent = f"Nobody in this study was measured on {analysis.other}."
        second = replace(second, values=np.full_like(second.values, np.nan), notes=(absent,))
    groups = [*blocks, all_together(blocks)] if len(blocks) > 1 else blocks
    return [one for block in groups for one in repeated_correlation_block(block, second, name, analysis)]


def _event_rate(data: StudyData, plan: Protocol, name: str, analysis: EventRate) -> _Analyzer:
    columns = covariate_columns(data, analysis.covariates)
    visits = _looked_at(data, plan, None, analysis.at)

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        if analysis.events is None:
            counted = visit_counts(data, blocks[0].endpoint, tuple(visits))
        else:
            told = histories(data, analysis.events, next(iter(visits)), [*visits][-1])
            counted = told.count, told.days
        return event_rate_blocks(blocks, name, analysis, columns, counted, [*visits][-1])

    return analyze


def _time_to_event(data: StudyData, plan: Protocol, name: str, analysis: TimeToEvent) -> _Analyzer:
    columns = covariate_columns(data, analysis.covariates)
    visits = _looked_at(data, plan, analysis.change_from, analysis.at)
    rule = analysis.event

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        recorded = None
        if isinstance(rule, FirstEvent):
            recorded = histories(data, rule.category, next(iter(visits)), [*visits][-1])
            times = recorded.times(all_together(blocks).enrolled)
        else:
            days = visit_days(data, blocks[0].endpoint, tuple(visits))
            times = confirmed_times(blocks, days, [*visits], analysis)
        return time_blocks(blocks, name, analysis, columns, times, visits, recorded)

    return analyze


def _looked_at(data: StudyData, plan: Protocol, start: str | None, until: str | None) -> dict[str, float]:
    """Return the visits from one to another, with the days since the first on which most were held."""
    held = dict(data.observations.group_by("visit").agg(pl.col("day").median()).iter_rows())
    days = {visit.label: float(held.get(visit.label, visit.day)) for visit in calendar(plan)}
    labels = [*days]
    first = labels.index(start) if start else 0
    last = labels.index(until) if until else len(labels) - 1
    return {label: days[label] - days[labels[first]] for label in labels[first : last + 1]}
