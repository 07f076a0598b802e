"""Carry out planned analyses between people, of a measure itself, and of what relapses do to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import polars as pl

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.events.relapse_courses import relapse_courses
from lassitude.statistics.other_measures import changes_of_measures, other_measures
from lassitude.statistics.planned.associations import (
    change_correlation_block,
    correlation_block,
    determinants_block,
)
from lassitude.statistics.planned.cut_groups import cut_group_block
from lassitude.statistics.planned.measurement import distribution_blocks, reliability_block
from lassitude.statistics.planned.relapse_courses import relapse_course_block
from lassitude.statistics.planned.standardized import standardized_blocks
from lassitude.statistics.subsets import with_all_together
from lassitude.study.analyses.associations import (
    ChangeCorrelation,
    Correlation,
    Determinants,
    GroupByCut,
    RankCorrelation,
    StandardizedDifference,
)
from lassitude.study.analyses.measurement import Distribution, RelapseCourse, RetestReliability
from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol
from lassitude.study.visits import duration_days

Association: TypeAlias = (
    Correlation
    | RankCorrelation
    | ChangeCorrelation
    | Determinants
    | GroupByCut
    | StandardizedDifference
    | RetestReliability
    | Distribution
    | RelapseCourse
)
_Analyzer: TypeAlias = Callable[[list[ArmBlock]], list[EstimateBatch]]
_OfBlock: TypeAlias = Callable[[ArmBlock], list[EstimateBatch]]


def association_analyzer(data: StudyData, plan: Protocol, name: str, analysis: Association) -> _Analyzer:
    """Prepare one analysis, so that it can be done on the arms of each of its endpoints.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        Its visits are used.
    name : str
        Name of the analysis in the plan.
    analysis : Association
        One of nine types.

    Returns
    -------
    callable
        From the blocks of an endpoint to its estimates: of every arm and, where there are several, of all
        people together; a standardized difference is one of arms.
    """
    match analysis:
        case Correlation() | RankCorrelation():
            others, given = (
                other_measures(data, one, analysis.at) for one in (analysis.others, analysis.given)
            )
            return _in_groups(lambda block: correlation_block(block, others, given, name, analysis))
        case ChangeCorrelation():
            changes = changes_of_measures(data, analysis.others, analysis.change_from, analysis.at)
            return _in_groups(lambda block: change_correlation_block(block, changes, name, analysis))
        case Determinants():
            measures = other_measures(data, analysis.measures, analysis.at)
            return _in_groups(lambda block: determinants_block(block, measures, name, analysis))
        case GroupByCut():
            (by,) = other_measures(data, [analysis.by], analysis.at)
            return _in_groups(lambda block: cut_group_block(block, by, name, analysis))
        case StandardizedDifference():
            return lambda blocks: standardized_blocks(blocks, name, analysis)
        case RetestReliability():
            return _in_groups(lambda block: reliability_block(block, name, analysis))
        case Distribution():
            return lambda blocks: distribution_blocks(blocks, name, analysis)
        case RelapseCourse():
            return _relapse_course(data, plan, name, analysis)


def _in_groups(analyze: _OfBlock) -> _Analyzer:
    return lambda blocks: [one for block in with_all_together(blocks) for one in analyze(block)]


def _relapse_course(data: StudyData, plan: Protocol, name: str, analysis: RelapseCourse) -> _Analyzer:
    days = {visit.label: visit.day for visit in calendar(plan)}
    labels = [*days]
    until = analysis.at or labels[-1]
    counted = labels[: labels.index(until) + 1]
    rows = data.observations.filter(pl.col("visit") == until)
    last = float("inf") if analysis.at is None else rows.select(pl.col("day").median()).item()
    times = duration_days(analysis.seen_within), duration_days(analysis.settled_after)

    def analyze(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        end = days[until] if last is None else last
        courses = relapse_courses(data, blocks[0].endpoint, counted, end, *times)
        return _in_groups(lambda block: relapse_course_block(block, courses, name, analysis, until))(blocks)

    return analyze
