"""A body without chance, as one smooth system of equations for any solver of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from lassitude.engine.flows import Flow, balance
from lassitude.engine.model import Model

EXPECTED = "pending_births"
"""The counter that gathers the expected number of events where chance is off."""


def derivatives(
    model: Model, parameters: Any, context: Mapping[str, Any], state: Mapping[str, Any]
) -> dict[str, Any]:
    """Return how fast every state changes when nothing is left to chance.

    Parameters
    ----------
    model : Model
        The body.
    parameters : object
        What `model.parameters` returns.
    context : mapping of str to number or array
        Covariates and levers.
    state : mapping of str to number or array
        All states.

    Returns
    -------
    dict of str to number or array
        Change a day of every state, in their order. Events do not happen; their expected number is
        gathered in ``pending_births`` where the model has an exposure ``birth_hazard``.

    Examples
    --------
    >>> from lassitude.engine.toy import toy_model
    >>> model = toy_model()
    >>> rates = derivatives(model, None, {}, dict.fromkeys(model.states, 1.0))
    >>> len(rates) == len(model.states)
    True
    """
    shown = {**context, **state}
    exposed = model.exposures(SimpleNamespace(**shown), parameters)
    shown = {**shown, **exposed}
    s = SimpleNamespace(**{**shown, **model.derived(SimpleNamespace(**shown), parameters)})
    rates = dict.fromkeys(model.states, 0.0)
    flows: tuple[Flow, ...] = (
        *model.fast_flows(s, parameters),
        *model.slow_flows(s, parameters),
        *model.closed_flows(s, parameters),
    )
    flowing = {flow.source for flow in flows} | {flow.target for flow in flows}
    for name, (gain, loss) in balance(flows, state).items():
        if name in flowing:
            rates[name] = (0.0 if gain is None else gain) - (0.0 if loss is None else loss * state[name])
    for change in (course(s, parameters) for _, course in model.courses):
        rates[change.state] = change.rate * (change.target - state[change.state])
    if EXPECTED in rates and "birth_hazard" in exposed:
        rates[EXPECTED] = exposed["birth_hazard"]
    return rates


def without_events(model: Model) -> Model:
    """Return the same body with daily events off; the integrator then solves :func:`derivatives`.

    Running totals of what happens by chance are left out: nothing happens, and a state that never changes
    makes XLA fail when everything is compiled as one function.

    Examples
    --------
    >>> from lassitude.engine.toy import toy_model
    >>> without_events(toy_model()).uniforms
    (0, 0)
    """

    def gather(s: SimpleNamespace, parameters: Any, uniforms: list[Any]) -> dict[str, Any]:
        hazard = getattr(s, "birth_hazard", None)
        return {} if hazard is None else {EXPECTED: getattr(s, EXPECTED) + hazard * s.day_share}

    totals = tuple(one for one in model.totals if one == EXPECTED)
    return replace(model, open_day=lambda s, p, u: {}, close_day=gather, uniforms=(0, 0), totals=totals)
