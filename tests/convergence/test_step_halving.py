"""Protects: the usual clock is fine enough for the whole body, by the bar that every report prints.

The same 4096 people with the same chance live under the usual clock and under the halved one: 400 days of
lead-in, then transplantation, which starts what is fastest and largest. Common random numbers leave no
Monte Carlo error but that of the difference. Bar: 2%, the one that reports print.
Measured: 0.2% of lesions, 0.3% of the change of fatigue.
"""

from __future__ import annotations

import pytest

from lassitude.engine.model import Clock
from lassitude.prediction.convergence import BAR, StepTask, live_by_clock, step_halving, step_tasks
from lassitude.prediction.pipeline import prepare_process
from lassitude.therapies.regimen import FOREVER, Treatment

FIRST_VISIT, LAST_VISIT = 400, 700
TRANSPLANTED = (Treatment("ahsct", float(FIRST_VISIT), FOREVER, {}, "open"),)

pytestmark = pytest.mark.xdist_group("bodies")


@pytest.mark.slow
def test_halving_every_step_changes_lesions_and_fatigue_by_less_than_the_bar() -> None:
    prepare_process()  # finds the programs that other tests of bodies compiled
    usual = StepTask("rrms", 2018, TRANSPLANTED, FIRST_VISIT, LAST_VISIT, Clock())
    found = {name: live_by_clock(task) for name, task in step_tasks(usual)}
    whole = found["steps-whole"]
    assert float(whole["lesions"]) > 1.0, "too few lesions to compare"
    assert abs(float(whole["fatigue"])) > 0.05, "too little change to compare"
    errors = {one.endpoint: one.relative_error for one in step_halving(whole, found["steps-halved"])}
    assert len(errors) == 2
    assert max(errors.values()) <= BAR == 0.02, errors
