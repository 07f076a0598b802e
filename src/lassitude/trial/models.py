"""Which body people live in: the one of whole days, or the one of hours, with the levers of its step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from lassitude.engine.integrate import Block
from lassitude.engine.model import Clock, Model
from lassitude.physiology.by_hour import entering_hours, organism_by_hour
from lassitude.physiology.organism import organism
from lassitude.therapies.levers import levers
from lassitude.trial.hours import lives_by_hour


@cache
def body_model() -> Model:
    """Return the body of whole days with the levers that regimens pull; one object, so compiled once.

    Examples
    --------
    >>> body_model() is body_model()
    True
    """
    return organism(levers)


def model_on(clock: Clock) -> Model:
    """Return the body that is stepped by a clock, one object for each number of steps a day.

    Examples
    --------
    >>> from lassitude.trial.hours import BY_HOUR
    >>> model_on(Clock()) is body_model(), "endotoxin" in model_on(BY_HOUR).states
    (True, True)
    """
    return body_model() if clock.parts == 1 else _cut_into(clock.parts)


@cache
def _cut_into(parts: int) -> Model:
    pulled = partial(levers, step=1.0 / parts)
    return organism_by_hour(pulled) if lives_by_hour(Clock(parts)) else organism(pulled)


def entered(model: Model, block: Block, day: float, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return people with all states of a body; those of hours begin in balance with the others.

    Parameters
    ----------
    model : Model
        The body they are about to live in.
    block : Block
        What does not change of them.
    day : float
        When.
    state : mapping of str to float32 array, [person]
        Of either body.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> entered(SimpleNamespace(states=("mood",)), None, 3.0, {"mood": 0.0, "cortisol": 1.0})["mood"]
    0.0
    """
    if set(state) >= set(model.states):
        return dict(state)
    known = {**block.covariates, **model.levers(block.regimen, day), **state, "day": day}
    found = entering_hours(SimpleNamespace(**known), model.parameters(block.parameters))
    return {**state, **{name: value + 0.0 * state["sickness"] for name, value in found.items()}}
