"""Whether an analysis targets the estimand that it names, as far as the plan alone can tell."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.quantities.errors import did_you_mean
from lassitude.study.analyses.between_arms import AnalysisOfCovariance, GroupComparison
from lassitude.study.analyses.imputation import (
    CopyIncrements,
    CopyReference,
    JumpToReference,
    MissingAtRandom,
    MultipleImputation,
    RetrievedDropout,
)
from lassitude.study.analyses.mixed_models import MixedModel
from lassitude.study.analyses.outcomes import Responders
from lassitude.study.analysis_plan import Analysis, estimand_of
from lassitude.study.checks.outcome_targets import (
    OutcomeTargeting,
    ends_following,
    outcome_target_problems,
)
from lassitude.study.estimands import (
    Estimand,
    EventVariable,
    Hypothetical,
    ResponderVariable,
    Strategy,
    TreatmentPolicy,
    ValueVariable,
    WhileOnTreatment,
)
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem

Targeting = GroupComparison | AnalysisOfCovariance | MixedModel | MultipleImputation
"""Analyses that say which estimands they target."""

_IMPUTE = (
    'write type = "multiple-imputation" with method = { type = "retrieved-dropout" }, "jump-to-reference", '
    '"copy-increments" or "copy-reference"'
)


def target_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find analyses that do not estimate what the estimand they name says.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(target_problems(read_protocol("canadian-ahsct")))
    []
    """
    for name, analysis in plan.analysis.items():
        wanted = estimand_of(analysis)
        if wanted is None:
            continue
        path: KeyPath = ("analysis", name)
        if wanted not in plan.estimands:
            hint = did_you_mean(wanted, plan.estimands)
            yield (*path, "estimand"), f"there is no estimand {wanted!r}.{hint}"
        elif isinstance(analysis, OutcomeTargeting):
            yield from outcome_target_problems(path, analysis, plan.estimands[wanted], wanted, plan)
        elif isinstance(analysis, Targeting):
            yield from _disagreements(path, analysis, plan.estimands[wanted], wanted)
            yield from _strategy_problems((*path, "estimand"), analysis, plan.estimands[wanted], plan)
            yield from _idle_methods((*path, "method"), analysis, plan.estimands[wanted])


def _disagreements(path: KeyPath, analysis: Targeting, estimand: Estimand, name: str) -> Iterator[Problem]:
    """Compare what the analysis says with the variable, the treatments and the summary."""
    variable = estimand.variable
    if estimand.summary != "difference-in-means" or isinstance(variable, ResponderVariable | EventVariable):
        message = (
            f"{analysis.type} gives a difference in means of values; the estimand {name!r} asks for the "
            f"{estimand.summary} of a {variable.type}. Name an estimand of a value or a change, or take an "
            "analysis of that summary."
        )
        yield (*path, "estimand"), message
        return
    said = {"endpoint": variable.endpoint, "reference": estimand.treatments.reference, "at": variable.at}
    if not isinstance(variable, ValueVariable):
        said["change_from"] = variable.change_from
    if isinstance(analysis, GroupComparison):
        said.setdefault("change_from", "")
    for key, wanted in said.items():
        own = getattr(analysis, key, None if key == "at" else wanted) or ""
        if key == "at" and isinstance(analysis, MixedModel):
            own = wanted if not analysis.visits or wanted in analysis.visits else ", ".join(analysis.visits)
        if own != wanted:
            message = (
                f"the estimand {name!r} says {wanted or 'nothing'}, and the analysis {own or 'nothing'}."
            )
            yield (
                (*path, "visits" if own and key == "at" and isinstance(analysis, MixedModel) else key),
                message,
            )
    if analysis.variants:
        message = (
            f"the estimand {name!r} is about {variable.endpoint}; plan its variants as analyses of their own."
        )
        yield (*path, "variants"), message


def _strategy_problems(
    path: KeyPath, analysis: Targeting, estimand: Estimand, plan: PlanTables
) -> Iterator[Problem]:
    for event, strategy in estimand.intercurrent.items():
        problem = _refusal(analysis, event, strategy, plan)
        if problem:
            yield path, problem


