"""The numbers of a result: predicted, observed and published values of one named estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal

Role = Literal["calibrate", "validate", "context"]
Direction = Literal["positive", "negative"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval, in the unit of what it belongs to; ``[lower, upper]`` in JSON."""

    lower: float
    upper: float

    def contains(self, value: float) -> bool:
        """Return whether ``value`` lies inside, ends included; never for NaN."""
        return self.lower <= value <= self.upper


@dataclass(frozen=True, slots=True)
class Spread:
    """A count, share or change with its spread over replicates; no intervals for a real study."""

    median: float
    interval50: Interval | None = None
    interval90: Interval | None = None


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the virtual study gives.

    Attributes
    ----------
    median : float
        Median over replicates, or for a share over replicates (such as p < 0.05) the share itself.
    interval50, interval90 : Interval or None
        Central predictive intervals over replicates; None for a share.
    monte_carlo_se : float or None
        Standard error of ``median`` through the finite number of replicates.
    replicates : int or None
        How many replicates gave the estimate; the others failed and are counted in the warnings.
    """

    median: float
    interval50: Interval | None = None
    interval90: Interval | None = None
    monte_carlo_se: float | None = None
    replicates: int | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """What a real study gives: the estimate, its error and how it was reached.

    ``df`` are the degrees of freedom of t, or with ``df_numerator`` those of the denominator of F.
    ``attempts`` counts the covariance structures or starts that were tried, the one in use included; None
    where the method has nothing to fall back on.
    """

    estimate: float
    se: float | None = None
    interval95: Interval | None = None
    df: float | None = None
    p: float | None = None
    method: str = ""
    converged: bool = True
    attempts: int | None = None
    n: int | None = None
    df_numerator: float | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What was published; ``source`` (``from`` in JSON) points into the ledger, ``entry:path.to.value``."""

    value: float
    source: str = field(metadata={"json": "from"})
    role: Role
    inside50: bool | None = None
    inside90: bool | None = None

    @property
    def label(self) -> str:
        """``"fitted"`` when the number may have been fitted, so that agreement is no test; else empty."""
        return "fitted" if self.role == "calibrate" else ""


@dataclass(frozen=True, slots=True)
class PublishedDirection:
    """A published direction without a number, beside the share of replicates that agree with it."""

    estimate: str
    direction: Direction
    meaning: str
    source: str = field(metadata={"json": "from"})
    role: Role
    agreement: float | None = None
    monte_carlo_se: float | None = None
    observed_agrees: bool | None = None

    @property
    def label(self) -> str:
        """``"fitted"`` when the direction may have been fitted; else empty."""
        return "fitted" if self.role == "calibrate" else ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One named estimate: its identifier, the analysis it comes from, its unit and up to three values."""

    id: str
    analysis: str
    unit: str
    predicted: Predicted | None = None
    observed: Observed | None = None
    published: Published | None = None
    label: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimateName:
    """The parts of an estimate's identifier; absent parts are empty."""

    endpoint: str
    statistic: str
    visit: str = ""
    arm: str = ""


def split_id(identifier: str) -> EstimateName:
    """Split ``endpoint|statistic|visit|arm`` into its parts.

    Parameters
    ----------
    identifier : str
        Identifier of an estimate; visit and arm may be absent.

    Returns
    -------
    EstimateName
        The parts, the absent ones empty.

    Raises
    ------
    ValueError
        When there are fewer than two parts or more than four.

    Examples
    --------
    >>> split_id("FIS.total|median|M36|ahsct").visit
    'M36'
    """
    parts = identifier.split("|")
    if not 2 <= len(parts) <= 4:
        raise ValueError(f"{identifier!r} is no estimate: expected endpoint|statistic|visit|arm.")
    return EstimateName(*parts)


def join_id(name: EstimateName) -> str:
    """Join the parts of an identifier, without the absent parts at the end.

    Examples
    --------
    >>> join_id(EstimateName("FIS.total", "rm_anova_p", "M36"))
    'FIS.total|rm_anova_p|M36'
    """
    parts: Sequence[str] = (name.endpoint, name.statistic, name.visit, name.arm)
    return "|".join(parts).rstrip("|")


def published_beside(value: float, source: str, role: Role, predicted: Predicted | None) -> Published:
    """Set a published number beside a prediction and say whether the intervals hold it.

    Parameters
    ----------
    value : float
        The published number, in the unit of the estimate.
    source : str
        Pointer ``entry:path.to.value`` into the ledger.
    role : {"calibrate", "validate", "context"}
        Role of the ledger entry.
    predicted : Predicted or None
        The prediction, or None when there is none.

    Returns
    -------
    Published
        ``inside50`` and ``inside90`` stay None where there is no interval to be inside of.

    Examples
    --------
    >>> prediction = Predicted(25.0, Interval(22.0, 29.0), Interval(18.0, 34.0))
    >>> published_beside(20.0, "bose2018_ahsct_fis:effect.value", "validate", prediction).inside90
    True
    """

    def inside(interval: Interval | None) -> bool | None:
        if interval is None or not (isfinite(interval.lower) and isfinite(interval.upper)):
            return None
        return interval.contains(value)

    if predicted is None:
        return Published(value, source, role)
    return Published(value, source, role, inside(predicted.interval50), inside(predicted.interval90))
