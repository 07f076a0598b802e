"""Infections and antigen pulses: what sets the immune system off."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Flow
from lassitude.engine.maths import exp, log
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)

DAYS_A_YEAR = 365.25


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


def pulse_intensity(s: Any, p: TriggerParameters) -> Any:
    """Return the intensity of antigen pulses, 1/day.

    ``lam = pulses_per_year / 365.25 * exp(effect infection - decline (age - reference age))``

    Parameters
    ----------
    s : namespace
        Reads ``age_years`` and ``infection`` (1 at the onset of an infection).
    p : TriggerParameters
        Parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(age_years=35.0, infection=0.0)
    >>> round(float(pulse_intensity(s, TriggerParameters())), 5)
    0.01095
    """
    aging = p.pulse_decline * (s.age_years - p.reference_age)
    return p.pulses_per_year / DAYS_A_YEAR * exp(p.infection_effect * s.infection - aging)


def pulse_mark(p: TriggerParameters, first: Any, second: Any) -> Any:
    """Return the size of a pulse, Gamma with shape 2 and mean `pulse_size`, from two uniforms.

    Examples
    --------
    >>> round(float(pulse_mark(TriggerParameters(), 0.5, 0.5)), 2)
    69.31
    """
    return -0.5 * p.pulse_size * (log(1.0 - first) + log(1.0 - second))


def infection_flows(s: Any, p: TriggerParameters) -> tuple[Flow, ...]:
    """Return the clearance of an infection.

    Examples
    --------
    >>> [flow.name for flow in infection_flows(None, TriggerParameters())]
    ['infection clearance']
    """
    return (Flow("infection clearance", "infection", None, p.infection_clearance),)
