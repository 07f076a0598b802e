"""How strongly the signed states drive each other: below one, every disturbance dies out.

The static gain of a state on another is how far the target of the second moves per unit of the first.
The largest absolute eigenvalue of that matrix is the gain of the strongest loop; a body near one hovers
at the edge of instability, and beyond one fatigue would feed itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology import adherence, organism, parameters
from lassitude.physiology.states import at_rest

LARGEST_GAIN = 0.7
"""Bound on the dominant eigenvalue, for every draw."""
LARGEST_TRAINING_LOOP = 0.5
"""Bound on fatigue -> activity -> fitness -> fatigue; beyond one a second, worse rest would exist."""

SITUATIONS: Mapping[str, Mapping[str, float]] = {
    "rest": {"disease": 1.0},
    "training": {"disease": 1.0, "training_load": 10.0, "training_share": 1.0},
    "everything planned": {
        "disease": 1.0,
        "training_load": 10.0,
        "resistance_load": 7.0,
        "skills_sessions": 0.15,
        "skills_height": 0.3,
        "skills_composure": 0.35,
        "attention_contact": 1.5,
        "drug_ceiling": 0.2,
        "drug_exposure": 1.0,
        "antidepressant_lift": 0.3,
        **{f"{slot}_willingness": 1.0 for slot in (*adherence.SESSIONS, *adherence.DOSES)},
    },
    "infection": {"disease": 1.0, "infection": 1.0},
}
"""Where the gains are taken; some links are felt only above rest."""

_NUDGE = 1e-5
_STEPS_TO_REST = np.geomspace(0.05, 100.0, 150)


@dataclass(frozen=True, slots=True)
class LoopGains:
    """Gains around an operating point.

    Attributes
    ----------
    states : tuple of str
        Signed states, the order of rows and columns.
    gains : array, [..., target, source]
        Largest static gain over the situations, with its sign.
    dominant : array, [...]
        Largest absolute eigenvalue over the situations.
    training_loop : array, [...]
        Fatigue to activity to fitness and back.
    """

    states: tuple[str, ...]
    gains: NDArray[np.float64]
    dominant: NDArray[np.float64]
    training_loop: NDArray[np.float64]


def loop_gains(values: Mapping[str, Any]) -> LoopGains:
    """Measure the gains of a body by nudging each signed state in every situation.

    Parameters
    ----------
    values : mapping of str to float or array, any common shape [...]
        By parameter name, all of them.

    Returns
    -------
    LoopGains
        One for each draw.

    Examples
    --------
    >>> declared = {one.name: one.value for one in parameters.all_declarations()}
    >>> found = loop_gains(declared)
    >>> bool(found.dominant < LARGEST_GAIN), bool(found.training_loop < LARGEST_TRAINING_LOOP)
    (True, True)
    """
    p = parameters.body_parameters({name: np.asarray(value, np.float64) for name, value in values.items()})
    shape = np.broadcast_shapes(*(np.shape(value) for value in values.values()))
    stacked = _gains(_settled(p, shape), p)
    strongest = np.abs(stacked).argmax(axis=0, keepdims=True)
    loop = p.activity.by_fatigue * p.fitness.by_activity * p.fatigue.by_fitness
    return LoopGains(
        states=organism.SIGNED,
        gains=np.take_along_axis(stacked, strongest, axis=0)[0],
        dominant=np.abs(np.linalg.eigvals(stacked)).max(axis=(0, -1)),
        training_loop=np.broadcast_to(loop, shape),
    )


def gains_of_draws(
    values: Mapping[str, Any], draws: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Measure the dominant gain and the training loop under some draws.

    Parameters
    ----------
    values : mapping of str to float or array [draw]
        One for each declared parameter.
    draws : array of int
        Which draws.

    Returns
    -------
    tuple of two arrays of float
        In the order of `draws`; infinite where a body runs away before it comes to rest, found by halving.

    Examples
    --------
    >>> declared = {one.name: one.value for one in parameters.all_declarations()}
    >>> dominant, training_loop = gains_of_draws(declared, np.arange(2))
    >>> dominant.shape, bool((training_loop < LARGEST_TRAINING_LOOP).all())
    ((2,), True)
    """
    some = {name: one[draws] if np.ndim(one) else one for name, one in values.items()}
    with np.errstate(all="ignore"):
        try:
            found = loop_gains(some)
        except np.linalg.LinAlgError:
            if len(draws) == 1:
                return np.array([np.inf]), np.array([np.inf])
            halves = [gains_of_draws(values, half) for half in np.array_split(draws, 2)]
            return np.concatenate([one for one, _ in halves]), np.concatenate([one for _, one in halves])
    return np.broadcast_to(found.dominant, draws.shape), np.broadcast_to(found.training_loop, draws.shape)


def _fast_flows_among(
    values: Mapping[str, Any], p: parameters.BodyParameters, pools: Mapping[str, Any]
) -> Any:
    return organism.fast_flows(_space({**values, **pools}), p)


def _settled(p: parameters.BodyParameters, shape: tuple[int, ...]) -> SimpleNamespace:
    """Let the fast block come to rest, then the signed states; arrays [situation, ...]."""
    rest = vars(at_rest())
    ahead = (len(SITUATIONS), *(1 for _ in shape))
    values = {
        name: np.broadcast_to(
            np.reshape([one.get(name, rest.get(name, 0.0)) for one in SITUATIONS.values()], ahead),
            (len(SITUATIONS), *shape),
        )
        for name in (rest | dict.fromkeys(name for one in SITUATIONS.values() for name in one))
    }
    for step in _STEPS_TO_REST:
        pools = {name: values[name] for name in organism.FAST}
        values |= two_stage_step(pools, partial(_fast_flows_among, dict(values), p), step)
    values |= organism.derived(_space(values), p)
    for _ in range(100):
        values |= _targets(values, p)
    return _space(values)


def _gains(at: SimpleNamespace, p: parameters.BodyParameters) -> NDArray[np.float64]:
    """Return the matrix [..., target, source]; at a kink the steeper side counts."""
    here = vars(at)
    held = _targets(here, p)
    shape = np.broadcast_shapes(*(np.shape(value) for value in held.values()))
    alone = np.eye(len(organism.SIGNED)).reshape(len(organism.SIGNED), -1, *(1 for _ in shape))
    up, down = (
        _targets(
            {
                **here,
                **{name: here[name] + nudge * alone[:, row] for row, name in enumerate(organism.SIGNED)},
            },
            p,
        )
        for nudge in (_NUDGE, -_NUDGE)
    )
    matrix = np.zeros((*shape, len(organism.SIGNED), len(organism.SIGNED)))
    for row, target in enumerate(organism.SIGNED):
        rise, fall = up[target] - held[target], held[target] - down[target]
        steeper = np.where(np.abs(rise) > np.abs(fall), rise, fall) / _NUDGE
        matrix[..., row, :] = np.moveaxis(np.broadcast_to(steeper, (len(organism.SIGNED), *shape)), 0, -1)
    return matrix


def _targets(values: Mapping[str, Any], p: parameters.BodyParameters) -> dict[str, Any]:
    beside = organism.derived(_space(values), p)
    return {one.state: one.target for one in organism.relaxations(_space({**values, **beside}), p)}


def _space(values: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**values)
