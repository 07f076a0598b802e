"""Every number that a prediction can rest on, by the name under which a parameter set may replace it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from lassitude.instruments import INSTRUMENTS
from lassitude.instruments.catalog import assumptions
from lassitude.physiology.parameters import all_declarations
from lassitude.population.conditions import CONDITIONS, declarations_of
from lassitude.population.variability import SPREAD
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, hypothesis
from lassitude.therapies import catalog


@cache
def all_parameters() -> Mapping[str, Declaration]:
    """Return every parameter of bodies, conditions, therapies and instruments, and every spread of people.

    A spread, ``NAME:sd``, is how much people differ in a parameter that varies; it may be half to twice what
    is declared.

    Examples
    --------
    >>> all_parameters()["fatigue.person_physical:sd"].bounds
    (0.325, 1.3)
    >>> all_parameters()["MFIS.location"].unit
    '1'
    """
    listed = {one.name: one for one in _declared()}
    return MappingProxyType(listed | {one.name: one for one in _spreads(listed)})


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
    yield from catalog.all_declarations()
    for one in INSTRUMENTS.values():
        yield from assumptions(one)


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
