"""The same few people under many draws of the parameters, in blocks of one size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.instruments import instrument
from lassitude.population.cohort import draw_cohort
from lassitude.study.endpoints import parse_endpoint
from lassitude.therapies.regimen import Treatment, courses
from lassitude.trial.bodies import at_entry, embody, travel
from lassitude.trial.seeing import read, recalls_of, seen, totals

PEOPLE = 32
DRAWS = BLOCK // PEOPLE
"""Draws in a block, each with `PEOPLE` people, the same under every draw."""


@dataclass(frozen=True)
class Life:
    """What the people of a block live through.

    Attributes
    ----------
    condition : str
        What they have.
    seed : int
        Of the study.
    treatments : tuple of Treatment
        Background and arm, in absolute days.
    first_visit, last_visit : int
        Absolute days.
    clock : Clock
        How a day is cut.
    """

    condition: str
    seed: int
    treatments: tuple[Treatment, ...]
    first_visit: int
    last_visit: int
    clock: Clock


def mean_changes(
    life: Life, endpoints: Sequence[str], drawn: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Let people live under each draw and return how endpoints change from the first visit to the last.

    Parameters
    ----------
    life : Life
        What they live through.
    endpoints : sequence of str
        Such as ``FIS.total``.
    drawn : mapping of str to array of float, [draw]
        By parameter name, `DRAWS` values each, a condition's own without its name.

    Returns
    -------
    dict of str to array of float, [draw]
        By endpoint, the mean over the people.

    Examples
    --------
    >>> life = Life("rrms", 1, (), 731, 900, Clock())
    >>> mean_changes(life, ["FIS.total"], {})["FIS.total"].shape  # doctest: +SKIP
    (128,)
    """
    repeated = {name: np.repeat(values, PEOPLE) for name, values in drawn.items()}
    persons = np.tile(np.arange(PEOPLE), DRAWS)
    cohort = draw_cohort(life.condition, life.seed, persons, repeated)
    shared = {parameter: np.broadcast_to(value, BLOCK) for parameter, value in cohort.parameters.items()}
    cohort = replace(cohort, parameters=shared)
    bodies = embody(cohort, cohort.keys, courses(life.treatments, cohort.keys, repeated), life.clock)
    start = at_entry(cohort)
    first = travel(bodies, start, life.first_visit)
    last = travel(bodies, first, life.last_visit)
    parsed = {one: parse_endpoint(one) for one in endpoints}
    recalls = recalls_of([str(one.instrument) for one in parsed.values()])
    forms = {name: instrument(name) for name in dict.fromkeys(str(one.instrument) for one in parsed.values())}
    scores = [
        {
            name: read(form, seen(one, totals(one), cohort, recalls), cohort, one.day)
            for name, form in forms.items()
        }
        for one in (first, last)
    ]
    found = {}
    for endpoint, one in parsed.items():
        before, after = (told[str(one.instrument)][one.part].value for told in scores)
        found[endpoint] = (after - before).reshape(DRAWS, PEOPLE).mean(axis=1)
    return found
