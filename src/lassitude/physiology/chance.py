"""What happens to the body by chance, told apart from its equations: what each event reads and changes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from lassitude.physiology import daily_events, organism, parameters
from lassitude.physiology.states import at_rest


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens by chance.

    Attributes
    ----------
    name : str
        Unique among events.
    meaning : str
        What happens, in a sentence.
    reads : frozenset of str
        States, covariates, parameters and expressions that decide it.
    writes : tuple of str
        States that it changes at once.
    """

    name: str
    meaning: str
    reads: frozenset[str]
    writes: tuple[str, ...]


@cache
def events() -> tuple[Event, ...]:
    """Return what happens by chance; what is read is found by following the computation.

    Examples
    --------
    >>> [one.name for one in events()]
    ['opening of the day', 'closing of the day', 'chance of counts']
    >>> "triggers.pulse_size" in events()[0].reads
    True
    """
    opening = _event("opening of the day", daily_events.open_day, 6)
    closing = _event("closing of the day", daily_events.close_day, 3)
    counted = tuple(state for pair in organism.COUNTED for state in pair)
    return (
        opening,
        closing,
        Event(
            "chance of counts",
            "Let counts of cells fluctuate around their mean; the less, the larger the counted volume.",
            frozenset({"immunity.counted_volume"}),
            counted,
        ),
    )


def _event(name: str, happen: Callable[..., dict[str, Any]], uniforms: int) -> Event:
    import jax.numpy as jnp

    beside = {"birth_hazard": 0.0, "day": 0.0, "day_share": 1.0, "last_part": True}
    read = {**vars(at_rest()), **beside}
    declared = {one.name: one.value for one in parameters.all_declarations()}

    def outcome(named: Mapping[str, Any]) -> dict[str, Any]:
        s = SimpleNamespace(**{one: named[one] for one in read})
        p = parameters.body_parameters({one: named[one] for one in declared})
        return happen(s, p, [jnp.float32(0.5)] * uniforms)

    decided = _decided_by(outcome, {**read, **declared})
    told = (inspect.getdoc(happen) or "").partition("\n")[0]
    reads = frozenset().union(*decided.values()) - {"day", "day_share", "last_part"}
    return Event(name, told, reads, tuple(decided))


def _decided_by(
    function: Callable[[Mapping[str, Any]], dict[str, Any]], named: Mapping[str, Any]
) -> dict[str, frozenset[str]]:
    """Tell for each output which inputs decide it, by following JAX's own record of the computation."""
    import jax
    from jax.extend.core import Literal

    shapes = {
        one: jax.ShapeDtypeStruct((), bool if isinstance(value, bool) else "float32")
        for one, value in named.items()
    }
    record, outputs = jax.make_jaxpr(function, return_shape=True)(shapes)
    sources = {
        variable: frozenset({one}) for one, variable in zip(sorted(shapes), record.jaxpr.invars, strict=True)
    }

    def of(variables: Any) -> frozenset[str]:
        return frozenset().union(
            *(sources.get(one, frozenset()) for one in variables if not isinstance(one, Literal))
        )

    for step in record.jaxpr.eqns:
        sources.update(dict.fromkeys(step.outvars, of(step.invars)))
    return {one: of([variable]) for one, variable in zip(sorted(outputs), record.jaxpr.outvars, strict=True)}
