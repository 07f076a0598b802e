"""Data that both sides analyze: made by the project's own streams, the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from tests.reference.r.runner import Columns

PEOPLE = 38
VISITS = ("M0", "M3", "M6", "M12")
ARMS = ("drug", "other", "placebo")
ARM = np.repeat([0, 1, 2], [16, 13, 9])
"""Arms of unequal size, so that types of sums of squares differ."""


def course() -> NDArray[np.float64]:
    """Fatigue at four visits, array [subject, visit]: a fading cause, wider at later visits."""
    keys = person_keys(2024, np.int64(0), np.arange(PEOPLE))
    own = 9 * normals(keys, "own", 0)
    noise = np.stack([(3 + 2 * visit) * normals(keys, "noise", visit) for visit in range(4)], axis=1)
    effect = np.array([-4.0, -1.0, 0.0])[ARM][:, None] * np.array([0.0, 1.0, 2.0, 2.0])
    return np.round(80 + own[:, None] + noise + effect - np.arange(4), 3)


def some_missing() -> NDArray[np.float64]:
    """The same course, a sixth of the later values lost."""
    keys = person_keys(2024, np.int64(0), np.arange(PEOPLE))
    lost = np.stack([uniforms(keys, "lost", visit) < 1 / 6 for visit in range(4)], axis=1)
    return np.where(lost & (np.arange(4) > 0), np.nan, course())


def ages() -> NDArray[np.float64]:
    """Return ages in years."""
    return np.round(41 + 8 * normals(person_keys(2024, np.int64(0), np.arange(PEOPLE)), "age", 0), 1)


def long_table(values: NDArray[np.float64]) -> Columns:
    """One row for each value that is there: subject, arm, visit, number of the visit, age, y."""
    subject, visit = np.nonzero(np.isfinite(values))
    return {
        "subject": [f"P{number:02d}" for number in subject],
        "arm": [ARMS[arm] for arm in ARM[subject]],
        "visit": [VISITS[number] for number in visit],
        "time": visit.tolist(),
        "age": ages()[subject].tolist(),
        "y": values[subject, visit].tolist(),
    }
