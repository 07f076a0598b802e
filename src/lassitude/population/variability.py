"""How people differ: draws of every varying parameter, correlated where biology says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.physiology.systems import SYSTEMS
from lassitude.quantities.parameters import Declaration, LogNormal
from lassitude.randomness.streams import Keys, normals

CORRELATED: Mapping[str, tuple[str, float]] = {
    "fatigue.person_physical": ("own fatigue", 0.45),
    "fatigue.person_cognitive": ("own fatigue", 0.45),
    **{f"{system}_lost": ("axons lost", 0.75) for system in SYSTEMS},
    "sickness.smoldering": ("axons lost", 0.4),
}
"""Parameter to its shared factor and the correlation of two that share it; all are hypotheses."""
SPREAD = ":sd"
"""What the name of a spread between people ends with."""


def standard_draws(name: str, keys: Keys) -> NDArray[np.float64]:
    """Draw how far each person lies from the middle in one parameter, in standard deviations.

    Parameters
    ----------
    name : str
        Name of the parameter; correlated ones share a factor.
    keys : Keys
        Keys of the people, [person].

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> standard_draws("mood.trait", person_keys(1, 0, np.arange(3))).shape
    (3,)
    """
    own = normals(keys, f"person: {name}", 0)
    if name not in CORRELATED:
        return own
    factor, correlation = CORRELATED[name]
    shared = normals(keys, f"factor: {factor}", 0)
    return np.sqrt(correlation) * shared + np.sqrt(1.0 - correlation) * own


def personal_values(
    declared: Iterable[Declaration], keys: Keys, values: Mapping[str, Any]
) -> dict[str, NDArray[np.float64] | float]:
    """Give every person a value of every parameter, within its bounds.

    Parameters
    ----------
    declared : iterable of Declaration
        Parameters; those that vary give an array [person], the others a number.
    keys : Keys
        Keys of the people, [person].
    values : mapping of str to float or array [person]
        Central values in place of the declared ones, and under ``NAME:sd`` spreads.

    Returns
    -------
    dict of str to array or float
        By parameter name.

    Examples
    --------
    >>> from lassitude.physiology.parameters import all_declarations
    >>> from lassitude.randomness.streams import person_keys
    >>> drawn = personal_values(all_declarations(), person_keys(1, 0, np.arange(3)), {})
    >>> drawn["barrier.opening"], drawn["mood.trait"].shape
    (0.276, (3,))
    """
    return {one.name: _personal(one, keys, values) for one in declared}


def _personal(one: Declaration, keys: Keys, values: Mapping[str, Any]) -> NDArray[np.float64] | float:
    central = values.get(one.name, one.value)
    if one.varies is None:
        return central
    spread = values.get(one.name + SPREAD, one.varies.sd) * standard_draws(one.name, keys)
    drawn = central * np.exp(spread) if isinstance(one.varies, LogNormal) else central + spread
    return np.clip(drawn, *one.bounds)
