"""Protects: the prior is the triangle that predictions use, and its standard numbers are exact both ways."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from lassitude.calibration.prior import prior_of
from lassitude.quantities.errors import RequestError
from tests.unit.calibration.numbers import declared, prior

bounds = st.tuples(st.floats(-5, 0), st.floats(0, 1), st.floats(1, 5)).filter(
    lambda one: one[2] - one[0] > 0.1
)


@given(bounds, st.floats(-3.5, 3.5))
def test_standard_numbers_come_back(corners: tuple[float, float, float], standard: float) -> None:
    fitted = prior_of([declared("x", *corners)])
    there = fitted.values(np.array([[standard]]))
    assert fitted.standard(there)[0, 0] == pytest.approx(standard, abs=1e-5)


@pytest.mark.parametrize("peak", [0.0, 1.0, 3.0])
def test_the_prior_is_a_triangle(peak: float) -> None:
    """SciPy's triangular distribution is the reference, for quantiles and for the standard deviation."""
    fitted = prior_of([declared("x", 0.0, peak, 3.0)])
    told = triang(c=peak / 3.0, scale=3.0)
    standard = np.array([[-2.0], [-0.5], [0.0], [1.0], [2.5]])
    probability = np.array([0.022750, 0.308538, 0.5, 0.841345, 0.993790])
    np.testing.assert_allclose(fitted.values(standard)["x"], told.ppf(probability), atol=1e-4)
    assert fitted.spread[0] == pytest.approx(told.std())


def test_no_value_has_an_infinite_number() -> None:
    assert np.isfinite(prior("x").standard({"x": np.array([0.0, 3.0, -1.0, 4.0])})).all()


def test_a_parameter_without_room_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="'held' cannot be fitted"):
        prior_of([declared("free"), declared("held", 1.0, 1.0, 1.0)])
