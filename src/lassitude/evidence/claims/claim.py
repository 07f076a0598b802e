"""What a claim is: one published number with all that has to be known to compare a prediction with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lassitude.evidence.claims.designs import Design
from lassitude.evidence.ledger import Role

Statistic = Literal[
    "mean",
    "sd",
    "median",
    "lower_quartile",
    "upper_quartile",
    "percentile",
    "lowest",
    "highest",
    "proportion",
    "share_free",
    "count",
    "sample_size",
    "rate",
    "rate_ratio",
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "ratio",
    "relative_change",
    "mean_change",
    "median_change",
    "mean_difference",
    "smd",
    "correlation",
    "partial_correlation",
    "icc",
    "reliability",
    "sem",
    "mdc",
    "important_difference",
    "cut_off",
    "slope",
    "standardized_slope",
    "explained_share",
    "time",
    "dispersion",
    "variation",
    "heterogeneity",
    "test_statistic",
    "p_value",
    "person_time",
    "scale_limit",
    "other",
]
"""What kind of number: how it is brought to canonical units and how sure it is follow from this."""

HowKnown = Literal["printed", "computed", "inferred"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A printed interval around a value.

    Attributes
    ----------
    level : float
        Coverage, such as 0.95.
    low, high : float
        Ends in the unit of the value, as printed.
    """

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One published number.

    Attributes
    ----------
    pointer : str
        Where the number stands in the ledger.
    entry, role, topic, cluster : str
        Of the ledger entry.
    statistic : Statistic
        What kind of number; ``other`` only with a `reason`.
    value : float
        As printed.
    unit : str
        Of `value`.
    canonical : float
        The number in `canonical_unit`: shares as fractions, relative changes as ratios, durations in days,
        people counted as a share of those they were counted among, and gains called improvements turned so
        that negative is less fatigue.
    canonical_unit : str
        Of `canonical`; ``"1"`` for a pure number, ``"share"`` for people counted.
    instrument, part : str
        Measure, by the names of the catalog of instruments where it has them; empty when the source names
        none.
    arm, comparator : str
        Whose number, and against whom or, of a correlation or slope, the other measure; empty for all people
        of an entry, and where nothing is compared.
    day : float or None
        Days from the start of the study; None when the study has no course or the time is not stated.
    n : float or None
        People behind the number.
    n_comparator : float or None
        People behind the other arm of a comparison.
    person_years : float or None
        Over which the events of a rate were counted, printed or people times duration.
    sd : float or None
        Spread between people in the unit of the value: printed, from quartiles as in a normal distribution,
        or such that a printed difference between two arms has its printed p.
    interval : Interval or None
        Printed around the value.
    printed_error : float or None
        A printed standard error, in the unit of the value.
    p : float or None
        Printed beside the value; exact ones only.
    secondary : bool
        Whether the number was read in a source that repeats another.
    how_known : {"printed", "computed", "inferred"}
        Whether the source prints it.
    reason : str
        Why it has no better type, or what a reader has to know.
    owned : tuple of str
        Pointers of the numbers that belong to this claim: its own, ends of its interval, its error, its p.
    design : Design
        Of the study.
    """

    pointer: str
    entry: str
    role: Role
    topic: str
    cluster: str
    statistic: Statistic
    value: float
    unit: str
    canonical: float
    canonical_unit: str
    instrument: str
    part: str
    arm: str
    comparator: str
    day: float | None
    n: float | None
    n_comparator: float | None
    person_years: float | None
    sd: float | None
    interval: Interval | None
    printed_error: float | None
    p: float | None
    secondary: bool
    how_known: HowKnown
    reason: str
    owned: tuple[str, ...]
    design: Design

    @property
    def condition(self) -> str:
        """People of the study, in the words of the source."""
        return self.design.condition

    @property
    def blinding(self) -> str:
        """Who did not know the treatment."""
        return self.design.blinding

    @property
    def comparator_kind(self) -> str:
        """What the study compares with."""
        return self.design.comparator_kind

    @property
    def entry_cut(self) -> str:
        """By which fatigue people were chosen; empty when by none."""
        return self.design.entry_cut

    @property
    def time(self) -> float | None:
        """Days from the start of the study."""
        return self.day
