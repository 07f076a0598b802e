"""Screening: on which days people are measured before they enter, and what keeps them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.study.arms import Criterion, Population, Repeated
from lassitude.study.designs import Enrichment, RunIn
from lassitude.study.endpoints import AGE

Readings = Sequence[Mapping[str, NDArray[np.float64]]]
"""What was measured of everybody in the pool, by measure, on each day in order of time."""


@dataclass(frozen=True)
class Hurdle:
    """One condition of entering, and who meets it.

    Attributes
    ----------
    measure : str
        What is judged.
    told : str
        The condition in words, such as ``3 to 6``.
    met : array of bool, [person]
        A missing value does not meet it.
    """

    measure: str
    told: str
    met: NDArray[np.bool_]


def days_before(population: Population, run_in: RunIn | None) -> tuple[int, ...]:
    """Return how many days before the first visit people are measured, the longest first.

    Examples
    --------
    >>> twice = Repeated(type="repeated", times=2, days_apart=14.0, judged_by="mean")
    >>> people = Population(condition="rrms", n=10, screening=twice)
    >>> days_before(people, None)
    (28, 14)
    >>> days_before(people, RunIn(days=7.0, treatment="placebo", blinding="blinded"))
    (35, 21, 7)
    """
    start = 0 if run_in is None else round(run_in.days)
    rule = population.screening
    judged = ()
    if isinstance(rule, Repeated):
        judged = tuple(start + round(rule.days_apart * one) for one in range(rule.times, 0, -1))
    return judged if run_in is None else (*judged, start)


def measures_of(population: Population, run_in: RunIn | None) -> tuple[str, ...]:
    """Return everything on which people are judged, each measure once; age if on nothing else.

    Examples
    --------
    >>> measures_of(Population(condition="rrms", n=10), None)
    ('age_years',)
    """
    enriching = () if run_in is None else run_in.enrich
    return tuple(dict.fromkeys([AGE, *(one.measure for one in (*population.eligibility, *enriching))]))


def hurdles(population: Population, run_in: RunIn | None, readings: Readings) -> tuple[Hurdle, ...]:
    """Judge everybody in a pool: the criteria in order, then what the run-in selects by.

    Parameters
    ----------
    population : Population
        Its criteria, and which measurements they are judged on.
    run_in : RunIn or None
        What comes between screening and first visit.
    readings : sequence of mapping of str to array, [person]
        On the days of :func:`days_before` and at the first visit.

    Examples
    --------
    >>> rule = Criterion(measure="MFIS.total", at_least=34)
    >>> people = Population(condition="rrms", n=1, eligibility=(rule,))
    >>> hurdles(people, None, [{"MFIS.total": np.array([33.0, 34.0])}])[0].met.tolist()
    [False, True]
    """
    return (*_criteria(population, run_in, readings), *_enrichment(run_in, readings))


def _criteria(population: Population, run_in: RunIn | None, readings: Readings) -> Iterator[Hurdle]:
    rule = population.screening
    judged = (
        readings[: rule.times] if isinstance(rule, Repeated) else readings[-1 if run_in is None else -2 :][:1]
    )
    for criterion in population.eligibility:
        values = np.stack([one[criterion.measure] for one in judged])
        if isinstance(rule, Repeated) and rule.judged_by == "mean":
            values = values.mean(axis=0, keepdims=True)
        if isinstance(rule, Repeated) and rule.judged_by == "last":
            values = values[-1:]
        low, high = criterion.bounds
        met = np.logical_and.reduce((values >= low) & (values <= high))
        yield Hurdle(criterion.measure, written(criterion), met)


def _enrichment(run_in: RunIn | None, readings: Readings) -> Iterator[Hurdle]:
    for one in () if run_in is None else run_in.enrich:
        change = readings[-1][one.measure] - readings[-2][one.measure]
        low = -np.inf if one.change_at_least is None else one.change_at_least
        high = np.inf if one.change_at_most is None else one.change_at_most
        met = (change >= low) & (change <= high)
        yield Hurdle(f"change of {one.measure} in the run-in", _written_change(one), met)


def _written_change(one: Enrichment) -> str:
    return (
        f"{one.change_at_most:g} or less"
        if one.change_at_least is None
        else f"{one.change_at_least:g} or more"
    )


def written(criterion: Criterion) -> str:
    """Write the bounds of a criterion for people.

    Examples
    --------
    >>> written(Criterion(measure="age_years", at_least=18.0))
    '18 or more'
    """
    low, high = criterion.bounds
    if low == high:
        return f"{low:g}"
    if np.isinf(high):
        return f"{low:g} or more"
    return f"{high:g} or less" if np.isinf(low) else f"{low:g} to {high:g}"
