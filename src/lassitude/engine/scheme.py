"""One step of each kind of state: open pools, closed pools, signed states, and counts with noise.

The schemes, their errors and why they were chosen are in ``docs/devdocs/engine.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from lassitude.engine.flows import Flow, Relaxation, balance
from lassitude.engine.maths import exp, log, maximum, minimum, sqrt

Pools = dict[str, Any]
LARGEST_LOG_VARIANCE = 4.0
"""The four-byte normal ends near 4 SD; beyond this log variance its lognormal would lose its mean."""


def rational_step(amount: Any, gain: Any, loss: Any, step: Any) -> Any:
    """Advance an open pool by x' = gain - loss x, positive for any step.

    ``(x + h G (1 + z/2)) / (1 + z + z^2/2)`` with ``z = h L``: second order in h, never negative.

    Parameters
    ----------
    amount, gain, loss : array or number, or None for no gain or no loss
        Present amount (>= 0), gain in amount a day (>= 0), loss per day (>= 0).
    step : number
        Days.

    Examples
    --------
    >>> round(rational_step(1.0, 0.0, 1.0, 0.1), 4)
    0.905
    """
    if loss is None:
        return amount if gain is None else amount + step * gain
    z = step * loss
    fed = amount if gain is None else amount + step * gain * (1.0 + 0.5 * z)
    return fed / (1.0 + z * (1.0 + 0.5 * z))


class Midway(NamedTuple):
    """What a half step finds: amounts in the middle of a step, and how they change there.

    Attributes
    ----------
    pools : dict of str to array
        Amounts halfway.
    rates : dict of str to (gain, loss)
        Made by :func:`~lassitude.engine.flows.balance` from them.
    """

    pools: Pools
    rates: dict[str, tuple[Any, Any]]

    def moved(self, name: str) -> Any:
        """Return what enters and leaves a pool, amount a day: the variance that its noise gains a day."""
        gain, loss = self.rates[name]
        left = 0.0 if loss is None else loss * self.pools[name]
        return left if gain is None else gain + left


def midway(pools: Pools, flows: Callable[[Pools], Iterable[Flow]], step: Any) -> Midway:
    """Take half a step with the rates at its start, and find the rates there.

    Parameters
    ----------
    pools : dict of str to array, one shape
        Present amounts.
    flows : callable
        Gives the flows at any amounts.
    step : number
        Days of the whole step.

    Examples
    --------
    >>> import numpy as np
    >>> decay = lambda pools: [Flow("death", "cells", None, 1.0)]
    >>> round(float(midway({"cells": np.float64(1.0)}, decay, 0.1).moved("cells")), 3)
    0.951
    """
    at_start = balance(flows(pools), pools)
    half = {name: rational_step(pools[name], *at_start[name], 0.5 * step) for name in pools}
    return Midway(half, balance(flows(half), half))


def whole_step(pools: Pools, middle: Midway, step: Any) -> Pools:
    """Advance open pools by a step with the rates of its middle.

    Examples
    --------
    >>> import numpy as np
    >>> one = {"cells": np.float64(1.0)}
    >>> round(float(whole_step(one, Midway(one, {"cells": (None, 1.0)}), 0.1)["cells"]), 3)
    0.905
    """
    return {name: rational_step(pools[name], *middle.rates[name], step) for name in pools}


def two_stage_step(pools: Pools, flows: Callable[[Pools], Iterable[Flow]], step: Any) -> Pools:
    """Advance open pools by a half step that finds the gains and losses of a whole one.

    Parameters
    ----------
    pools : dict of str to array, one shape
        Present amounts.
    flows : callable
        Gives the flows at any amounts.
    step : number
        Days.

    Returns
    -------
    dict of str to array
        Amounts after the step, never negative.

    Examples
    --------
    >>> import numpy as np
    >>> decay = lambda pools: [Flow("death", "cells", None, 1.0)]
    >>> after = two_stage_step({"cells": np.float32(1.0)}, decay, 0.1)
    >>> round(float(after["cells"]), 3)
    0.905
    """
    return whole_step(pools, midway(pools, flows, step), step)


def mean_exact_noise(mean: Any, variance: Any, normal: Any) -> Any:
    """Spread a count around its mean without ever moving the mean or passing zero.

    ``m exp(s z - s^2/2)`` with ``s^2 = ln(1 + v/m^2)``, capped at ``LARGEST_LOG_VARIANCE``.

    Parameters
    ----------
    mean, variance : array
        Conditional mean (>= 0) and variance (>= 0) of the step.
    normal : array
        Standard normal numbers.

    Examples
    --------
    >>> float(mean_exact_noise(2.0, 0.0, 1.0))
    2.0
    """
    spread = minimum(log(1.0 + variance / (mean * mean + 1e-30)), LARGEST_LOG_VARIANCE)
    return mean * exp(sqrt(spread) * normal - 0.5 * spread)


def donor_split_step(pools: Pools, flows: Iterable[Flow], step: Any) -> Pools:
    """Move amounts within closed pools: positive and conservative at any step.

    Every source gives ``x (1 - exp(-h sum k))`` and splits it among its flows by their rates.

    Parameters
    ----------
    pools : dict of str to array, one shape
        Amounts of a closed system.
    flows : iterable of Flow
        All between pools, none from or to outside.
    step : number
        Days.

    Examples
    --------
    >>> import numpy as np
    >>> after = donor_split_step({"a": np.float64(1), "b": np.float64(0)}, [Flow("move", "a", "b", 1.0)], 9.0)
    >>> float(after["a"] + after["b"])
    1.0
    """
    by_source: dict[str, list[Flow]] = {}
    for flow in flows:
        by_source.setdefault(str(flow.source), []).append(flow)
    after = dict(pools)
    for source, leaving in by_source.items():
        total = sum(flow.rate for flow in leaving)
        given = pools[source] * (1.0 - exp(-step * total)) / maximum(total, 1e-20)
        for flow in leaving:
            moved = given * flow.rate
            after[source] = after[source] - moved
            after[str(flow.target)] = after[str(flow.target)] + moved
    return after


def relax_step(pools: Mapping[str, Any], change: Relaxation, step: Any, normal: Any) -> Any:
    """Move a signed state toward its target exactly, and shake it as Ornstein-Uhlenbeck does.

    Parameters
    ----------
    pools : mapping of str to array
        Present values.
    change : Relaxation
        Where to, how fast, how noisy.
    step : number
        Days.
    normal : array or None
        Standard normal numbers; None for no noise.

    Examples
    --------
    >>> round(float(relax_step({"mood": 1.0}, Relaxation("mood", 0.0, 1.0), 1.0, None)), 4)
    0.3679
    """
    kept = exp(-step * change.rate)
    moved = change.target + (pools[change.state] - change.target) * kept
    if normal is None:
        return moved
    return moved + change.noise * sqrt(1.0 - kept * kept) * normal
