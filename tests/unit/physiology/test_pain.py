"""Pain: endotoxin lowers its threshold for hours; what lasts answers tone, mood and sleep."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.pain import PainParameters, balanced_threshold, pain, pain_now, threshold_flows

P = PainParameters()


def usual(**changed: float) -> SimpleNamespace:
    typical = {"spasticity": 1.0, "sickness": 0.0, "mood": 0.0, "sleep": 0.0}
    return SimpleNamespace(**{**typical, **changed})


@pytest.mark.parametrize("cause", ["spasticity", "sickness", "mood", "sleep"])
def test_each_cause_adds_pain(cause: str) -> None:
    more = usual(**{cause: getattr(usual(), cause) + 1.0})
    assert pain(more, P).target > pain(usual(), P).target == pytest.approx(0.0)


def test_the_threshold_by_the_hour_ends_where_the_day_has_it() -> None:
    """Endotoxin held at 0.2 ng/kg for two days, in steps of six minutes."""
    s = SimpleNamespace(endotoxin=0.2)
    left = {"pain_threshold": 1.0}
    for _ in range(480):
        left = two_stage_step(left, lambda some: threshold_flows(s, P), 1.0 / 240.0)
    assert float(left["pain_threshold"]) == pytest.approx(balanced_threshold(s, P), rel=1e-3)


def test_a_lowered_threshold_is_pain_and_a_usual_one_is_none() -> None:
    assert pain_now(SimpleNamespace(pain=0.3, pain_threshold=1.0), P) == pytest.approx(0.3)
    assert pain_now(SimpleNamespace(pain=0.3, pain_threshold=0.6), P) == pytest.approx(
        0.3 + 0.4 * P.by_threshold
    )
