"""Every protocol that ships runs from its plan to its results, and what it promises to compare is there.

Few replicates of few people from a small pool at coarse steps: what is shown is that nothing is missing, not
what the numbers are.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from lassitude.engine.model import Clock
from lassitude.prediction.pipeline import Prediction, predict, prepare_process
from lassitude.study.data import check
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text, shipped_protocols

pytestmark = pytest.mark.xdist_group("bodies")

REPLICATES, POOL, MOST_PEOPLE = 2, 2048, 150
QUICK = ("canadian-ahsct", "mulero-exercise", "triumphant-ms")
MAYBE_NONE = ("median_time", "percent_change_of_medians")
"""What need not exist: a time that half of the people never reach, and a share of a median of no lesions."""
ADDED = ("natural_course", "regression_to_the_mean", "expectation", "contact", "therapy")


@pytest.fixture(
    params=[
        pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in shipped_protocols()
    ]
)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@cache
def plan(name: str) -> Protocol:
    """Return a shipped study that screens fewer people, and enrolls fewer where it is large."""
    text = re.sub(r"(?m)^pool = \d+$", f"pool = {POOL}", protocol_text(name))
    text = re.sub(r"(?m)^n = (\d+)", lambda found: f"n = {min(int(found[1]), MOST_PEOPLE)}", text)
    return parse_protocol(text, f"{name}.toml")


@cache
def prediction(name: str) -> Prediction:
    prepare_process()
    return predict(plan(name), seed=3, replicates=REPLICATES, effort="quick", clock=Clock(1, 2, 1))


def test_it_gives_every_published_estimate(name: str) -> None:
    promised = {*plan(name).published, *plan(name).published_directions}
    assert promised <= set(prediction(name).estimates)


def test_its_estimates_are_numbers(name: str) -> None:
    finite = [
        np.isfinite(batch.value).any()
        for estimate, batch in prediction(name).estimates.items()
        if estimate.split("|")[1] not in MAYBE_NONE
    ]
    assert finite and np.mean(finite) > 0.95


def test_its_first_replicate_passes_the_checks_of_real_studies(name: str) -> None:
    study = prediction(name).study
    check(study)
    entered = study.subjects.filter(study.subjects["status"] != "screen_failed")
    told = plan(name)
    each = [told.populations[arm.population].n for arm in told.arms.values()]
    whole = [one.n for one in told.populations.values()]
    assert entered.height == sum(each if told.design.type == "cohorts" else whole)


def test_its_changes_are_taken_apart_without_remainder(name: str) -> None:
    truth = prediction(name).truth
    whole = [one for one in truth if one.startswith("part.") and one.endswith(".total")]
    assert whole
    for one in whole:
        begin = one.removesuffix("total")
        added = sum(truth[begin + part] for part in ADDED if begin + part in truth)
        np.testing.assert_allclose(added, truth[one], atol=1e-9, err_msg=begin)
