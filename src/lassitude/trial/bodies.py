"""People of a block on their way through time: from NumPy arrays into the compiled body and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Block, Noise, compiled
from lassitude.engine.model import BLOCK, Clock, Model
from lassitude.physiology.organism import organism
from lassitude.population.cohort import Cohort
from lassitude.randomness.streams import Keys
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import Regimen

Arrays = dict[str, NDArray[np.float32]]
RECALL_DAYS = 28
WORN_DAYS = 7


class Snapshot(NamedTuple):
    """People on one day.

    Attributes
    ----------
    day : int
        Absolute day, counted from the start of the lead-in.
    state : dict of str to float32 array, [person]
        States.
    averages : dict of str to float32 array, [person]
        Means over the recall before this day; steps over the last week.
    """

    day: int
    state: Arrays
    averages: Arrays


@dataclass(frozen=True)
class Bodies:
    """A block of people with all that does not change on the way.

    Attributes
    ----------
    people : int
        How many of the block's places are taken, at most ``BLOCK``.
    block : Block
        JAX arrays, filled up to ``BLOCK`` with copies of the first person.
    clock : Clock
        How a day is cut.
    """

    people: int
    block: Block
    clock: Clock


@cache
def body_model() -> Model:
    """Return the body with the levers that regimens pull; one object, so that it is compiled once.

    Examples
    --------
    >>> body_model() is body_model()
    True
    """
    return organism(levers)


def _filled(values: Any) -> Any:
    array = np.asarray(values)
    if array.ndim == 0:
        return jnp.asarray(array, jnp.float32)
    missing = BLOCK - array.shape[0]
    full = np.concatenate([array, np.repeat(array[:1], missing)]) if missing else array
    return jnp.asarray(full, jnp.uint32 if full.dtype == np.uint32 else jnp.float32)


def embody(cohort: Cohort, keys: Keys, given: Regimen, clock: Clock) -> Bodies:
    """Put people into a block.

    Parameters
    ----------
    cohort : Cohort
        At most ``BLOCK`` people.
    keys : Keys
        Keys of what happens to them from here on, [person].
    given : Regimen
        What they receive, in absolute days.
    clock : Clock
        How a day is cut.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.therapies.regimen import inert
    >>> three = draw_cohort("rrms", 1, np.arange(3))
    >>> bodies = embody(three, three.keys, inert(3), Clock())
    >>> bodies.people, bodies.block.keys.word0.shape == (BLOCK,)
    (3, True)
    """
    return Bodies(
        people=len(cohort.persons),
        block=Block(
            parameters={name: _filled(value) for name, value in cohort.parameters.items()},
            covariates={name: _filled(value) for name, value in cohort.covariates.items()},
            regimen=Regimen(*(_filled(value) for value in given)),
            keys=Keys(*(_filled(word) for word in keys)),
        ),
        clock=clock,
    )


def at_entry(cohort: Cohort) -> Snapshot:
    """Return people as they are at the start of their lead-in.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> at_entry(draw_cohort("rrms", 1, np.arange(2))).day
    0
    """
    return Snapshot(0, {name: value.astype(np.float32) for name, value in cohort.state.items()}, {})


def travel(bodies: Bodies, start: Snapshot, day: int) -> Snapshot:
    """Let people live until a day, and average what instruments will ask about.

    Parameters
    ----------
    bodies : Bodies
        Who.
    start : Snapshot
        Where they are; its day is before `day`.
    day : int
        Absolute day to arrive at.

    Returns
    -------
    Snapshot
        On that day; averages over the last 28 days (fewer if the way was shorter), steps over 7.

    Raises
    ------
    ValueError
        If the day is not after that of the start.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.therapies.regimen import inert
    >>> one = draw_cohort("healthy", 1, np.arange(1))
    >>> travel(embody(one, one.keys, inert(1), Clock()), Snapshot(10, {}, {}), 10)
    Traceback (most recent call last):
    ValueError: people are on day 10 and cannot travel to day 10
    """
    if day <= start.day:
        raise ValueError(f"people are on day {start.day} and cannot travel to day {day}")
    advance = compiled(body_model(), bodies.clock)
    noise = Noise(1.0 / bodies.block.parameters["immunity.counted_volume"], jnp.float32(1.0))
    state = {name: _filled(value) for name, value in start.state.items()}
    stops = sorted({max(start.day, day - RECALL_DAYS), max(start.day, day - WORN_DAYS), day})
    legs: list[tuple[int, Mapping[str, Any]]] = []
    at = start.day
    for stop in (one for one in stops if one > start.day):
        state, averages = advance(state, bodies.block, noise, jnp.int32(at), jnp.int32(stop - at))
        if at >= day - RECALL_DAYS:
            legs.append((stop - at, averages))
        at = stop
    recalled = {
        name: sum(np.float32(days) * np.asarray(leg[name]) for days, leg in legs)
        / np.float32(sum(d for d, _ in legs))
        for name in legs[-1][1]
    }
    recalled["daily_steps"] = np.asarray(legs[-1][1]["daily_steps"])
    jax.block_until_ready(state)
    return Snapshot(day, _taken(state, bodies.people), _taken(recalled, bodies.people))


def _taken(values: Mapping[str, Any], people: int) -> Arrays:
    return {name: np.asarray(value)[:people] for name, value in values.items()}
