"""Analyses: the same bytes twice, and each replicate's number whatever stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lassitude.results import to_json
from lassitude.study.data import StudyData, StudyDescription
from lassitude.workflows.qualification.check import Check

GROUP = "Repetition"


@cache
def _study() -> StudyData:
    """Make a study of 40 people from keyed draws."""
    import numpy as np

    from lassitude.randomness.streams import normals, person_keys
    from lassitude.study.tables import table

    people = np.arange(40)
    keys = person_keys(2018, 0, people)
    names = [f"P-{one:02d}" for one in people]
    key = {"replicate": 0, "subject": names}
    subjects = table(
        "subjects",
        key
        | {
            "population": "patients",
            "arm": "ahsct",
            "condition": "rrms-aggressive",
            "sex": "female",
            "age_years": 35 + 8 * normals(keys, "age", 0).clip(-2, 2),
            "status": "completed",
        },
    )
    rows = [
        {
            "subject": name,
            "instrument": instrument,
            "visit": f"M{month}",
            "day": month * 30.4375,
            "value": one,
        }
        for instrument, center, wide in (("FIS", 60.0, 15.0), ("MFIS", 35.0, 8.0), ("EDSS", 4.0, 0.5))
        for month in (0, 6, 12, 18, 24, 30, 36)
        for name, one in zip(
            names, center - 0.3 * month + wide * normals(keys, instrument, month), strict=True
        )
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    given = columns | {"replicate": 0, "part": "total", "unit": "points", "status": "observed"}
    return StudyData(StudyDescription("canadian-ahsct", "", {}, ""), subjects, table("observations", given))


def _analyzed(data: StudyData) -> bytes:
    from lassitude.statistics.plan import analyze_plan
    from lassitude.study.protocol import read_protocol
    from lassitude.workflows.observing import observed_results

    plan = read_protocol("canadian-ahsct")
    return to_json(observed_results(plan, data, analyze_plan(data, plan)))


def _same() -> Sequence[float]:
    from dataclasses import replace

    data = _study()
    first = _analyzed(data)
    turned = replace(data, subjects=data.subjects.reverse(), observations=data.observations.reverse())
    return [float(_analyzed(data) != first), float(_analyzed(turned) != first), float(len(first) > 1000)]


CHECKS = (
    Check(
        "analysis-repeated",
        GROUP,
        "results of a shipped plan on a study of 40 people: 1 if bytes differ twice, 1 if with rows in the "
        "opposite order, 1 if there are any results",
        (0.0, 0.0, 1.0),
        "equal data give equal bytes",
        "absolute",
        0.0,
        _same,
    ),
)
