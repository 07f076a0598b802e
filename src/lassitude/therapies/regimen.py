"""Regimens: what people are given, composed once for all of their time or course by course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import Keys
from lassitude.therapies.catalog import EXPECTATION, mechanisms_of
from lassitude.therapies.fields import FOREVER, Regimen, inert
from lassitude.therapies.filling import Given, fill
from lassitude.therapies.mechanisms import Expectation, Mechanism
from lassitude.therapies.switching import switched

__all__ = ["FOREVER", "Course", "Regimen", "Treatment", "courses", "inert", "regimen", "switched"]


@dataclass(frozen=True, slots=True)
class Treatment:
    """A therapy given to people.

    Attributes
    ----------
    name : str
        A therapy of the catalog.
    start, stop : float or array [person]
        Absolute days; `stop` may be infinite, and so may the start of whoever never gets it.
    options : mapping of str to object
        Choices of the therapy's options and doses.
    belief : {"open", "blinded", "attention", "none"}
        What people know of it.
    adherence : float, optional
        The share of sessions kept and of doses taken, 0 to 1; without it people's own fatigue, mood and
        steadiness decide.
    """

    name: str
    start: Any
    stop: Any
    options: Mapping[str, object]
    belief: str
    adherence: float | None = None


class Course(NamedTuple):
    """A regimen and the absolute day from which it is in force, until the next course begins."""

    from_day: float
    regimen: Regimen


class _Filled(NamedTuple):
    """What one mechanism of one treatment fills."""

    treatment: Treatment
    start: NDArray[np.float64]
    fields: dict[str, Any]


_Slots = dict[type, list[_Filled]]


def regimen(treatments: Sequence[Treatment], keys: Keys, numbers: Mapping[str, Any] | None = None) -> Regimen:
    """Compose the regimen of people who all receive the same treatments.

    Parameters
    ----------
    treatments : sequence of Treatment
        In any order; no two may use the same mechanism. Of several beliefs the last to begin counts.
    keys : Keys
        Keys of the people, [person]; decide whom a reset helps and how much each expects.
    numbers : mapping of str to float or array [person], optional
        Values in place of the declared ones, by parameter name.

    Returns
    -------
    Regimen
        Arrays [person] of float32.

    Raises
    ------
    RequestError
        If two treatments need the same mechanism at once.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(3))
    >>> given = regimen([Treatment("ahsct", 0.0, FOREVER, {}, "open")], keys)
    >>> bool((given.depletion_stop == 8.0).all())
    True
    """
    slots = _slots(treatments, keys, numbers)
    for kind, first, second in _rivals(slots):
        raise RequestError(
            f"{first.name} and {second.name} both work by {kind.__name__}; one person can have "
            "one of them. Leave one out or give them to different arms."
        )
    return _in_force(slots, FOREVER - 1.0, keys.word0.shape[0])


def courses(
    treatments: Sequence[Treatment], keys: Keys, numbers: Mapping[str, Any] | None = None
) -> tuple[Course, ...]:
    """Compose the regimens of people who receive treatments one after another.

    For each mechanism the treatment that started last is in force, for each person by that person's own
    start; before any has started, the one that starts next. What the last one leaves behind is in the body.

    Parameters
    ----------
    treatments : sequence of Treatment
        In any order; of two that start on the same day the later in the sequence counts.
    keys : Keys
        Keys of the people, [person].
    numbers : mapping of str to float or array [person], optional
        Values in place of the declared ones, by parameter name.

    Returns
    -------
    tuple of Course
        In order of time, the first from day 0; a new one only where something changes.

    Raises
    ------
    RequestError
        If two treatments of one mechanism overlap, unless one starts on days of people's own.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(3))
    >>> periods = [Treatment(name, day, day + 42.0, {}, "blinded") for name, day in
    ...     (("amantadine", 0.0), ("modafinil", 56.0))]
    >>> [one.from_day for one in courses(periods, keys)]
    [0.0, 56.0]
    """
    slots = _slots(treatments, keys, numbers)
    for kind, first, second in _rivals(slots):
        if _overlap(first, second):
            raise RequestError(
                f"{first.name} (days {first.start:g} to {first.stop:g}) and {second.name} (days "
                f"{second.start:g} to {second.stop:g}) both work by {kind.__name__} and overlap. Let "
                "one stop before the other starts, or give them to different arms."
            )
    told: list[Course] = []
    for day in _turning_points(slots):
        now = _in_force(slots, day, keys.word0.shape[0])
        if not told or any(not np.array_equal(*pair) for pair in zip(now, told[-1].regimen, strict=True)):
            told.append(Course(day, now))
    return tuple(told)


def _slots(treatments: Sequence[Treatment], keys: Keys, numbers: Mapping[str, Any] | None) -> _Slots:
    told = dict(numbers or {})
    people = keys.word0.shape[0]

    def number(declared: Declaration) -> Any:
        return told.get(declared.name, declared.value)

    slots: _Slots = {}
    for one in treatments:
        _check(one)
        start, stop = (np.minimum(day, FOREVER) for day in (one.start, one.stop))
        given = Given(start, stop, one.belief, one.adherence, keys, number)
        for mechanism in _with_expectation(one):
            filled = _Filled(one, np.broadcast_to(np.float64(start), people), fill(mechanism, given))
            slots.setdefault(type(mechanism), []).append(filled)
    return slots


def _check(one: Treatment) -> None:
    if one.adherence is not None and not 0.0 <= one.adherence <= 1.0:
        raise RequestError(
            f"Adherence to {one.name} cannot be {one.adherence:g}: it is a share from 0 (nothing) to 1 (all)."
        )


def _with_expectation(treatment: Treatment) -> tuple[Mechanism, ...]:
    own = mechanisms_of(treatment.name, treatment.options)
    return own if treatment.belief == "none" else (*own, EXPECTATION)


def _rivals(slots: _Slots) -> list[tuple[type, Treatment, Treatment]]:
    return [
        (kind, first.treatment, second.treatment)
        for kind, filled in slots.items()
        if kind is not Expectation
        for first, second in combinations(filled, 2)
    ]


def _overlap(first: Treatment, second: Treatment) -> bool:
    if any(np.ndim(day) for one in (first, second) for day in (one.start, one.stop)):
        return False
    return bool(first.start < second.stop and second.start < first.stop)


def _turning_points(slots: _Slots) -> list[float]:
    rivals = [one.start for filled in slots.values() if len(filled) > 1 for one in filled]
    days = np.unique(np.concatenate([[0.0], *rivals]))
    return [float(day) for day in days if day < FOREVER]


def _in_force(slots: _Slots, day: float, people: int) -> Regimen:
    """Fill every slot, for each person, with what started last or else starts next."""
    fields = inert(people)._asdict()
    for filled in slots.values():
        best = np.full(people, -np.inf)
        for one in filled:
            rank = np.where(one.start <= day, one.start, -one.start)
            later = rank >= best
            best = np.where(later, rank, best)
            fields |= {
                name: np.where(later, np.float32(value), fields[name]) for name, value in one.fields.items()
            }
    return Regimen(**fields)
