"""Protects: known parameters are found again from simulated studies, and a wrong emulator is found out.

A toy of three parameters and five numbers takes the place of the body. All draws are keyed, so these tests
always pass or always fail; each says how often correct code would fail by chance under another seed.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from lassitude.calibration.known_truths import Recovered, Truths, choose_truths, recover_truths
from lassitude.calibration.recovery_account import recovery_account
from lassitude.calibration.stage_fit import FittedStage, Simulated, Sizes, StageWork, fit_stage
from lassitude.report.recovery_words import missed_rows, parameter_rows, recovery_section, stage_rows
from tests.unit.calibration.numbers import answers, observations, prior, simulated

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sampler")]

PRIOR = prior("strong", "weak", "idle")
SIZES = Sizes(first=64, second=64)
NEAR, FAR = 8, 4


def everything(own: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return np.ones(len(own), dtype=bool)


@cache
def fitted() -> FittedStage:
    known = {"strong": np.array([1.2]), "weak": np.array([0.8]), "idle": np.array([1.0])}
    work = StageWork("1-toy", PRIOR, observations(answers(known)[0]), 31, SIZES)
    return fit_stage(work, simulated, lambda values: np.ones(len(values["strong"]), dtype=bool))


@cache
def truths() -> Truths:
    one = fitted()
    return choose_truths(one.work, one.draws, NEAR, FAR, everything)


def recovered(made: Simulated) -> Recovered:
    one = fitted()
    return recover_truths(one.work, one.emulator, truths(), made, lambda _done: None)


@cache
def honest() -> Recovered:
    one = fitted()
    return recovered(simulated("truths", one.work.values(truths().own, truths().rows)))


def test_truths_lie_where_the_waves_do_and_are_no_points_of_them() -> None:
    chosen, waves = truths(), fitted().waves
    assert chosen.near.sum() == NEAR and len(chosen.own) == NEAR + FAR
    points = np.concatenate([one.own for one in waves])
    assert np.abs(points[:, None] - chosen.own).max(axis=-1).min() > 1e-6
    told = slice(0, 2)
    assert chosen.own[chosen.near, told].std() < chosen.own[~chosen.near, told].std()


def test_intervals_hold_known_parameters() -> None:
    """Twelve truths, two parameters that the numbers tell of: 17 or more of 24, fewer once in 400."""
    found = honest()
    assert binom.cdf(16, 24, 0.9) < 0.0025
    assert found.inside[:, :2].sum() >= 17
    assert (found.sd[:, :2] / found.prior_sd[:2]).max() < 0.7
    assert found.sd[:, 2].mean() / found.prior_sd[2] > 0.85


def test_an_emulator_that_claims_too_much_is_found_out() -> None:
    """A body that answers three claimed errors off: the honest one lies within them, this one does not."""
    one = fitted()
    made = simulated("truths", one.work.values(truths().own, truths().rows))
    near = truths().near
    moved = made.estimates.copy()
    moved[:, 0] += 3.0 * np.hypot(one.emulator.error[0], made.errors[:, 0])
    assert np.abs(honest().off[near]).mean() < 1.5
    assert recovered(Simulated(moved, made.errors)).off[near, 0].mean() > 2.0


def test_a_number_that_the_study_did_not_give_is_left_out() -> None:
    one = fitted()
    made = simulated("truths", one.work.values(truths().own, truths().rows))
    estimates = made.estimates.copy()
    estimates[0, 0] = np.nan
    found = recovered(Simulated(estimates, made.errors))
    assert np.isnan(found.off[0, 0]) and np.isfinite(found.mean).all()
    assert found.sd[0, 0] > honest().sd[0, 0], "the number told of this parameter"
    np.testing.assert_array_equal(found.mean[1:], honest().mean[1:])


def test_the_account_counts_what_the_arrays_hold_and_the_page_tells_the_worst_first() -> None:
    found, one = honest(), fitted()
    account = recovery_account(one.work, found, {})
    near = found.truths.near
    assert account["inside_90%"]["near"]["inside"] == found.inside[near].sum()
    assert account["inside_90%"]["far"]["of"] == found.inside[~near].size
    told = {"set": "toy", "stages": [account]}
    shares = [int(row[2].split(" of ")[0]) for row in parameter_rows(told)]
    assert shares == sorted(shares) and len(shares) == 3
    assert len(missed_rows(told)) == (~found.inside).sum()
    assert len(stage_rows(told)) == 1
    assert recovery_section(told, ["1-toy"]).startswith("Parameter set toy: ")
    assert recovery_section(told, ["1-toy", "2-toy"]).startswith("**Not recovered yet: 2-toy.**")
