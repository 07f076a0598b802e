"""One step of what is slow: pools, closed pools and signed states, by what the middle of the step holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from lassitude.engine.flows import balance
from lassitude.engine.model import Model
from lassitude.engine.scheme import Midway, donor_split_step, rational_step, relax_step, whole_step

Arrays = dict[str, Any]
Seen = Callable[[Arrays], SimpleNamespace]


def halfway(model: Model, parameters: Any, seen: Seen, shown: Arrays, step: Any) -> Arrays:
    """Return slow pools and signed states after half a step without noise.

    Each signed state sees where those before it are by then, so that a chain of causes does not lag by a step
    at each of its links.

    Parameters
    ----------
    model, parameters, seen, shown, step
        As for :func:`slow_block_step`.

    Examples
    --------
    >>> from lassitude.engine.toy import toy_model
    >>> halfway(toy_model(), None, lambda values: SimpleNamespace(**values), {}, 1.0)
    {}
    """
    slow = {name: shown[name] for name in model.slow}
    rates = balance(model.slow_flows(seen(shown), parameters), slow)
    half = {name: rational_step(slow[name], *rates[name], 0.5 * step) for name in slow}
    for name, course in model.courses:
        half[name] = relax_step(shown, course(seen({**shown, **half}), parameters), 0.5 * step, None)
    return half


def slow_block_step(
    model: Model,
    parameters: Any,
    seen: Seen,
    shown: Arrays,
    state: Arrays,
    step: Any,
    normals: Mapping[str, Any],
) -> Arrays:
    """Advance slow and closed pools and signed states by what half a step finds.

    Parameters
    ----------
    model : Model
        The body.
    parameters : object
        As its functions take them.
    seen : callable
        Puts values among levers and covariates.
    shown : dict of str to array
        States and what is read beside them, at the start of the step.
    state : dict of str to array
        States at the start; fast ones are returned as they are.
    step : number
        Days.
    normals : mapping of str to array
        Increments of the signed states that are shaken.

    Examples
    --------
    >>> from lassitude.engine.toy import toy_model
    >>> seen = lambda values: SimpleNamespace(**values)
    >>> slow_block_step(toy_model(), None, seen, {}, {"pool_00": 2.0}, 1.0, {})
    {'pool_00': 2.0}
    """
    half = halfway(model, parameters, seen, shown, step)
    amid = seen({**shown, **half})
    slow = {name: half[name] for name in model.slow}
    closed = {name: state[name] for group in model.closed for name in group}
    after = dict(state)
    middle = Midway(slow, balance(model.slow_flows(amid, parameters), slow))
    after |= whole_step({name: state[name] for name in slow}, middle, step)
    after |= donor_split_step(closed, model.closed_flows(amid, parameters), step)
    for name, course in model.courses:
        after[name] = relax_step(state, course(amid, parameters), step, normals.get(name))
    return after
