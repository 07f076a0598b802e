"""Protects: how often a trial finds a difference is told after every test of arms, and only there."""

from __future__ import annotations

import numpy as np

from lassitude.prediction.comparing import predicted_estimates
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.protocol import read_protocol


def batch(identifier: str, value: list[float], p: list[float] | None = None) -> EstimateBatch:
    values = np.array(value)
    return EstimateBatch(
        id=identifier,
        analysis="primary",
        unit="points",
        value=values,
        n=np.full(len(values), 40),
        method="",
        converged=np.isfinite(values),
        p=None if p is None else np.array(p),
    )


def shares(*batches: EstimateBatch) -> dict[str, float]:
    protocol = read_protocol("triumphant-ms")
    found = predicted_estimates(protocol, {one.id: one for one in batches})
    return {one.id: one.predicted.median for one in found if "share_" in one.id and one.predicted}


def test_a_difference_is_followed_by_how_often_its_p_is_below_five_in_a_hundred() -> None:
    one = batch(
        "MFIS.total|difference:placebo|W5|modafinil", [-1.0, -2.0, 0.5, np.nan], [0.2, 0.01, 0.04, 0.001]
    )
    assert shares(one) == {"MFIS.total|share_difference_p_below_0.05:placebo|W5|modafinil": 2 / 3}


def test_a_test_of_all_arms_is_followed_by_its_share() -> None:
    one = batch("MFIS.total|treatment_p|W5|all", [0.2, 0.01, 0.04, 0.5])
    other = batch("MFIS.total|ancova_p|W5|all", [0.2, 0.01, 0.4, 0.5])
    assert list(shares(one, other).values()) == [0.5, 0.25]


def test_p_of_a_difference_has_no_second_share_and_carry_over_none() -> None:
    """The share stands after the difference; that of carry-over would invite choosing an analysis by it."""
    p = batch("MFIS.total|difference_p:placebo|W5|modafinil", [0.01, 0.02])
    left = batch("MFIS.total|carryover:placebo|W5|modafinil", [1.0, 2.0], [0.01, 0.02])
    period = batch("MFIS.total|period:P2|W5|all", [1.0, 2.0], [0.01, 0.02])
    assert shares(p, left, period) == {}


def test_published_numbers_of_everybody_and_of_treatments_land_on_their_rows() -> None:
    """nourbakhsh2021_triumphant is of role calibrate: 51.3 at entry of all, 40.6 under placebo."""
    protocol = read_protocol("triumphant-ms")
    rows = [batch("MFIS.total|mean|BL|all", [52.0, 53.0]), batch("MFIS.total|mean|W5|placebo", [45.0, 46.0])]
    found = list(predicted_estimates(protocol, {one.id: one for one in rows}))
    told = [(one.id, round(one.published.value, 1), one.published.label) for one in found if one.published]
    assert told == [
        ("MFIS.total|mean|BL|all", 51.3, "fitted"),
        ("MFIS.total|mean|W5|placebo", 40.6, "fitted"),
    ]
