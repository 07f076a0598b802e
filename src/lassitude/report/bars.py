"""Geometry of the small interval bars beside each estimate."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lassitude.results import Estimate, Interval

WIDTH = 240.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale between two round ends."""

    lower: float
    upper: float

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 to `WIDTH`, one decimal; outside values are cut to the ends."""
        share = (value - self.lower) / (self.upper - self.lower)
        return round(WIDTH * min(max(share, 0.0), 1.0), 1)


@dataclass(frozen=True, slots=True)
class LogScale:
    """A logarithmic scale between two positive ends."""

    lower: float
    upper: float

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 to `WIDTH`, one decimal; outside values are cut to the ends."""
        inside = min(max(value, self.lower), self.upper)
        return round(WIDTH * math.log(inside / self.lower) / math.log(self.upper / self.lower), 1)


AnyScale = Scale | LogScale

P_SCALE, P_LINE = LogScale(0.001, 1.0), 0.05


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval bar: all positions from 0 to `WIDTH`, None where there is nothing to draw.

    ``line`` is the place of p = 0.05 on the scale of p values.
    """

    scale: AnyScale
    zero: float | None
    line: float | None
    wide: tuple[float, float] | None
    narrow: tuple[float, float] | None
    middle: float | None
    observed_ends: tuple[float, float] | None
    observed: float | None
    published: float | None


def scale_of(estimates: Iterable[Estimate], *, full: Interval | None = None) -> Scale | None:
    """Return a scale with round ends that holds every value of the estimates, and zero.

    Parameters
    ----------
    estimates : iterable of Estimate
        Estimates of one unit.
    full : Interval, optional
        A scale that is always shown whole, such as 0 to 1 for shares.

    Returns
    -------
    Scale or None
        None when there is no finite value.
    """
    values = [value for estimate in estimates for value in _values(estimate) if math.isfinite(value)]
    if full is not None:
        values += [full.lower, full.upper]
    if not values:
        return None
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        high = 1.0
    step = _round_step((high - low) / 5)
    return Scale(step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9))


def bar(estimate: Estimate, scale: AnyScale) -> Bar:
    """Return the bar of one estimate on a scale."""
    predicted, observed, published = estimate.predicted, estimate.observed, estimate.published
    return Bar(
        scale=scale,
        zero=scale.place(0.0) if scale.lower < 0 < scale.upper else None,
        line=scale.place(P_LINE) if scale is P_SCALE else None,
        wide=_ends(predicted.interval90 if predicted else None, scale),
        narrow=_ends(predicted.interval50 if predicted else None, scale),
        middle=_point(predicted.median if predicted else None, scale),
        observed_ends=_ends(observed.interval95 if observed else None, scale),
        observed=_point(observed.estimate if observed else None, scale),
        published=_point(published.value if published else None, scale),
    )


def _values(estimate: Estimate) -> list[float]:
    values: list[float] = []
    if estimate.predicted:
        values += [estimate.predicted.median, *_both(estimate.predicted.interval90)]
        values += _both(estimate.predicted.interval50)
    if estimate.observed:
        values += [estimate.observed.estimate, *_both(estimate.observed.interval95)]
    if estimate.published:
        values.append(estimate.published.value)
    return values


def _both(interval: Interval | None) -> list[float]:
    return [] if interval is None else [interval.lower, interval.upper]


def _ends(interval: Interval | None, scale: AnyScale) -> tuple[float, float] | None:
    if interval is None or not (math.isfinite(interval.lower) and math.isfinite(interval.upper)):
        return None
    return scale.place(interval.lower), scale.place(interval.upper)


def _point(value: float | None, scale: AnyScale) -> float | None:
    return None if value is None or not math.isfinite(value) else scale.place(value)


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= step * (1 - 1e-9))
