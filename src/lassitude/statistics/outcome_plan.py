"""Carry out planned analyses of responders, events, values beyond limits, and changes that go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeGuard

import numpy as np

from lassitude.statistics.arm_blocks import ArmBlock, arm_blocks, covariate_columns, measured
from lassitude.statistics.estimands.occurrence import replicates_of
from lassitude.statistics.estimands.prepared import prepared
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.event_plan import event_rate_analyzer, time_to_event_analyzer
from lassitude.statistics.planned.censored import censored_blocks
from lassitude.statistics.planned.imputed_responders import imputed_responder_blocks
from lassitude.statistics.planned.repeated_correlation import repeated_correlation_block
from lassitude.statistics.planned.responders import responder_blocks
from lassitude.statistics.subsets import all_together, with_all_together
from lassitude.study.analyses.events import EventRate, TimeToEvent
from lassitude.study.analyses.outcomes import CensoredComparison, RepeatedCorrelation, Responders
from lassitude.study.analysis_plan import Analysis, endpoints_of
from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData
from lassitude.study.endpoints import estimate_id, parse_estimate_id
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
            return event_rate_analyzer(data, plan, name, analysis)
        case TimeToEvent():
            return time_to_event_analyzer(data, plan, name, analysis)


def _responders(data: StudyData, plan: Protocol, name: str, analysis: Responders) -> _Analyzer:
    columns = covariate_columns(data, analysis.covariates)
    days = {visit.label: visit.day for visit in calendar(plan)}
    judged = {criterion.measure for people in plan.populations.values() for criterion in people.eligibility}

    several = len({one.cutoff.change for one in plan.analysis.values() if _alike(one, analysis)}) > 1

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        target, people, failed = None, blocks, np.zeros(blocks[0].enrolled.shape, dtype=bool)
        if analysis.estimand is not None:
            target = prepared(data, plan, name, analysis, blocks)
            people = list(target.blocks)
            failed = target.failed[..., blocks[0].visits.index(analysis.at)]
        chosen = blocks[0].endpoint in judged
        if analysis.imputation is None:
            found = responder_blocks(people, name, analysis, columns, days, chosen, failed)
        else:
            found = imputed_responder_blocks(
                people, name, analysis, columns, days, chosen, replicates_of(data), target
            )
        return [_with_cutoff(one, analysis) for one in found] if several else found

    return analyze


def _alike(other: Analysis, analysis: Responders) -> TypeGuard[Responders]:
    """Tell whether the estimates of two analyses would have the same ids but for the cut-off."""
    if not isinstance(other, Responders):
        return False
    own, others = ({one.endpoint for one in endpoints_of(each)} for each in (analysis, other))
    same = (analysis.at, analysis.reference, analysis.subset) == (other.at, other.reference, other.subset)
    same = same and _missing(analysis) == _missing(other)
    return same and not own.isdisjoint(others)


def _missing(analysis: Responders) -> str:
    return "" if analysis.imputation is None else analysis.imputation.method.type


def _with_cutoff(estimate: EstimateBatch, analysis: Responders) -> EstimateBatch:
    parts, change = parse_estimate_id(estimate.id), f"{analysis.cutoff.change:g}"
    statistic = f"{parts.statistic}{'@' if ':' in parts.statistic else ':'}{change}"
    return replace(estimate, id=estimate_id(parts.endpoint, statistic, parts.visit, parts.arm))


def _correlated(
    data: StudyData, blocks: list[ArmBlock], name: str, analysis: RepeatedCorrelation, other: str | None
) -> list[EstimateBatch]:
    visits = blocks[0].visits
    wanted = [blocks[0].endpoint, *([other] if other else [])]
    second = all_together(arm_blocks(data, wanted, visits)[other or blocks[0].endpoint])
    if other is None:
        absent = f"Nobody in this study was measured on {analysis.other}."
        second = replace(second, values=np.full_like(second.values, np.nan), notes=(absent,))
    groups = with_all_together(blocks)
    return [one for block in groups for one in repeated_correlation_block(block, second, name, analysis)]
