"""What must hold of an estimand by itself: arms, visits, outcomes assigned, every simulated event named."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.quantities.errors import did_you_mean
from lassitude.study.calendar import calendar
from lassitude.study.checks.measures import covariate_problems, no_visit, series_problems
from lassitude.study.checks.targets import target_problems
from lassitude.study.designs import PeriodicDesign
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.estimands import (
    AssignedBaseline,
    AssignedEvent,
    AssignedFailure,
    AssignedValue,
    Composite,
    Estimand,
    EventVariable,
    PrincipalStratum,
    ResponderVariable,
    ValueVariable,
)
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem


def estimand_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find what is wrong with estimands, and analyses that do not target the one they name.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(estimand_problems(read_protocol("canadian-ahsct")))
    []
    """
    days = {visit.label: visit.day for visit in calendar(plan)}
    for name, estimand in plan.estimands.items():
        path: KeyPath = ("estimands", name)
        yield from _arm_problems(path, estimand, plan)
        yield from _variable_problems(path, estimand, plan, days)
        for event, strategy in estimand.intercurrent.items():
            place: KeyPath = (*path, "intercurrent", event)
            if isinstance(strategy, Composite):
                yield from _assigned_problems((*place, "assigned"), event, strategy, estimand)
            if isinstance(strategy, PrincipalStratum):
                yield from _stratum_problems(place, event, strategy, plan, days)
        yield from _unnamed(path, estimand, plan)
    yield from target_problems(plan)


def _arm_problems(path: KeyPath, estimand: Estimand, plan: PlanTables) -> Iterator[Problem]:
    if isinstance(plan.design, PeriodicDesign):
        message = "in a design with periods everybody has several arms; estimands compare groups of people."
        yield (*path, "treatments"), message
    named = [(("reference",), estimand.treatments.reference)]
    named += [(("compared", i), arm) for i, arm in enumerate(estimand.treatments.compared)]
    for key, arm in named:
        if arm not in plan.arms:
            hint = did_you_mean(arm, plan.arms)
            yield (*path, "treatments", *key), f"there is no arm {arm!r}.{hint}"


def _variable_problems(
    path: KeyPath, estimand: Estimand, plan: PlanTables, days: dict[str, float]
) -> Iterator[Problem]:
    variable, place = estimand.variable, (*path, "variable")
    if isinstance(variable, EventVariable):
        return
    yield from series_problems((*place, "endpoint"), variable.endpoint, plan.visits, "the variable")
    labels = {"at": variable.at}
    if not isinstance(variable, ValueVariable):
        labels["change_from"] = variable.change_from
    for key, label in labels.items():
        if label not in days:
            yield (*place, key), no_visit(label, days)
    known = {key: days[label] for key, label in labels.items() if label in days}
    if len(known) == 2 and known["at"] <= known["change_from"]:
        yield (*place, "at"), f"{labels['at']} does not come after {labels['change_from']}."


def _assigned_problems(
    path: KeyPath, event: str, strategy: Composite, estimand: Estimand
) -> Iterator[Problem]:
    responding = isinstance(estimand.variable, ResponderVariable)
    occurring = isinstance(estimand.variable, EventVariable)
    match strategy.assigned:
        case AssignedEvent() if occurring:
            return
        case _ if occurring:
            yield path, f'what is counted are events; write assigned = {{ type = "event" }} for {event}.'
        case AssignedFailure() if not responding:
            message = (
                f"{event} cannot count as a failure where the variable is a {estimand.variable.type}; write "
                'assigned = { type = "value", value = ... }, such as the worst score, or type = '
                '"responder" in '
                "the variable."
            )
            yield path, message
        case AssignedValue() | AssignedBaseline() | AssignedEvent() if responding:
            yield path, f'a responder fails or not; write assigned = {{ type = "failure" }} for {event}.'
        case AssignedEvent():
            message = (
                f"{event} cannot count as an event where the variable is a {estimand.variable.type}; write "
                'assigned = { type = "value", value = ... }, such as the worst score.'
            )
            yield path, message
        case AssignedBaseline() if isinstance(estimand.variable, ValueVariable):
            message = f'{event} cannot count as no change of a value; write type = "change" in the variable.'
            yield path, message
        case _:
            pass


def _stratum_problems(
    path: KeyPath, event: str, strategy: PrincipalStratum, plan: PlanTables, days: dict[str, float]
) -> Iterator[Problem]:
    if strategy.observed is None:
        message = (
            f"who would not have {event} under either treatment is seen in nobody: each person has one "
            "treatment, and comparing people in whom it did not occur compares people chosen by the "
            "treatment. "
            "Name what tells them apart before randomization (observed, with at_most or at_least), or take "
            "another strategy."
        )
        yield path, message
        return
    yield from covariate_problems((*path, "observed"), strategy.observed, plan.visits, days)
    try:
        visit = parse_endpoint(strategy.observed).visit
    except ValueError:
        return
    if visit is not None and days.get(visit, 0.0) > 0.0:
        message = (
            f"{strategy.observed} is measured after randomization, so the treatment has a part in it; name a "
            "visit on day 0 or before."
        )
        yield (*path, "observed"), message


def _unnamed(path: KeyPath, estimand: Estimand, plan: PlanTables) -> Iterator[Problem]:
    events = [rule.event for rule in plan.simulation.intercurrent]
    unnamed = [event for event in dict.fromkeys(events) if event not in estimand.intercurrent]
    if unnamed:
        message = (
            f"[simulation] makes {', '.join(repr(event) for event in unnamed)} happen, and the estimand does "
            f'not say what is done about it; write such as "{unnamed[0]}" = {{ type = "treatment-policy" }}.'
        )
        yield (*path, "intercurrent"), message
