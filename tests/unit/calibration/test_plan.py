"""Protects: a plan holds every stage that can be fitted, and a stage's fingerprint all that decides it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lassitude.calibration.plan import Plan, StagePlan, fingerprint, full_plan, quick_plan, work_of
from lassitude.calibration.stage_files import StageFiles
from lassitude.calibration.stage_fit import Sizes
from lassitude.calibration.targets import Stage, stages
from lassitude.quantities.errors import RequestError
from tests.unit.calibration.test_observing import target

TARGET = target(mean="fss_100_outpatients:arms.MS.mean")


def plan(**parameters: str) -> Plan:
    stage = Stage("1-toy", 1, parameters or {"FSS.location": "the level of the form"}, ("small",), "")
    later = Stage("2-toy", 2, {"FSS.lasting_share": "what lasts"}, ("small",), "")
    return Plan("toy", 1, Sizes(), (StagePlan(stage, (TARGET,)), StagePlan(later, (TARGET,))))


def test_every_stage_with_parameters_and_targets_is_planned() -> None:
    found = full_plan("mine", 1, Sizes())
    whole = [one.name for one in stages() if one.parameters and one.targets]
    assert [one.stage.name for one in found.stages] == whole
    assert all(one.targets for one in quick_plan("mine", 1).stages)


def test_a_fingerprint_tells_everything_apart() -> None:
    first = work_of(plan(), 0, [])
    known = fingerprint(first, (TARGET,))
    other = target(mean="fss_100_outpatients:arms.MS.mean", sd="fss_100_outpatients:arms.MS.mean")
    moved = replace(first.observations[0], published=5.0)
    assert known == fingerprint(work_of(plan(), 0, []), (TARGET,))
    assert known != fingerprint(first, (other,))
    assert known != fingerprint(replace(first, seed=5), (TARGET,))
    assert known != fingerprint(replace(first, observations=(moved,)), (TARGET,))
    assert known != fingerprint(replace(first, sizes=Sizes(people=100)), (TARGET,))
    assert known != fingerprint(replace(first, earlier={"MFIS.location": np.zeros(3)}), (TARGET,))


def test_a_stage_is_given_the_draws_before_it() -> None:
    draws = {"FSS.location": np.linspace(-0.1, 0.1, 256)}
    work = work_of(plan(), 1, [StageFiles({"stage": "1-toy", "fingerprint": "aa"}, draws)])
    assert work.earlier_prior.names == ("FSS.location",)
    assert work.earlier_standard.shape == (256, 1)
    assert work.seed != work_of(plan(), 0, []).seed


def test_a_name_that_is_no_parameter_is_told_with_its_stage() -> None:
    with pytest.raises(RequestError, match=r"Stage '1-toy': There is no parameter 'FSS.locatoin'"):
        work_of(plan(**{"FSS.locatoin": "misspelled"}), 0, [])


def test_a_parameter_of_two_stages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = plan(**{"FSS.lasting_share": "again"})
    monkeypatch.setattr("lassitude.calibration.plan.stages", lambda: [one.stage for one in twice.stages])
    monkeypatch.setattr("lassitude.calibration.plan.targets_of", lambda name: (TARGET,))
    with pytest.raises(RequestError, match="moved by two stages, '1-toy' and '2-toy'"):
        full_plan("mine", 1, Sizes())
