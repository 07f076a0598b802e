"""A quadratic stand-in for the simulator: what every published number would be under any parameters.

Quadratic in the parameters of the stage, linear in those of earlier ones, everything in standard normal
numbers of the prior and on the scale of the published number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Emulator:
    """Coefficients of all numbers of a stage.

    Attributes
    ----------
    constant : array, [number]
        In the middle of the prior.
    linear : array, [parameter, number]
        Of the stage's own parameters.
    quadratic : array, [pair, number]
        Of their products, in the order of :func:`pairs`.
    earlier : array, [earlier parameter, number]
        Of the parameters that earlier stages fitted.
    error : array, [number]
        Standard deviation of what it gets wrong, by points left out; infinite where it cannot tell.
    """

    constant: Floats
    linear: Floats
    quadratic: Floats
    earlier: Floats
    error: Floats


def pairs(count: int) -> NDArray[np.int64]:
    """List the products of parameters, [pair, 2]: each with itself first, then all others.

    Examples
    --------
    >>> pairs(2).tolist()
    [[0, 0], [1, 1], [0, 1]]
    """
    own = np.arange(count)
    first, second = np.triu_indices(count, 1)
    return np.concatenate([np.stack([own, own], -1), np.stack([first, second], -1)])


def products(own: Floats) -> Floats:
    """Return the products of parameters, [..., pair], of variance one and mean zero under the prior.

    Examples
    --------
    >>> products(np.array([[1.0, 2.0]])).round(2).tolist()
    [[0.0, 2.12, 2.0]]
    """
    first, second = pairs(own.shape[-1]).T
    multiplied = own[..., first] * own[..., second]
    return np.where(first == second, (multiplied - 1.0) / np.sqrt(2.0), multiplied)


def emulate(emulator: Emulator, own: Floats, earlier: Floats) -> Floats:
    """Predict every number.

    Parameters
    ----------
    emulator : Emulator
        Of the stage.
    own : array, [..., parameter]
        Standard numbers of the stage's parameters.
    earlier : array, [..., earlier parameter]
        And of those fitted before.

    Returns
    -------
    array, [..., number]
        On the scale of each number.

    Examples
    --------
    >>> line = Emulator(np.ones(1), np.full((1, 1), 2.0), np.zeros((1, 1)), np.zeros((0, 1)), np.zeros(1))
    >>> emulate(line, np.array([[0.0], [1.0]]), np.zeros((2, 0))).tolist()
    [[1.0], [3.0]]
    """
    return (
        emulator.constant
        + own @ emulator.linear
        + products(own) @ emulator.quadratic
        + earlier @ emulator.earlier
    )
