"""Conditions: what sets people with a disease apart from healthy people, each number with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import (
    Declaration,
    LogNormal,
    Normal,
    Parameters,
    PerPatient,
    Shared,
    declarations,
    derived,
    hypothesis,
    parameter,
    published,
)

PERNICE = "doi:10.1186/s12859-020-03823-9"


class People(Parameters):
    """Who has a condition and in what state they come; the numbers are those of relapsing MS."""

    age: PerPatient = parameter(
        36.0, "year", bounds=(18.0, 60.0), varies=Normal(8.6), meaning="age at day zero",
        source=hypothesis("as in trials of relapsing MS", "burt2019_mist"),
    )
    female_share: Shared = parameter(
        0.7, "1", bounds=(0.0, 1.0), meaning="share of women",
        source=hypothesis("as in trials of relapsing MS", "burt2019_mist"),
    )
    motor_lost: PerPatient = parameter(
        0.07, "1", bounds=(0.0, 0.6), varies=LogNormal(0.8), meaning="motor axons lost before the lead-in",
        source=hypothesis("gives the EDSS of relapsing MS at day zero"),
    )
    association_lost: PerPatient = parameter(
        0.07, "1", bounds=(0.0, 0.6), varies=LogNormal(0.8), meaning="association axons lost before the lead-in",
        source=hypothesis("as many as motor axons"),
    )
    remyelinated: PerPatient = parameter(
        0.1, "1", bounds=(0.0, 0.3), varies=LogNormal(0.5), meaning="axons of either tract repaired before the lead-in",
        source=hypothesis("old lesions, mostly repaired"),
    )
    disease: Shared = parameter(
        1.0, "1", bounds=(0.0, 1.0), meaning="whether smoldering inflammation is present",
        source=hypothesis("present in MS, absent in health"),
    )


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


class HealthyPeople(Parameters):
    """Healthy adults."""

    age: PerPatient = parameter(
        38.0, "year", bounds=(18.0, 60.0), varies=Normal(10.0), meaning="age at day zero",
        source=hypothesis("adults of working age"),
    )
    female_share: Shared = parameter(
        0.6, "1", bounds=(0.0, 1.0), meaning="share of women", source=hypothesis("as control groups of MS studies"),
    )
    motor_lost: PerPatient = parameter(
        0.0008, "1", bounds=(0.0, 0.01), varies=LogNormal(0.3), meaning="motor axons lost before the lead-in",
        source=hypothesis("an EDSS of 0"),
    )
    association_lost: PerPatient = parameter(
        0.0008, "1", bounds=(0.0, 0.01), varies=LogNormal(0.3), meaning="association axons lost before the lead-in",
        source=hypothesis("an EDSS of 0"),
    )
    remyelinated: PerPatient = parameter(
        0.0, "1", bounds=(0.0, 0.01), meaning="axons repaired before the lead-in", source=hypothesis("no lesions"),
    )
    disease: Shared = parameter(
        0.0, "1", bounds=(0.0, 1.0), meaning="whether smoldering inflammation is present",
        source=hypothesis("present in MS, absent in health"),
    )


class HealthyBody(Parameters):
    """What a healthy body has in place of an MS body."""

    immunity__activation: PerPatient = parameter(
        0.36, "1/day", bounds=(0.24, 0.45), varies=LogNormal(0.05), meaning="activation of effector cells in health",
        source=published(PERNICE, "TeE 0.015/h"),
    )
    immunity__regulation: PerPatient = parameter(
        9.6e-3, "mm**3/day", bounds=(6e-3, 0.04), varies=LogNormal(0.3), meaning="regulation in health",
        source=published(PERNICE, "TrE 4e-4/h"),
    )
    lesions__myelinated_loss: PerPatient = parameter(
        2e-7, "1/day", bounds=(0.0, 2e-6), varies=LogNormal(0.3), meaning="loss of axons in health",
        source=hypothesis("aging without disability"),
    )
    fatigue__person_physical: PerPatient = parameter(
        -1.3, "1", bounds=(-6.0, 6.0), varies=Normal(0.65), meaning="own level of physical fatigue in health",
        source=derived("tellez2005_fss_mfis", "13% of controls and 55% of people with MS reach FSS 5"),
    )
    fatigue__person_cognitive: PerPatient = parameter(
        -1.3, "1", bounds=(-6.0, 6.0), varies=Normal(0.65), meaning="own level of cognitive fatigue in health",
        source=derived("tellez2005_fss_mfis", "13% of controls and 55% of people with MS reach FSS 5"),
    )
    mood__trait: PerPatient = parameter(
        -0.4, "1", bounds=(-4.0, 4.0), varies=Normal(0.7), meaning="own level of depression in health",
        source=hypothesis("depression is commoner in MS", "boeschoten2017_depression_anxiety"),
    )


class RelapsingBody(Parameters):
    """Relapsing MS is what the body's own declarations describe."""


class AggressivePeople(Parameters):
    """Aggressive relapsing MS: younger, more disabled, as in a transplantation study."""

    age: PerPatient = parameter(
        34.0, "year", bounds=(18.0, 55.0), varies=Normal(7.0), meaning="age at day zero",
        source=hypothesis("transplantation studies enroll from 18 to 50", "atkins2016_canadian_ahsct"),
    )
    female_share: Shared = parameter(
        0.6, "1", bounds=(0.0, 1.0), meaning="share of women",
        source=hypothesis("as in trials of relapsing MS", "burt2019_mist"),
    )
    motor_lost: PerPatient = parameter(
        0.1, "1", bounds=(0.0, 0.6), varies=LogNormal(0.6), meaning="motor axons lost before the lead-in",
        source=hypothesis("EDSS 3 to 6 at day zero", "atkins2016_canadian_ahsct"),
    )
    association_lost: PerPatient = parameter(
        0.08, "1", bounds=(0.0, 0.6), varies=LogNormal(0.6), meaning="association axons lost before the lead-in",
        source=hypothesis("nearly as many as motor axons"),
    )
    remyelinated: PerPatient = parameter(
        0.15, "1", bounds=(0.0, 0.3), varies=LogNormal(0.4), meaning="axons of either tract repaired before the lead-in",
        source=hypothesis("old lesions, mostly repaired"),
    )
    disease: Shared = parameter(
        1.0, "1", bounds=(0.0, 1.0), meaning="whether smoldering inflammation is present",
        source=hypothesis("present in MS, absent in health"),
    )


class AggressiveBody(Parameters):
    """More pulses and weaker regulation: set by the activity before transplantation, not by fatigue."""

    triggers__pulses_per_year: PerPatient = parameter(
        6.0, "1/year", bounds=(0.2, 30.0), varies=LogNormal(0.5), meaning="antigen pulses in aggressive MS",
        source=hypothesis("1.2 relapses a year before transplantation", "atkins2016_canadian_ahsct"),
    )
    immunity__regulation: PerPatient = parameter(
        1.2e-3, "mm**3/day", bounds=(2e-4, 0.04), varies=LogNormal(0.6), meaning="regulation in aggressive MS",
        source=hypothesis("1.2 relapses a year before transplantation", "atkins2016_canadian_ahsct"),
    )


_ALL = (
    Condition("healthy", "healthy adults", HealthyPeople, HealthyBody),
    Condition("rrms", "untreated relapsing-remitting MS", People, RelapsingBody),
    Condition("rrms-aggressive", "aggressive relapsing-remitting MS", AggressivePeople, AggressiveBody),
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
        body_name = declared.name.replace("__", ".")
        yield Declaration(
            body_name, declared.value, declared.unit, declared.bounds, declared.source, declared.meaning, declared.varies
        )
