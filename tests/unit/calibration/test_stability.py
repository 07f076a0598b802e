"""Protects: values whose loops feed themselves are refused, under every condition that they bear on."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.calibration.stability import stable


@pytest.mark.parametrize("beyond", [5.0, 100.0])
def test_values_beyond_a_limit_are_refused(beyond: float) -> None:
    """The training loop grows with this weight: at 5 it is beyond one half, at 100 no rest is found."""
    assert stable({"fatigue.by_fitness": np.array([0.0, beyond, 0.1])}).tolist() == [True, False, True]


def test_values_of_one_condition_are_judged_there() -> None:
    """What a condition declares for itself is judged in its people; these loops are far from the limit."""
    values = {"rrms-aggressive.triggers.pulses_per_year": np.array([5.0, 9.0]), "MFIS.location": np.ones(2)}
    assert stable(values).all()


def test_what_is_no_part_of_a_body_is_always_stable() -> None:
    assert stable({"MFIS.location": np.array([-50.0, 50.0])}).all()
