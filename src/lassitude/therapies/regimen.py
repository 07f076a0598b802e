"""A regimen: what each person of a block receives and when, as arrays that the compiled body reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import Keys, normals, uniforms
from lassitude.therapies.catalog import EXPECTATION, mechanisms_of
from lassitude.therapies.mechanisms import (
    CytokineModulation,
    Depletion,
    Expectation,
    Mechanism,
    ToleranceReset,
    Toxicity,
    TraffickingBlock,
    Training,
    kill_rate,
)

FOREVER = 1e6


class Regimen(NamedTuple):
    """Windows (absolute days, start included, stop not) and strengths; zeros mean: nothing is done.

    Every field is a float32 array with one value a person.
    """

    depletion_start: Any
    depletion_stop: Any
    t_cell_kill: Any
    b_cell_kill: Any
    reset_start: Any
    reset_stop: Any
    reset_speed: Any
    block_start: Any
    block_stop: Any
    block_rise: Any
    block_elimination: Any
    block_interval: Any
    block_half: Any
    block_steepness: Any
    modulation_start: Any
    modulation_stop: Any
    activation_lost: Any
    type1_interferon: Any
    training_start: Any
    training_stop: Any
    training_load: Any
    toxicity_start: Any
    toxicity_stop: Any
    toxicity_speed: Any
    belief_start: Any
    belief_height: Any
    belief_waning: Any


_INERT = {"block_interval": 28.0, "block_half": 1.0, "block_steepness": 1.0}


@dataclass(frozen=True, slots=True)
class Treatment:
    """A therapy given to a person.

    Attributes
    ----------
    name : str
        A therapy of the catalog.
    start, stop : float
        Absolute days; `stop` may be infinite.
    options : mapping of str to str
        Choices of the therapy's options.
    belief : {"open", "blinded", "none"}
        What the person knows of it.
    """

    name: str
    start: float
    stop: float
    options: Mapping[str, object]
    belief: str


@singledispatch
def _fill(mechanism: Any, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    raise TypeError(f"no regimen for {type(mechanism).__name__}")


@_fill.register
def _(mechanism: Depletion, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    days = numbers(mechanism.days)
    return {
        "depletion_start": window[0],
        "depletion_stop": window[0] + days,
        "t_cell_kill": kill_rate(numbers(mechanism.t_cells_left), days),
        "b_cell_kill": kill_rate(numbers(mechanism.b_cells_left), days),
    }


@_fill.register
def _(mechanism: ToleranceReset, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    works = uniforms(keys, "tolerance reset", 0) < numbers(mechanism.probability)
    return {
        "reset_start": window[0],
        "reset_stop": window[0] + 30.0,
        "reset_speed": np.where(works, 0.5, 0.0),
    }


@_fill.register
def _(mechanism: TraffickingBlock, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    return {
        "block_start": window[0],
        "block_stop": window[1],
        "block_rise": numbers(mechanism.rise),
        "block_elimination": numbers(mechanism.elimination),
        "block_interval": numbers(mechanism.interval),
        "block_half": numbers(mechanism.half_occupancy),
        "block_steepness": numbers(mechanism.steepness),
    }


@_fill.register
def _(mechanism: CytokineModulation, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    return {
        "modulation_start": window[0],
        "modulation_stop": window[1],
        "activation_lost": 1.0 - numbers(mechanism.activation_left),
        "type1_interferon": numbers(mechanism.type1_interferon),
    }


@_fill.register
def _(mechanism: Training, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    stop = np.minimum(window[1], window[0] + 7.0 * numbers(mechanism.weeks))
    return {"training_start": window[0], "training_stop": stop, "training_load": numbers(mechanism.load)}


@_fill.register
def _(mechanism: Toxicity, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    days = numbers(mechanism.days)
    return {
        "toxicity_start": window[0],
        "toxicity_stop": window[0] + days,
        "toxicity_speed": numbers(mechanism.amount) / days,
    }


@_fill.register
def _(mechanism: Expectation, window: tuple[float, float], numbers: Any, keys: Keys) -> dict[str, Any]:
    height = numbers(mechanism.height) + numbers(mechanism.spread) * normals(keys, "expectation", 0)
    return {"belief_start": window[0], "belief_height": height, "belief_waning": numbers(mechanism.waning)}


def inert(people: int) -> Regimen:
    """Return the regimen of people who receive nothing.

    Examples
    --------
    >>> float(inert(2).t_cell_kill.sum())
    0.0
    """
    return Regimen(*(np.full(people, _INERT.get(name, 0.0), np.float32) for name in Regimen._fields))


def regimen(treatments: Sequence[Treatment], keys: Keys, numbers: Mapping[str, Any] | None = None) -> Regimen:
    """Compose the regimen of people who all receive the same treatments.

    Parameters
    ----------
    treatments : sequence of Treatment
        In any order; no two may use the same mechanism.
    keys : Keys
        Keys of the people, [person]; decide whom a reset helps and how much each expects.
    numbers : mapping of str to float or array [person], optional
        Values in place of the declared ones, by parameter name.

    Returns
    -------
    Regimen
        Arrays [person] of float32.

    Raises
    ------
    RequestError
        If two treatments need the same mechanism at once.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(3))
    >>> given = regimen([Treatment("ahsct", 0.0, FOREVER, {}, "open")], keys)
    >>> bool((given.depletion_stop == 8.0).all())
    True
    """
    told = dict(numbers or {})

    def number(declared: Declaration) -> Any:
        return told.get(declared.name, declared.value)

    fields = inert(keys.word0.shape[0])._asdict()
    used: dict[type, str] = {}
    for treatment in treatments:
        for mechanism in _with_expectation(treatment):
            kind = type(mechanism)
            if kind in used and kind is not Expectation:
                raise RequestError(
                    f"{used[kind]} and {treatment.name} both work by {kind.__name__}; one person can have "
                    "one of them. Leave one out or give them to different arms."
                )
            used[kind] = treatment.name
            filled = _fill(mechanism, (treatment.start, treatment.stop), number, keys)
            if kind is Expectation and treatment.belief == "blinded":
                filled["belief_height"] = filled["belief_height"] * number(EXPECTATION.blinded)
            fields |= {
                name: np.broadcast_to(np.float32(value), keys.word0.shape) for name, value in filled.items()
            }
    return Regimen(**fields)


def _with_expectation(treatment: Treatment) -> tuple[Mechanism, ...]:
    own = mechanisms_of(treatment.name, treatment.options)
    return own if treatment.belief == "none" else (*own, EXPECTATION)


def switched(given: Regimen, background: Regimen, therapy: bool, expectation: bool) -> Regimen:
    """Return a regimen with its therapy or its expectation taken away, everything else untouched.

    Parameters
    ----------
    given : Regimen
        What the arm receives.
    background : Regimen
        What remains when the therapy is taken away.
    therapy, expectation : bool
        Which of the two stays; these are the two switches of the attribution, not options.

    Examples
    --------
    >>> nothing = inert(2)
    >>> float(switched(nothing, nothing, True, False).belief_height.sum())
    0.0
    """
    body = given if therapy else background
    heights: NDArray[np.float32] = given.belief_height if expectation else np.zeros_like(given.belief_height)
    if therapy and expectation:
        return given
    return body._replace(
        belief_start=given.belief_start, belief_height=heights, belief_waning=given.belief_waning
    )
