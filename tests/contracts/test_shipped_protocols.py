"""Protects: a shipped protocol names what exists and can make every estimate shown beside a publication."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from lassitude.instruments import INSTRUMENTS
from lassitude.population.conditions import CONDITIONS
from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.plan import analyze_plan
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.cautions import cautions
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol, read_protocol, shipped_protocols
from lassitude.study.tables import table
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.workflows.names_in_plans import measures_named
from lassitude.workflows.plans import check_biology, check_measures, read_plan

PEOPLE = 12


def invented(plan: Protocol) -> StudyData:
    """Invent one study of twelve people a group who differ by chance alone."""
    sequences = sequences_of(plan)
    groups = [group for group in sequences or plan.arms for _ in range(PEOPLE)]
    names = [f"P-{number:03d}" for number in range(len(groups))]
    about = {"population": "patients", "condition": "rrms", "sex": "female", "status": "completed"}
    column = "sequence" if sequences else "arm"
    ages = 30.0 + np.arange(len(groups)) % 11
    people = {"replicate": [0] * len(groups), "subject": names, column: groups, "age_years": ages}
    visits = calendar(plan)
    asked = {parse_endpoint(text) for _, text in measures_named(plan)}
    parts = sorted({(one.instrument, one.part) for one in asked if one.instrument is not None})
    draws = normals(
        person_keys(3, 0, np.arange(len(groups))[:, None]), "score", np.arange(len(parts) * len(visits))
    )
    draws = draws.reshape(len(groups), len(parts), len(visits))
    rows = [
        (name, *part, visit.label, visit.day, 50 + 10 * float(draws[i, j, k]))
        for i, name in enumerate(names)
        for j, part in enumerate(parts)
        for k, visit in enumerate(visits)
    ]
    keys = ("subject", "instrument", "part", "visit", "day", "value")
    seen = {key: [row[place] for row in rows] for place, key in enumerate(keys)}
    scores = table("observations", {"replicate": [0] * len(rows), **seen, "unit": "1", "status": "observed"})
    subjects = table("subjects", {**people, **about})
    return check(StudyData(StudyDescription(plan.id, "", {}, "first visit"), subjects, scores))


@pytest.mark.parametrize("name", shipped_protocols())
def test_every_name_in_it_exists(name: str) -> None:
    plan = read_plan(name)
    assert plan.protocol.id == name
    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)


@pytest.mark.parametrize("name", shipped_protocols())
def test_its_analyses_make_every_estimate_that_was_published(name: str) -> None:
    """A published number whose id no analysis makes would silently stand beside nothing."""
    plan = read_protocol(name)
    made = analyze_plan(invented(plan), plan)
    assert [one for one in (*plan.published, *plan.published_directions) if one not in made] == []
    assert made[next(iter(made))].converged.all()


@pytest.mark.parametrize("name", shipped_protocols())
def test_what_may_mislead_in_it_is_known(name: str) -> None:
    recall = {instrument: float(one.recall_days) for instrument, one in INSTRUMENTS.items()}
    fixed_blocks = "every block has 8 people"  # as published
    said = cautions(read_protocol(name), recall)
    assert [one for one in said if not one.startswith(fixed_blocks)] == []


def test_the_registered_sequences_are_a_latin_square() -> None:
    """Each drug stands once in each period and once after each other drug (Williams' design)."""
    orders = list(sequences_of(read_protocol("triumphant-ms")).values())
    assert all(len(set(period)) == 4 for period in zip(*orders, strict=True))
    followed = [pair for order in orders for pair in pairwise(order)]
    assert len(set(followed)) == len(followed) == 12
