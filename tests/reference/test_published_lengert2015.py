"""Hold the purine pool of the body to the published cell that it reduces."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.energy import energy_flows
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest
from tests.reference.published.lengert2015 import RECOVERY, REST, SPRINTS, reduced_loss, repair_a_day


@pytest.mark.parametrize(("factor", "usage"), SPRINTS)
def test_the_reduction_gives_the_loss_of_the_cell_within_a_factor_of_two(factor: float, usage: float) -> None:
    """Fourth power of use, inverse third of the factor; the review claims no more than a factor of two."""
    assert 0.5 < reduced_loss(usage, factor) / SPRINTS[factor, usage] < 2.0


def test_repair_lies_between_the_speeds_of_the_cell() -> None:
    """0.8 loses less and is nearly full after a day; both cells repair at about 0.8 mM a day."""
    assert repair_a_day(0.8) == pytest.approx(0.824, abs=0.001)
    assert repair_a_day(0.6) == pytest.approx(0.824, abs=0.001)


@pytest.mark.parametrize("factor", RECOVERY)
def test_the_body_refills_its_pool_as_the_cell_does(factor: float) -> None:
    """From one hour after the sprint: ATP at 24 and 48 hours within 5% of the cell's."""
    p = replace(declared_parameters().energy, oxidative=factor)
    s = at_rest()
    s.training_done = s.resistance_done = 0.0
    pools = {name: getattr(s, name) for name in ("purine_deficit", "strain", "overexertion", "malaise")}
    pools["purine_deficit"] = REST[factor] - RECOVERY[factor][0]
    seen = {}
    for hour in range(2, 49):
        held = {**vars(s), **pools}
        pools = two_stage_step(
            pools, lambda some, held=held: energy_flows(SimpleNamespace(**{**held, **some}), p), 1.0 / 24.0
        )
        seen[hour] = REST[factor] - pools["purine_deficit"]
    assert seen[24] == pytest.approx(RECOVERY[factor][1], rel=0.05)
    assert seen[48] == pytest.approx(RECOVERY[factor][2], rel=0.05)
