"""Protects: every kind of published number has a declared spread between studies, on its own scale."""

from __future__ import annotations

import pytest

from lassitude.calibration.between_studies import DECLARED, BetweenStudies, between_studies
from lassitude.calibration.scales import scale_of
from lassitude.calibration.targets import stages, targets_of
from lassitude.quantities.parameters import declarations


@pytest.mark.parametrize(
    ("estimate", "label", "published", "expected"),
    [
        ("MFIS.total|mean|M0|all", "identity", 40.0, 0.04 * 84),
        ("MFIS.total|mean_change|M6|all", "identity", -5.0, 0.015 * 84),
        ("MFIS.total|difference:waiting|M6|all", "identity", -5.0, 0.015 * 84),
        ("MFIS.total|sd|M0|all", "log", 16.0, 0.1),
        ("MFIS.total|hedges_g|M6|exercise", "identity", -0.5, 0.12),
        ("steps.mean_day|mean|V0|ms", "identity", 6000.0, 600.0),
        ("FIS.total|percent_change|M6|placebo", "log", 0.7, 0.12),
        ("relapses.count|annualized_rate|Y1|placebo", "log", 0.7, 0.2),
        ("relapses.count|rate_ratio:placebo|Y1|drug", "log", 0.5, 0.12),
        ("FSS.total|share_at_least:4|M0|ms", "logit", 0.7, 0.3),
        ("FSS.total|correlation:EDSS.total|M0|ms", "fisher", 0.4, 0.1),
    ],
)
def test_kinds_of_outcomes(estimate: str, label: str, published: float, expected: float) -> None:
    scale = scale_of(label, published, 240)
    assert between_studies(estimate, published, scale, DECLARED) == pytest.approx(expected)


def test_all_of_them_are_declared_hypotheses() -> None:
    assert {one.source.grade for one in declarations(BetweenStudies, "between")} == {"hypothesis"}


def test_no_target_is_taken_for_certain() -> None:
    from lassitude.calibration.observing import observations_of

    for stage in stages():
        assert all(one.between > 0.0 for one in observations_of(targets_of(stage.name), 240))
