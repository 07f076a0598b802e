"""Small trials that the tests of mixed models share, the same on every machine."""

from __future__ import annotations

import numpy as np

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.mixed_models.measurements import Measurements


def trial(
    replicates: int = 1,
    people: int = 60,
    visits: int = 4,
    missing: float = 0.2,
    effect: float = 0.0,
) -> Measurements:
    """Draw two arms with a mean for each arm and visit, correlated visits and values missing at random."""
    keys = person_keys(9, np.arange(replicates)[:, None, None], np.arange(people)[:, None])
    noise = normals(keys, "test outcomes", 0, np.arange(visits + 1))
    arm, place = np.arange(people) % 2, np.arange(visits)
    grown = 1 + place / visits
    values = 5 * noise[..., :1] + 4 * grown * noise[..., 1:] + effect * arm[:, None] + place
    gone = uniforms(keys, "test missing", 0, place) < missing
    gone[..., 0] = False
    regressors = np.zeros((replicates, people, visits, 2, visits))
    for index in (0, 1):
        regressors[:, :, place, index, place] = (arm == index)[:, None]
    shape = (replicates, people, visits, 2 * visits)
    return Measurements(np.where(gone, np.nan, values), regressors.reshape(shape))


def difference(visits: int = 4) -> np.ndarray:
    """Return the combinations of coefficients that compare the arms at each visit."""
    return np.concatenate([-np.eye(visits), np.eye(visits)], axis=1)
