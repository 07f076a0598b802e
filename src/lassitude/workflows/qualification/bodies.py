"""Virtual people: the stored fingerprint, and the same bytes twice, in another order and on two processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Noise, no_sums
from lassitude.engine.model import BLOCK, Clock
from lassitude.engine.program import compiled
from lassitude.population.cohort import draw_cohort
from lassitude.prediction.pipeline import prepare_process
from lassitude.runs.pool import map_blocks
from lassitude.therapies.regimen import inert
from lassitude.trial.bodies import body_model, embody, filled
from lassitude.workflows.qualification.body_fingerprint import FINGERPRINT
from lassitude.workflows.qualification.check import Check

GROUP = "Virtual people"
SEED, DAYS = 2018, 30
PEOPLE = tuple(range(256))
FACTS = ("fatigue_physical", "fatigue_cognitive", "mood", "sleep", "sickness", "ifn_gamma", "il10", "il17",
         "type1_interferon", "effectors", "regulators", "cns_effectors", "memory", "barrier", "antigen",
         "pyramidal_myelinated", "association_myelinated", "muscle", "activity", "lesions_born")  # fmt: skip
"""States whose means over people make the fingerprint."""
_HALVES = (("first", PEOPLE[:128]), ("second", PEOPLE[128:]))

States = dict[str, NDArray[np.float32]]


def live(persons: Sequence[int]) -> States:
    """Let untreated people with relapsing MS live for thirty days, chance included.

    Parameters
    ----------
    persons : sequence of int
        At most as many as a block holds.

    Returns
    -------
    dict of str to float32 array, [person]
        Every state at the end.

    Examples
    --------
    >>> live((0, 1))["mood"].shape  # doctest: +SKIP
    (2,)
    """
    cohort = draw_cohort("rrms", SEED, np.array(persons))
    clock, model = Clock(), body_model()
    bodies = embody(cohort, cohort.keys, inert(len(persons)), clock)
    state = {name: jnp.asarray(filled(value)) for name, value in cohort.state.items()}
    noise = Noise(jnp.float32(1.0), jnp.float32(1.0))
    end, _ = compiled(model, clock)(
        state, bodies.on(0), noise, no_sums(model, BLOCK), jnp.int32(0), jnp.int32(DAYS)
    )
    return {name: value[: len(persons)] for name, value in end.items()}


def fingerprint() -> dict[str, float]:
    """Return the mean of each fact over all people.

    Examples
    --------
    >>> list(fingerprint()) == list(FACTS)  # doctest: +SKIP
    True
    """
    lived = _lived()
    return {name: float(lived[name].astype(np.float64).mean()) for name in FACTS}


@cache
def _lived() -> States:
    return live(PEOPLE)


def _differing(
    found: Mapping[str, NDArray[np.float32]], expected: Mapping[str, NDArray[np.float32]]
) -> float:
    if found.keys() != expected.keys():
        return float("nan")
    pairs = ((np.ascontiguousarray(found[name]), expected[name]) for name in expected)
    return float(sum((one.view(np.uint32) != other.view(np.uint32)).sum() for one, other in pairs))


def _again() -> Sequence[float]:
    return [_differing(live(PEOPLE), _lived())]


def _backwards() -> Sequence[float]:
    found = {name: value[::-1] for name, value in live(PEOPLE[::-1]).items()}
    return [_differing(found, _lived())]


def _processes() -> Sequence[float]:
    counts: list[float] = []
    for workers, tasks in ((1, _HALVES), (2, _HALVES[::-1])):
        blocks = map_blocks(live, tasks, None, workers, prepare=prepare_process)
        together = {
            name: np.concatenate([blocks["first"][name], blocks["second"][name]]) for name in _lived()
        }
        counts.append(_differing(together, _lived()))
    return counts


CHECKS = (
    Check(
        "body-fingerprint",
        GROUP,
        "means of twenty states of 256 people after thirty days of seed 2018",
        tuple(FINGERPRINT[name] for name in FACTS),
        "stored when this version was released; another processor may round otherwise",
        "relative",
        1e-5,
        lambda: list(fingerprint().values()),
    ),
    Check(
        "body-twice",
        GROUP,
        "values that differ when the same people live again",
        (0.0,),
        "equal requests give equal bytes",
        "absolute",
        0.0,
        _again,
    ),
    Check(
        "body-order",
        GROUP,
        "values that differ when the people stand in the opposite order",
        (0.0,),
        "draws are keyed by person, never by order",
        "absolute",
        0.0,
        _backwards,
    ),
    Check(
        "body-processes",
        GROUP,
        "values that differ when the work is cut in two, on one process and on two in the opposite order",
        (0.0, 0.0),
        "the number of processes changes no byte",
        "absolute",
        0.0,
        _processes,
    ),
)
