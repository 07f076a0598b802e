"""What must hold of analyses and subsets: endpoints that are measured, visits in order, groups that exist."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.quantities.errors import did_you_mean
from lassitude.study.analyses.between_arms import CrossoverAnalysis, MixedAnova
from lassitude.study.analyses.chosen import Subset
from lassitude.study.analyses.mixed_models import MixedModel
from lassitude.study.analysis_plan import Analysis, covariates_of, endpoints_of, reference_arm_of
from lassitude.study.calendar import calendar
from lassitude.study.checks.associations import association_problems, measurement_problems
from lassitude.study.checks.measures import covariate_problems, no_visit, series_problems
from lassitude.study.checks.mixed_models import mixed_model_problems
from lassitude.study.checks.outcomes import outcome_problems
from lassitude.study.checks.people import name_problems
from lassitude.study.checks.twice import twice_planned
from lassitude.study.designs import PeriodicDesign
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem


def analysis_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find what is wrong with analyses and subsets.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(analysis_problems(read_protocol("canadian-ahsct")))
    []
    """
    days = {visit.label: visit.day for visit in calendar(plan)}
    for name, analysis in plan.analysis.items():
        path: KeyPath = ("analysis", name)
        for i, variant in enumerate(endpoints_of(analysis)):
            place: KeyPath = (*path, "endpoint") if i == 0 else (*path, "variants", i - 1, "endpoint")
            yield from series_problems(place, variant.endpoint, plan.visits)
        yield from _change_problems(path, analysis, days)
        yield from outcome_problems(path, analysis, days)
        yield from association_problems(path, analysis, plan, days)
        yield from measurement_problems(path, analysis, days)
        if isinstance(analysis, MixedModel):
            yield from mixed_model_problems(path, analysis, days)
        for i, covariate in enumerate(covariates_of(analysis)):
            yield from covariate_problems((*path, "covariates", i), covariate, plan.visits, days)
        reference = reference_arm_of(analysis)
        if reference is not None:
            yield from _reference_problems(path, reference, plan)
        if reference is not None or isinstance(analysis, MixedAnova):
            yield from _comparison_problems(path, analysis, plan)
        if analysis.subset is not None and analysis.subset not in plan.subsets:
            hint = did_you_mean(analysis.subset, plan.subsets)
            yield (*path, "subset"), f"there is no subset {analysis.subset!r}.{hint}"
    for name, subset in plan.subsets.items():
        yield from name_problems(("subsets", name), name, "a subset")
        yield from series_problems(("subsets", name, "endpoint"), subset.endpoint, plan.visits, "a subset")
        yield from _change_problems(("subsets", name), subset, days)
        yield from _subset_arm_problems(("subsets", name, "arms"), subset, plan)
    yield from twice_planned(plan)


def _change_problems(path: KeyPath, planned: Analysis | Subset, days: dict[str, float]) -> Iterator[Problem]:
    named = {key: getattr(planned, key, None) for key in ("change_from", "since", "at")}
    labels = {key: label for key, label in named.items() if label is not None}
    for key, label in labels.items():
        if label not in days:
            yield (*path, key), no_visit(label, days)
    known = [days[label] for label in labels.values() if label in days]
    if len(known) == 2 and known[1] <= known[0]:
        before, after = labels.values()
        yield (*path, "at"), f"{after} does not come after {before}."
    for key in ("change_from", "since"):
        if [*labels] == [key] and [*labels.values()] == [*days][-1:]:
            yield (*path, key), f"no visit comes after {labels[key]}."


def _reference_problems(path: KeyPath, reference: str, plan: PlanTables) -> Iterator[Problem]:
    if reference not in plan.arms:
        hint = did_you_mean(reference, plan.arms)
        yield (*path, "reference"), f"there is no arm {reference!r}.{hint}"


def _comparison_problems(path: KeyPath, analysis: Analysis, plan: PlanTables) -> Iterator[Problem]:
    if len(plan.arms) < 2:
        yield path, f"{analysis.type} compares arms, and the study has one; add an arm."
    periodic = isinstance(plan.design, PeriodicDesign)
    if isinstance(analysis, CrossoverAnalysis):
        if not periodic:
            message = f"a design of type {plan.design.type!r} has no periods; compare groups instead."
            yield (*path, "type"), message
        elif analysis.visit not in plan.visits.in_period:
            hint = did_you_mean(analysis.visit, plan.visits.in_period)
            message = f"there is no visit {analysis.visit!r} in visits.in_period.{hint}"
            yield (*path, "visit"), message
    elif periodic:
        message = f'in a {plan.design.type} design everybody has several arms; write type = "crossover".'
        yield (*path, "type"), message


def _subset_arm_problems(path: KeyPath, subset: Subset, plan: PlanTables) -> Iterator[Problem]:
    if subset.arms and isinstance(plan.design, PeriodicDesign):
        yield path, "everybody has several arms; people are chosen whatever their order. Leave arms out."
        return
    for i, arm in enumerate(subset.arms):
        if arm not in plan.arms:
            yield (*path, i), f"there is no arm {arm!r}.{did_you_mean(arm, plan.arms)}"
