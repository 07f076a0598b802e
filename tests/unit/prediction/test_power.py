"""Protects: smaller trials are beginnings of larger ones, nulls are null, wrong changes are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lassitude.engine.model import Clock
from lassitude.prediction.design import design
from lassitude.prediction.pipeline import prepare_process
from lassitude.prediction.power.closed_forms import Moments
from lassitude.prediction.power.curves import curve_of
from lassitude.prediction.power.question import Question, question
from lassitude.prediction.power.ranking import withheld
from lassitude.prediction.power.stored import stored_pools, to_compute
from lassitude.prediction.power.summaries import Trials, share
from lassitude.prediction.power.telling import conduct, warnings
from lassitude.prediction.power.trials import TrialsTask, run_trials
from lassitude.prediction.power.truth import TruthTask, live_both_ways, mean_difference, outcomes
from lassitude.prediction.power.variants import variants
from lassitude.prediction.power.work import Draws, alike_without_therapy, arrange
from lassitude.quantities.errors import RequestError
from lassitude.runs.pool import map_blocks
from lassitude.study.protocol import parse_protocol, protocol_text
from lassitude.trial.pool import live_to_screening
from tests.power_plans import PLAN, mixed

SIZES = (12, 24)


def asked_of(text: str) -> Question:
    return question(parse_protocol(text, "plan.toml"))


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrialsTask]:
    prepare_process()
    folder, asked = tmp_path_factory.mktemp("pools"), asked_of(PLAN)
    stored = stored_pools(design(asked.sized(SIZES[-1]), 3, 1, Clock()))
    map_blocks(live_to_screening, to_compute([stored]), folder, 1)
    yield TrialsTask(asked, SIZES, 3, 0, 6, "planned", Clock(), folder, stored)


def test_a_smaller_trial_is_the_beginning_of_a_larger_one(task: TrialsTask) -> None:
    both, alone = run_trials(task), run_trials(replace(task, sizes=SIZES[:1]))
    for name in ("value", "se", "p", "low", "high"):
        np.testing.assert_array_equal(both[name][0], alone[name][0])


def test_trials_do_not_depend_on_the_block_they_are_in(task: TrialsTask) -> None:
    whole, later = run_trials(task), run_trials(replace(task, first=4, trials=2))
    np.testing.assert_array_equal(whole["value"][:, 4:], later["value"])


def test_under_the_null_the_arm_is_its_comparator(task: TrialsTask) -> None:
    found = live_both_ways(TruthTask(task.asked, 3, task.clock, task.folder, task.stored))
    arm, placebo = found["values"]
    assert not np.array_equal(arm, placebo)
    null = asked_of(PLAN.replace('"methylphenidate"', '"placebo"'))
    same = live_both_ways(TruthTask(null, 3, task.clock, task.folder, task.stored))["values"]
    np.testing.assert_array_equal(same[0], placebo)
    planned = run_trials(replace(task, asked=null))
    np.testing.assert_array_equal(run_trials(replace(task, scenario="null"))["value"], planned["value"])


def test_a_blinded_drug_without_effect_is_its_placebo(task: TrialsTask) -> None:
    sham, null = (run_trials(replace(task, scenario=one)) for one in ("without-therapy", "null"))
    np.testing.assert_array_equal(sham["value"], null["value"])


def test_the_truth_is_the_mean_of_both_potential_outcomes(task: TrialsTask) -> None:
    made = design(task.asked.sized(2), 3, 1, task.clock)
    block = live_both_ways(TruthTask(task.asked, 3, task.clock, task.folder, task.stored))
    found = outcomes(task.asked, made, block)
    assert found is not None
    value, se, people = mean_difference(found)
    # The drug relieves fatigue by a few points on a scale of 84; nobody's entry visit can differ.
    assert -10 < value < 0 < se < 0.2
    assert people >= 4096
    np.testing.assert_array_equal(found.values[0, 0], found.values[1, 0])


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("", "", True),
        (
            'blinding = "blinded"\ncomparator = "placebo"',
            'blinding = "open"\ncomparator = "waiting-list"',
            False,
        ),
    ],
)
def test_arms_that_differ_in_belief_are_not_alike_without_therapy(old: str, new: str, alike: bool) -> None:
    text = PLAN.replace(old, new)
    if not alike:
        text = text.replace('treatments = [{ name = "placebo", start_day = 0 }]', "treatments = []")
    asked = asked_of(text)
    draws = Draws(SIZES, 2, 3, Clock())
    assert alike_without_therapy(asked, design(asked.sized(12), 3, 1, Clock())) is alike
    assert ("without-therapy" in arrange("design-00", asked, draws).scenarios) is not alike


def test_a_trial_without_an_estimate_is_not_significant() -> None:
    columns = {name: np.array([[0.01, 0.01]]) for name in ("value", "se", "p", "low", "high")}
    columns |= {"converged": np.array([[1.0, 0.0]]), "no_effect": np.array([0.1])}
    point = Trials((40,), "lower", columns, columns).points(None, [None], [None])[0]
    assert point.power.value == 0.5
    assert point.not_converged == 2


def test_wilsons_interval_of_no_success_reaches_above_zero() -> None:
    # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I: 0 of 20.
    found = share(np.zeros(20, bool)).interval95
    assert found is not None
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.0, 0.1611)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ("simulatoin.pool=10", "has no key 'simulatoin'. Did you mean 'simulation'?"),
        ("arms.placbo.blinding=open", "no key 'placbo' in arms. Did you mean 'placebo'?"),
        ("populations.patients.eligibility.4.at_least=3", "it has entries 0 to 0"),
        ("simulation.pol=10", "Did you mean 'pool'?"),
        ("simulation.pool=many", "write a whole number; found 'many'"),
        ("simulation.pool", "write a key of the protocol, = and its values"),
        ("simulation.seed.low=1", "which is 3 and has no keys of its own"),
    ],
)
def test_changes_that_cannot_be_are_refused(request_: str, said: str) -> None:
    with pytest.raises(RequestError) as refused:
        variants(PLAN, [request_], "plan.toml")
    assert said in str(refused.value)
    assert "--vary" in str(refused.value)


def test_a_visit_can_be_moved_and_added() -> None:
    moved, added = variants(PLAN, ['visits.schedule.W4="5 wk"', "visits.schedule.W2=2 wk"], "plan.toml")
    assert moved.protocol.visits.day_of("W4") == 35
    assert added.protocol.visits.labels == ("W0", "W2", "W4", "W8")
    assert added.planned == "not set"


def test_a_single_table_stands_for_its_first_entry() -> None:
    (found,) = variants(PLAN, ["simulation.dropout.0.per_year=0.5,2"], "plan.toml")
    assert (found.value, found.planned) == ("2", "0.5")


def test_endpoints_are_not_ranked_while_their_items_are_assumed() -> None:
    other, same = variants(PLAN, ["analysis.primary.endpoint=FSS.total", "simulation.pool=700"], "plan.toml")
    planned = asked_of(PLAN)
    reason = withheld(planned, other, question(other.protocol))
    assert reason is not None
    assert "No published item parameters were found" in reason.reason
    assert withheld(planned, same, question(same.protocol)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (protocol_text("canadian-ahsct"), "randomizes nobody"),
        (PLAN.replace("change_from", "at_visit").replace("reference", "no"), "unknown key"),
        (
            PLAN[: PLAN.index("[analysis")]
            + '[analysis.course]\ntype = "descriptive"\nendpoint = "MFIS.total"\n[simulation]\n',
            "compares arms",
        ),
    ],
)
def test_studies_that_compare_nothing_have_no_power(text: str, said: str) -> None:
    with pytest.raises(RequestError) as refused:
        asked_of(text)
    assert said in str(refused.value)


def test_an_unknown_arm_is_met_with_the_nearest() -> None:
    with pytest.raises(RequestError, match="Did you mean 'drug'"):
        question(parse_protocol(PLAN, "plan.toml"), "drugs")


def test_only_what_is_looked_at_is_measured() -> None:
    assert asked_of(PLAN).sized(12).visits.measure == ("MFIS",)
    watched = PLAN.replace(
        'dropout = { type = "constant-hazard", per_year = 0.5,',
        'dropout = { type = "when-worse", measure = "FSS.total", by = 1.0, probability = 0.2,',
    )
    assert asked_of(watched).sized(12).visits.measure == ("MFIS", "FSS")


def test_a_mixed_model_is_asked_about_its_last_visit() -> None:
    assert asked_of(mixed()).visit == "W8"


def test_what_is_assumed_of_conduct_is_said() -> None:
    said = list(conduct(parse_protocol(PLAN, "plan.toml")))
    assert "Departure: constant hazard (per year 0.5); hypothesis." in said
    assert "Belief in placebo, placebo: blinded." in said


def test_moments_end_at_a_visit() -> None:
    known = Moments(("W0", "W4", "W8"), np.zeros((2, 3)), np.eye(3), np.ones((2, 3)), 1.0, (0.5, 0.5))
    assert known.until("W4").covariance.shape == (2, 2)


def test_a_curve_has_truth_bias_and_closed_form(task: TrialsTask) -> None:
    draws = Draws(SIZES, 6, 3, Clock())
    one = arrange("design-00", task.asked, draws)
    blocks = {
        "design-00-truth": live_both_ways(TruthTask(task.asked, 3, task.clock, task.folder, task.stored)),
        "design-00-planned-0000": run_trials(task),
        "design-00-null-0000": run_trials(replace(task, scenario="null")),
    }
    curve = curve_of(one, "as planned", draws, blocks, np.full(8, -50.0))
    assert curve.truth is not None
    for point in curve.points:
        assert point.bias is not None and point.closed_form is not None
        assert point.bias.value == pytest.approx(point.estimate.value - curve.truth.value)
        assert 0.025 < point.closed_form < 0.5
        assert point.averaged_over_priors == pytest.approx(1.0, abs=0.05)
    assert not list(warnings([replace(curve, points=())]))


def test_the_folder_of_pools_need_not_stand(task: TrialsTask, tmp_path: Path) -> None:
    elsewhere = replace(task, folder=tmp_path / "removed", trials=1)
    np.testing.assert_array_equal(
        run_trials(elsewhere)["value"], run_trials(replace(task, trials=1))["value"]
    )
