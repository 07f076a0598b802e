"""What happens to some people besides the plan: relapses treated, drugs started, deaths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import Keys, uniforms
from lassitude.study.simulation import Chance, Intercurrent, Relapse, Value, Worsening
from lassitude.therapies.regimen import Treatment
from lassitude.trial.departures import better_sign
from lassitude.trial.schedule import YEAR

NEVER = np.inf
Days = NDArray[np.float64]


@dataclass(frozen=True)
class Occasion:
    """What is known of people when they are seen.

    Attributes
    ----------
    day : int or float
        Absolute day.
    seen : array of bool, [person]
        Who is.
    values, first : mapping of str to array, [person]
        Measured now and at the first visit, by endpoint.
    relapsed : array of bool, [person]
        Who has had a relapse since the occasion before.
    """

    day: int | float
    seen: NDArray[np.bool_]
    values: Mapping[str, Days]
    first: Mapping[str, Days]
    relapsed: NDArray[np.bool_]


def watched(rules: Sequence[Intercurrent]) -> tuple[str, ...]:
    """Return the endpoints that some rules look at.

    Examples
    --------
    >>> watched([Intercurrent(event="death", trigger=Chance(type="chance", per_year=0.01), source="x")])
    ()
    """
    triggers = (one.trigger for one in rules)
    return tuple(dict.fromkeys(one.measure for one in triggers if isinstance(one, Value | Worsening)))


def by_chance(rules: Sequence[Intercurrent], keys: Keys, first_day: float) -> list[Days]:
    """Draw the absolute day of every event that nothing but chance brings; never for the others.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> rare = Intercurrent(event="death", trigger=Chance(type="chance", per_year=1e-9), source="x")
    >>> bool((by_chance([rare], person_keys(1, 0, np.arange(5)), 730)[0] > 1000).all())
    True
    """
    people = np.shape(keys.word0)
    return [
        first_day - np.log(uniforms(keys, f"intercurrent {number}", 0)) / one.trigger.per_year * YEAR
        if isinstance(one.trigger, Chance) and one.trigger.per_year > 0
        else np.full(people, NEVER)
        for number, one in enumerate(rules)
    ]


def happening(
    rules: Sequence[Intercurrent], starts: Sequence[Days], due: Sequence[Days], keys: Keys, now: Occasion
) -> list[NDArray[np.bool_]]:
    """Decide which events are found to have begun on an occasion; all but relapses befall a person once.

    Parameters
    ----------
    rules : sequence of Intercurrent
        Of the study.
    starts : sequence of array, [person]
        By rule, the absolute day on which it was last found; infinite where it has not been.
    due : sequence of array, [person]
        Made by :func:`by_chance`.
    keys : Keys
        Of the people in their replicates, [person].
    now : Occasion
        What is known.

    Returns
    -------
    list of array of bool, [person]
        By rule.
    """
    begins = []
    for number, (one, start, day) in enumerate(zip(rules, starts, due, strict=True)):
        open_to = now.seen if isinstance(one.trigger, Relapse) else now.seen & np.isinf(start)
        if isinstance(one.trigger, Chance):
            begins.append(open_to & (day <= now.day))
            continue
        drawn = uniforms(keys, f"intercurrent {number}", now.day) < (one.probability or 0.0)
        begins.append(open_to & drawn & _triggered(one.trigger, now))
    return begins


def _triggered(trigger: Relapse | Value | Worsening, now: Occasion) -> NDArray[np.bool_]:
    match trigger:
        case Relapse():
            return now.relapsed
        case Value():
            value = now.values[trigger.measure]
            if trigger.at_least is not None:
                return value >= trigger.at_least
            return value <= (np.nan if trigger.at_most is None else trigger.at_most)
        case Worsening():
            change = now.values[trigger.measure] - now.first[trigger.measure]
            return better_sign(trigger.measure) * change <= 1e-9 - trigger.by


def rescues(rules: Sequence[Intercurrent], starts: Sequence[Days]) -> tuple[Treatment, ...]:
    """Return the therapies that events bring, each with a day of its own for every person.

    People know what they get, and expect something of it.

    Examples
    --------
    >>> from lassitude.study.simulation import Relapse
    >>> rule = Intercurrent(event="steroids", trigger=Relapse(type="relapse"), probability=1.0,
    ...                     therapy="methylprednisolone", days=5.0, source="x")
    >>> rescues([rule], [np.array([800.0, np.inf])])[0].stop.tolist()
    [805.0, inf]
    """
    empty = Treatment("", NEVER, NEVER, {}, "open")
    return tuple(
        replace(empty, name=one.therapy, start=start, stop=start + (NEVER if one.days is None else one.days))
        for one, start in zip(rules, starts, strict=True)
        if one.therapy is not None
    )
