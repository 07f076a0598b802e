"""All instruments that the platform knows, and how to find one by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lassitude.instruments.assays import ASSAYS
from lassitude.instruments.axonal_markers import AXONAL_MARKERS
from lassitude.instruments.case_definitions import CASE_DEFINITIONS
from lassitude.instruments.colds import COLDS
from lassitude.instruments.cortisol_assays import CORTISOL_ASSAYS
from lassitude.instruments.counts import COUNTS
from lassitude.instruments.cytokine_assays import CYTOKINE_ASSAYS
from lassitude.instruments.daily_life import DAILY_LIFE
from lassitude.instruments.declarations import Instrument
from lassitude.instruments.diaries import DIARIES
from lassitude.instruments.evoked_potentials import EVOKED_POTENTIALS
from lassitude.instruments.examination import EXAMINATION
from lassitude.instruments.exercise_tests import EXERCISE_TESTS
from lassitude.instruments.exertion import EXERTION
from lassitude.instruments.fatigue_impact import FATIGUE_IMPACT
from lassitude.instruments.health_status import HEALTH_STATUS
from lassitude.instruments.immune_tests import IMMUNE_TESTS
from lassitude.instruments.momentary import MOMENTARY
from lassitude.instruments.mood_scales import MOOD_SCALES
from lassitude.instruments.multiple_sclerosis_scales import MULTIPLE_SCLEROSIS_SCALES
from lassitude.instruments.muscle_tests import MUSCLE_TESTS
from lassitude.instruments.pain_tests import PAIN_TESTS
from lassitude.instruments.promis import PROMIS
from lassitude.instruments.severity_scales import SEVERITY_SCALES
from lassitude.instruments.spasticity_rating import SPASTICITY_RATING
from lassitude.instruments.thermometer import THERMOMETER
from lassitude.instruments.walking import WALKING
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, declarations

_FAMILIES = (
    FATIGUE_IMPACT,
    SEVERITY_SCALES,
    MULTIPLE_SCLEROSIS_SCALES,
    PROMIS,
    DIARIES,
    MOMENTARY,
    HEALTH_STATUS,
    MOOD_SCALES,
    EXERTION,
    CASE_DEFINITIONS,
    EXERCISE_TESTS,
    WALKING,
    MUSCLE_TESTS,
    SPASTICITY_RATING,
    PAIN_TESTS,
    EVOKED_POTENTIALS,
    EXAMINATION,
    COUNTS,
    ASSAYS,
    AXONAL_MARKERS,
    CYTOKINE_ASSAYS,
    IMMUNE_TESTS,
    CORTISOL_ASSAYS,
    THERMOMETER,
    COLDS,
    DAILY_LIFE,
)

INSTRUMENTS: dict[str, Instrument] = {one.name: one for family in _FAMILIES for one in family}


def instrument(name: str) -> Instrument:
    """Find an instrument by its name.

    Parameters
    ----------
    name : str
        One of the keys of :data:`INSTRUMENTS`; capital letters matter.

    Returns
    -------
    Instrument
        Frozen.

    Raises
    ------
    RequestError
        If there is none of that name; the message names the nearest.

    Examples
    --------
    >>> instrument("MFIS").parts["total"].range
    (0.0, 84.0)
    """
    if name not in INSTRUMENTS:
        raise RequestError(f"There is no instrument {name!r}.{did_you_mean(name, INSTRUMENTS)}")
    return INSTRUMENTS[name]


def assumptions(one: Instrument) -> tuple[Declaration, ...]:
    """List the declared numbers of an instrument's response model, named ``instrument.parameter``.

    Examples
    --------
    >>> [declared.name for declared in assumptions(instrument("EDSS"))]
    ['EDSS.lasting_share']
    """
    return tuple(declarations(type(one.parameters), one.name))


def with_numbers(one: Instrument, values: Mapping[str, Any]) -> Instrument:
    """Return an instrument whose response model has other numbers where values are given.

    Parameters
    ----------
    one : Instrument
        Any.
    values : mapping of str to float or array, shape of the persons
        By parameter name such as ``MFIS.location``; names of anything else are left alone.

    Examples
    --------
    >>> with_numbers(instrument("EDSS"), {"EDSS.lasting_share": 0.8}).parameters.lasting_share
    0.8
    """
    own = {told.name.rpartition(".")[2]: told.name for told in assumptions(one)}
    given = {field: values[name] for field, name in own.items() if name in values}
    if not given:
        return one
    return replace(one, parameters=replace(one.parameters, **given))  # type: ignore[type-var]
