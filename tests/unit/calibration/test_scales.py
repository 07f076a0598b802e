"""Protects: scales undo themselves, slopes are derivatives, what a small study never saw is finite."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.calibration.scales import Scale, scale_of
from lassitude.quantities.errors import RequestError

ALL = [
    (scale_of("identity", -3.0, 250), -3.0),
    (scale_of("log", 0.4, 250), 0.3),
    (scale_of("logit", 0.4, 250), 0.3),
    (scale_of("fisher", 0.4, 250), -0.6),
]


@pytest.mark.parametrize(("scale", "value"), ALL)
def test_a_scale_undoes_itself(scale: Scale, value: float) -> None:
    assert scale.back(scale.forth(value)) == pytest.approx(value)


@pytest.mark.parametrize(("scale", "value"), ALL)
def test_slopes_are_derivatives(scale: Scale, value: float) -> None:
    step = 1e-6
    rise = (scale.forth(value + step) - scale.forth(value - step)) / (2 * step)
    assert scale.slope(value) == pytest.approx(float(rise), rel=1e-5)


@pytest.mark.parametrize(
    ("label", "values"), [("log", [0.0]), ("logit", [0.0, 1.0]), ("fisher", [-1.0, 1.0])]
)
def test_ends_are_finite_and_gaps_stay(label: str, values: list[float]) -> None:
    scale = scale_of(label, 0.4, 250)
    assert np.isfinite(scale.forth(values)).all()
    assert np.isnan(scale.forth([np.nan])).all()


@pytest.mark.parametrize(
    ("label", "published", "told"),
    [
        ("logt", 1.0, "no scale 'logt'. Did you mean"),
        ("log", 0.0, "no logarithm"),
        ("logit", 1.2, "no share"),
    ],
)
def test_what_does_not_lie_on_a_scale_is_refused(label: str, published: float, told: str) -> None:
    with pytest.raises(RequestError, match=told):
        scale_of(label, published, 250)
