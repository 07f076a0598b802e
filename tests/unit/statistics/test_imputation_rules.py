"""Protects: after an event, means and conditional means are those that each reference-based method states.

The closed forms are those of Carpenter, Roger and Kenward (J Biopharm Stat 2013;23:1352-1371): with means m
and covariance blocks R of the reference arm, the mean of visits after the event given those before is
m_after + R21 R11^-1 (y_before - m_before), where the method says what m_after and m_before are.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.imputation.augmentation import augment
from lassitude.statistics.imputation.completing import complete
from lassitude.statistics.imputation.filling import fill_ends, fill_gaps
from lassitude.statistics.imputation.incomplete import Incomplete, flatten
from lassitude.statistics.imputation.regressions import Regressions, means
from lassitude.statistics.imputation.rules import law_of
from lassitude.study.analyses.imputation import (
    CopyIncrements,
    CopyReference,
    JumpToReference,
    Method,
    MissingAtRandom,
)

Array = NDArray[np.float64]

MEANS = {"drug": np.array([-4.0, -7.0, -9.0, -10.0]), "placebo": np.array([-1.0, -2.0, -2.5, -3.0])}
COVARIANCE = 9.0 * 0.7 ** np.abs(np.subtract.outer(np.arange(4), np.arange(4))) + np.diag(
    [1.0, 2.0, 3.0, 4.0]
)
ARM = {"drug": 1.3 * COVARIANCE, "placebo": COVARIANCE}
EVENT_AFTER = 2
BEFORE = np.array([-6.0, -3.0])


def law(arm: str) -> Regressions:
    """Write a normal law as regressions of each visit on those before, for people without covariates."""
    coefficients, sd = np.zeros((1, 1, 4, 6)), np.zeros((1, 1, 4))
    for visit in range(4):
        slopes = np.linalg.solve(ARM[arm][:visit, :visit], ARM[arm][:visit, visit])
        coefficients[0, 0, visit, 2 : 2 + visit] = slopes
        coefficients[0, 0, visit, 0] = MEANS[arm][visit] - slopes @ MEANS[arm][:visit]
        sd[0, 0, visit] = np.sqrt(ARM[arm][visit, visit] - slopes @ ARM[arm][:visit, visit])
    return Regressions(coefficients, np.zeros((1, 1, 4)), sd)


def both() -> Regressions:
    laws = [law("drug"), law("placebo")]
    return Regressions(
        *(np.concatenate([getattr(one, key) for one in laws]) for key in ("coefficients", "shift", "sd"))
    )


def given(values: Array, after: NDArray[np.bool_]) -> Incomplete:
    people = values.shape[1]
    drug = np.zeros((1, people), dtype=np.int64)
    return Incomplete(
        values, np.zeros((1, people, 1)), drug, after, ("drug", "placebo"), 1,
        np.array([0]), tuple(f"P-{number}" for number in range(people)), np.array([0]),
    )  # fmt: skip


def expected(method: Method) -> Array:
    """Return the means of the last two visits given the first two, by the closed form."""
    own, reference = MEANS["drug"], MEANS["placebo"]
    assumed = {
        MissingAtRandom: own,
        JumpToReference: np.concatenate([own[:EVENT_AFTER], reference[EVENT_AFTER:]]),
        CopyIncrements: np.concatenate(
            [own[:EVENT_AFTER], own[EVENT_AFTER - 1] + reference[EVENT_AFTER:] - reference[EVENT_AFTER - 1]]
        ),
        CopyReference: reference,
    }[type(method)]
    spread = ARM["drug" if isinstance(method, MissingAtRandom) else "placebo"]
    slopes = np.linalg.solve(spread[:EVENT_AFTER, :EVENT_AFTER], spread[:EVENT_AFTER, EVENT_AFTER:])
    return assumed[EVENT_AFTER:] + (BEFORE - assumed[:EVENT_AFTER]) @ slopes


@pytest.mark.parametrize(
    "method",
    [
        MissingAtRandom(type="missing-at-random"),
        JumpToReference(type="jump-to-reference"),
        CopyIncrements(type="copy-increments"),
        CopyReference(type="copy-reference"),
    ],
    ids=lambda method: method.type,
)
def test_conditional_means_are_the_closed_form(method: Method) -> None:
    values = np.full((1, 1, 4), np.nan)
    values[0, 0, :EVENT_AFTER] = BEFORE
    flat = flatten(given(values, np.arange(4)[None, None] >= EVENT_AFTER), 1)
    followed = law_of(flat, np.array([0]), both(), method)
    filled = fill_ends(flat.values[:, None], ~flat.observed, flat.fixed, followed, np.zeros((1, 1, 4)))
    assert filled[0, 0, EVENT_AFTER:] == pytest.approx(expected(method), abs=1e-12)


@pytest.mark.parametrize("first", [0, 1, 3])
def test_marginal_means_are_what_the_method_says(first: int) -> None:
    """For an event before the visit `first`, counted from 0; with 0 there is no visit of the own arm."""
    flat = flatten(given(np.full((1, 1, 4), np.nan), np.arange(4)[None, None] >= first), 1)
    own, reference = MEANS["drug"], MEANS["placebo"]
    jumped = means(flat.fixed, law_of(flat, np.array([0]), both(), JumpToReference(type="jump-to-reference")))
    assert jumped[0, 0] == pytest.approx(np.where(np.arange(4) >= first, reference, own))
    copied = means(flat.fixed, law_of(flat, np.array([0]), both(), CopyIncrements(type="copy-increments")))
    gained = own[first - 1] - reference[first - 1] if first else 0.0
    assert copied[0, 0] == pytest.approx(np.where(np.arange(4) >= first, reference + gained, own))


def test_a_gap_is_drawn_from_its_full_conditional() -> None:
    """Against the conditional normal distribution by its definition, the last visit not being seen."""
    seen, gap = np.array([0, 2]), 1
    y = np.array([[[-6.0, 99.0, -8.0, 0.0]]])
    fixed, one = np.array([[1.0, 0.0]]), law("drug")
    mask = np.array([[False, True, False, False]])
    center = fill_gaps(y, mask, np.array([3]), fixed, one, np.zeros((1, 1, 4)))[0, 0, gap]
    above = fill_gaps(y, mask, np.array([3]), fixed, one, np.ones((1, 1, 4)))[0, 0, gap]
    spread, mean = ARM["drug"], MEANS["drug"]
    slopes = np.linalg.solve(spread[np.ix_(seen, seen)], spread[seen, gap])
    assert center == pytest.approx(mean[gap] + slopes @ (y[0, 0, seen] - mean[seen]))
    assert above - center == pytest.approx(np.sqrt(spread[gap, gap] - slopes @ spread[seen, gap]))


def made() -> Incomplete:
    """Three replicates of forty people in two arms, with gaps, early ends and some values after events."""
    keys = person_keys(9, np.arange(3)[:, None, None], np.arange(40)[None, :, None])
    values = 10.0 + np.cumsum(normals(keys, "step", np.arange(3)), axis=2)
    missing = uniforms(keys, "gap", np.arange(3)) < 0.2
    after = np.arange(3) >= np.floor(8.0 * uniforms(keys, "event", 0))
    arm = np.broadcast_to(np.arange(40) % 2, (3, 40)).copy()
    return Incomplete(
        np.where(missing, np.nan, values), values[..., :1] + normals(keys, "before", 0), arm, after,
        ("drug", "placebo"), 1, np.array([4, 7, 9]), tuple(f"P-{number:02d}" for number in range(40)),
        np.zeros(3, dtype=np.int64),
    )  # fmt: skip


METHODS = [JumpToReference(type="jump-to-reference"), MissingAtRandom(type="missing-at-random")]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.type)
def test_draws_do_not_depend_on_what_stands_beside_them(method: Method) -> None:
    """To the last bit: replicates in another order or alone, people in another order."""
    whole = made()
    known = complete(whole, method, 7, 3, "abc").outcome
    for order in ([2, 0, 1], [1]):
        part = replace(
            whole, values=whole.values[order], covariates=whole.covariates[order], arm=whole.arm[order],
            after=whole.after[order], replicate=whole.replicate[order], chain=whole.chain[order],
        )  # fmt: skip
        assert complete(part, method, 7, 3, "abc").outcome.tobytes() == known[order].tobytes()
    fewer = complete(whole, method, 4, 3, "abc").outcome
    assert fewer.tobytes() == known[..., :4].tobytes()


def test_another_seed_draws_other_numbers_and_leaves_observed_ones() -> None:
    whole = made()
    one, other = (complete(whole, METHODS[0], 3, seed, "abc") for seed in (3, 4))
    assert (one.outcome[one.imputed] != other.outcome[one.imputed]).all()
    assert (one.outcome[~one.imputed] == whole.values[..., -1][~one.imputed][:, None]).all()


def test_the_law_is_drawn_around_least_squares_with_its_spread() -> None:
    """Without gaps a draw is exact: mean (to 4.5 standard errors) and spread of 4000 draws of a slope."""
    whole = made()
    keep = replace(
        whole,
        values=np.where(np.isnan(whole.values), 10.0, whole.values),
        after=np.zeros_like(whole.after),
        by_arm=True,
    )
    flat = flatten(keep, 1)
    drawn = augment(flat, 4000).law.coefficients[0, :, 0, 1]
    who = flat.group == 0
    x, y = flat.fixed[who], flat.values[who, 0]
    inverse = np.linalg.inv(x.T @ x)
    slope, residual = inverse @ x.T @ y, y - x @ (inverse @ x.T @ y)
    df = len(y) - 2
    sd = np.sqrt(residual @ residual / df * inverse[1, 1] * df / (df - 2))
    assert abs(drawn.mean() - slope[1]) < 4.5 * sd / np.sqrt(4000)
    assert drawn.std() == pytest.approx(sd, rel=0.06)


def test_too_few_people_are_told_with_counts() -> None:
    whole = made()
    values = whole.values.copy()
    values[0, ::2, 2] = np.nan
    found = complete(replace(whole, values=values), METHODS[1], 3, 3, ["W4", "W8", "W12"])
    assert found.failed.tolist() == [True, False, False]
    assert found.reason == "nobody of drug was seen at W12 or later"
    assert np.isnan(found.outcome[0]).all() and np.isfinite(found.outcome[1:]).all()


@pytest.mark.parametrize(
    ("by_arm", "told"),
    [
        (True, "2 people of drug were seen at W12 or later, and their regression on 4 numbers needs 5"),
        (
            False,
            "4 people of drug and placebo were seen at W12 or later, "
            "and their regression on 5 numbers needs 6",
        ),
    ],
)
def test_too_few_people_for_a_regression_are_counted(by_arm: bool, told: str) -> None:
    whole = made()
    values, after = np.where(np.isnan(whole.values), 10.0, whole.values), np.zeros_like(whole.after)
    values[0, 4:, 2] = np.nan
    found = complete(
        replace(whole, values=values, after=after, by_arm=by_arm), METHODS[1], 3, 3, ["W4", "W8", "W12"]
    )
    assert (found.failed.tolist(), found.reason) == ([True, False, False], told)


def test_a_law_shared_by_arms_is_that_of_one_regression_on_arm() -> None:
    """The mean of 4000 draws of each arm's constant and of the slope they share, to 4.5 standard errors."""
    whole = made()
    values, after = np.where(np.isnan(whole.values), 10.0, whole.values), np.zeros_like(whole.after)
    flat = flatten(replace(whole, values=values, after=after), 1)
    drawn = augment(flat, 4000).law.coefficients[:2, :, 0, :2]
    who = flat.replicate == 0
    drug = (flat.group[who] == 0).astype(float)
    x, y = np.column_stack([drug, 1 - drug, flat.fixed[who, 1]]), flat.values[who, 0]
    inverse = np.linalg.inv(x.T @ x)
    known = inverse @ x.T @ y
    sd = np.sqrt(((y - x @ known) ** 2).sum() / (len(y) - 5) * np.diag(inverse))
    found = np.array([drawn[0, :, 0].mean(), drawn[1, :, 0].mean(), drawn[0, :, 1].mean()])
    assert (np.abs(found - known) < 4.5 * sd / np.sqrt(4000)).all()
    assert (drawn[0, :, 1] == drawn[1, :, 1]).all()
