"""Which values make bodies whose loops die out, under every condition."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.physiology.loop_gains import LARGEST_GAIN, LARGEST_TRAINING_LOOP, gains_of_draws
from lassitude.population.cohort import body_declarations
from lassitude.population.conditions import CONDITIONS
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
            dominant, training_loop = gains_of_draws(body, np.arange(count))
            fine &= (dominant <= LARGEST_GAIN) & (training_loop <= LARGEST_TRAINING_LOOP)
    return fine


def _body(condition: str, values: Mapping[str, Floats]) -> dict[str, Floats | float]:
    """Return the central values of a body with a condition."""
    central: dict[str, Floats | float] = {one.name: one.value for one in body_declarations(condition)}
    named = names_for(condition, tuple(values))
    return central | {name: values[column] for name, column in named.items() if name in central}
