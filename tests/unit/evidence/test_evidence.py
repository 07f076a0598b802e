"""The shipped ledger is read-only, found by id and pointer, and quick to load."""

from __future__ import annotations

import pytest

from lassitude.evidence import cite, disagreements_about, entry, entry_id, ledger, resolve, targets
from lassitude.evidence.targets import same_outcome
from lassitude.quantities.errors import RequestError


def test_the_aim_of_the_first_study_is_where_protocols_point() -> None:
    assert resolve("bose2018_ahsct_fis:arms.aHSCT.baseline_median") == 36
    assert resolve("bose2018_ahsct_fis:arms.aHSCT.followup_median") == 23
    assert resolve("bose2018_ahsct_fis:effect.value") == -36
    assert resolve("bose2018_ahsct_fis:instrument.range.1") == 160


def test_keys_that_hold_dots_and_truth_values_are_reachable() -> None:
    pointer = "affirm_relapse_recovery_lublin2014:arms.natalizumab.residual_ge_0.5_pct"
    assert resolve(pointer) == 31
    assert resolve("englund2024_fsmc_trajectories:effect.female_pct.false") == 56.3


def test_entries_cannot_be_changed() -> None:
    found = entry("bose2018_ahsct_fis")
    with pytest.raises(TypeError):
        found.raw["arms"]["aHSCT"]["baseline_median"] = 80  # pyright: ignore[reportIndexIssue]
    with pytest.raises(TypeError):
        ledger()["new"] = found  # pyright: ignore[reportIndexIssue]
    with pytest.raises(AttributeError):
        found.role = "calibrate"  # pyright: ignore[reportAttributeAccessIssue]
    assert isinstance(found.raw["instrument"]["range"], tuple)


def test_an_unknown_entry_names_the_nearest() -> None:
    with pytest.raises(RequestError, match="Did you mean 'bose2018_ahsct_fis'"):
        entry("bose2018_ahsct_fiss")


def test_entries_are_cited_once_in_order() -> None:
    twice = ["mayr1991_cmct_vep_sensitivity", "atkins2016_canadian_ahsct", "mayr1991_cmct_vep_sensitivity"]
    assert [found.id for found in cite(twice)] == ["atkins2016_canadian_ahsct", twice[0]]


def test_inputs_of_a_held_out_trial_may_be_fitted_but_not_its_outcome() -> None:
    assert not same_outcome(entry("bose2018_ahsct_fis"), entry("atkins2016_canadian_ahsct"))
    pointer = "atkins2016_canadian_ahsct:effect.activity_free_3y_pct"
    assert targets([pointer]) == {pointer: 69.6}


def test_conflicts_are_found_by_what_they_bear_on() -> None:
    assert [found.name for found in disagreements_about(["natalizumab", "FIS"])] == ["natalizumab-fatigue"]
    assert disagreements_about(["unheard"]) == ()


def test_a_pointer_names_its_entry() -> None:
    assert entry_id("bose2018_ahsct_fis:effect.p") == "bose2018_ahsct_fis"


def test_loading_happens_once() -> None:
    assert ledger() is ledger()
