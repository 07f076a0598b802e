"""Conditions: what sets people with a disease apart from healthy people, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lassitude.population.healthy import HealthyBody, HealthyPeople
from lassitude.population.progressive import (
    PrimaryProgressiveBody,
    PrimaryProgressivePeople,
    SecondaryProgressiveBody,
    SecondaryProgressivePeople,
)
from lassitude.population.relapsing import AggressiveBody, AggressivePeople, People, RelapsingBody
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, Parameters, declarations


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: what it changes of the people and of the body.

    Attributes
    ----------
    name, label : str
        In protocols and for people.
    people : type of Parameters
        Age, sex and state at entry.
    body : type of Parameters
        Values of body parameters in this condition; field ``subsystem__name`` stands for
        ``subsystem.name``.
    """

    name: str
    label: str
    people: type[Parameters]
    body: type[Parameters]


_ALL = (
    Condition("healthy", "healthy adults", HealthyPeople, HealthyBody),
    Condition("rrms", "untreated relapsing-remitting MS", People, RelapsingBody),
    Condition("rrms-aggressive", "aggressive relapsing-remitting MS", AggressivePeople, AggressiveBody),
    Condition(
        "spms", "untreated secondary progressive MS", SecondaryProgressivePeople, SecondaryProgressiveBody
    ),
    Condition("ppms", "untreated primary progressive MS", PrimaryProgressivePeople, PrimaryProgressiveBody),
)

CONDITIONS: Mapping[str, Condition] = {one.name: one for one in _ALL}


def condition(name: str) -> Condition:
    """Find a condition by name.

    Raises
    ------
    RequestError
        With the nearest name.

    Examples
    --------
    >>> condition("rrms").label
    'untreated relapsing-remitting MS'
    """
    if name not in CONDITIONS:
        raise RequestError(f"There is no condition {name!r}.{did_you_mean(name, CONDITIONS)}")
    return CONDITIONS[name]


def declarations_of(name: str) -> Iterator[Declaration]:
    """List the numbers of a condition: ``NAME.people.x`` and, for the body, ``NAME.subsystem.x``.

    Examples
    --------
    >>> next(declarations_of("rrms")).name
    'rrms.age'
    """
    one = condition(name)
    yield from declarations(one.people, one.name)
    for declared in declarations(one.body, one.name):
        yield replace(declared, name=declared.name.replace("__", "."))
