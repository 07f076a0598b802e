"""Every number that a prediction can rest on, by the name under which a parameter set may replace it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from math import exp
from types import MappingProxyType

from lassitude.instruments import INSTRUMENTS
from lassitude.instruments.catalog import assumptions
from lassitude.physiology.parameters import all_declarations
from lassitude.population.carriers import Carriers
from lassitude.population.conditions import CONDITIONS, declarations_of
from lassitude.population.variability import SPREAD
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, LogNormal, declarations, hypothesis
from lassitude.therapies import catalog

REACH = 1.5
"""Hypothesis: standard deviations of people by which their middle may lie away from the declared one."""


@cache
def all_parameters() -> Mapping[str, Declaration]:
    """Return every parameter of bodies, conditions, therapies and instruments, and every spread of people.

    The bounds of a parameter that varies are those of one person where it is declared; here they are those of
    the middle of people: 1.5 declared standard deviations to either side, within the former. A spread,
    ``NAME:sd``, is how much people differ in it; it may be half to twice what is declared.

    Examples
    --------
    >>> all_parameters()["fatigue.person_physical:sd"].bounds
    (0.325, 1.3)
    >>> [round(end, 3) for end in all_parameters()["healthy.fatigue.person_physical"].bounds]
    [-2.275, -0.325]
    """
    listed = {one.name: one for one in _declared()}
    middles = {name: _middle(one) for name, one in listed.items()}
    return MappingProxyType(middles | {one.name: one for one in _spreads(listed)})


def parameter_named(name: str) -> Declaration:
    """Return what is declared of one parameter.

    Raises
    ------
    RequestError
        When there is none of this name, with the nearest.

    Examples
    --------
    >>> parameter_named("natalizumab.half_occupancy").value
    5.1
    """
    known = all_parameters()
    if name not in known:
        raise RequestError(f"There is no parameter {name!r}.{did_you_mean(name, known)}")
    return known[name]


def _declared() -> Iterator[Declaration]:
    yield from all_declarations()
    for condition in CONDITIONS:
        yield from declarations_of(condition)
    yield from declarations(Carriers, "carriers")
    yield from catalog.all_declarations()
    for one in INSTRUMENTS.values():
        yield from assumptions(one)


def _middle(one: Declaration) -> Declaration:
    """Narrow the bounds of one person to those of the middle of people; a hypothesis."""
    if one.varies is None:
        return one
    reach = REACH * one.varies.sd
    around = (
        (one.value * exp(-reach), one.value * exp(reach))
        if isinstance(one.varies, LogNormal)
        else (one.value - reach, one.value + reach)
    )
    low, high = max(one.bounds[0], around[0]), min(one.bounds[1], around[1])
    return replace(one, bounds=(low, high))


def _spreads(listed: Mapping[str, Declaration]) -> Iterator[Declaration]:
    for one in listed.values():
        if one.varies is not None:
            sd = one.varies.sd
            yield replace(
                one,
                name=one.name + SPREAD,
                value=sd,
                bounds=(sd / 2.0, 2.0 * sd),
                meaning=f"how much people differ: {one.meaning}",
                source=hypothesis("half to twice what is declared", one.source.reference),
                varies=None,
            )
