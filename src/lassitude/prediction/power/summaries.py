"""From the estimates of many trials to power, error rates, bias and coverage with their Monte Carlo error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.prediction.power.question import ALPHA
from lassitude.results import Interval, PowerPoint, PowerTruth, Rate

_Z = 1.959963984540054

Columns = Mapping[str, NDArray[np.float64]]


def share(hits: ArrayLike) -> Rate:
    """Return a share of trials with Wilson's 95% interval and its binomial standard error.

    Parameters
    ----------
    hits : array of bool, [trial]
        At least one.

    Examples
    --------
    >>> found = share([True, False, False, False])
    >>> found.value, round(found.interval95.lower, 3), round(found.interval95.upper, 3)
    (0.25, 0.046, 0.699)
    """
    told = np.asarray(hits, bool)
    n, p = len(told), float(told.mean())
    middle, reach = p + _Z**2 / (2 * n), _Z * np.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    ends = [float(np.clip((middle + sign * reach) / (1 + _Z**2 / n), 0.0, 1.0)) for sign in (-1, 1)]
    return Rate(p, Interval(*ends), float(np.sqrt(p * (1 - p) / n)))


def mean(values: NDArray[np.float64], less: float = 0.0, unsure: float = 0.0) -> Rate:
    """Return a mean over trials minus a number, with its standard error.

    Parameters
    ----------
    values : array of float, [trial]
        NaN where a trial gave none.
    less, unsure : float
        What is subtracted and its own standard error.

    Examples
    --------
    >>> mean(np.array([1.0, 3.0]), less=2.0).value
    0.0
    """
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return Rate(float("nan"))
    middle = float(known.mean()) - less
    se = float(np.hypot(known.std(ddof=1) / np.sqrt(len(known)), unsure))
    return Rate(middle, Interval(middle - _Z * se, middle + _Z * se), se)


def significant(found: Columns) -> NDArray[np.bool_]:
    """Tell which trials are significant in any direction, [size, trial]; one without estimate is not."""
    return (found["converged"] > 0) & (found["p"] <= ALPHA)


def in_favor(found: Columns, better: str) -> NDArray[np.bool_]:
    """Tell which trials are significant in the direction that favors the arm, [size, trial]."""
    sign = -1.0 if better == "lower" else 1.0
    return significant(found) & (sign * (found["value"] - found["no_effect"]) > 0)


@dataclass(frozen=True)
class Trials:
    """All trials of one design.

    Attributes
    ----------
    sizes : tuple of int
        People randomized.
    better : str
        Direction that favors the arm.
    planned, null : Columns
        Arrays [size, trial].
    without_therapy : Columns or None
        The same with every therapy without effect.
    unsure : Columns or None
        As planned, each trial under a draw of its own of the parameters.
    """

    sizes: tuple[int, ...]
    better: str
    planned: Columns
    null: Columns
    without_therapy: Columns | None = None
    unsure: Columns | None = None

    def points(
        self, truth: PowerTruth | None, closed: Sequence[float | None], averaged: Sequence[float | None]
    ) -> tuple[PowerPoint, ...]:
        """Summarize every size.

        Parameters
        ----------
        truth : PowerTruth or None
            Without it there is neither bias nor coverage.
        closed, averaged : sequence of float or None
            Closed form, and power averaged over priors, of each size.
        """
        return tuple(
            self._point(index, truth, closed[index], averaged[index]) for index in range(len(self.sizes))
        )

    def _point(
        self, i: int, truth: PowerTruth | None, closed: float | None, averaged: float | None
    ) -> PowerPoint:
        planned, null, sham = self.planned, self.null, self.without_therapy
        used = planned["converged"][i] > 0
        value = np.where(used, planned["value"][i], np.nan)
        held = None
        if truth is not None and used.any():
            inside = (planned["low"][i] <= truth.value) & (truth.value <= planned["high"][i])
            held = share(inside[used])
        failed = (~used).sum() + (null["converged"][i] <= 0).sum()
        return PowerPoint(
            n=self.sizes[i],
            trials=len(used),
            power=share(in_favor(planned, self.better)[i]),
            either_direction=share(significant(planned)[i]),
            type_one_error=share(significant(null)[i]),
            without_therapy=None if sham is None else share(in_favor(sham, self.better)[i]),
            estimate=mean(value),
            bias=None if truth is None else mean(value, truth.value, truth.monte_carlo_se),
            coverage=held,
            spread=float(np.nanstd(value, ddof=1)) if used.sum() > 1 else float("nan"),
            standard_error=float(np.nanmean(planned["se"][i][used])) if used.any() else float("nan"),
            not_converged=int(failed),
            closed_form=closed,
            averaged_over_priors=averaged,
            assurance=None if self.unsure is None else share(in_favor(self.unsure, self.better)[i]),
        )


def together(blocks: Sequence[Columns]) -> dict[str, NDArray[np.float64]]:
    """Join blocks of trials: trials one after the other, counts of people added up.

    Examples
    --------
    >>> one = {"p": np.zeros((1, 2)), "randomized": np.ones(2), "no_effect": np.zeros(1)}
    >>> joined = together([one, one])
    >>> joined["p"].shape, joined["randomized"].tolist(), joined["no_effect"].tolist()
    ((1, 4), [2.0, 2.0], [0.0])
    """
    first = blocks[0]
    found: dict[str, NDArray[np.float64]] = {}
    for name in first:
        if name == "no_effect":
            found[name] = first[name]
        elif name in ("seen", "randomized"):
            found[name] = np.sum([one[name] for one in blocks], axis=0)
        else:
            found[name] = np.concatenate([one[name] for one in blocks], axis=1)
    return found
