"""A study without biology, to see which estimates a plan makes."""

from __future__ import annotations

import numpy as np

from lassitude.instruments import INSTRUMENTS
from lassitude.randomness.streams import normals, person_keys
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol
from lassitude.study.tables import table
from lassitude.workflows.names_in_plans import measures_named

PEOPLE = 12
_COLUMNS = ("subject", "instrument", "part", "unit", "visit", "day", "value")


def invented(plan: Protocol) -> StudyData:
    """Invent one study of twelve people a group who differ by chance alone; every other one relapses once."""
    groups = [group for group in sequences_of(plan) or plan.arms for _ in range(PEOPLE)]
    names = [f"P-{number:03d}" for number in range(len(groups))]
    who = {"replicate": [0] * len(groups), "subject": names, "population": "patients", "condition": "rrms"}
    subjects = {
        **who,
        "sequence" if sequences_of(plan) else "arm": groups,
        "age_years": 30.0 + np.arange(len(groups)) % 11,
        "sex": ["female", "female", "male"] * (len(groups) // 3),
        "status": "completed",
    }
    rows = _rows(plan, names)
    seen = {key: [row[place] for row in rows] for place, key in enumerate(_COLUMNS)}
    last = max(visit.day for visit in calendar(plan))
    relapses = {
        "replicate": [0] * len(names[::2]),
        "subject": names[::2],
        "category": "relapse",
        "term": "relapse",
        "day": [0.3 * last + 1.0] * len(names[::2]),
    }
    same = {"replicate": [0] * len(rows), "status": "observed"}
    return check(
        StudyData(
            StudyDescription(plan.id, "", {}, "first visit"),
            table("subjects", subjects),
            table("observations", {**seen, **same}),
            table("events", relapses),
        )
    )


def _rows(plan: Protocol, names: list[str]) -> list[tuple[str, str, str, str, str, float, float]]:
    asked = {parse_endpoint(text) for _, text in measures_named(plan)}
    parts = sorted({(one.instrument, one.part) for one in asked if one.instrument is not None})
    visits = calendar(plan)
    keys = person_keys(3, 0, np.arange(len(names))[:, None])
    draws = normals(keys, "score", np.arange(len(parts) * len(visits)))
    places = [(part, visit) for part in parts for visit in visits]
    return [
        (
            name,
            *part,
            INSTRUMENTS[part[0]].parts[part[1]].unit,
            visit.label,
            float(visit.day),
            _value(*part, draws[person, place]),
        )
        for person, name in enumerate(names)
        for place, (part, visit) in enumerate(places)
    ]


def _value(instrument: str, part: str, z: float) -> float:
    low, high = INSTRUMENTS[instrument].parts[part].range
    if np.isfinite([low, high]).all():
        return float(np.clip(np.round(0.5 * (low + high) + 0.2 * (high - low) * z), low, high))
    return float(np.clip(50.0 + 10.0 * z, low, high))
