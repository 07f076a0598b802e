"""What equations read beside states: acute inflammation in balance, temperature, conduction, what is done."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from lassitude.physiology import (
    adherence,
    conduction,
    hpa_axis,
    innate,
    pain,
    receptors,
    relapses,
    sickness,
    temperature,
)
from lassitude.physiology.parameters import BodyParameters
from lassitude.physiology.systems import FUNCTIONAL, SYSTEMS


def _cortisol(s: Any, p: BodyParameters) -> dict[str, Any]:
    left = receptors.feedback(s, p.receptors)
    return {"cortisol": hpa_axis.balanced_cortisol(s, p.axis, p.innate, left)}


def _warming(s: Any, p: BodyParameters) -> dict[str, Any]:
    warming = temperature.fever(s, p.temperature, p.innate), temperature.heat(s, p.temperature)
    return {one.state: one.target for one in warming}


def _pain_threshold(s: Any, p: BodyParameters) -> dict[str, Any]:
    return {"pain_threshold": pain.balanced_threshold(s, p.pain)}


def _taken_up(s: Any, p: BodyParameters) -> dict[str, Any]:
    return {one.state: one.target for one in (sickness.taken_up(s, p.fatigue.turnover),)}


def _inflammation(step: innate.Step) -> Step:
    return lambda s, p: step(s, p.innate)


Step = Callable[[Any, BodyParameters], dict[str, Any]]
QUASI_STEADY: tuple[Step, ...] = (
    *map(_inflammation, innate.QUASI_STEADY), _cortisol, _pain_threshold, _taken_up, _warming,
)  # fmt: skip
"""What the day clock has in balance and the hour clock as states; each reads what stands before it."""
BESIDE: tuple[Step, ...] = (
    lambda s, p: {"temperature": temperature.core(s, p.temperature)},
    lambda s, p: conducted(s, p),
    lambda s, p: adherence.done(s, p.adherence),
)
"""What other equations read beside states on both clocks; each reads what stands before it."""


def in_order(steps: tuple[Step, ...], s: Any, p: BodyParameters) -> dict[str, Any]:
    """Compute signals one after the other, each seeing those before it.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> round(float(in_order(QUASI_STEADY, at_rest(), declared_parameters())["il6"]), 2)
    0.61
    """
    found: dict[str, Any] = {}
    for step in steps:
        found |= step(SimpleNamespace(**{**vars(s), **found}), p)
    return found


def derived(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what slow and signed states read beside states.

    Acute inflammation, cortisol, temperature, conduction, and what is done of plans.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> found = derived(at_rest(), declared_parameters())
    >>> float(found["training_done"]), round(float(found["temperature"]), 1)
    (0.0, 37.0)
    """
    return in_order((*QUASI_STEADY, *BESIDE), s, p)


def derived_by_hour(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return what slow and signed states read beside states where inflammation has states of its own.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> float(derived_by_hour(at_rest_by_hour(), declared_parameters())["temperature"])
    37.0
    """
    return in_order(BESIDE, s, p)


def conducted(s: Any, p: BodyParameters) -> dict[str, Any]:
    """Return conduction of every system at a core temperature, under the block of relapses.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.temperature = 37.0
    >>> float(conducted(s, declared_parameters())["pyramidal_conduction"])
    1.0
    """
    blocked = conduction.blocked_share(s.temperature, p.conduction, s.conduction_aid)
    left = {
        system: conduction.conducted(
            getattr(s, f"{system}_demyelinated"), getattr(s, f"{system}_lost"), blocked
        )
        for system in SYSTEMS
    }
    acute = {system: relapses.through(getattr(s, f"{system}_block")) for system in FUNCTIONAL}
    return {f"{system}_conduction": one * acute.get(system, 1.0) for system, one in left.items()}
