"""Whether an analysis of responders, rates or times targets the estimand that it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lassitude.study.analyses.events import EventRate, FirstEvent, TimeToEvent
from lassitude.study.analyses.outcomes import Responders
from lassitude.study.checks.imputed_targets import idle_method, imputed_refusal
from lassitude.study.departures import NoDropout
from lassitude.study.estimands import (
    DISCONTINUATION,
    Composite,
    Estimand,
    EventVariable,
    Hypothetical,
    ResponderVariable,
    Strategy,
    TreatmentPolicy,
)
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem

OutcomeTargeting: TypeAlias = Responders | EventRate | TimeToEvent
"""Analyses of other outcomes that say which estimands they target."""

_GIVEN = {
    "responders": (("difference-in-proportions", "odds-ratio"), "responder"),
    "event-rate": (("rate-ratio",), "event"),
    "time-to-event": (("hazard-ratio",), "event"),
}
"""Summaries that each type gives, and the type of the variable that they are of."""


def outcome_target_problems(
    path: KeyPath, analysis: OutcomeTargeting, estimand: Estimand, name: str, plan: PlanTables
) -> Iterator[Problem]:
    """Find where an analysis does not estimate what the estimand it names says.

    Parameters
    ----------
    path : tuple of str and int
        Where the analysis stands.
    analysis : Responders, EventRate or TimeToEvent
        One entry of ``[analysis]``.
    estimand : Estimand
        The one it names.
    name : str
        Its name.
    plan : PlanTables
        A protocol.
    """
    summaries, kind = _GIVEN[analysis.type]
    imputation = analysis.imputation if isinstance(analysis, Responders) else None
    if imputation is not None:
        summaries = summaries[:1]
    if estimand.summary not in summaries or estimand.variable.type != kind:
        message = (
            f"{analysis.type} gives the {' and the '.join(summaries)} of {_with_article(kind)}; the estimand "
            f"{name!r} asks for the {estimand.summary} of {_with_article(estimand.variable.type)}. Name an "
            "estimand of that variable and summary, or take an analysis of this one."
        )
        yield (*path, "estimand"), message
        return
    for key, wanted, own in _said(analysis, estimand):
        if own != wanted:
            yield (*path, key), f"the estimand {name!r} says {wanted}, and the analysis {own}."
    if analysis.variants:
        message = (
            f"the estimand {name!r} is about {analysis.endpoint}; plan its variants as analyses of their own."
        )
        yield (*path, "variants"), message
    for event, strategy in estimand.intercurrent.items():
        problem = _refusal(analysis, event, strategy, plan)
        if problem:
            yield (*path, "estimand"), problem
    idle = "" if imputation is None else idle_method(imputation.method, estimand)
    if idle:
        yield (*path, "imputation", "method"), idle


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _said(analysis: OutcomeTargeting, estimand: Estimand) -> Iterator[tuple[str, str, str]]:
    """List each key of the analysis with what the estimand and what the analysis says."""
    yield "reference", estimand.treatments.reference, analysis.reference or "nothing"
    variable = estimand.variable
    if isinstance(analysis, Responders) and isinstance(variable, ResponderVariable):
        yield "endpoint", variable.endpoint, analysis.endpoint
        yield "change_from", variable.change_from, analysis.change_from
        yield "at", variable.at, analysis.at
        cutoff = analysis.cutoff
        bounds = (
            _bound(variable.at_most, variable.at_least),
            _bound(cutoff.change_at_most, cutoff.change_at_least),
        )
        yield "cutoff", *bounds
    if isinstance(analysis, EventRate | TimeToEvent) and isinstance(variable, EventVariable):
        yield "endpoint", f"the event {variable.event!r}", f"the event {event_of(analysis)!r}"


def _bound(at_most: float | None, at_least: float | None) -> str:
    return f"a change of at least {at_least:g}" if at_most is None else f"a change of at most {at_most:g}"


def event_of(analysis: EventRate | TimeToEvent) -> str:
    """Name the event that an analysis counts or waits for, as the variable of an estimand does.

    Parameters
    ----------
    analysis : EventRate or TimeToEvent
        One entry of ``[analysis]``.

    Examples
    --------
    >>> event_of(EventRate(type="event-rate", endpoint="relapses.count", reference="placebo"))
    'relapses.count'
    """
    if isinstance(analysis, EventRate):
        return analysis.events or analysis.endpoint
    if isinstance(analysis.event, FirstEvent):
        return analysis.event.category
    return f"{analysis.event.type} of {analysis.endpoint}"


def _refusal(analysis: OutcomeTargeting, event: str, strategy: Strategy, plan: PlanTables) -> str:
    """Say why an analysis does not do what a strategy asks for, and what does; empty where it does."""
    if isinstance(analysis, Responders) and analysis.imputation is not None:
        return imputed_refusal(analysis.imputation.method, event, strategy, ends_following(event, plan))
    match strategy:
        case Hypothetical(scenario="reference-after"):
            return f"{analysis.type} does not know what follows {event} in the reference arm; " + (
                'write imputation = { method = { type = "jump-to-reference" } }.'
                if isinstance(analysis, Responders)
                else 'make the strategy hypothetical with "no-event".'
            )
        case Hypothetical() if isinstance(analysis, Responders):
            return _responders_without(analysis, event)
        case Composite() if not isinstance(analysis, Responders):
            return _not_counted(analysis, event)
        case TreatmentPolicy() if ends_following(event, plan):
            return _not_followed(analysis, event)
        case _:
            return ""


def _responders_without(analysis: Responders, event: str) -> str:
    does = (
        "counts these people as failures, which is composite"
        if analysis.missing == "non-responder"
        else "leaves these people out, which compares people without the event"
    )
    return (
        f"values after {event} are set missing (hypothetical), and responders then {does}. Write "
        'imputation = { method = { type = "missing-at-random" } }, or make the strategy composite.'
    )


def _not_counted(analysis: EventRate | TimeToEvent, event: str) -> str:
    if event == event_of(analysis):
        return f"{event} is what is counted, and no event besides it; take it out of the estimand."
    if isinstance(analysis, EventRate) and analysis.events is None:
        return (
            f"{analysis.endpoint} is a count told at visits, without days among which {event} would be an "
            'event (composite); count recorded events, such as events = "relapse", or take '
            'type = "time-to-event".'
        )
    return ""


def _not_followed(analysis: OutcomeTargeting, event: str) -> str:
    leaving = f"people leave the study with {event} in [simulation]"
    if not isinstance(analysis, Responders):
        return (
            f"{leaving}, and {analysis.type} takes them to be like those who are still followed: this is not "
            "treatment policy. Let them stay, or make the strategy composite (the event counts), "
            "while-on-treatment (time until it counts) or hypothetical (followed until it, as if it had not "
            "occurred)."
        )
    if analysis.missing == "non-responder":
        return ""
    return (
        f"{leaving}, and responders leaves people without both values out: this is not treatment policy. "
        'Write missing = "non-responder", which counts them as not responding, or make the strategy '
        "composite."
    )


def ends_following(event: str, plan: PlanTables) -> bool:
    """Tell whether a simulated event ends what is known of a person.

    Parameters
    ----------
    event : str
        Term of an intercurrent event.
    plan : PlanTables
        Its ``[simulation]`` is looked at.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> ends_following("rescue", read_protocol("canadian-ahsct"))
    False
    """
    rules = [rule for rule in plan.simulation.intercurrent if rule.event == event]
    if rules:
        return any(rule.outcome != "stays" for rule in rules)
    leaves = any(not isinstance(reason, NoDropout) for reason in plan.simulation.dropout)
    return event == DISCONTINUATION and leaves
