"""Small studies with known contents."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.tables import table


@pytest.fixture
def study() -> StudyData:
    """Two replicates of three people and two visits; FIS = 100 replicate + 10 person + visit."""
    replicate, person, visit = (
        axis.ravel() for axis in np.meshgrid(range(2), range(3), range(2), indexing="ij")
    )
    who = [f"P{p}" for p in person]
    labels = [f"M{6 * v}" for v in visit]
    subjects = table(
        "subjects",
        {
            "replicate": np.repeat([0, 1], 3),
            "subject": ["P0", "P1", "P2"] * 2,
            "population": "patients",
            "arm": ["b", "a", "a"] * 2,
            "condition": "rrms",
            "sex": "female",
            "age_years": [30.0, 40.0, np.nan] * 2,
            "status": "completed",
        },
    )
    observations = table(
        "observations",
        {
            "replicate": replicate,
            "subject": who,
            "instrument": "FIS",
            "part": "total",
            "visit": labels,
            "day": 182.625 * visit,
            "value": 100.0 * replicate + 10 * person + visit,
            "unit": "points",
            "status": "observed",
        },
    )
    return StudyData(StudyDescription("demo", "0" * 64, {"FIS": "1"}, "first visit"), subjects, observations)
