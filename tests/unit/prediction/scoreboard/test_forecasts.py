"""Protects: scores of single forecasts against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from lassitude.prediction.scoreboard.forecasts import around, beyond, central, crps, normal_score


@pytest.mark.parametrize("value", [-1.0, 0.0, 0.4, 3.0])
def test_crps_of_a_normal_forecast_is_the_closed_form(value: float) -> None:
    # Gneiting and Raftery 2007, equation 21, with mean 1 and SD 2; 999 quantiles miss the far tails.
    z = (value - 1.0) / 2.0
    exact = 2.0 * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(around(1.0, 2.0), value) == pytest.approx(exact, abs=2e-3)


def test_crps_of_a_uniform_forecast_is_the_closed_form() -> None:
    # The integral of (x - 1{x >= y})^2 over 0 to 1 is y^2 - y + 1/3.
    uniform = (np.arange(2000) + 0.5) / 2000
    assert crps(uniform, 0.3) == pytest.approx(0.3**2 - 0.3 + 1 / 3, abs=1e-3)


def test_a_sharper_forecast_around_the_truth_scores_better() -> None:
    assert crps(around(0.0, 1.0), 0.1) < crps(around(0.0, 2.0), 0.1) < crps(around(5.0, 1.0), 0.1)


def test_a_forecast_with_few_degrees_of_freedom_has_the_quantiles_of_student() -> None:
    forecast = around(0.0, 1.0, freedom=4.0)
    assert central(forecast, 0.9).upper == pytest.approx(t.ppf(0.95, 4), rel=5e-3)


def test_a_forecast_on_another_scale_is_brought_back() -> None:
    ratio = around(np.log(0.7), 0.2, back=np.exp)
    assert np.median(ratio) == pytest.approx(0.7)
    assert (ratio > 0).all()


def test_normal_scores_have_the_sign_of_the_miss_and_end_at_half_a_value() -> None:
    forecast = around(10.0, 2.0)
    assert normal_score(forecast, 12.0) == pytest.approx(1.0, abs=0.01)
    assert normal_score(forecast, 8.0) == pytest.approx(-1.0, abs=0.01)
    assert normal_score(forecast, 1e9) == pytest.approx(norm.ppf(1 - 0.5 / 999))
    assert beyond(forecast, 1e9) and not beyond(forecast, 10.0)


def test_equal_values_count_half() -> None:
    # A forecast that never moves says nothing on which side a number lies that equals it.
    assert normal_score(np.zeros(100), 0.0) == 0.0
