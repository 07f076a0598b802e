"""Carry out the analyses that a protocol plans, on a virtual or a real study alike."""

from __future__ import annotations

from collections.abc import Callable

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock, arm_blocks, covariate_columns
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan_descriptive import describe_block
from lassitude.statistics.plan_regression import regression_block
from lassitude.statistics.plan_tests import (
    complete_reduction_block,
    repeated_measures_block,
    t_block,
    wilcoxon_block,
)
from lassitude.study.analysis_plan import (
    Analysis,
    CompleteReduction,
    Descriptive,
    LinearRegression,
    PairedTest,
    RepeatedMeasures,
    endpoints_of,
)
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol


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
        By estimate id, in the order of the plan: analysis, endpoint and its variants, arm.

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
    blocks = arm_blocks(data, list(dict.fromkeys(planned)), plan.visits.labels)
    estimates: dict[str, EstimateBatch] = {}
    for name, analysis in plan.analysis.items():
        analyze = _analyzer(data, name, analysis)
        for variant in endpoints_of(analysis):
            for block in blocks[variant.endpoint]:
                for estimate in analyze(block):
                    _add(estimates, estimate)
    return estimates


def _analyzer(data: StudyData, name: str, analysis: Analysis) -> Callable[[ArmBlock], list[EstimateBatch]]:
    match analysis:
        case Descriptive():
            return lambda block: describe_block(block, name)
        case RepeatedMeasures(change_from=start):
            return lambda block: repeated_measures_block(block, name, start)
        case PairedTest(test="wilcoxon", change_from=start, at=at):
            return lambda block: wilcoxon_block(block, name, start, at)
        case PairedTest(change_from=start, at=at):
            return lambda block: t_block(block, name, start, at)
        case LinearRegression(change_from=start, at=at):
            covariates = covariate_columns(data, analysis.covariates)
            return lambda block: regression_block(block, name, start, at, covariates)
        case CompleteReduction(change_from=start, at=at):
            return lambda block: complete_reduction_block(block, name, start, at)


def _add(estimates: dict[str, EstimateBatch], estimate: EstimateBatch) -> None:
    other = estimates.setdefault(estimate.id, estimate)
    if other is not estimate:
        raise RequestError(
            f"The analyses {other.analysis!r} and {estimate.analysis!r} both make {estimate.id}. "
            "Remove one of them from the plan."
        )
