"""An estimand in one sentence, with its five attributes."""

from __future__ import annotations

from lassitude.study.estimands import (
    AssignedBaseline,
    AssignedEvent,
    AssignedFailure,
    AssignedValue,
    ChangeVariable,
    Composite,
    Estimand,
    EventVariable,
    Hypothetical,
    PrincipalStratum,
    ResponderVariable,
    Strategy,
    TreatmentPolicy,
    ValueVariable,
    Variable,
    WhileOnTreatment,
)


def estimand_in_words(name: str, estimand: Estimand) -> str:
    """Write what is estimated in one sentence.

    Parameters
    ----------
    name : str
        Name of the estimand in the plan.
    estimand : Estimand
        Its five attributes.

    Examples
    --------
    >>> plan = Estimand(treatments={"compared": ["drug"], "reference": "placebo"}, population="everyone randomized",
    ...                 variable={"type": "value", "endpoint": "MFIS.total", "at": "M6"},
    ...                 intercurrent={"rescue": {"type": "treatment-policy"}})
    >>> print(estimand_in_words("primary", plan))
    Estimand primary: drug compared with placebo, in everyone randomized, by the value of MFIS.total at M6, whether or not rescue occurred (treatment policy), as a difference in means.
    """  # noqa: E501
    compared = " and ".join(estimand.treatments.compared)
    grouped: dict[str, tuple[Strategy, list[str]]] = {}
    for event, strategy in estimand.intercurrent.items():
        grouped.setdefault(strategy.model_dump_json(), (strategy, []))[1].append(event)
    events = [strategy_in_words(" or ".join(alike), strategy) for strategy, alike in grouped.values()]
    told = ", ".join(events) if events else "no intercurrent event being named"
    summary = estimand.summary.replace("-", " ")
    article = "an" if summary[0] in "aeio" else "a"
    return (
        f"Estimand {name}: {compared} compared with {estimand.treatments.reference}, in "
        f"{estimand.population}, "
        f"by {variable_in_words(estimand.variable)}, {told}, as {article} {summary}."
    )


def variable_in_words(variable: Variable) -> str:
    """Write what is measured in each person.

    Examples
    --------
    >>> variable_in_words(ChangeVariable(type="change", endpoint="FIS.total", change_from="M0", at="M6"))
    'the change of FIS.total from M0 to M6'
    """
    match variable:
        case ValueVariable():
            return f"the value of {variable.endpoint} at {variable.at}"
        case ChangeVariable():
            return f"the change of {variable.endpoint} from {variable.change_from} to {variable.at}"
        case ResponderVariable():
            low = variable.at_least is not None
            bound = f"at least {variable.at_least:g}" if low else f"at most {variable.at_most:g}"
            change = f"{variable.endpoint} changed by {bound}"
            return f"whether {change} from {variable.change_from} to {variable.at}"
        case EventVariable():
            return f"the occurrence of {variable.event}"


def strategy_in_words(event: str, strategy: Strategy) -> str:
    """Write how an event is dealt with.

    Examples
    --------
    >>> strategy_in_words("death", Composite(type="composite", assigned={"type": "value", "value": 84}))
    'death counting as the value 84 (composite)'
    """
    match strategy:
        case TreatmentPolicy():
            return f"whether or not {event} occurred (treatment policy)"
        case Hypothetical(scenario="no-event"):
            return f"as if {event} had not occurred (hypothetical)"
        case Hypothetical():
            return f"as if {event} had been followed by what the reference arm has (hypothetical)"
        case WhileOnTreatment():
            return f"until {event} (while on treatment)"
        case PrincipalStratum(observed=observed):
            return f"in people who would not have {event}, told by {observed} (principal stratum)"
        case Composite(assigned=assigned):
            return f"{event} counting as {_assigned_in_words(assigned)} (composite)"


def _assigned_in_words(
    assigned: AssignedValue | AssignedBaseline | AssignedFailure | AssignedEvent,
) -> str:
    match assigned:
        case AssignedValue(value=value):
            return f"the value {value:g}"
        case AssignedBaseline():
            return "no change"
        case AssignedFailure():
            return "no response"
        case AssignedEvent():
            return "an event"
