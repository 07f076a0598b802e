"""Core temperature: fever by cytokines, and heat from outside."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.engine.maths import hill, maximum
from lassitude.physiology.innate_parameters import InnateParameters
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter, published

BRADY_NICHOLLS = "Brady-Nicholls 2021"


class TemperatureParameters(Parameters):
    """Fever as fitted to one person after endotoxin, and heat."""

    resting: Shared = parameter(
        37.0,
        "degC",
        bounds=(37.0, 37.0),
        meaning="core temperature at rest",
        source=derived("definition", "fixed; the one person of the source had 36.85"),
    )
    ceiling: Shared = parameter(
        2.65,
        "delta_degC",
        bounds=(2.0, 3.0),
        meaning="rise of core temperature at which fever ends",
        source=published(BRADY_NICHOLLS, "TM 39.5 less Tm 36.85"),
    )
    gain: Shared = parameter(
        0.5,
        "1",
        bounds=(0.2, 0.8),
        meaning="share of that rise per unit of what cytokines ask for",
        source=published(BRADY_NICHOLLS, "kt 0.5"),
    )
    by_tnf: Shared = parameter(
        1.5,
        "1",
        bounds=(0.5, 2.0),
        meaning="fever by much TNF",
        source=published(BRADY_NICHOLLS, "kttnf 1.5"),
    )
    half_tnf: Shared = parameter(
        185.0,
        "pg/mL",
        bounds=(100.0, 300.0),
        meaning="rise of TNF of half effect",
        source=published(BRADY_NICHOLLS, "185"),
    )
    by_il6: Shared = parameter(
        2.666,
        "1",
        bounds=(1.0, 3.5),
        meaning="fever by much IL-6",
        source=published(BRADY_NICHOLLS, "kt6 2.666"),
    )
    half_il6: Shared = parameter(
        560.0,
        "pg/mL",
        bounds=(300.0, 800.0),
        meaning="rise of IL-6 of half effect",
        source=published(BRADY_NICHOLLS, "560"),
    )
    steepness: Shared = parameter(
        0.75,
        "1",
        bounds=(0.6, 1.0),
        meaning="steepness of both",
        source=published(BRADY_NICHOLLS, "0.75"),
    )
    by_il10: Shared = parameter(
        0.0625,
        "1",
        bounds=(0.0, 0.2),
        meaning="fever relieved by much IL-10",
        source=published(BRADY_NICHOLLS, "kt10 0.0625"),
    )
    half_il10: Shared = parameter(
        34.77,
        "pg/mL",
        bounds=(20.0, 50.0),
        meaning="rise of IL-10 of half effect",
        source=published(BRADY_NICHOLLS, "34.77"),
    )
    turnover: Shared = parameter(
        14.176,
        "1/day",
        bounds=(8.0, 24.0),
        meaning="speed at which fever follows cytokines",
        source=published(BRADY_NICHOLLS, "tau1 1.693 h"),
    )
    heat_turnover: Shared = parameter(
        48.0,
        "1/day",
        bounds=(24.0, 96.0),
        meaning="speed at which the core follows heat from outside",
        source=hypothesis("half an hour in a hot bath"),
    )


def asked_for(s: Any, p: TemperatureParameters, innate: InnateParameters) -> Any:
    """Return the fever that cytokines ask for, degC above rest.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> s = at_rest_by_hour()
    >>> round(float(asked_for(s, TemperatureParameters(), InnateParameters())), 3)
    0.0
    >>> s.il6 = 300.0
    >>> round(float(asked_for(s, TemperatureParameters(), InnateParameters())), 2)
    1.36
    """
    tnf = hill(maximum(s.tnf - innate.tnf_basal, 0.0), p.half_tnf, p.steepness)
    il6 = hill(maximum(s.il6 - innate.il6_basal, 0.0), p.half_il6, p.steepness)
    il10 = maximum(s.monocyte_il10 - innate.il10_basal, 0.0)
    calmed = p.by_il10 * il10 / (il10 + p.half_il10)
    return p.gain * p.ceiling * maximum(p.by_tnf * tnf + p.by_il6 * il6 - calmed, 0.0)


def fever(s: Any, p: TemperatureParameters, innate: InnateParameters) -> Relaxation:
    """Return the course of fever by the hour, degC above rest.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> fever(at_rest_by_hour(), TemperatureParameters(), InnateParameters()).state
    'fever'
    """
    return Relaxation("fever", asked_for(s, p, innate), p.turnover)


def heat(s: Any, p: TemperatureParameters) -> Relaxation:
    """Return the course of heat from outside by the hour, degC above rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> heat(SimpleNamespace(heat_drive=1.0), TemperatureParameters()).target
    1.0
    """
    return Relaxation("heat", s.heat_drive, p.heat_turnover)


def core(s: Any, p: TemperatureParameters) -> Any:
    """Return core temperature, degC.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> core(SimpleNamespace(fever=0.5, heat=0.25), TemperatureParameters())
    37.75
    """
    return p.resting + s.fever + s.heat
