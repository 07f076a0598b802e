"""A few people who live with a regimen, without chance, so that what a therapy does is seen exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Block, Noise, no_sums
from lassitude.engine.model import Clock, Model
from lassitude.engine.program import compiled
from lassitude.physiology.organism import organism
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.randomness.streams import Keys
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import FOREVER, Regimen, Treatment, regimen

PEOPLE = 16
START = 10.0
COUNTED = {"sessions_due", "sessions_kept", "doses_due", "doses_taken"}
"""What is counted of a plan and changes nothing."""

States = dict[str, NDArray[np.float32]]


@cache
def body() -> Model:
    return organism(levers)


@cache
def people() -> Cohort:
    return draw_cohort("rrms", 1, np.arange(PEOPLE))


def given(
    name: str, stop: float = FOREVER, belief: str = "none", adherence: float | None = 1.0, **options
) -> Regimen:
    treatment = Treatment(name, START, stop, options, belief, adherence)
    return regimen([treatment], people().keys)


def lived(course: Regimen, days: Sequence[int], **parameters: float) -> list[States]:
    """Return states on some days, in order; double underscores in names of parameters stand for dots."""
    cohort = people()
    told = {name.replace("__", "."): value for name, value in parameters.items()}
    block = Block(
        {name: jnp.asarray(value, jnp.float32) for name, value in (cohort.parameters | told).items()},
        {name: jnp.asarray(value, jnp.float32) for name, value in cohort.covariates.items()},
        Regimen(*(jnp.asarray(value) for value in course)),
        Keys(*(jnp.asarray(word) for word in cohort.keys)),
    )
    noise, sums = Noise(jnp.float32(0.0), jnp.float32(0.0)), no_sums(body(), PEOPLE)
    state = {name: jnp.asarray(value, jnp.float32) for name, value in cohort.state.items()}
    seen, at = [], 0
    for day in days:
        state, _ = compiled(body(), Clock())(state, block, noise, sums, jnp.int32(at), jnp.int32(day - at))
        seen.append({name: np.asarray(value) for name, value in state.items()})
        at = day
    return seen


def different(one: States, other: States) -> set[str]:
    """Return the states in which two lives are not the same, bit by bit."""
    return {name for name in one if not np.array_equal(one[name], other[name])}
