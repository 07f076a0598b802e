"""How many are still free of an event: the estimate of Kaplan and Meier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from lassitude.statistics.estimates import Intervals
from lassitude.statistics.events.risk_sets import risk_sets


@dataclass(frozen=True, eq=False)
class KaplanMeier:
    """Shares free of an event; arrays [replicate, place] in order of time unless said otherwise.

    Attributes
    ----------
    time : array of float64
        Times of people, each as often as there are people; infinite for those who are not used.
    free : array of float64
        Share still free just after the time.
    se : array of float64
        Greenwood's standard error.
    interval : Intervals
        95% interval on the scale of log(-log), as SAS uses it; NaN where the share is 1 or 0.
    followed : array of int64 [replicate]
        People used.
    events : array of int64 [replicate]
        People with the event.
    """

    time: NDArray[np.float64]
    free: NDArray[np.float64]
    se: NDArray[np.float64]
    interval: Intervals
    followed: NDArray[np.int64]
    events: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Free:
    """The curve at one time; arrays [replicate].

    Attributes
    ----------
    share, se : array of float64
        NaN where nobody was followed as long and somebody was still free.
    interval : Intervals
        95% interval.
    at_risk : array of int64
        People followed at least as long without the event before.
    """

    share: NDArray[np.float64]
    se: NDArray[np.float64]
    interval: Intervals
    at_risk: NDArray[np.int64]


def kaplan_meier(time: NDArray[np.float64], event: NDArray[np.bool_], used: NDArray[np.bool_]) -> KaplanMeier:
    """Estimate the share of people free of an event over time.

    Parameters
    ----------
    time : array of float64 [replicate, subject]
        Time of the event, or until which the person was followed without one.
    event : array of bool [replicate, subject]
        Whether it happened.
    used : array of bool [replicate, subject]
        Who counts.

    References
    ----------
    Kaplan E.L., Meier P. J Am Stat Assoc 1958;53:457-481; Greenwood's formula and the interval as in
    Kalbfleisch J.D., Prentice R.L., The Statistical Analysis of Failure Time Data, 2nd ed., 2002, ch. 1.

    Examples
    --------
    >>> found = kaplan_meier(np.array([[1.0, 2.0, 3.0]]), np.array([[True, False, True]]),
    ...                      np.ones((1, 3), dtype=bool))
    >>> found.free.round(3).tolist()
    [[0.667, 0.667, 0.0]]
    """
    sets = risk_sets(time, event, used)
    known = np.isfinite(sets.time).astype(np.float64)
    at_risk, died = sets.at_risk(known), sets.tied(sets.event.astype(np.float64))
    opens = sets.first == np.arange(sets.time.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(opens & (at_risk > 0), 1 - died / at_risk, 1.0)
        term = np.where(opens & (died > 0) & (died < at_risk), died / (at_risk * (at_risk - died)), 0.0)
    free = np.cumprod(factor, axis=1)
    free = np.where(free < 1e-12, 0.0, free)
    total = np.cumsum(term, axis=1)
    # Everybody at one time shares the curve after it, so each place takes the value of the last tied one.
    free, total = (np.take_along_axis(part, sets.last, axis=1) for part in (free, total))
    return KaplanMeier(
        time=sets.time,
        free=free,
        se=free * np.sqrt(total),
        interval=_log_log(free, total),
        followed=used.sum(axis=1),
        events=sets.event.sum(axis=1),
    )


def _log_log(free: NDArray[np.float64], total: NDArray[np.float64]) -> Intervals:
    inside = (free > 0) & (free < 1)
    share = np.where(inside, free, 0.5)
    spread = float(ndtri(0.975)) * np.sqrt(total) / np.abs(np.log(share))
    low, high = share ** np.exp(spread), share ** np.exp(-spread)
    return Intervals(np.where(inside, low, np.nan), np.where(inside, high, np.nan))


def free_at(curve: KaplanMeier, when: float) -> Free:
    """Read the curve at one time.

    Parameters
    ----------
    curve : KaplanMeier
        From `kaplan_meier`.
    when : float
        In the unit of the times.

    Examples
    --------
    >>> curve = kaplan_meier(np.array([[1.0, 2.0, 3.0]]), np.array([[True, False, True]]),
    ...                      np.ones((1, 3), dtype=bool))
    >>> round(float(free_at(curve, 2.5).share[0]), 3), int(free_at(curve, 2.5).at_risk[0])
    (0.667, 1)
    """
    place = (curve.time <= when).sum(axis=1)[:, None] - 1
    begun = place[:, 0] >= 0
    reached = np.where(np.isfinite(curve.time), curve.time, -np.inf).max(axis=1, initial=-np.inf) >= when

    def read(values: NDArray[np.float64], before: float) -> NDArray[np.float64]:
        own = np.take_along_axis(values, np.maximum(place, 0), axis=1)[:, 0]
        return np.where(begun, own, before)

    share = read(curve.free, 1.0)
    known = (curve.followed > 0) & (reached | (share == 0))
    interval = Intervals(*(np.where(known, read(end, np.nan), np.nan) for end in curve.interval))
    return Free(
        share=np.where(known, share, np.nan),
        se=np.where(known, read(curve.se, 0.0), np.nan),
        interval=interval,
        at_risk=((curve.time >= when) & np.isfinite(curve.time)).sum(axis=1),
    )


def median_time(curve: KaplanMeier) -> tuple[NDArray[np.float64], Intervals]:
    """Return when half of the people had the event, with the interval of Brookmeyer and Crowley.

    Parameters
    ----------
    curve : KaplanMeier
        From `kaplan_meier`.

    Returns
    -------
    median : array of float64 [replicate]
        NaN where the share free never falls to a half.
    interval : Intervals
        Times at which the lower and the upper limit of the curve fall to a half; infinite where the upper
        never does.

    References
    ----------
    Brookmeyer R., Crowley J. Biometrics 1982;38:29-41, on the scale of log(-log).

    Examples
    --------
    >>> times, everyone = np.array([[1.0, 2.0, 3.0]]), np.ones((1, 3), dtype=bool)
    >>> float(median_time(kaplan_meier(times, everyone, everyone))[0][0])
    2.0
    """
    half = 0.5 + 1e-12
    median = _first_time(curve, curve.free <= half)
    gone = curve.free == 0
    low = _first_time(curve, (curve.interval.low <= half) | gone)
    high = _first_time(curve, curve.interval.high <= half)
    median = np.where(np.isfinite(median), median, np.nan)
    return median, Intervals(np.where(np.isfinite(low), low, np.nan), high)


def _first_time(curve: KaplanMeier, there: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.where(there & np.isfinite(curve.time), curve.time, np.inf).min(axis=1, initial=np.inf)
