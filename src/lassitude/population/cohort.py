"""Cohorts: people with stable identities, their parameters and the state in which their lead-in starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.physiology.organism import CLOSED, FAST, SIGNED, SLOW, TOTALS
from lassitude.physiology.parameters import all_declarations
from lassitude.physiology.receptors import RAISED_BY
from lassitude.physiology.states import RESTING_CELLS
from lassitude.physiology.systems import SYSTEMS
from lassitude.population.carriers import Carriers
from lassitude.population.conditions import condition, declarations_of
from lassitude.population.variability import personal_values
from lassitude.quantities.parameters import Declaration, declarations
from lassitude.randomness.streams import Keys, person_keys, uniforms

POOL = 0xFFFFFFFF
"""The replicate number of people who are screened once and enrolled by all replicates."""
STATES = (*FAST, *SLOW, *(state for group in CLOSED for state in group), *SIGNED, *TOTALS)
_AT_REST = {
    "ifn_gamma": 18.0,
    "il10": 15.0,
    **dict.fromkeys(RESTING_CELLS, 1.0),
    **dict.fromkeys(("muscle", "strain", "pituitary", "adrenal"), 1.0),
    **dict.fromkeys(("last_relapse_day", "earlier_relapse_day"), -1.0),
}


@dataclass(frozen=True, slots=True)
class Cohort:
    """People, one an entry of every array.

    Attributes
    ----------
    condition : str
        Which condition they have.
    persons : array of int, [person]
        Stable numbers; the same number is the same person whoever else is drawn.
    keys : Keys
        Of the people as they were screened.
    female : array of bool, [person]
        Sex.
    covariates : dict of str to array, [person]
        ``age_years`` at day zero, ``disease``, and ``cmv``, whether cytomegalovirus is carried.
    parameters : dict of str to array [person] or float
        By parameter name; a float where everybody shares the value.
    state : dict of str to array, [person]
        At the start of the lead-in.
    told : mapping of str to float or array, [person]
        Values in place of the declared ones, instruments' and therapies' included.
    """

    condition: str
    persons: NDArray[np.int64]
    keys: Keys
    female: NDArray[np.bool_]
    covariates: dict[str, NDArray[np.float64]]
    parameters: dict[str, NDArray[np.float64] | float]
    state: dict[str, NDArray[np.float64]]
    told: Mapping[str, Any] = field(default_factory=dict)


def body_declarations(name: str) -> list[Declaration]:
    """List the body parameters of a condition, its own in place of the general ones.

    Examples
    --------
    >>> by_name = {one.name: one.value for one in body_declarations("healthy")}
    >>> by_name["immunity.activation"]
    0.36
    """
    prefix = f"{name}."
    own = {one.name.removeprefix(prefix): one for one in declarations_of(name)}
    return [replace(own.get(one.name, one), name=one.name) for one in all_declarations()]


def draw_cohort(
    name: str, seed: int, persons: NDArray[np.int64], values: Mapping[str, Any] | None = None
) -> Cohort:
    """Draw people with a condition.

    Parameters
    ----------
    name : str
        A condition.
    seed : int
        Of the study.
    persons : array of int, [person]
        Whom: a person's number decides everything about them.
    values : mapping of str to float or array [person], optional
        Central values in place of the declared ones, by parameter name, and spreads under ``NAME:sd``; the
        condition's own parameters without its name.

    Returns
    -------
    Cohort
        In the order of `persons`.

    Examples
    --------
    >>> some, other = draw_cohort("rrms", 1, np.arange(5)), draw_cohort("rrms", 1, np.array([3]))
    >>> float(some.covariates["age_years"][3]) == float(other.covariates["age_years"][0])
    True
    """
    told = dict(values or {})
    keys = person_keys(seed, POOL, persons)
    prefix = f"{name}."
    own = [one for one in declarations_of(name) if one.name.removeprefix(prefix) in _people_fields(name)]
    about = personal_values([replace(one, name=one.name.removeprefix(prefix)) for one in own], keys, told)
    people = len(persons)
    carriers = personal_values(declarations(Carriers, "carriers"), keys, told)
    covariates = {
        "cmv": (uniforms(keys, "person: CMV", 0) < carriers["carriers.cmv_share"]).astype(float),
        "age_years": np.broadcast_to(np.asarray(about["age"], float), people).copy(),
        "disease": np.broadcast_to(np.asarray(about["disease"], float), people).copy(),
    }
    parameters = personal_values(body_declarations(name), keys, told)
    return Cohort(
        condition=condition(name).name,
        persons=np.asarray(persons, np.int64),
        keys=keys,
        female=uniforms(keys, "person: sex", 0) < about["female_share"],
        covariates=covariates,
        parameters=parameters,
        state=_state_at_entry(about, parameters, people),
        told=told,
    )


def _people_fields(name: str) -> frozenset[str]:
    return frozenset(one.name for one in fields(condition(name).people))  # type: ignore[arg-type]


def _state_at_entry(
    about: Mapping[str, NDArray[np.float64] | float],
    parameters: Mapping[str, NDArray[np.float64] | float],
    people: int,
) -> dict[str, NDArray[np.float64]]:
    state = {name: np.full(people, _AT_REST.get(name, 0.0)) for name in STATES}
    for system in SYSTEMS:
        lost = np.broadcast_to(about[f"{system}_lost"], people)
        repaired = np.minimum(np.broadcast_to(about["remyelinated"], people), 1.0 - lost)
        state[f"{system}_lost"] = lost.copy()
        state[f"{system}_remyelinated"] = repaired.copy()
        state[f"{system}_myelinated"] = 1.0 - lost - repaired
    for name, trait in (("mood", "mood.trait"), ("sleep", "sleep.trait"), ("pain", "pain.trait")):
        state[name] = np.broadcast_to(parameters[trait], people).copy()
    for kind in ("physical", "cognitive"):
        state[f"fatigue_{kind}"] = np.broadcast_to(parameters[f"fatigue.person_{kind}"], people).copy()
    state["fatigue_lasting"] = 0.5 * (state["fatigue_physical"] + state["fatigue_cognitive"])
    raised = parameters["viruses.antibody_in_disease"] * about["disease"]
    state["ebna1"] = np.broadcast_to(parameters["viruses.antibody_level"] + raised, people).copy()
    state["receptors"] = np.broadcast_to(parameters["receptors.switch"] * RAISED_BY, people).copy()
    state["dysbiosis"] = np.broadcast_to(parameters["gut.level"], people).copy()
    state["nfl"] = np.broadcast_to(parameters["neurofilament.baseline"], people).copy()
    state["type1_interferon"] = np.broadcast_to(parameters["cytokines.type1_setpoint"], people).copy()
    return state
