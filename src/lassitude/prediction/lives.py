"""The same few people under many draws of the parameters, in blocks of one size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.instruments import instrument
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.study.endpoints import parse_endpoint
from lassitude.therapies.regimen import Course, Treatment, courses
from lassitude.trial.bodies import Snapshot, at_entry, embody, travel
from lassitude.trial.hours import Hours
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
    first_visit, last_visit : int or float
        Absolute days.
    clock : Clock
        How a day is cut.
    hours : Hours or None
        When they begin to live by the hour, if they do.
    """

    condition: str
    seed: int
    treatments: tuple[Treatment, ...]
    first_visit: int | float
    last_visit: int | float
    clock: Clock
    hours: Hours | None = None


def lived(
    cohort: Cohort, given: Sequence[Course], clock: Clock, visits: tuple[float, float], hours: Hours | None
) -> tuple[Snapshot, Snapshot]:
    """Let people live to two visits, by the day and then, if at all, by the hour.

    Examples
    --------
    >>> from lassitude.population.cohort import Cohort, draw_cohort
    >>> from lassitude.therapies.regimen import inert
    >>> one = draw_cohort("healthy", 1, np.arange(1))
    >>> [now.day for now in lived(one, [Course(0.0, inert(1))], Clock(1, 2, 1), (1, 2), None)]
    [1, 2]
    """
    bodies, here = embody(cohort, cohort.keys, given, clock), at_entry(cohort)
    if hours is not None:
        here = travel(bodies, here, hours.from_day)
        bodies = embody(cohort, cohort.keys, given, hours.clock)
    first = travel(bodies, here, visits[0])
    return first, travel(bodies, first, visits[1])


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
    given = courses(life.treatments, cohort.keys, repeated)
    visits = (life.first_visit, life.last_visit)
    first, last = lived(cohort, given, life.clock, visits, life.hours)
    parsed = {one: parse_endpoint(one) for one in endpoints}
    recalls = recalls_of([str(one.instrument) for one in parsed.values()])
    forms = {name: instrument(name) for name in dict.fromkeys(str(one.instrument) for one in parsed.values())}
    scores = [
        {
            name: read(form, seen(one, totals(one), cohort, recalls), cohort, int(one.day))
            for name, form in forms.items()
        }
        for one in (first, last)
    ]
    found = {}
    for endpoint, one in parsed.items():
        before, after = (told[str(one.instrument)][one.part].value for told in scores)
        found[endpoint] = (after - before).reshape(DRAWS, PEOPLE).mean(axis=1)
    return found
