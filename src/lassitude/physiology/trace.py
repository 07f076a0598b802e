"""The equations of the body, read instead of computed: every function called once with symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, SimpleNamespace
from typing import Any

from lassitude.engine.flows import Flow, Relaxation
from lassitude.engine.symbols import Symbol, as_symbol, name
from lassitude.physiology import beside, by_hour, organism, parameters, pulses, readouts
from lassitude.physiology.states import COVARIATES, INPUTS_BY_HOUR, LEVERS, STATES, STATES_BY_HOUR

LAST_READING = " at the last reading"
"""What follows the name of a running total where a signal counts from the reading before."""


@dataclass(frozen=True, slots=True)
class Trace:
    """All equations of the body as symbols.

    Attributes
    ----------
    flows : tuple of Flow
        Between states, from outside and to outside; rates are symbols.
    relaxations : tuple of Relaxation
        Of signed states.
    between : mapping of str to Symbol
        What is computed from states and read by other equations: conduction, what is done of plans, the
        birth of lesions, the intensity of antigen pulses.
    signals : mapping of str to Symbol
        What instruments read.
    """

    flows: tuple[Flow, ...]
    relaxations: tuple[Relaxation, ...]
    between: Mapping[str, Symbol]
    signals: Mapping[str, Symbol]


@cache
def traced() -> Trace:
    """Read every equation of the body once.

    Returns
    -------
    Trace
        Names are those of states, levers, covariates and declared parameters.

    Examples
    --------
    >>> from lassitude.engine.symbols import text
    >>> opening = next(flow for flow in traced().flows if flow.name == "barrier opening")
    >>> text(opening.rate)
    'barrier.opening * il17'
    """
    flat = {one.name: name(one.name) for one in parameters.all_declarations()}
    p = parameters.body_parameters(flat)
    s = SimpleNamespace(**{one: name(one) for one in (*STATES, *LEVERS, *COVARIATES)})
    between = {
        **_in_order((*beside.QUASI_STEADY, *beside.BESIDE), s, p),
        "birth_hazard": organism.exposures(s, p)["birth_hazard"],
        "pulse_intensity": pulses.pulse_intensity(s, p),
    }
    seen = SimpleNamespace(**{**vars(s), **{one: name(one) for one in between}})
    kinds = (organism.fast_flows, organism.slow_flows, organism.closed_flows)
    return Trace(
        flows=tuple(_flow(one) for kind in kinds for one in kind(seen, p)),
        relaxations=tuple(_relaxation(one) for one in organism.relaxations(seen, p)),
        between=MappingProxyType(between),
        signals=MappingProxyType(_signals(seen, p, flat)),
    )


@cache
def traced_by_hour() -> Trace:
    """Read every equation of the hour clock once: what the day clock has in balance are states here.

    Examples
    --------
    >>> from lassitude.engine.symbols import text
    >>> fading = next(flow for flow in traced_by_hour().flows if flow.name == "TNF clearance")
    >>> text(fading.rate)
    'innate.tnf_clearance'
    """
    flat = {one.name: name(one.name) for one in parameters.all_declarations()}
    p = parameters.body_parameters(flat)
    read = (*STATES, *STATES_BY_HOUR, *INPUTS_BY_HOUR, *LEVERS, *COVARIATES)
    s = SimpleNamespace(**{one: name(one) for one in read})
    between = {**_in_order(beside.BESIDE, s, p)}
    seen = SimpleNamespace(**{**vars(s), **{one: name(one) for one in between}})
    kinds = (by_hour.fast_flows_by_hour, by_hour.slow_flows_by_hour, organism.closed_flows)
    return Trace(
        flows=tuple(_flow(one) for kind in kinds for one in kind(seen, p)),
        relaxations=tuple(_relaxation(one) for one in by_hour.relaxations_by_hour(seen, p)),
        between=MappingProxyType(between),
        signals=MappingProxyType(_signals(seen, p, flat)),
    )


def _in_order(
    steps: tuple[beside.Step, ...], s: SimpleNamespace, p: parameters.BodyParameters
) -> dict[str, Any]:
    """Trace signals one after the other; each reads those before it by name."""
    found: dict[str, Any] = {}
    for step in steps:
        found |= step(SimpleNamespace(**{**vars(s), **{one: name(one) for one in found}}), p)
    return {one: as_symbol(value) for one, value in found.items()}


def _signals(s: SimpleNamespace, p: parameters.BodyParameters, flat: Mapping[str, Any]) -> dict[str, Any]:
    before = {one: name(one + LAST_READING) for one in readouts.TOTALS_SEEN.values()}
    return readouts.signals(vars(s), organism.averaged(s, p), before, flat)


def _flow(one: Flow) -> Flow:
    return Flow(one.name, one.source, one.target, as_symbol(one.rate))


def _relaxation(one: Relaxation) -> Relaxation:
    return Relaxation(one.state, as_symbol(one.target), as_symbol(one.rate), as_symbol(one.noise))
