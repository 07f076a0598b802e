"""No two analyses may give estimates of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.study.analyses.associations import (
    ChangeCorrelation,
    Correlation,
    Determinants,
    GroupByCut,
    RankCorrelation,
    StandardizedDifference,
)
from lassitude.study.analyses.imputation import MultipleImputation
from lassitude.study.analyses.measurement import Distribution, RetestReliability
from lassitude.study.analyses.outcomes import RepeatedCorrelation, Responders
from lassitude.study.analyses.within_arms import CompleteReduction, LinearRegression, PairedTest
from lassitude.study.analysis_plan import Analysis, endpoints_of, reference_arm_of
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import Problem


def twice_planned(plan: PlanTables) -> Iterator[Problem]:
    """Find analyses that would give estimates of the same ids as one before them.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(twice_planned(read_protocol("canadian-ahsct")))
    []
    """
    seen: dict[tuple[str | None, ...], str] = {}
    for name, analysis in plan.analysis.items():
        for variant in endpoints_of(analysis):
            shared = (
                _family(analysis),
                variant.endpoint,
                _when(analysis),
                _compared(analysis),
                analysis.subset,
            )
            keys = [(*shared, told) for told in _told_apart(analysis)]
            earlier = next((seen[key] for key in keys if key in seen), None)
            if earlier is not None:
                yield (
                    ("analysis", name),
                    (
                        f"{analysis.type} of {variant.endpoint} is planned before in {earlier!r}: "
                        "both would give estimates of the same ids. Remove one."
                    ),
                )
            for key in keys:
                seen.setdefault(key, name)


def _family(analysis: Analysis) -> str:
    """Name the analyses whose estimates are called alike."""
    return "regression" if isinstance(analysis, LinearRegression | Determinants) else analysis.type


def _when(analysis: Analysis) -> str | None:
    if isinstance(analysis, RetestReliability):
        return analysis.visits[-1]
    return getattr(analysis, "at", None) or getattr(analysis, "visit", None)


def _compared(analysis: Analysis) -> str | None:
    together = isinstance(analysis, StandardizedDifference | Distribution)
    return None if together else reference_arm_of(analysis)


def _told_apart(analysis: Analysis) -> tuple[str, ...]:
    """List by what the ids of an analysis differ from those of others of its family."""
    match analysis:
        case PairedTest(test=test):
            return (test,)
        case MultipleImputation(method=method):
            return (method.type,)
        case RepeatedCorrelation(other=other):
            return (other,)
        case Responders():
            drawn = "" if analysis.imputation is None else analysis.imputation.method.type
            return (f"{analysis.cutoff.change:g} {drawn}",)
        case Correlation() | RankCorrelation():
            return tuple(f"{other} given" if analysis.given else other for other in analysis.others)
        case ChangeCorrelation(others=others):
            return others
        case CompleteReduction(by_percent=part):
            return (f"{part:g}",)
        case GroupByCut(by=by, cut=cut):
            return (f"{by}>={cut:g}",)
        case StandardizedDifference(reference=reference, change_from=start):
            between = ("between",) if reference is not None else ()
            return (*between, "within") if start is not None else between
        case _:
            return ("",)
