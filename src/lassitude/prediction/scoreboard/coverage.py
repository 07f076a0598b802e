"""How often published numbers lie inside predicted intervals, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scipy.special import betaincinv

from lassitude.results import Interval


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of numbers inside, every study counted alike.

    Attributes
    ----------
    nominal : float
        The share that a perfect forecast has inside.
    share : float
        Mean over studies of the share of their numbers inside.
    interval95 : Interval
        Binomial interval of that share.
    studies, numbers : int
        How many there are.
    """

    nominal: float
    share: float
    interval95: Interval
    studies: int
    numbers: int


def coverage(inside: Iterable[tuple[str, bool]], nominal: float) -> Coverage | None:
    """Count numbers inside, clustered by study.

    Numbers of one study come from the same people and miss together, so a study counts once, with the share
    of its numbers inside, and the interval is that of Clopper and Pearson for as many trials as there are
    studies (their beta quantiles also hold for a fractional count). It is right if numbers of a study are
    all inside or all outside, and too wide otherwise, never too narrow.

    Parameters
    ----------
    inside : iterable of pair of str and bool
        Study, and whether one of its numbers lies inside.
    nominal : float
        The share that should.

    Returns
    -------
    Coverage or None
        None where there is no number.

    Examples
    --------
    >>> found = coverage([("one", True), ("one", False), ("two", True)], 0.9)
    >>> found.share, found.studies, found.numbers
    (0.75, 2, 3)
    """
    by_study: dict[str, list[bool]] = {}
    for study, held in inside:
        by_study.setdefault(study, []).append(held)
    if not by_study:
        return None
    studies = len(by_study)
    count = sum(sum(held) / len(held) for held in by_study.values())
    low = 0.0 if count <= 0 else float(betaincinv(count, studies - count + 1, 0.025))
    high = 1.0 if count >= studies else float(betaincinv(count + 1, studies - count, 0.975))
    numbers = sum(map(len, by_study.values()))
    return Coverage(nominal, count / studies, Interval(low, high), studies, numbers)
