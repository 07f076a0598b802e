"""Whether responders judged by imputed values target the estimand that they name."""

from __future__ import annotations

from lassitude.study.analyses.imputation import (
    CopyIncrements,
    CopyReference,
    JumpToReference,
    Method,
    MissingAtRandom,
)
from lassitude.study.estimands import (
    Estimand,
    Hypothetical,
    Strategy,
    TreatmentPolicy,
    WhileOnTreatment,
)

_REFERRING = JumpToReference | CopyIncrements | CopyReference
_FROM_REFERENCE = 'method = { type = "jump-to-reference" }, "copy-increments" or "copy-reference"'


def imputed_refusal(method: Method, event: str, strategy: Strategy, leaves: bool) -> str:
    """Say why imputed responders do not do what a strategy asks for, and what does; empty where they do.

    Parameters
    ----------
    method : Method
        What missing values are like.
    event : str
        Term of the event.
    strategy : Strategy
        How the estimand deals with it.
    leaves : bool
        Whether people leave the study with it in a simulation.

    Examples
    --------
    >>> method = MissingAtRandom(type="missing-at-random")
    >>> imputed_refusal(method, "rescue", Hypothetical(type="hypothetical"), leaves=True)
    ''
    """
    match strategy:
        case WhileOnTreatment():
            return (
                f"imputation estimates who would respond at a visit, and the response until {event} is "
                "judged by each person's last value before it; take imputation out."
            )
        case Hypothetical(scenario="reference-after") if not isinstance(method, _REFERRING):
            return (
                f"imputation by {method.type} does not know what follows {event} in the reference arm; write "
                f"{_FROM_REFERENCE}."
            )
        case TreatmentPolicy() if leaves and not isinstance(method, _REFERRING):
            why = (
                "takes what was never collected to be like the values before"
                if isinstance(method, MissingAtRandom)
                else "has nobody measured after it to impute from"
            )
            return (
                f"people leave the study with {event} in [simulation], and imputation by {method.type} "
                f"{why}: this is not treatment policy. Write {_FROM_REFERENCE}, or make the strategy "
                "hypothetical if the effect without the event is what is asked."
            )
        case _:
            return ""


def idle_method(method: Method, estimand: Estimand) -> str:
    """Say that a method for values after an event has no event to follow; empty where it has.

    Parameters
    ----------
    method : Method
        What missing values are like.
    estimand : Estimand
        Its events and strategies.
    """
    following = any(
        isinstance(one, TreatmentPolicy)
        or (isinstance(one, Hypothetical) and one.scenario == "reference-after")
        for one in estimand.intercurrent.values()
    )
    if following or isinstance(method, MissingAtRandom):
        return ""
    return (
        f"{method.type} is about values after an event of treatment policy or of a hypothetical "
        'reference-after, and the estimand has none; write { type = "missing-at-random" }.'
    )
