"""The analyses a protocol plans, each a type with keys of its own.

Each names an `endpoint` and may have a `label`, `variants` (the same on other scorings) and a `subset` (the
same within people chosen by their change).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lassitude.study.analyses.associations import (
    ChangeCorrelation,
    Correlation,
    Determinants,
    GroupByCut,
    RankCorrelation,
    StandardizedDifference,
)
from lassitude.study.analyses.between_arms import (
    AnalysisOfCovariance,
    ArmRegression,
    CrossoverAnalysis,
    GroupComparison,
    MixedAnova,
)
from lassitude.study.analyses.chosen import Variant
from lassitude.study.analyses.events import EventRate, TimeToEvent
from lassitude.study.analyses.imputation import MultipleImputation
from lassitude.study.analyses.measurement import Distribution, RelapseCourse, RetestReliability
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

Analysis = Annotated[
    Descriptive
    | RepeatedMeasures
    | PairedTest
    | LinearRegression
    | CompleteReduction
    | Peak
    | GroupComparison
    | AnalysisOfCovariance
    | MixedAnova
    | ArmRegression
    | CrossoverAnalysis
    | MixedModel
    | MultipleImputation
    | Responders
    | EventRate
    | TimeToEvent
    | CensoredComparison
    | RepeatedCorrelation
    | Correlation
    | RankCorrelation
    | ChangeCorrelation
    | Determinants
    | GroupByCut
    | StandardizedDifference
    | RetestReliability
    | Distribution
    | RelapseCourse,
    Field(discriminator="type"),
]
"""The analyses a protocol can plan, told apart by `type`."""


def endpoints_of(analysis: Analysis) -> tuple[Variant, ...]:
    """List every endpoint an analysis is done for, the main one first, each with its label.

    Parameters
    ----------
    analysis : Analysis
        One entry of a protocol's ``[analysis]``.

    Returns
    -------
    tuple of Variant
        The main endpoint is its own label where the protocol gives none.

    Examples
    --------
    >>> plan = Descriptive(type="descriptive", endpoint="FIS.total",
    ...                    variants=({"endpoint": "MFIS.total", "label": "21 items"},))
    >>> [variant.label for variant in endpoints_of(plan)]
    ['FIS.total', '21 items']
    """
    main = Variant(endpoint=analysis.endpoint, label=analysis.label or analysis.endpoint)
    return (main, *analysis.variants)


def covariates_of(analysis: Analysis) -> tuple[str, ...]:
    """List the covariates that an analysis adjusts for: ``age_years``, ``sex``, endpoints at a visit.

    Parameters
    ----------
    analysis : Analysis
        One entry of a protocol's ``[analysis]``.

    Examples
    --------
    >>> covariates_of(Descriptive(type="descriptive", endpoint="FIS.total"))
    ()
    """
    return getattr(analysis, "covariates", ())


def measures_of(analysis: Analysis) -> dict[tuple[str | int, ...], str]:
    """List what an analysis sets beside its endpoint, besides covariates, by where it names it.

    Parameters
    ----------
    analysis : Analysis
        One entry of a protocol's ``[analysis]``.

    Returns
    -------
    dict of tuple to str
        From the keys below the analysis to endpoints with or without a visit, ``age_years``, ``sex`` or
        ``site``.

    Examples
    --------
    >>> measures_of(GroupByCut(type="group-by-cut", endpoint="FSS.total", at="M0", by="EDSS.total", cut=4.0))
    {('by',): 'EDSS.total'}
    """
    match analysis:
        case RepeatedCorrelation(other=other):
            return {("other",): other}
        case Correlation() | RankCorrelation():
            listed = {"with": analysis.others, "given": analysis.given}
        case ChangeCorrelation(others=others):
            listed = {"with": others}
        case Determinants(measures=measures):
            listed = {"measures": measures}
        case GroupByCut(by=by):
            return {("by",): by}
        case _:
            return {}
    return {(key, i): name for key, names in listed.items() for i, name in enumerate(names)}


def reference_arm_of(analysis: Analysis) -> str | None:
    """Name the arm that an analysis compares the others with; None where it compares no arms.

    Parameters
    ----------
    analysis : Analysis
        One entry of a protocol's ``[analysis]``.

    Examples
    --------
    >>> reference_arm_of(Descriptive(type="descriptive", endpoint="FIS.total"))
    """
    return getattr(analysis, "reference", None)


def estimand_of(analysis: Analysis) -> str | None:
    """Name the estimand that an analysis is for; None where it names none.

    Parameters
    ----------
    analysis : Analysis
        One entry of a protocol's ``[analysis]``.

    Examples
    --------
    >>> estimand_of(Descriptive(type="descriptive", endpoint="FIS.total"))
    """
    return getattr(analysis, "estimand", None)
