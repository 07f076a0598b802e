"""Protects: what the population is fitted to exists, can be estimated, may be used, and leaves nothing out.

Every entry of the ledger that could be fitted is held against an estimate, or listed with the reason why not;
a hold-out is neither.
"""

from __future__ import annotations

from collections import Counter
from importlib import resources

import numpy as np
import pytest

from lassitude.calibration.observing import comparable, observations_of
from lassitude.calibration.targets import Target, not_expressed, stages, targets_of
from lassitude.evidence.ledger import ledger
from lassitude.evidence.pointers import entry_id
from lassitude.evidence.targets import require_target
from lassitude.population.conditions import CONDITIONS
from lassitude.population.declared import all_parameters
from lassitude.quantities.errors import RequestError, nearest
from lassitude.statistics.plan import analyze_plan
from lassitude.therapies.catalog import THERAPIES, mechanisms_of
from lassitude.workflows.plans import WrittenPlan, check_biology, check_measures
from tests.invented_studies import PEOPLE, invented

MOST_PARAMETERS = 14
TARGETS = [target for stage in stages() for target in targets_of(stage.name)]
by_name = pytest.mark.parametrize("target", TARGETS, ids=lambda one: f"{one.stage}/{one.name}")
by_stage = pytest.mark.parametrize("stage", stages(), ids=lambda one: one.name)


def fitted() -> set[str]:
    """Entries that a target repeats or points into."""
    sources = {target.protocol.source or "" for target in TARGETS}
    return sources | {
        entry_id(pointer) for target in TARGETS for pointer in target.protocol.published.values()
    }


def test_stages_are_numbered_one_after_the_other():
    assert [stage.order for stage in stages()] == list(range(1, len(stages()) + 1))
    assert all(stage.name.startswith(f"{stage.order}-") for stage in stages())


@by_stage
def test_a_stage_moves_few_parameters_that_exist_and_says_why(stage):
    known = all_parameters()
    assert [name for name in stage.parameters if name not in known] == []
    assert 0 < len(stage.parameters) <= MOST_PARAMETERS
    assert [name for name, reason in stage.parameters.items() if len(reason) < 20] == []
    assert stage.notes


@by_stage
def test_a_stage_moves_only_what_can_move(stage):
    fixed = [name for name in stage.parameters if np.ptp(all_parameters()[name].bounds) == 0.0]
    assert fixed == []


def test_no_parameter_is_moved_in_two_stages():
    """The draws of a stage are handed on; moving a parameter again would throw away what was learned."""
    moved = Counter(name for stage in stages() for name in stage.parameters)
    assert [name for name, times in moved.items() if times > 1] == []


@by_stage
def test_a_stage_has_targets_and_lists_each_of_its_files_once(stage):
    folder = resources.files("lassitude.calibration") / "targets" / stage.name
    files = sorted(file.name.removesuffix(".toml") for file in folder.iterdir())
    assert sorted(stage.targets) == files
    assert files


@by_name
def test_a_target_is_called_after_the_entry_that_it_repeats(target: Target):
    assert target.name.partition("-")[0] == target.protocol.source


def test_no_two_targets_have_the_same_id():
    used = Counter(target.protocol.id for target in TARGETS)
    assert [name for name, times in used.items() if times > 1] == []


@by_name
def test_every_name_in_a_target_exists(target: Target):
    plan = WrittenPlan("", target.name, target.protocol)
    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)


@by_name
def test_a_target_is_held_against_numbers_that_may_be_fitted(target: Target):
    assert target.protocol.published
    for pointer in target.protocol.published.values():
        assert isinstance(require_target(pointer), int | float), pointer


@by_name
def test_a_target_makes_every_estimate_that_it_is_held_against(target: Target):
    """A published number whose id no analysis makes would silently stand beside nothing."""
    made = analyze_plan(invented(target.protocol), target.protocol)
    missing = {one: nearest(one, made) for one in target.protocol.published if one not in made}
    assert missing == {}, "published ids that no analysis makes, each with the nearest that one does"


@by_name
def test_a_published_number_and_its_estimate_have_one_unit_and_one_scale(target: Target):
    """A share in per cent beside one of 1, or a deficit beside a ratio, would be fitted without a word."""
    made = analyze_plan(invented(target.protocol), target.protocol)
    assert len(observations_of([target], PEOPLE)) == len(target.protocol.published)
    for identifier, pointer in target.protocol.published.items():
        assert np.shape(comparable(made[identifier], pointer)[0]) == (1,)


def test_every_entry_that_could_be_fitted_is_a_target_or_has_a_reason():
    could = {one.id for one in ledger().values() if one.role == "calibrate"}
    forgotten = sorted(could - fitted() - not_expressed().keys())
    topics = Counter(ledger()[name].topic for name in forgotten)
    assert forgotten == [], f"{len(forgotten)} of {len(could)} are in neither, by topic: {dict(topics)}"


def test_no_entry_is_both_a_target_and_left_out():
    assert sorted(fitted() & not_expressed().keys()) == []


def test_only_what_could_be_fitted_is_given_a_reason_and_each_reason_says_something():
    other = [name for name in not_expressed() if ledger()[name].role != "calibrate"]
    assert other == []
    assert [name for name, reason in not_expressed().items() if len(reason) < 20] == []


def test_a_stage_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(RequestError, match="1-instruments"):
        targets_of("1-instrument")
