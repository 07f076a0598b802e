"""Receptors that make more of themselves: two resting points, in one condition, and nothing in any other."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from lassitude.physiology import hpa_axis, receptors
from lassitude.physiology.innate_parameters import InnateParameters
from lassitude.population.cohort import body_declarations, draw_cohort
from lassitude.population.conditions import CONDITIONS
from tests.reference.published import gupta2007

OPTION = "me-cfs-bistable-axis"
AXIS, INNATE = hpa_axis.AxisParameters(), InnateParameters()
SWITCHED = receptors.ReceptorParameters(switch=1.0)
RAISED = receptors.RAISED_BY


def axis(raised: float, drive: float) -> SimpleNamespace:
    stress = (drive - 1.0) / AXIS.by_stress
    s = SimpleNamespace(il6=INNATE.il6_basal, stress=stress, pituitary=1.0, adrenal=1.0, receptors=raised)
    s.cortisol = hpa_axis.balanced_cortisol(s, AXIS, INNATE, receptors.feedback(s, SWITCHED))
    return s


def settled(start: float, drive: float = 1.0, days: float = 0.0) -> SimpleNamespace:
    """Return the axis a year later, driven for some days at first; its glands stand still."""

    def moved(day: float, raised: np.ndarray) -> list[float]:
        s = axis(raised[0], drive if day < days else 1.0)
        change = receptors.receptors(s, SWITCHED)
        return [change.rate * (change.target - s.receptors)]

    found = solve_ivp(moved, (0.0, 365.0), [start], rtol=1e-8, atol=1e-10, max_step=0.5)
    return axis(found.y[0, -1], 1.0)


def test_the_roots_of_the_source_are_the_resting_points() -> None:
    healthy = gupta2007.settled((0.6, 0.06, 0.05, 0.06))
    raised = gupta2007.settled((0.6, 0.06, 0.6, 0.06))
    assert [SWITCHED.healthy, SWITCHED.cortisol] == pytest.approx(healthy[2:], rel=1e-4)
    assert SWITCHED.healthy + RAISED == pytest.approx(raised[2], rel=1e-4)
    for told in (healthy, raised):
        assert receptors.resting_cortisol(told[2], SWITCHED) == pytest.approx(told[3], rel=1e-4)


def test_the_axis_rests_twice() -> None:
    health, other = settled(0.0), settled(RAISED)
    assert [health.cortisol, health.receptors] == pytest.approx([1.0, 0.0], abs=1e-3)
    # 0.862 in the source; the feedback of the gland-mass axis gives half a percent of it back.
    assert other.cortisol == pytest.approx(0.862, rel=0.02)
    assert other.receptors == pytest.approx(RAISED, rel=0.05)


def test_long_strong_stress_switches_and_short_stress_does_not() -> None:
    assert settled(0.0, drive=3.0, days=10.0).receptors > 0.9 * RAISED
    assert abs(settled(0.0, drive=2.0, days=1.0).receptors) < 1e-3


def test_one_condition_switches_and_its_people_begin_there() -> None:
    told = {name: {one.name: one.value for one in body_declarations(name)} for name in CONDITIONS}
    assert [name for name, values in told.items() if values["receptors.switch"]] == [OPTION]
    assert draw_cohort(OPTION, 1, np.arange(4)).state["receptors"] == pytest.approx([RAISED] * 4)
    assert (draw_cohort("me-cfs", 1, np.arange(4)).state["receptors"] == 0.0).all()


def test_glands_stand_still_where_the_axis_switches() -> None:
    values = {one.name: one.value for one in body_declarations(OPTION)}
    assert values["axis.pituitary_turnover"] == values["axis.adrenal_turnover"] == 0.0


def test_without_the_switch_feedback_is_exactly_one() -> None:
    for excess in np.linspace(0.0, 0.6, 7, dtype=np.float32):
        assert receptors.feedback(SimpleNamespace(receptors=excess), receptors.ReceptorParameters()) == 1.0
