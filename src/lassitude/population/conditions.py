"""Conditions: what sets people with a disease apart from healthy people, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from lassitude.population.autoimmune import (
    CrohnBody,
    CrohnPeople,
    LupusBody,
    LupusPeople,
    NeuropathyBody,
    NeuropathyPeople,
    RheumatoidBody,
    RheumatoidPeople,
    SjogrenBody,
    SjogrenPeople,
)
from lassitude.population.healthy import HealthyBody, HealthyPeople
from lassitude.population.myalgic import (
    AfterInfectionBody,
    AfterInfectionPeople,
    BistableAxisBody,
    MyalgicBody,
    MyalgicPeople,
)
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
    supposed : tuple of str
        What the whole picture rests on, beside the numbers, which say so themselves.
    exertion : {"bearable", "harmful"}
        Whether exertion beyond a person's envelope makes them worse for days.
    """

    name: str
    label: str
    people: type[Parameters]
    body: type[Parameters]
    supposed: tuple[str, ...] = ()
    exertion: Literal["bearable", "harmful"] = "bearable"


_SHARED_PATH = (
    "fatigue comes by the sickness path of MS, without lesions; no other mechanism of the disease is told"
)
_MYALGIC = (
    "a narrow envelope and a late answer to strain are the disease; what causes them is not told",
    "malaise after thinking alone and upright intolerance have no mechanism",
    "severe, housebound disease is not told",
)

_ALL = (
    Condition("healthy", "healthy adults", HealthyPeople, HealthyBody),
    Condition("rrms", "untreated relapsing-remitting MS", People, RelapsingBody),
    Condition("rrms-aggressive", "aggressive relapsing-remitting MS", AggressivePeople, AggressiveBody),
    Condition(
        "spms", "untreated secondary progressive MS", SecondaryProgressivePeople, SecondaryProgressiveBody
    ),
    Condition("ppms", "untreated primary progressive MS", PrimaryProgressivePeople, PrimaryProgressiveBody),
    Condition("me-cfs", "ME/CFS of insidious onset", MyalgicPeople, MyalgicBody, _MYALGIC, "harmful"),
    Condition(
        "me-cfs-postinfectious",
        "ME/CFS of infectious onset",
        AfterInfectionPeople,
        AfterInfectionBody,
        (*_MYALGIC, "how an infection turns into ME/CFS is not told: people come with it"),
        "harmful",
    ),
    Condition(
        "me-cfs-bistable-axis",
        "ME/CFS with a stress axis that rests at too little cortisol",
        MyalgicPeople,
        BistableAxisBody,
        (
            *_MYALGIC,
            "that the axis can rest at less cortisol is theory only, and so is that people do",
        ),
        "harmful",
    ),
    Condition(
        "rheumatoid-arthritis",
        "rheumatoid arthritis",
        RheumatoidPeople,
        RheumatoidBody,
        (_SHARED_PATH, "pain acts through the person's own level of fatigue"),
    ),
    Condition("lupus", "systemic lupus erythematosus", LupusPeople, LupusBody, (_SHARED_PATH,)),
    Condition("sjogren", "primary Sjögren disease", SjogrenPeople, SjogrenBody, (_SHARED_PATH,)),
    Condition(
        "crohn",
        "Crohn disease",
        CrohnPeople,
        CrohnBody,
        (_SHARED_PATH, "active disease and remission are one"),
    ),
    Condition(
        "cidp",
        "chronic inflammatory demyelinating polyneuropathy",
        NeuropathyPeople,
        NeuropathyBody,
        (
            _SHARED_PATH,
            "peripheral nerve loses a fixed share of its conduction",
            "the EDSS is not meant for it",
        ),
    ),
)

CONDITIONS: Mapping[str, Condition] = {one.name: one for one in _ALL}
WORSENED_BY_EXERTION = tuple(one.name for one in _ALL if one.exertion == "harmful")


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
