"""Protects: the calibration gives back what is known, and is as sure as it should be.

A toy of three parameters and five numbers takes the place of the body: bent enough that a quadratic is not
exact, with the scatter of a small study. All draws are keyed, so these tests always pass or always fail; each
says how often correct code would fail by chance under another seed.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from lassitude.calibration.emulator import Emulator
from lassitude.calibration.likelihood import likelihood_of
from lassitude.calibration.prior import Prior
from lassitude.calibration.recovery import ranks, recover, uniformity
from lassitude.calibration.sampling import left_to_explain, sample
from lassitude.calibration.stage_fit import FittedStage, Sizes, StageWork, fit_stage
from lassitude.randomness.streams import normals, person_keys
from tests.unit.calibration.numbers import answers, observations, prior, simulated

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sampler")]

TRUTHS = 6
SIZES = Sizes(first=64, second=64)
PRIOR = prior("strong", "weak", "idle")


def everything(values: dict[str, np.ndarray]) -> np.ndarray:
    return np.ones(len(values["strong"]), dtype=bool)


def truths() -> dict[str, np.ndarray]:
    keys = person_keys(21, 0, np.arange(TRUTHS))
    return PRIOR.values(np.stack([normals(keys, f"truth {one}", 0) for one in range(3)], axis=-1))


@cache
def fitted(truth: int) -> FittedStage:
    """Fit numbers that a study of known parameters published, with its own error."""
    known = {name: one[truth : truth + 1] for name, one in truths().items()}
    exact = observations(answers(known)[0])
    chance = normals(person_keys(22, 0, np.array([truth])), "error", 0, np.arange(len(exact)))
    published = np.array(
        [one.scale.back(one.told + off * one.spread) for one, off in zip(exact, chance, strict=True)]
    )
    work = StageWork("1-toy", PRIOR, observations(published), 31 + truth, SIZES)
    return fit_stage(work, simulated, everything)


def test_known_parameters_are_found_through_both_waves() -> None:
    """Six truths, two parameters that the numbers tell of: of 12 intervals of 90%, 8 or more hold the truth.

    Correct code fails with probability 0.004.
    """
    known = truths()
    inside = [
        np.quantile(one.draws[name], 0.05) <= known[name][truth] <= np.quantile(one.draws[name], 0.95)
        for truth in range(TRUTHS)
        for one in [fitted(truth)]
        for name in ("strong", "weak")
    ]
    assert binom.cdf(7, 12, 0.9) < 0.005
    assert sum(inside) >= 8


def test_what_is_known_is_known_well_and_the_idle_one_by_its_prior_only() -> None:
    from lassitude.calibration.identifiability import PRIOR_ONLY, prior_only, spread_left

    one = fitted(0)
    left = spread_left(PRIOR, one.draws)
    assert (left[:2] < 0.4).all()
    assert left[2] > PRIOR_ONLY
    assert prior_only(PRIOR, one.draws) == ("idle",)


def test_chains_have_mixed() -> None:
    one = fitted(0)
    assert one.r_hat.max() < 1.05
    assert one.effective_draws.min() > 100
    assert 0.8 < one.posterior.acceptance <= 1.0
    assert one.posterior.divergent == 0.0


def test_the_smoother_agrees() -> None:
    """Two methods with one emulator; the toy is bent and its truth far out, so one SD is allowed."""
    one = fitted(0)
    drawn = one.posterior.draws.reshape(-1, 3)
    assert np.abs((one.ensemble.mean - drawn.mean(axis=0)) / drawn.std(axis=0)).max() < 1.0


def test_truths_are_recovered_on_the_emulator() -> None:
    """Eight truths times three parameters: 17 or more of 24 intervals of 90%; fails by chance once in 400."""
    one = fitted(0)
    found = recover(one.emulator, one.likelihood, one.work.earlier_standard, 3)
    assert binom.cdf(16, 24, 0.9) < 0.0025
    assert found.inside.sum() >= 17


def test_ranks_of_truths_are_even() -> None:
    """256 ranks for each of three parameters; a chi-square test at 0.001 each, so an error rate of 0.3%."""
    one = fitted(0)
    found = ranks(one.emulator, one.likelihood, one.work.earlier_standard, 3)
    assert len(found) == 256
    assert uniformity(found).min() > 0.001


def test_ranks_tell_of_a_posterior_that_is_too_sure() -> None:
    """The same truths ranked among draws that believe errors half as large: the test above would see it."""
    one = fitted(0)
    sure = likelihood_of(one.work.observations, 0.0 * one.emulator.error)
    sure = type(sure)(sure.told, sure.covariance, 3.0 * sure.whitening, sure.groups, sure.sizes)
    believed = type(sure)(sure.told, one.likelihood.covariance, sure.whitening, sure.groups, sure.sizes)
    found = ranks(one.emulator, believed, one.work.earlier_standard, 3)
    assert uniformity(found).min() < 0.001


def test_a_linear_posterior_is_exact() -> None:
    """One number, one parameter: y = 2 z with variance 1 and a t of five degrees, by quadrature."""
    from lassitude.calibration.likelihood import TAILS, Observation
    from lassitude.calibration.scales import Identity

    number = Observation("toy", "number", "e:v", 1.5, Identity(), 1.0, 0.0, 1.0, "g")
    line = Emulator(np.zeros(1), np.full((1, 1), 2.0), np.zeros((1, 1)), np.zeros((0, 1)), np.zeros(1))
    told = likelihood_of([number], np.zeros(1))
    left = left_to_explain(line, told, np.zeros((256, 0)))
    drawn = sample(line, told, left, 5, "exact").draws
    grid = np.linspace(-6.0, 6.0, 4001)
    density = np.exp(-0.5 * grid**2) * (1.0 + (1.5 - 2.0 * grid) ** 2 / TAILS) ** (-0.5 * (TAILS + 1.0))
    mean = (grid * density).sum() / density.sum()
    sd = np.sqrt(((grid - mean) ** 2 * density).sum() / density.sum())
    # 2,048 draws, worth 500 at the least: four standard errors.
    assert drawn.mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(500))
    assert drawn.std() == pytest.approx(sd, rel=4 / np.sqrt(2 * 500))


def test_what_earlier_stages_found_is_kept() -> None:
    """The second of two stages leaves the draws of the first alone, and each row keeps its own."""
    first = fitted(0)
    second = StageWork(
        "2-toy",
        prior("late"),
        first.work.observations[:1],
        77,
        SIZES,
        earlier=first.draws,
        earlier_prior=Prior(PRIOR.declared),
    )

    def later(label: str, values: dict[str, np.ndarray]):
        found = simulated(label, values)
        moved = found.estimates[:, :1] + 4.0 * (values["late"][:, None] - 1.5)
        return type(found)(moved, found.errors[:, :1])

    found = fit_stage(second, later, everything)
    for name, one in first.draws.items():
        np.testing.assert_array_equal(found.draws[name], one)
    # What the first stage left undecided, the late one has to make up for, row by row.
    short = found.work.observations[0].published - answers(first.draws)[:, 0]
    assert np.corrcoef(found.draws["late"], short)[0, 1] > 0.25
