"""Which values make bodies whose loops die out, under every condition."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.physiology.loop_gains import LARGEST_GAIN, LARGEST_TRAINING_LOOP, loop_gains
from lassitude.physiology.parameters import all_declarations
from lassitude.population.conditions import CONDITIONS, declarations_of
from lassitude.population.draws import names_for

Floats = NDArray[np.float64]


def stable(values: Mapping[str, Floats]) -> NDArray[np.bool_]:
    """Tell under which draws no loop of a body comes near to feeding itself.

    Parameters
    ----------
    values : mapping of str to array, [draw]
        By parameter name; what is not named is as declared.

    Returns
    -------
    array of bool, [draw]
        Whether both limits of loop gains are kept in people with every condition.

    Examples
    --------
    >>> stable({"fatigue.by_mood": np.array([0.1, 0.2])}).tolist()
    [True, True]
    """
    count = len(next(iter(values.values())))
    fine = np.ones(count, dtype=bool)
    for condition in CONDITIONS:
        body = _body(condition, values)
        if any(isinstance(one, np.ndarray) for one in body.values()):
            fine &= _within_limits(body, np.arange(count))
    return fine


def _within_limits(body: Mapping[str, Floats | float], draws: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Judge some draws; one whose body comes to no rest at all is found by halving."""
    some = {name: one[draws] if isinstance(one, np.ndarray) else one for name, one in body.items()}
    try:
        found = loop_gains(some)
    except np.linalg.LinAlgError:
        if len(draws) == 1:
            return np.zeros(1, dtype=bool)
        return np.concatenate([_within_limits(body, half) for half in np.array_split(draws, 2)])
    return (found.dominant <= LARGEST_GAIN) & (found.training_loop <= LARGEST_TRAINING_LOOP)


def _body(condition: str, values: Mapping[str, Floats]) -> dict[str, Floats | float]:
    """Return the central values of a body with a condition."""
    declared = {one.name: one.value for one in all_declarations()}
    own = {one.name.removeprefix(f"{condition}."): one.value for one in declarations_of(condition)}
    central: dict[str, Floats | float] = {name: own.get(name, value) for name, value in declared.items()}
    named = names_for(condition, tuple(values))
    return central | {name: values[column] for name, column in named.items() if name in declared}
