"""Functions for equations: the same call on NumPy arrays, JAX arrays, numbers and symbols."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtr as jax_ndtr
from scipy.special import ndtr as numpy_ndtr

from lassitude.engine.symbols import Symbol, call


def _plain(*values: Any) -> bool:
    return all(isinstance(one, (float, int, np.ndarray, np.generic)) for one in values)


def exp(x: Any) -> Any:
    """Return e to the power x.

    Examples
    --------
    >>> float(exp(0.0))
    1.0
    """
    if isinstance(x, Symbol):
        return call("exp", x)
    return np.exp(x) if _plain(x) else jnp.exp(x)


def log(x: Any) -> Any:
    """Return the natural logarithm.

    Examples
    --------
    >>> float(log(1.0))
    0.0
    """
    if isinstance(x, Symbol):
        return call("ln", x)
    return np.log(x) if _plain(x) else jnp.log(x)


def cos(x: Any) -> Any:
    """Return the cosine of an angle in radians.

    Examples
    --------
    >>> float(cos(0.0))
    1.0
    """
    if isinstance(x, Symbol):
        return call("cos", x)
    return np.cos(x) if _plain(x) else jnp.cos(x)


def sqrt(x: Any) -> Any:
    """Return the square root.

    Examples
    --------
    >>> float(sqrt(4.0))
    2.0
    """
    if isinstance(x, Symbol):
        return call("sqrt", x)
    return np.sqrt(x) if _plain(x) else jnp.sqrt(x)


def maximum(x: Any, y: Any) -> Any:
    """Return the larger of two.

    Examples
    --------
    >>> float(maximum(1.0, 2.0))
    2.0
    """
    if isinstance(x, Symbol) or isinstance(y, Symbol):
        return call("max", x, y)
    return np.maximum(x, y) if _plain(x, y) else jnp.maximum(x, y)


def minimum(x: Any, y: Any) -> Any:
    """Return the smaller of two.

    Examples
    --------
    >>> float(minimum(1.0, 2.0))
    1.0
    """
    if isinstance(x, Symbol) or isinstance(y, Symbol):
        return call("min", x, y)
    return np.minimum(x, y) if _plain(x, y) else jnp.minimum(x, y)


def where(condition: Any, x: Any, y: Any) -> Any:
    """Return x where the condition holds, else y.

    Examples
    --------
    >>> float(where(np.bool_(True), 1.0, 2.0))
    1.0
    """
    return (
        np.where(condition, x, y)
        if isinstance(condition, (bool, np.bool_, np.ndarray))
        else jnp.where(condition, x, y)
    )


def normal_cdf(x: Any) -> Any:
    """Return the standard normal distribution function.

    Examples
    --------
    >>> float(normal_cdf(0.0))
    0.5
    """
    if isinstance(x, Symbol):
        return call("Phi", x)
    return numpy_ndtr(x) if _plain(x) else jax_ndtr(x)


def saturating(x: Any, half: Any) -> Any:
    """Return x / (x + half), the share of full effect; `half` is where it is one half.

    Examples
    --------
    >>> float(saturating(2.0, 2.0))
    0.5
    """
    return x / (x + half)


def steep(x: Any, half: Any) -> Any:
    """Return x^8 / (x^8 + half^8), a threshold at `half` with a finite slope.

    Examples
    --------
    >>> float(steep(2.0, 2.0))
    0.5
    """
    squared = maximum(x / half, 1e-3) * maximum(x / half, 1e-3)
    eighth = squared * squared * squared * squared
    return eighth / (1.0 + eighth)


def hill(x: Any, half: Any, steepness: Any) -> Any:
    """Return x^h / (x^h + half^h), the share of full effect at an amount; about 0 at 0.

    Examples
    --------
    >>> float(hill(2.0, 2.0, 3.0)), round(float(hill(4.0, 2.0, 2.0)), 3)
    (0.5, 0.8)
    """
    ratio = exp(steepness * log(maximum(x / half, 1e-12)))
    return ratio / (1.0 + ratio)
