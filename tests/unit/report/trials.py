"""A parallel and a crossover trial as simulated ones would look; the numbers are made up."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np

from lassitude.report.recorded import Recorded
from lassitude.results import (
    Arm,
    AttributionPart,
    Endpoint,
    Estimate,
    FlowStep,
    Interval,
    Predicted,
    Results,
    Sequence,
    Spread,
    Study,
    Visit,
    published_beside,
)
from lassitude.study.data import StudyData, StudyDescription
from lassitude.study.tables import table

MFIS = Endpoint("MFIS.total", "MFIS", "points", Interval(0.0, 84.0))
PARTS = ("natural_course", "regression_to_the_mean", "therapy", "total")


def words_of(page: str) -> str:
    """Return what a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def predicted(median: float) -> Predicted:
    """Return a prediction with intervals of one and two around its median."""
    narrow, wide = (Interval(median - half, median + half) for half in (1.0, 2.0))
    return Predicted(median, narrow, wide, 0.1, 40)


def parts(arm: str, therapy: float, visit: str) -> tuple[AttributionPart, ...]:
    """Return parts of a change of which only therapy differs between arms."""
    medians = {"natural_course": -3.0, "regression_to_the_mean": -0.5, "therapy": therapy}
    medians["total"] = sum(medians.values())
    return tuple(
        AttributionPart(
            name,
            name.replace("_", " ").capitalize(),
            Spread(value, None, Interval(value - 2, value + 2)),
            "MFIS.total",
            visit,
            arm,
            name == "therapy",
        )
        for name, value in medians.items()
    )


def parallel() -> Results:
    """Return a trial of two arms against usual care, of which the second analysis is called primary."""
    arms = (Arm("exercise", "exercise"), Arm("attention", "attention", "attention"), Arm("usual", "usual"))
    course = tuple(
        Estimate(f"MFIS.total|median|{visit}|{arm.name}", "course", "points", predicted(value))
        for arm in arms
        for visit, value in (("W0", 52.0), ("W12", 46.0))
    )
    primary = tuple(
        one
        for arm, value, share in (("exercise", -6.0, 0.7), ("attention", -2.0, 0.2))
        for one in (
            Estimate(
                f"MFIS.total|adjusted_difference:usual|W12|{arm}", "primary", "points", predicted(value)
            ),
            Estimate(
                f"MFIS.total|share_adjusted_difference_p_below_0.05:usual|W12|{arm}",
                "primary",
                "1",
                Predicted(share, None, None, 0.07, 40),
            ),
        )
    )
    test = Estimate("MFIS.total|ancova_p|W12|all", "primary", "1", predicted(0.01))
    return Results(
        "prediction",
        Study(
            "exercise",
            "00",
            title="Exercise",
            arms=arms,
            visits=(Visit("W0", 0.0), Visit("W12", 84.0)),
            endpoints=(MFIS,),
        ),
        estimates=(*course, *primary, test),
        attribution=(*parts("exercise", -4.0, "W12"), *parts("attention", 0.0, "W12")),
        contrasts=parts("exercise minus attention", -4.0, "W12"),
        flow=(FlowStep("screened", Spread(30.0)), FlowStep("allocated", Spread(10.0), arm="exercise")),
    )


def crossover() -> Results:
    """Return a crossover of two sequences, its published numbers fitted."""
    arms = (Arm("placebo", "placebo", "placebo"), Arm("drug", "drug"))
    visits = (Visit("BL", 0.0), Visit("P1-W5", 35.0, "P1", "W5"), Visit("P2-W5", 91.0, "P2", "W5"))
    course = {"BL": (52.0, 52.0), "P1-W5": (45.0, 47.0), "P2-W5": (46.0, 44.0)}
    by_sequence = tuple(
        Estimate(f"MFIS.total|mean|{visit}|{name}", "course", "points", predicted(value))
        for visit, values in course.items()
        for name, value in zip(("S1", "S2"), values, strict=True)
    )
    before = predicted(52.0)
    fitted = published_beside(51.3, "nourbakhsh2021_triumphant:arms.baseline.mean", "calibrate", before)
    everybody = Estimate("MFIS.total|mean|BL|all", "course", "points", before, None, fitted)
    difference = Estimate("MFIS.total|difference:placebo|W5|drug", "primary", "points", predicted(-2.0))
    return replace(
        parallel(),
        study=Study(
            "crossover",
            "00",
            arms=arms,
            visits=visits,
            endpoints=(MFIS,),
            sequences=(Sequence("S1", ("drug", "placebo")), Sequence("S2", ("placebo", "drug"))),
        ),
        estimates=(*by_sequence, everybody, difference),
        attribution=(*parts("placebo", 0.0, "W5"), *parts("drug", -4.0, "W5")),
        contrasts=parts("drug minus placebo", -4.0, "W5"),
    )


def _study(groups: dict[str, str], column: str, scores: dict[str, list[float]]) -> StudyData:
    people = list(groups)
    key = {"replicate": [0] * len(people), "subject": people}
    subjects = table(
        "subjects",
        key
        | {
            "population": "patients",
            column: list(groups.values()),
            "condition": "rrms",
            "sex": "female",
            "status": "completed",
        },
    )
    rows = [
        (person, visit, value)
        for visit, values in scores.items()
        for person, value in zip(people, values, strict=True)
    ]
    observations = table(
        "observations",
        {
            "replicate": [0] * len(rows),
            "subject": [row[0] for row in rows],
            "instrument": "MFIS",
            "part": "total",
            "visit": [row[1] for row in rows],
            "day": 0.0,
            "value": [row[2] for row in rows],
            "unit": "points",
            "status": "observed",
        },
    )
    return StudyData(StudyDescription("x", "00", {}, ""), subjects, observations)


def _truth(
    groups: list[str], people: list[str], planned: np.ndarray, therapy: np.ndarray
) -> dict[str, np.ndarray]:
    return {
        "patients.assigned": np.array(groups),
        "patients.subject": np.array(people),
        "patients.as_planned.value.MFIS.total": planned,
        "patients.without_therapy.value.MFIS.total": planned - therapy,
    }


def recorded_parallel() -> Recorded:
    """Return four people, one of whom was not measured at the end; therapy took 3 and 5 from the trained."""
    groups = {"P-1": "exercise", "P-2": "exercise", "P-3": "usual", "P-4": "usual"}
    scores = {"W0": [50.0, 52.0, 48.0, 60.0], "W12": [40.0, 50.0, 47.0, float("nan")]}
    planned = np.array([scores["W0"], [40.0, 50.0, 47.0, 55.0]])
    therapy = np.array([[0.0] * 4, [-3.0, -5.0, 0.0, 0.0]])
    study = _study(groups, "arm", scores)
    return Recorded(study, _truth(list(groups.values()), list(groups), planned, therapy))


def recorded_crossover() -> Recorded:
    """Return two people, one a sequence; the drug took 4 from the first and 2 from the second."""
    groups = {"P-1": "S1", "P-2": "S2"}
    scores = {"BL": [50.0, 50.0], "P1-W5": [40.0, 48.0], "P2-W5": [45.0, 44.0]}
    therapy = np.array([[0.0, 0.0], [-4.0, 0.0], [0.0, -2.0]])
    planned = np.array(list(scores.values()))
    study = _study(groups, "sequence", scores)
    return Recorded(study, _truth(list(groups.values()), list(groups), planned, therapy))
