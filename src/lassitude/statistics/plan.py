"""Carry out the analyses that a protocol plans, on a virtual or a real study alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock, arm_blocks, covariate_columns
from lassitude.statistics.association_plan import Association, association_analyzer
from lassitude.statistics.estimands.occurrence import replicates_of
from lassitude.statistics.estimands.prepared import prepared, targeted_blocks
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.outcome_plan import outcome_analyzer
from lassitude.statistics.planned.anova import mixed_anova_blocks, repeated_measures_block
from lassitude.statistics.planned.arm_regression import arm_regression_blocks
from lassitude.statistics.planned.crossover import crossover_blocks
from lassitude.statistics.planned.descriptive import describe_block
from lassitude.statistics.planned.groups import covariance_blocks, group_comparison_blocks
from lassitude.statistics.planned.imputation import imputation_blocks
from lassitude.statistics.planned.mixed_models import mixed_model_blocks
from lassitude.statistics.planned.multiplicity import adjusted_estimates
from lassitude.statistics.planned.peaks import peak_block
from lassitude.statistics.planned.regression import regression_block
from lassitude.statistics.planned.tests import (
    complete_reduction_block,
    t_block,
    wilcoxon_block,
)
from lassitude.statistics.subsets import all_together, chosen
from lassitude.study.analyses.associations import StandardizedDifference
from lassitude.study.analyses.between_arms import (
    AnalysisOfCovariance,
    ArmRegression,
    CrossoverAnalysis,
    GroupComparison,
    MixedAnova,
)
from lassitude.study.analyses.events import EventRate, TimeToEvent
from lassitude.study.analyses.imputation import MultipleImputation
from lassitude.study.analyses.mixed_models import MixedModel
from lassitude.study.analyses.outcomes import CensoredComparison, RepeatedCorrelation, Responders
from lassitude.study.analyses.within_arms import (
    CompleteReduction,
    Descriptive,
    LinearRegression,
    PairedTest,
    Peak,
    RepeatedMeasures,
)
from lassitude.study.analysis_plan import Analysis, endpoints_of
from lassitude.study.calendar import calendar, period_starts, sequences_of
from lassitude.study.data import StudyData
from lassitude.study.designs import PeriodicDesign
from lassitude.study.protocol import Protocol

_Analyzer: TypeAlias = Callable[[list[ArmBlock]], list[EstimateBatch]]

_COMPARISONS = (
    GroupComparison
    | AnalysisOfCovariance
    | MixedAnova
    | ArmRegression
    | MixedModel
    | MultipleImputation
    | Responders
    | EventRate
    | TimeToEvent
    | CensoredComparison
    | StandardizedDifference
)
"""Analyses of several arms: a subset may choose people in some and leave the others whole."""

_TARGETING_THEMSELVES = MultipleImputation | Responders | EventRate | TimeToEvent
"""Analyses that need more of an estimand than values set in place."""


def analyze_plan(data: StudyData, plan: Protocol) -> dict[str, EstimateBatch]:
    """Compute every planned estimate, in every replicate at once.

    Parameters
    ----------
    data : StudyData
        A checked study; a real one has one replicate.
    plan : Protocol
        Its visits and analyses are used, variants included; nothing of its ``[simulation]``.

    Returns
    -------
    dict of str to EstimateBatch
        By estimate id, in the order of the plan: analysis, endpoint and its variants, arm; then the p values
        that ``[multiplicity]`` adjusts.

    Raises
    ------
    RequestError
        If nobody was measured on any endpoint of the plan, or two analyses make the same estimate.
        One endpoint or covariate that is absent is no error: its estimates have not converged and say why.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import table
    >>> plan = read_protocol("canadian-ahsct")
    >>> who = {"replicate": [0, 0], "subject": ["P-01", "P-02"]}
    >>> people = who | {"population": "patients", "arm": "ahsct", "condition": "rrms-aggressive",
    ...                 "sex": "female", "status": "enrolled"}
    >>> seen = who | {"instrument": "FIS", "part": "total", "visit": "M0", "day": 0.0,
    ...               "value": [30.0, 42.0], "unit": "points", "status": "observed"}
    >>> tables = table("subjects", people), table("observations", seen)
    >>> data = StudyData(StudyDescription("", "", {}, ""), *tables)
    >>> analyze_plan(data, plan)["FIS.total|median|M0|ahsct"].value
    array([36.])
    """
    planned = [part.endpoint for analysis in plan.analysis.values() for part in endpoints_of(analysis)]
    if not planned:
        return {}
    planned += [subset.endpoint for subset in plan.subsets.values()]
    labels = [visit.label for visit in calendar(plan)]
    blocks = arm_blocks(data, list(dict.fromkeys(planned)), labels)
    estimates: dict[str, EstimateBatch] = {}
    for name, analysis in plan.analysis.items():
        analyze = _analyzer(data, plan, name, analysis)
        for variant in endpoints_of(analysis):
            people = _people(blocks, variant.endpoint, plan, analysis)
            if not isinstance(analysis, _TARGETING_THEMSELVES):
                people = targeted_blocks(data, plan, name, analysis, people)
            for estimate in analyze(people):
                _add(estimates, estimate)
    for estimate in adjusted_estimates(plan.multiplicity, dict(estimates)):
        _add(estimates, estimate)
    return estimates


def _people(
    blocks: dict[str, list[ArmBlock]], endpoint: str, plan: Protocol, analysis: Analysis
) -> list[ArmBlock]:
    """Choose the people of each arm whom an analysis is about."""
    if analysis.subset is None:
        return blocks[endpoint]
    subset, found = plan.subsets[analysis.subset], []
    for block, judged in zip(blocks[endpoint], blocks[subset.endpoint], strict=True):
        if not subset.arms or block.arm in subset.arms:
            found.append(chosen(block, judged, analysis.subset, subset))
        elif isinstance(analysis, _COMPARISONS):
            found.append(block)
    return found


def _analyzer(data: StudyData, plan: Protocol, name: str, analysis: Analysis) -> _Analyzer:
    if isinstance(analysis, Association):
        return association_analyzer(data, plan, name, analysis)
    match analysis:
        case Descriptive():
            return lambda blocks: _each(_with_everyone(blocks, plan), lambda one: describe_block(one, name))
        case RepeatedMeasures():
            return lambda blocks: _each(blocks, lambda one: repeated_measures_block(one, name, analysis))
        case PairedTest(test=test, change_from=start, at=at):
            paired = wilcoxon_block if test == "wilcoxon" else t_block
            return lambda blocks: _each(blocks, lambda one: paired(one, name, start, at))
        case LinearRegression(change_from=start, at=at):
            columns = covariate_columns(data, analysis.covariates)
            return lambda blocks: _each(blocks, lambda one: regression_block(one, name, start, at, columns))
        case CompleteReduction():
            return lambda blocks: _each(blocks, lambda one: complete_reduction_block(one, name, analysis))
        case Peak():
            return lambda blocks: _each(blocks, lambda one: peak_block(one, name, analysis, _days(plan)))
        case GroupComparison():
            return lambda blocks: group_comparison_blocks(blocks, name, analysis)
        case AnalysisOfCovariance():
            columns = covariate_columns(data, analysis.covariates)
            return lambda blocks: covariance_blocks(blocks, name, analysis, columns)
        case MixedAnova():
            return lambda blocks: mixed_anova_blocks(blocks, name, analysis)
        case ArmRegression():
            columns = covariate_columns(data, analysis.covariates)
            return lambda blocks: arm_regression_blocks(blocks, name, analysis, columns)
        case MixedModel():
            columns = covariate_columns(data, analysis.covariates)
            return lambda blocks: mixed_model_blocks(blocks, name, analysis, columns, _days(plan))
        case MultipleImputation():
            return _imputer(data, plan, name, analysis)
        case Responders() | EventRate() | TimeToEvent() | CensoredComparison() | RepeatedCorrelation():
            return outcome_analyzer(data, plan, name, analysis)
        case CrossoverAnalysis():
            orders, periods = sequences_of(plan), [*period_starts(plan)]
            return lambda blocks: crossover_blocks(blocks, name, analysis, orders, periods)


def _days(plan: Protocol) -> dict[str, float]:
    return {visit.label: visit.day for visit in calendar(plan)}


def _imputer(data: StudyData, plan: Protocol, name: str, analysis: MultipleImputation) -> _Analyzer:
    columns, replicates = covariate_columns(data, analysis.covariates), replicates_of(data)

    def impute(blocks: list[ArmBlock]) -> list[EstimateBatch]:
        if analysis.estimand is None:
            return imputation_blocks(blocks, name, analysis, columns, replicates)
        target = prepared(data, plan, name, analysis, blocks)
        return imputation_blocks(target.blocks, name, analysis, columns, replicates, target)

    return impute


def _each(
    blocks: Sequence[ArmBlock], analyze: Callable[[ArmBlock], list[EstimateBatch]]
) -> list[EstimateBatch]:
    return [estimate for block in blocks for estimate in analyze(block)]


def _with_everyone(blocks: list[ArmBlock], plan: Protocol) -> list[ArmBlock]:
    """Add all people together where everybody has every arm, so that the groups are mere orders."""
    if not isinstance(plan.design, PeriodicDesign):
        return blocks
    return [*blocks, all_together(blocks)]


def _add(estimates: dict[str, EstimateBatch], estimate: EstimateBatch) -> None:
    other = estimates.setdefault(estimate.id, estimate)
    if other is not estimate:
        raise RequestError(
            f"The analyses {other.analysis!r} and {estimate.analysis!r} both make {estimate.id}. "
            "Remove one of them from the plan."
        )