def _idle_methods(path: KeyPath, analysis: Targeting, estimand: Estimand) -> Iterator[Problem]:
    """Refuse a method for values after an event where the estimand has no event that leaves such values."""
    strategies = estimand.intercurrent.values()
    following = any(
        isinstance(one, TreatmentPolicy)
        or (isinstance(one, Hypothetical) and one.scenario == "reference-after")
        for one in strategies
    )
    if isinstance(analysis, MultipleImputation) and not observes_only(analysis) and not following:
        yield (
            path,
            (
                f"{analysis.method.type} is about values after an event of treatment policy or of a "
                "hypothetical "
                'reference-after, and the estimand has none; write { type = "missing-at-random" }.'
            ),
        )


def _refusal(analysis: Targeting, event: str, strategy: Strategy, plan: PlanTables) -> str:
    """Say why an analysis does not do what a strategy asks for, and what does; empty where it does."""
    match strategy:
        case WhileOnTreatment() if isinstance(analysis, MixedModel | MultipleImputation):
            return (
                f"{analysis.type} estimates what would be at a visit, and the response until {event} is each "
                'person\'s last value before it; write type = "ancova" or "group-comparison".'
            )
        case Hypothetical(scenario="reference-after"):
            return (
                ""
                if _refers(analysis)
                else (
                    f"{analysis.type} does not know what follows {event} in the reference arm; write type = "
                    '"multiple-imputation" with method = { type = "jump-to-reference" }, '
                    '"copy-increments" or '
                    '"copy-reference".'
                )
            )
        case Hypothetical():
            return _without_event(analysis, event)
        case TreatmentPolicy():
            return _whatever_happens(analysis, event, plan)
        case _:
            return ""


def _refers(analysis: Targeting) -> bool:
    referring = JumpToReference | CopyIncrements | CopyReference
    return isinstance(analysis, MultipleImputation) and isinstance(analysis.method, referring)


def _without_event(analysis: Targeting, event: str) -> str:
    if isinstance(analysis, GroupComparison | AnalysisOfCovariance):
        return (
            f"values after {event} are set missing (hypothetical), and {analysis.type} then leaves these "
            "people "
            'out, which compares people without the event; write type = "mmrm" or "multiple-imputation".'
        )
    return ""


def _whatever_happens(analysis: Targeting, event: str, plan: PlanTables) -> str:
    """Refuse treatment policy where nobody can have a value after the event and none is imputed for it."""
    if not ends_following(event, plan):
        return ""
    leaving = f"people leave the study with {event} in [simulation]"
    if isinstance(analysis, MultipleImputation) and isinstance(analysis.method, RetrievedDropout):
        return (
            f"{leaving}, so nobody is measured after it to impute from; write method = "
            '{ type = "jump-to-reference" } or "copy-increments", or let them stay.'
        )
    if isinstance(analysis, MultipleImputation) and not isinstance(analysis.method, MissingAtRandom):
        return ""
    return (
        f"{leaving}, and {analysis.type} takes what was never collected to be like the values before: "
        "this is "
        f"not treatment policy. {_IMPUTE[0].upper()}{_IMPUTE[1:]}, or make the strategy hypothetical if the "
        "effect without the event is what is asked."
    )


def observes_only(analysis: Analysis) -> bool:
    """Tell whether an analysis takes values that are missing to be like those observed.

    Parameters
    ----------
    analysis : Analysis
        Any.

    Examples
    --------
    >>> observes_only(GroupComparison(type="group-comparison", endpoint="FIS.total", at="M6", reference="a"))
    True
    """
    if isinstance(analysis, Responders):
        drawn = analysis.imputation
        return analysis.missing == "left-out" and (drawn is None or isinstance(drawn.method, MissingAtRandom))
    return not isinstance(analysis, MultipleImputation) or isinstance(analysis.method, MissingAtRandom)
