"""One bout of effort: motor units between rest, activity and fatigue (3CC-r), in closed form.

With force developing at 10 per second, recruitment is immediate beside fatigue over minutes, and each phase
of a bout has its solution: a maximal effort, a load that is held, a rest.

References
----------
Xia T., Frey-Law L. 2008; Looft J.M., Herkert N., Frey-Law L. J Biomech 2018;77:16; rates by joint after
Rakshit R. et al. 2021, doi:10.1016/j.jbiomech.2021.110695.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

KEPT = 0.95
"""Share of a load below which it counts as dropped."""


def maximal_force(seconds: ArrayLike, fatigue: ArrayLike, recovery: ArrayLike) -> NDArray[np.float64]:
    """Return the force left in a sustained maximal effort, as a share of the first.

    All units that are not fatigued are active: ``r + (1 - r) exp(-(F + R) t)`` with ``r = R / (F + R)``.

    Parameters
    ----------
    seconds : array
        Since the beginning of the effort.
    fatigue, recovery : array, 1/s
        F and R.

    Examples
    --------
    >>> round(float(maximal_force(30.0, 0.0142, 0.00153)), 3)
    0.66
    """
    rate = np.asarray(fatigue) + np.asarray(recovery)
    floor = np.asarray(recovery) / rate
    return floor + (1.0 - floor) * np.exp(-rate * np.asarray(seconds))


def rested_force(
    force: ArrayLike, seconds: ArrayLike, recovery: ArrayLike, rest: ArrayLike
) -> NDArray[np.float64]:
    """Return the force of a maximal effort after a rest: fatigued units recover `rest` times as fast.

    Examples
    --------
    >>> round(float(rested_force(0.659, 60.0, 0.00153, 10.96)), 3)
    0.875
    """
    return 1.0 - (1.0 - np.asarray(force)) * np.exp(
        -np.asarray(rest) * np.asarray(recovery) * np.asarray(seconds)
    )


def endurance(load: ArrayLike, fatigue: ArrayLike, recovery: ArrayLike) -> NDArray[np.float64]:
    """Return how long a load is held, until force falls below 95% of it.

    While units rest, those that tire are replaced; the fatigued share is ``load F / R (1 - exp(-R t))`` until
    none rests. From there force falls as in a maximal effort.

    Parameters
    ----------
    load : array
        As a share of the maximal force, above 0.
    fatigue, recovery : array, 1/s
        F and R.

    Returns
    -------
    array
        Seconds; 0 where the load exceeds the maximum, infinite where it can be held for ever.

    Examples
    --------
    >>> endurance([0.3, 0.5, 0.7, 1.1], 0.0142, 0.00153).round()
    array([194.,  79.,  35.,   0.])
    """
    share, fatigue, recovery = np.asarray(load, np.float64), np.asarray(fatigue), np.asarray(recovery)
    floor, rate = recovery / (fatigue + recovery), fatigue + recovery
    with np.errstate(divide="ignore", invalid="ignore"):
        replaced = -np.log1p(-(1.0 - share) * recovery / (share * fatigue)) / recovery
        falling = np.log((share - floor) / (KEPT * share - floor)) / rate
    held = np.where(KEPT * share > floor, replaced + falling, np.inf)
    return np.where(share > 1.0, 0.0, np.where(np.isnan(share), np.nan, held))
