"""ME/CFS: what the model refuses to suppose, and what sets its people apart."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.population.cohort import body_declarations, draw_cohort

MYALGIC = ("me-cfs", "me-cfs-postinfectious", "me-cfs-bistable-axis")


@pytest.mark.parametrize("name", MYALGIC)
def test_no_benefit_of_exercise_is_supposed(name: str) -> None:
    """Training relieves no fatigue and widens no envelope; its load still sets off malaise."""
    body = {one.name: one.value for one in body_declarations(name)}
    for link in ("fatigue.by_fitness", "fatigue.by_resistance", "energy.envelope_by_fitness"):
        assert body[link] == 0.0, link
    assert body["energy.sensitivity"] > 0.0 and body["energy.envelope"] < 1.0


@pytest.mark.parametrize("name", MYALGIC)
def test_there_are_no_lesions_and_immune_cells_are_those_of_health(name: str) -> None:
    ill, healthy = ({one.name: one.value for one in body_declarations(which)} for which in (name, "healthy"))
    assert all(ill[one] == healthy[one] for one in ("immunity.activation", "immunity.regulation"))
    assert (draw_cohort(name, 1, np.arange(50)).covariates["disease"] == 0.0).all()


def test_only_infectious_onset_lets_sickness_bring_malaise() -> None:
    told = [
        {one.name: one.value for one in body_declarations(name)}["energy.by_sickness"] for name in MYALGIC
    ]
    assert told[0] == 0.0 < told[1]
