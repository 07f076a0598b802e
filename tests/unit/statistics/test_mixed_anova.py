"""Protects: arm, visit and interaction are tested replicate by replicate, by sums of squares of type III."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.mixed_anova import MixedAnova, mixed_anova
from lassitude.statistics.repeated_measures import factorial_contrasts, repeated_measures

REPLICATES, PEOPLE, VISITS = 40, 19, 4


@pytest.fixture(scope="module")
def data() -> tuple[NDArray[np.float64], list[NDArray[np.bool_]]]:
    """Three arms of 10, 6 and 3 people, correlated visits of growing spread, some values missing."""
    keys = person_keys(11, np.arange(REPLICATES)[:, None], np.arange(PEOPLE)[None])
    own = 8 * normals(keys, "own", 0)
    noise = np.stack([(3 + 2 * visit) * normals(keys, "noise", visit) for visit in range(VISITS)], axis=2)
    values = 50 + own[..., None] + noise - 2.0 * np.arange(VISITS)
    missing = np.stack([uniforms(keys, "missing", visit) < 0.02 for visit in range(VISITS)], axis=2)
    arm = np.broadcast_to(np.repeat([0, 1, 2], [10, 6, 3]), (REPLICATES, PEOPLE))
    return np.where(missing, np.nan, values), [arm == index for index in range(3)]


@pytest.fixture(scope="module")
def found(data: tuple[NDArray[np.float64], list[NDArray[np.bool_]]]) -> MixedAnova:
    return mixed_anova(*data)


def _residual(y: NDArray[np.float64], x: NDArray[np.float64]) -> float:
    return float(((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2).sum())


@pytest.mark.parametrize("replicate", range(0, REPLICATES, 8))
def test_sums_of_squares_are_those_of_dropping_columns(
    data: tuple[NDArray[np.float64], list[NDArray[np.bool_]]], found: MixedAnova, replicate: int
) -> None:
    """Type III by its definition: residual without a term minus residual with it, in effect coding."""
    values, groups = data
    known = np.isfinite(values[replicate]).all(axis=1)
    arm = np.argmax(np.stack(groups, axis=2)[replicate], axis=1)[known]
    y = values[replicate][known] @ factorial_contrasts((VISITS,), (True,)).T
    effect = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])[arm]
    full = np.column_stack([np.ones(arm.size), effect])
    error, df = _residual(y, full), arm.size - 3
    for own, without, hypotheses in ((found.visit, effect, 1), (found.interaction, full[:, :1], 2)):
        explained = (_residual(y, without) - error) / (hypotheses * (VISITS - 1))
        assert own.f[replicate] == pytest.approx(explained / (error / (df * (VISITS - 1))), rel=1e-9)
    mean = values[replicate][known].mean(axis=1)
    between = (_residual(mean, full[:, :1]) - _residual(mean, full)) / 2 / (_residual(mean, full) / df)
    assert found.arm.f[replicate] == pytest.approx(between, rel=1e-9)


def test_a_replicate_gives_the_same_alone_and_among_others(
    data: tuple[NDArray[np.float64], list[NDArray[np.bool_]]], found: MixedAnova
) -> None:
    values, groups = data
    alone = mixed_anova(values[7:8], [group[7:8] for group in groups])
    for own, all_of_them in zip(alone.interaction, found.interaction, strict=True):
        assert own[0] == pytest.approx(all_of_them[7], rel=1e-12)


def test_people_who_miss_a_visit_are_told(
    data: tuple[NDArray[np.float64], list[NDArray[np.bool_]]], found: MixedAnova
) -> None:
    np.testing.assert_array_equal(found.left_out, ~np.isfinite(data[0]).all(axis=2))
    np.testing.assert_array_equal(found.n + found.left_out.sum(axis=1), PEOPLE)
    np.testing.assert_array_equal(found.n_by_arm.sum(axis=1), found.n)


def test_two_equal_arms_give_the_visits_of_one() -> None:
    """With arms that are copies of each other, the interaction is 0 and each arm's means are all means."""
    keys = person_keys(3, np.arange(5)[:, None], np.arange(8)[None])
    one = np.stack([normals(keys, "visit", visit) for visit in range(3)], axis=2)
    twice = np.concatenate([one, one], axis=1)
    first = np.broadcast_to(np.arange(16) < 8, (5, 16))
    found, single = mixed_anova(twice, [first, ~first]), repeated_measures(one)
    np.testing.assert_allclose(found.interaction.f, 0, atol=1e-12)
    np.testing.assert_allclose(found.visit.f, 2 * single.f, rtol=1e-9)
    np.testing.assert_allclose(found.visit.epsilon_gg, single.epsilon_gg, rtol=1e-9)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda values: np.where(np.arange(6)[:, None] < 3, np.nan, values), "of some arm nobody"),
        (lambda values: np.where(np.arange(6)[:, None] % 3 > 0, np.nan, values), "no arm has two people"),
        (lambda values: np.repeat(values[..., :1], 3, axis=2), "do not vary between people"),
    ],
)
def test_what_cannot_be_tested_gives_the_reason(spoil, reason: str) -> None:
    keys = person_keys(4, np.arange(1)[:, None], np.arange(6)[None])
    values = np.stack([normals(keys, "visit", visit) for visit in range(3)], axis=2)
    first = np.arange(6)[None] < 3
    found = mixed_anova(spoil(values), [first, ~first])
    assert not found.converged[0]
    assert reason in found.notes[0]
    assert np.isnan([found.arm.f[0], found.visit.f[0], found.interaction.p_gg[0]]).all()


def test_the_interaction_of_equal_arms_is_found_in_one_of_twenty() -> None:
    """Type I error at 5% with a covariance far from spherical: 2000 replicates, so 3.6 to 6.6% at 3 SE.

    The uncorrected test is far above it, which shows that the correction is at work.
    """
    keys = person_keys(21, np.arange(2000)[:, None], np.arange(24)[None])
    steps = np.stack([(1 + visit) * normals(keys, "step", visit) for visit in range(4)], axis=2)
    first = np.broadcast_to(np.arange(24) % 2 == 0, (2000, 24))
    found = mixed_anova(np.cumsum(steps, axis=2), [first, ~first])
    assert 0.036 < (found.interaction.p_gg < 0.05).mean() < 0.066
    assert (found.interaction.p < 0.05).mean() > 0.07
    assert 0.036 < (found.arm.p < 0.05).mean() < 0.066
