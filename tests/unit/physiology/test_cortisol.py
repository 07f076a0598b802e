"""Cortisol: no effect on cells at rest, and a sample tells the hour at which it was taken."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from lassitude.physiology.hpa_axis import AxisParameters, cell_flows, cortisol_now
from lassitude.physiology.organism import averaged
from lassitude.physiology.parameters import all_declarations, declared_parameters
from lassitude.physiology.readouts import TIME_OF_DAY, signals
from lassitude.physiology.states import at_rest

P = AxisParameters()


@pytest.mark.parametrize("felt", [0.0, -0.3])
def test_cells_do_not_feel_cortisol_of_rest_or_below(felt: float) -> None:
    flows = cell_flows(SimpleNamespace(glucocorticoid=felt, regulators=10.0), P)
    assert [float(flow.rate) for flow in flows] == [0.0, 0.0]


def test_the_effect_has_the_published_shape() -> None:
    """Yakimchuk 2019: 1 - exp(-g), so that doubling ln 2 takes a half to three quarters of the most."""
    death = [
        float(cell_flows(SimpleNamespace(glucocorticoid=g * np.log(2.0), regulators=0.0), P)[0].rate)
        for g in (1.0, 2.0)
    ]
    assert death == pytest.approx([0.5 * P.effector_death, 0.75 * P.effector_death])


def test_the_rhythm_moves_no_mean_of_a_day() -> None:
    hours = np.arange(24) / 24.0
    assert cortisol_now(SimpleNamespace(cortisol=1.3), hours, P).mean() == pytest.approx(1.3)


def test_people_who_live_by_the_day_are_sampled_in_the_morning() -> None:
    rest, declared = at_rest(), {one.name: one.value for one in all_declarations()}
    means = averaged(rest, declared_parameters())
    usual, morning, night = (
        float(signals({**vars(rest), **when}, means, vars(rest), declared)["cortisol_now"])
        for when in ({}, {TIME_OF_DAY: 8.0 / 24.0}, {TIME_OF_DAY: 0.0})
    )
    assert usual == morning > 1.4 > 0.9 > night
