"""Infections and antigen pulses: what sets the immune system off."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.maths import cos, log
from lassitude.quantities.parameters import (
    LogNormal,
    Normal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)
from lassitude.quantities.units import DAYS_A_YEAR


class TriggerParameters(Parameters):
    """Timing and size of infections and of pulses of cross-reactive antigen."""

    infections_per_year: PerPatient = parameter(
        2.5,
        "1/year",
        bounds=(0.5, 8.0),
        varies=LogNormal(0.4),
        meaning="infections with symptoms",
        source=hypothesis("adults catch two to three colds a year"),
    )
    infection_clearance: Shared = parameter(
        0.25,
        "1/day",
        bounds=(0.1, 0.5),
        meaning="how fast an infection clears",
        source=hypothesis("symptoms of a cold last about a week"),
    )
    pulses_per_year: PerPatient = parameter(
        4.0,
        "1/year",
        bounds=(0.2, 20.0),
        varies=LogNormal(0.5),
        meaning="pulses of antigen that cross-react with myelin, at age 35",
        source=hypothesis("product with lesion birth is set by lesion counts of untreated relapsing MS"),
    )
    reference_age: Shared = parameter(
        35.0,
        "year",
        bounds=(35.0, 35.0),
        meaning="age to which the yearly number of pulses refers",
        source=derived("definition", "fixed, so that the yearly number has a meaning"),
    )
    lead_in: Shared = parameter(
        2.0,
        "year",
        bounds=(2.0, 2.0),
        meaning="from the start of the lead-in to day zero, where age is told",
        source=derived("definition", "as in a protocol that does not say otherwise"),
    )
    pulse_size: Shared = parameter(
        100.0,
        "1/mm**3",
        bounds=(50.0, 200.0),
        meaning="mean size of an antigen pulse",
        source=published("doi:10.1186/s12859-020-03823-9", "pulses of 100"),
    )
    pulse_decline: Shared = parameter(
        0.03,
        "1/year",
        bounds=(0.0, 0.08),
        meaning="decline of antigen pulses with age",
        source=hypothesis("relapses become rarer with age", "tremlett2008_arr_decline"),
    )
    infection_effect: Shared = parameter(
        1.5,
        "1",
        bounds=(0.0, 3.0),
        meaning="log rise of the pulse intensity during an infection",
        source=hypothesis("about a third of relapses follow an infection", "buljevac2002_infection_relapse"),
    )
    virus_effect: Shared = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.3),
        meaning="log rise of the pulse intensity per log rise of Epstein-Barr virus above its set point",
        source=hypothesis(
            "the virus precedes MS; whether its load moves attacks is open", "bjornevik2022_ebv"
        ),
    )
    stress_effect: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 1.0),
        meaning="log rise of the pulse intensity per unit of stress",
        source=hypothesis(
            "a third of relapses follow infection or stress, most of it by infection",
            "doi:10.1186/1752-0509-5-114",
        ),
    )
    gut_effect: Shared = parameter(
        0.0,
        "1",
        bounds=(0.0, 2.0),
        meaning="log rise of the pulse intensity per unit of dysbiosis above its level; 0 switches it off",
        source=hypothesis("no model for MS exists"),
    )
    season_effect: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.6),
        meaning="log rise of the pulse intensity at the height of the season",
        source=hypothesis(
            "new T2 activity is two to three times as likely from March to August, relapses and enhancing "
            "lesions are not; half of that in between",
            "meier2010_seasonality",
        ),
    )
    season_peak: Shared = parameter(
        0.41,
        "year",
        bounds=(0.16, 0.66),
        meaning="part of the calendar year at which the season is highest",
        source=derived("meier2010_seasonality", "the middle of March to August, the end of May"),
    )
    season_frequency: Shared = parameter(
        6.283185307179586,
        "1/year",
        bounds=(6.283185307179586, 6.283185307179586),
        meaning="one turn of the season a year",
        source=derived("definition", "two pi"),
    )
    calendar_start: PerPatient = parameter(
        0.0,
        "year",
        bounds=(-6.0, 6.0),
        varies=Normal(1.0),
        meaning="part of the calendar year at which the lead-in of a person starts; whole years do not count",
        source=hypothesis("people come all the year round: a spread of a year is even around the calendar"),
    )
    airway_turnover: Shared = parameter(
        0.8,
        "1/day",
        bounds=(0.4, 2.0),
        meaning="rise and fall of the airway symptoms of an infection",
        source=hypothesis("a cold is worst on the second or third day and mostly over in ten"),
    )


def age_now(s: Any, p: TriggerParameters) -> Any:
    """Return age on the present day, years.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> age_now(SimpleNamespace(age_years=35.0, day=3 * DAYS_A_YEAR), TriggerParameters())
    36.0
    """
    return s.age_years + s.day / DAYS_A_YEAR - p.lead_in


def season(s: Any, p: TriggerParameters) -> Any:
    """Return where the year stands, from 1 at the height of the season to -1 half a year later.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> round(float(season(SimpleNamespace(day=0.41 * DAYS_A_YEAR), TriggerParameters())), 6)
    1.0
    """
    return cos(p.season_frequency * (s.day / DAYS_A_YEAR + p.calendar_start - p.season_peak))


def pulse_mark(p: TriggerParameters, first: Any, second: Any) -> Any:
    """Return the size of a pulse, Gamma with shape 2 and mean `pulse_size`, from two uniforms.

    Examples
    --------
    >>> round(float(pulse_mark(TriggerParameters(), 0.5, 0.5)), 2)
    69.31
    """
    return -0.5 * p.pulse_size * (log(1.0 - first) + log(1.0 - second))


def infection_flows(s: Any, p: TriggerParameters) -> tuple[Flow, ...]:
    """Return the clearance of an infection, and one that is given on purpose.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> flows = infection_flows(SimpleNamespace(infection_drive=1.0), TriggerParameters())
    >>> [(flow.name, flow.rate) for flow in flows]
    [('infection clearance', 0.25), ('infection given', 1.0)]
    """
    return (
        Flow("infection clearance", "infection", OUTSIDE, p.infection_clearance),
        Flow("infection given", OUTSIDE, "infection", s.infection_drive),
    )


def airway_symptoms(s: Any, p: TriggerParameters) -> Relaxation:
    """Return the course of the airway symptoms of an infection, 0 without one.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> airway_symptoms(SimpleNamespace(infection=1.0), TriggerParameters()).target
    1.0
    """
    return Relaxation("airway_symptoms", s.infection, p.airway_turnover)
