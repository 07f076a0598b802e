"""What the published numbers tell about each parameter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.prior import Draws, Prior

PRIOR_ONLY = 0.9
"""Above this share of its prior standard deviation a parameter is known from its prior only."""


def spread_left(prior: Prior, draws: Draws) -> NDArray[np.float64]:
    """Return the standard deviation of draws over that of the prior, [parameter].

    Parameters
    ----------
    prior : Prior
        Of some parameters.
    draws : dict of str to array, [row]
        With a column for each.

    Examples
    --------
    >>> from lassitude.quantities.parameters import Declaration, hypothesis
    >>> one = Declaration("x", 1.0, "1", (0.0, 2.0), hypothesis("an example"), "an example", None)
    >>> spread_left(Prior((one,)), {"x": np.array([0.9, 1.1])}).round(3).tolist()
    [0.346]
    """
    spreads = np.array([draws[name].std(ddof=1) for name in prior.names])
    return spreads / prior.spread


def prior_only(prior: Prior, draws: Draws) -> tuple[str, ...]:
    """Name the parameters about which the numbers tell next to nothing."""
    left = spread_left(prior, draws)
    return tuple(name for name, one in zip(prior.names, left, strict=True) if one > PRIOR_ONLY)
