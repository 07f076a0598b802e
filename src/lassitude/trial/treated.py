"""From assignments to what a block of people receives: each their own arm, with parts taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys
from lassitude.therapies.regimen import Course, Regimen, Treatment, courses, inert, switched

Part = Literal["therapy", "expectation", "contact"]
PARTS: tuple[Part, ...] = ("therapy", "expectation", "contact")
Switch = tuple[Part, ...]
"""What is taken away; empty as planned."""


class Treated(NamedTuple):
    """What a block of people receives.

    Attributes
    ----------
    background : tuple of Treatment
        What everybody has or had.
    arms : tuple of tuple of Treatment
        By assignment.
    assigned : array of int, [person]
        To which assignment each person belongs.
    rescues : tuple of Treatment
        What some people start besides, each at a day of their own.
    without : Switch
        What everybody goes without, whatever else is switched; everything is measured all the same.
    """

    background: tuple[Treatment, ...]
    arms: tuple[tuple[Treatment, ...], ...]
    assigned: NDArray[np.int64]
    rescues: tuple[Treatment, ...] = ()
    without: Switch = ()


def in_force(
    given: Treated, keys: Keys, switch: Switch, numbers: Mapping[str, Any] | None = None
) -> tuple[Course, ...]:
    """Return which regimen a block is under from which day on.

    Parameters
    ----------
    given : Treated
        What everybody receives.
    keys : Keys
        Of the people in their replicates, [person].
    switch : Switch
        What is taken away.
    numbers : mapping of str to float or array [person], optional
        Values in place of the declared ones, by parameter name.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(3))
    >>> placebo = Treatment("placebo", 10.0, 50.0, {}, "open")
    >>> given = Treated((), ((), (placebo,)), np.array([0, 1, 0]))
    >>> (in_force(given, keys, ())[-1].regimen.belief_height != 0).tolist()
    [False, True, False]
    """

    def of_arm(chosen: tuple[Treatment, ...]) -> Callable[[Keys, NDArray[np.intp]], tuple[Course, ...]]:
        return lambda some, people: courses(
            (*given.background, *chosen, *(_for(one, people) for one in given.rescues)),
            some,
            {name: value[people] if np.ndim(value) else value for name, value in (numbers or {}).items()},
        )

    planned = _scattered([of_arm(chosen) for chosen in given.arms], given.assigned, keys)
    away = (*switch, *given.without)
    if not away:
        return planned
    rest = courses((*given.background, *given.rescues), keys, numbers)
    days = sorted({one.from_day for one in (*planned, *rest)})
    return tuple(Course(day, _without(_on(planned, day), _on(rest, day), away)) for day in days)


def _without(planned: Regimen, rest: Regimen, switch: Switch) -> Regimen:
    """Take parts of what an arm gives away; what is expected of anything else stays."""
    left = switched(planned, rest, *(part not in switch for part in PARTS))
    if "expectation" not in switch:
        return left
    return left._replace(
        **{name: getattr(rest, name) for name in Regimen._fields if name.startswith("belief_")}
    )


def _for(rescue: Treatment, people: NDArray[np.intp]) -> Treatment:
    return replace(rescue, start=np.asarray(rescue.start)[people], stop=np.asarray(rescue.stop)[people])


def _on(given: Sequence[Course], day: float) -> Regimen:
    return next(one.regimen for one in reversed(given) if one.from_day <= day)


def _scattered(
    made: Sequence[Callable[[Keys, NDArray[np.intp]], tuple[Course, ...]]],
    assigned: NDArray[np.int64],
    keys: Keys,
) -> tuple[Course, ...]:
    """Give each person the courses of their own assignment."""
    own = []
    for number, make in enumerate(made):
        people = np.flatnonzero(assigned == number)
        if len(people):
            own.append((people, make(Keys(*(np.asarray(word)[people] for word in keys)), people)))
    if len(own) == 1:
        return own[0][1]
    return tuple(
        Course(day, _put_together([(people, _on(given, day)) for people, given in own], len(assigned)))
        for day in sorted({one.from_day for _, given in own for one in given})
    )


def _put_together(parts: Sequence[tuple[NDArray[np.intp], Regimen]], people: int) -> Regimen:
    fields = inert(people)._asdict()
    for places, regimen in parts:
        for name, values in regimen._asdict().items():
            fields[name][places] = values
    return Regimen(**fields)
