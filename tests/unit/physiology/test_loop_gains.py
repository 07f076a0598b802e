"""Protects: no body within bounds feeds its own fatigue; every disturbance dies out."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.physiology.loop_gains import LARGEST_GAIN, LARGEST_TRAINING_LOOP, loop_gains
from lassitude.physiology.parameters import all_declarations
from lassitude.randomness.streams import person_keys, uniforms

DRAWS = 2000
KEYS = person_keys(2, 0, np.arange(DRAWS))
DECLARED = {one.name: one for one in all_declarations()}


def inside_bounds() -> dict[str, np.ndarray]:
    return {
        name: one.bounds[0] + (one.bounds[1] - one.bounds[0]) * uniforms(KEYS, f"bounds: {name}", 0)
        for name, one in DECLARED.items()
    }


def corners() -> dict[str, np.ndarray]:
    """Every parameter at one of its bounds; links between states mostly at their strongest."""
    return {
        name: np.where(
            uniforms(KEYS, f"corner: {name}", 0) < (0.92 if ".by_" in name or "_by_" in name else 0.5),
            one.bounds[1],
            one.bounds[0],
        )
        for name, one in DECLARED.items()
    }


@pytest.mark.parametrize("draw", [inside_bounds, corners])
def test_loops_stay_below_their_bounds_for_every_draw(draw) -> None:
    found = loop_gains(draw())
    assert found.dominant.shape == (DRAWS,)
    assert found.dominant.max() <= LARGEST_GAIN
    assert found.training_loop.max() <= LARGEST_TRAINING_LOOP


def test_who_keeps_less_of_a_plan_when_tired_is_in_a_loop() -> None:
    by_name = {name: one.value for name, one in DECLARED.items()}
    row, column = (loop_gains(by_name).states.index(one) for one in ("resistance", "fatigue_physical"))
    assert loop_gains(by_name).gains[row, column] < 0.0
    assert loop_gains(by_name | {"adherence.by_fatigue": 0.0}).gains[row, column] == 0.0


@pytest.mark.parametrize(
    "changes",
    [{}, {"immunity.activation": 0.36, "immunity.regulation": 9.6e-3, "fatigue.person_physical": -1.3}],
    ids=["ms", "healthy"],
)
def test_declared_bodies_are_far_from_the_edge(changes: dict[str, float]) -> None:
    found = loop_gains({name: one.value for name, one in DECLARED.items()} | changes)
    assert float(found.dominant) < 0.5


def test_a_gain_is_the_declared_weight_of_the_link() -> None:
    direct = {"adherence.by_fatigue": 0.0, "adherence.by_mood": 0.0}
    found = loop_gains({name: one.value for name, one in DECLARED.items()} | direct)
    row, column = found.states.index("fatigue_physical"), found.states.index("mood")
    assert found.gains[row, column] == pytest.approx(DECLARED["fatigue.by_mood"].value, rel=1e-6)
    assert found.gains[column, row] == pytest.approx(DECLARED["mood.by_fatigue"].value, rel=1e-6)


def test_a_body_beyond_the_bounds_is_caught() -> None:
    wild = {name: one.value for name, one in DECLARED.items()} | {"mood.by_fatigue": 2.0}
    assert float(loop_gains(wild).dominant) > 1.0
