"""Protects: closed forms of power agree with trials that are drawn and analyzed, and nulls come out null.

Every comparison is of a share of 4000 trials with its formula. The bar is four standard errors of that share,
plus one percentage point where the formula is itself an approximation: a right formula fails once in 16,000.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from lassitude.prediction.power.closed_forms import closed_form
from lassitude.prediction.power.moment_trials import MomentTrialsTask, run_moment_trials
from lassitude.prediction.power.moments import moments_for, read_moments
from lassitude.prediction.power.question import question
from lassitude.prediction.power.summaries import in_favor, significant, together
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics import power_formulas as formulas
from lassitude.statistics import power_formulas_counts as counts
from lassitude.study.protocol import parse_protocol
from tests.power_plans import MOMENTS, PLAN, mixed

TRIALS = 4000


def close(found: float, expected: float, trials: int = TRIALS, about: float = 0.0) -> bool:
    return abs(found - expected) <= 4 * np.sqrt(expected * (1 - expected) / trials) + about


def drawn(people: int, purpose: str) -> NDArray[np.float64]:
    return normals(person_keys(1, np.arange(TRIALS)[:, None], np.arange(people)), purpose, 0)


def thrown(people: int, purpose: str) -> NDArray[np.float64]:
    return uniforms(person_keys(2, np.arange(TRIALS)[:, None], np.arange(people)), purpose, 0)


def test_two_samples() -> None:
    first, second = drawn(20, "first"), drawn(30, "second") + 0.8
    t, p = stats.ttest_ind(second, first, axis=1)
    assert close(((p <= 0.05) & (t > 0)).mean(), formulas.two_sample_t(0.8, 1.0, (20, 30)))


def test_no_effect_is_half_of_alpha_in_each_direction() -> None:
    assert formulas.two_sample_t(0.0, 1.0, (20, 30)) == pytest.approx(0.025)


def test_crossover() -> None:
    # What lasts in a person is the same in both periods and leaves their difference.
    apart = 0.5 + (drawn(24, "period 1") - drawn(24, "period 2")) * np.sqrt(0.4)
    # A balanced two-period design spends one degree of freedom on the period.
    order = np.where(np.arange(24) % 2, 1.0, -1.0)
    residual = apart - apart.mean(axis=1, keepdims=True) - order * (apart * order).mean(axis=1, keepdims=True)
    t = apart.mean(axis=1) / np.sqrt((residual**2).sum(axis=1) / 22 / 24)
    found = (t > stats.t.isf(0.025, 22)).mean()
    assert close(found, formulas.crossover(0.5, 1.0, 0.6, 24))


def test_proportions() -> None:
    one, two = (thrown(60, "one") < 0.5).mean(axis=1), (thrown(60, "two") < 0.28).mean(axis=1)
    pooled = (one + two) / 2
    z = (one - two) / np.sqrt(2 * pooled * (1 - pooled) / 60)
    assert close((z > stats.norm.isf(0.025)).mean(), counts.proportions(0.5, 0.28, (60, 60)), about=0.02)


def test_events_by_a_log_rank_test() -> None:
    n = 60
    times = np.concatenate([-np.log(thrown(n, "first")), -np.log(thrown(n, "second")) / 0.6], axis=1)
    treated = np.concatenate([np.zeros(n), np.ones(n)])[np.argsort(times, axis=1)]
    there = np.cumsum(treated[:, ::-1], axis=1)[:, ::-1] / np.arange(2 * n, 0, -1)
    z = (treated - there).sum(axis=1) / np.sqrt((there * (1 - there)).sum(axis=1))
    assert close((z < -stats.norm.isf(0.025)).mean(), counts.events(0.6, 2 * n), about=0.01)


def test_negative_binomial_rates() -> None:
    n, dispersion = 120, 0.5
    found = []
    for rate, name in ((0.9, "reference"), (0.5, "treated")):
        frailty = stats.gamma.ppf(thrown(n, f"frailty {name}"), 1 / dispersion) * dispersion
        found.append(stats.poisson.ppf(thrown(n, f"count {name}"), frailty * rate))
    means = [one.mean(axis=1) for one in found]
    variances = [1 / (n * mean) + dispersion / n for mean in means]
    z = np.log(means[0] / means[1]) / np.sqrt(variances[0] + variances[1])
    expected = counts.negative_binomial((0.9, 0.5), dispersion, 1.0, (n, n))
    assert close((z > stats.norm.isf(0.025)).mean(), expected, about=0.01)


def test_rising_shares_of_people_are_refused() -> None:
    with pytest.raises(ValueError, match="fall"):
        formulas.mixed_model_variance(np.eye(2), [0.5, 1.0])


GROUPS = PLAN.replace('type = "ancova"', 'type = "group-comparison"')


@pytest.mark.parametrize("text", [PLAN, GROUPS, mixed()], ids=["ancova", "t", "mmrm"])
def test_trials_drawn_from_moments_have_the_power_of_the_formula(text: str) -> None:
    asked = question(parse_protocol(text, "plan.toml"))
    known = moments_for(asked, read_moments(MOMENTS, "pilot.toml"), "pilot.toml")
    sizes, trials = (60, 120), 800
    planned, null = (
        together(
            [
                run_moment_trials(MomentTrialsTask(asked, known, sizes, 5, first, 200, nothing))
                for first in range(0, trials, 200)
            ]
        )
        for nothing in (False, True)
    )
    fitting = closed_form(asked.analysis, known.until("W8"))
    assert fitting is not None
    for place, n in enumerate(sizes):
        found = in_favor(planned, asked.better)[place].mean()
        assert close(found, fitting[1](n), trials, about=0.02), (n, found, fitting[1](n))
        assert close(significant(null)[place].mean(), 0.05, trials)
        held = (planned["low"][place] <= known.effect) & (known.effect <= planned["high"][place])
        assert close(held.mean(), 0.95, trials)
        error = planned["value"][place].std() / np.sqrt(trials)
        assert abs(planned["value"][place].mean() - known.effect) < 4 * error
