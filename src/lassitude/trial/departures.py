"""Departures: who leaves a study before its last visit, on which day and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments import instrument
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.randomness.streams import Keys, uniforms
from lassitude.study.departures import (
    Administrative,
    ConstantHazard,
    Dropout,
    NoDropout,
    WhenNoBetter,
    WhenWorse,
)
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.visits import duration_days
from lassitude.trial.schedule import YEAR

Floats = NDArray[np.float64]
STAYED = -1
"""The reason of those who did not leave."""
AFTER_A_VISIT = 0.5
"""Days from a visit to leaving because of what it showed, so that the visit itself was held."""
_ROUNDING = 1e-9
"""Differences of measured values are exact in decimals, not in binary."""


@dataclass(frozen=True)
class Departures:
    """Who left.

    Attributes
    ----------
    day : array of float, any shape
        Days from the first visit to leaving; infinite for those who stayed until the last visit.
    reason : array of int8, same shape
        Position in `reasons`; :data:`STAYED` for those who stayed.
    reasons : tuple of str
        Words for people, one for each type of dropout of the study.
    """

    day: Floats
    reason: NDArray[np.int8]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Course:
    """What is known of people who might leave, and their keys; `gain` is by measure, up when better."""

    planned_days: NDArray[np.int64] | NDArray[np.float64]
    visit_days: Floats
    gain: Mapping[str, Floats]
    keys: Keys


def departures(
    dropout: Sequence[Dropout],
    planned_days: NDArray[np.int64] | NDArray[np.float64],
    visit_days: Floats,
    measured: Mapping[str, Floats],
    keys: Keys,
) -> Departures:
    """Decide who leaves, and when; where several reasons come together, the earliest wins.

    Parameters
    ----------
    dropout : sequence of Dropout
        Why people leave. What chance decides for one of them does not depend on the others.
    planned_days : array of int, [visit]
        Days from day zero to the planned visits, in order.
    visit_days : array of float, [visit, ...]
        Days from the first visit to each visit as each person held it or would have.
    measured : mapping of str to array, [visit, ...]
        Values by endpoint without a visit, in its unit, of everything that `dropout` names; NaN where
        nothing was measured, as at a missed visit: nobody leaves because of what nobody saw.
    keys : Keys
        Of the people in their replicates, [...].

    Returns
    -------
    Departures
        Those who leave because of what a visit shows do so half a day after it.

    Raises
    ------
    RequestError
        If a measure has no better and worse.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> leaving = WhenWorse(
    ...     type="when-worse", measure="FIS.total", by=10.0, probability=1.0, source="hypothesis")
    >>> days = np.array([[0.0, 0.0], [28.0, 28.0], [84.0, 84.0]])
    >>> scores = {"FIS.total": np.array([[60.0, 60.0], [75.0, 65.0], [60.0, 60.0]])}
    >>> who = departures([leaving], np.array([0, 28, 84]), days, scores, person_keys(1, 0, np.arange(2)))
    >>> who.day.tolist(), who.reason.tolist(), who.reasons
    ([28.5, inf], [0, -1], ('FIS.total worse by 10 or more',))
    """
    watched = {one.measure for one in dropout if isinstance(one, WhenWorse | WhenNoBetter)}
    gain = {name: _gain(name, measured[name]) for name in watched}
    course = _Course(planned_days, visit_days, gain, keys)
    people = np.shape(keys.word0)
    days = np.full((len(dropout) + 1, *people), np.inf)
    for number, one in enumerate(dropout):
        alike = sum(type(other) is type(one) for other in dropout[:number])
        days[number] = _leaving(one, alike, course)
    days[days > visit_days.max(axis=0)] = np.inf
    day = days.min(axis=0)
    reason = np.where(np.isinf(day), STAYED, days.argmin(axis=0)).astype(np.int8)
    return Departures(day, reason, tuple(reason_for(one) for one in dropout))


def reason_for(one: Dropout) -> str:
    """Say in words why people leave.

    Examples
    --------
    >>> reason_for(ConstantHazard(type="constant-hazard", per_year=0.1, source="hypothesis"))
    'constant hazard'
    """
    match one:
        case NoDropout():
            return "nobody leaves"
        case ConstantHazard():
            return "constant hazard"
        case WhenWorse():
            return f"{one.measure} worse by {one.by:g} or more"
        case WhenNoBetter():
            return f"{one.measure} not better by {one.by:g}"
        case Administrative():
            return "the study closed"


def better_sign(measure: str) -> int:
    """Return 1 where higher values are better and -1 where they are worse, as more lesions are.

    Parameters
    ----------
    measure : str
        An endpoint without a visit.

    Raises
    ------
    RequestError
        If there is no such instrument or part, or its values have no better and worse.

    Examples
    --------
    >>> better_sign("FIS.total"), better_sign("steps.mean_day"), better_sign("MRI.gd_count")
    (-1, 1, -1)
    """
    endpoint = parse_endpoint(measure)
    parts = instrument(endpoint.instrument).parts if endpoint.instrument else {}
    if endpoint.instrument and endpoint.part not in parts:
        hint = did_you_mean(endpoint.part, parts)
        raise RequestError(f"{endpoint.instrument} has no part {endpoint.part!r}.{hint}")
    if not parts or parts[endpoint.part].direction == "neutral":
        raise RequestError(
            f"Nothing can happen to people because {measure} is worse or not better, for its values have no "
            "better and no worse. Name a measure that has, such as the total of a fatigue scale."
        )
    return 1 if parts[endpoint.part].direction == "higher_better" else -1


def _gain(measure: str, values: Floats) -> Floats:
    return better_sign(measure) * (values - values[0])


def _leaving(one: Dropout, alike: int, course: _Course) -> Floats:
    """Return when one reason makes people leave, infinite where it does not; `alike` stand before it."""
    match one:
        case ConstantHazard() if one.per_year > 0:
            return -np.log(uniforms(course.keys, "dropout", 0, alike)) / one.per_year * YEAR
        case WhenWorse():
            shown = course.gain[one.measure] <= _ROUNDING - one.by
            return _after_visit(shown, one.probability, "dropout when worse", alike, course)
        case WhenNoBetter():
            shown = course.gain[one.measure] < one.by - _ROUNDING
            late = course.planned_days > duration_days(one.after) - 1  # visits lie on whole days
            shown &= late.reshape(-1, *(1,) * (shown.ndim - 1))
            return _after_visit(shown, one.probability, "dropout when no better", alike, course)
        case Administrative():
            entry = uniforms(course.keys, "day of entry", 0) * duration_days(one.recruitment)
            return duration_days(one.closes) - entry
    return np.full(np.shape(course.keys.word0), np.inf)


def _after_visit(
    shown: NDArray[np.bool_], probability: float, purpose: str, alike: int, course: _Course
) -> Floats:
    since_first = course.planned_days - course.planned_days[0]
    days = since_first.reshape(-1, *(1,) * (shown.ndim - 1))
    leaves = shown & (uniforms(course.keys, purpose, days, alike) < probability)
    leaves[0] = False
    return np.where(leaves, course.visit_days + AFTER_A_VISIT, np.inf).min(axis=0)
