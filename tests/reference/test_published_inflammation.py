"""Hold acute inflammation, fever and the stress axis to the published models, and the body to those."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from lassitude.engine.flows import balance
from lassitude.physiology import hpa_axis, innate, pain, temperature
from lassitude.physiology.innate_parameters import BOLUS, INFUSION, InnateParameters
from lassitude.physiology.states import at_rest_by_hour
from lassitude.quantities.parameters import declarations, with_values
from tests.reference.published import brady_nicholls2021, gupta2007, karin2020, windoloski2020

HOURS = np.linspace(0.0, 12.0, 2401)
FLAT = {one.name: one.value for one in declarations(InnateParameters, "innate")}
SETS = {
    "bolus": (with_values(InnateParameters, "innate", {**FLAT, **BOLUS}), windoloski2020.BOLUS),
    "infusion": (with_values(InnateParameters, "innate", {**FLAT, **INFUSION}), windoloski2020.INFUSION),
}
NAMES = dict(zip(innate.BY_HOUR, ("E", "MR", "MA", "IL10", "TNF", "IL6", "IL8"), strict=False))


@pytest.mark.parametrize(
    ("dose", "peaks"),
    [
        (2.0, {"TNF": 365.7, "IL6": 749.0, "IL8": 747.0, "IL10": 42.2}),
        (0.8, {"TNF": 25.5, "IL6": 22.2, "IL10": 4.1}),
        (0.4, {"TNF": 16.2, "IL6": 10.0, "IL10": 3.9}),
    ],
)
def test_peaks_after_a_bolus_are_those_of_the_review(dose: float, peaks: dict[str, float]) -> None:
    """Review 3.2, TEST rows, 5%."""
    course = windoloski2020.course(windoloski2020.BOLUS, HOURS, dose)
    assert {name: course[name].max() for name in peaks} == pytest.approx(peaks, rel=0.05)


def test_cytokines_peak_when_the_review_says() -> None:
    """Review 3.2: TNF at 1.70 h, IL-6 at 2.05 h, IL-8 at 2.12 h, IL-10 at 2.56 h; 5%."""
    course = windoloski2020.course(windoloski2020.BOLUS, HOURS, 2.0)
    found = [HOURS[course[name].argmax()] for name in ("TNF", "IL6", "IL8", "IL10")]
    assert found == pytest.approx([1.70, 2.05, 2.12, 2.56], rel=0.05)


@pytest.mark.parametrize("chosen", SETS)
def test_flows_of_the_body_are_the_published_equations(chosen: str) -> None:
    """Every state of the source along its own course, to rounding: the body adds nothing without a cold."""
    p, published = SETS[chosen]
    course = windoloski2020.course(published, np.linspace(0.0, 8.0, 33), 2.0)
    for moment in range(33):
        y = np.array([course[name][moment] for name in windoloski2020.STATES])
        expected = dict(zip(windoloski2020.STATES, windoloski2020.derivative(y, published, 0.0), strict=True))
        s = at_rest_by_hour()
        for ours, theirs in NAMES.items():
            setattr(s, ours, course[theirs][moment])
        net = balance(innate.innate_flows(s, p), vars(s))
        for ours, theirs in NAMES.items():
            change = (net[ours][0] - net[ours][1] * getattr(s, ours)) / 24.0
            assert change == pytest.approx(expected[theirs], rel=1e-5, abs=1e-5), ours


def test_fever_tends_where_the_source_says_above_rest() -> None:
    """To 0.1%: the body rests at 37 degC, the one person of the source at 36.85."""
    p = InnateParameters()
    s = at_rest_by_hour()
    s.tnf, s.il6, s.monocyte_il10 = p.tnf_basal + 200.0, p.il6_basal + 300.0, p.il10_basal + 20.0
    fever = temperature.asked_for(s, temperature.TemperatureParameters(), p)
    assert fever == pytest.approx(
        brady_nicholls2021.temperature_target(200.0, 300.0, 20.0) - brady_nicholls2021.BASELINE, rel=1e-3
    )
    assert 24.0 / temperature.TemperatureParameters().turnover == pytest.approx(
        brady_nicholls2021.TIME_CONSTANT, rel=1e-3
    )


@pytest.mark.parametrize(("endotoxin", "threshold"), [(0.0, 0.6), (0.8, 1.0), (2.0, 0.7)])
def test_the_pain_threshold_falls_and_returns_as_the_source_says(endotoxin: float, threshold: float) -> None:
    s = at_rest_by_hour()
    s.endotoxin, s.pain_threshold = endotoxin, threshold
    change = balance(pain.threshold_flows(s, pain.PainParameters()), vars(s))["pain_threshold"]
    gained, lost = (float(one) for one in change)
    assert (gained - lost * threshold) / 24.0 == pytest.approx(
        brady_nicholls2021.threshold_change(threshold, endotoxin), rel=1e-3
    )


def _drive(day: float) -> float:
    return 2.0 if day < 30.0 else 1.0


DAYS = np.array([0.0, 29.0, 40.0, 90.0, 150.0])


def test_gland_masses_blunt_the_axis_for_months() -> None:
    """Review 4, TEST rows, 5%: drive doubled for 30 days."""
    _, acth, cortisol, pituitary, adrenal = karin2020.course(_drive, DAYS)
    assert [cortisol[1], pituitary[1], adrenal[1]] == pytest.approx([1.68, 1.29, 1.26], rel=0.05)
    assert acth[2:] == pytest.approx([0.95, 0.91, 0.94], rel=0.05)
    assert cortisol[2:] == pytest.approx([1.20, 1.04, 0.98], rel=0.05)


def test_the_axis_of_the_body_follows_the_published_one() -> None:
    """Hormones in balance instead of their own equations, and rest at exactly 1: within 3%."""
    p, rest = hpa_axis.AxisParameters(), InnateParameters()

    def moved(day: float, masses: np.ndarray) -> list[float]:
        # Stress is what doubles the drive: one unit over its weight.
        s = SimpleNamespace(il6=rest.il6_basal, stress=(_drive(day) - 1.0) / p.by_stress)
        s.pituitary, s.adrenal = masses
        s.cortisol = hpa_axis.balanced_cortisol(s, p, rest)
        net = balance(hpa_axis.gland_flows(s, p, rest), vars(s))
        return [net[one][0] - net[one][1] * getattr(s, one) for one in ("pituitary", "adrenal")]

    found = solve_ivp(moved, (0.0, 150.0), [1.0, 1.0], t_eval=DAYS, rtol=1e-8, max_step=1.0).y
    published = karin2020.course(_drive, DAYS)
    np.testing.assert_allclose(found, published[3:], rtol=0.03)


def test_cortisol_in_balance_solves_its_equation() -> None:
    """Newton's steps leave less than 0.1% while the axis is driven up to four times, 2% at nine times."""
    p, rest = hpa_axis.AxisParameters(), InnateParameters()
    for times, allowed in ((0.5, 1e-3), (2.0, 1e-3), (4.0, 1e-3), (9.0, 2e-2)):
        s = SimpleNamespace(
            il6=rest.il6_basal, stress=(times - 1.0) / p.by_stress, pituitary=1.0, adrenal=1.0
        )
        found = hpa_axis.balanced_cortisol(s, p, rest)
        assert found**2 == pytest.approx(times * hpa_axis.receptors(found, p) ** 2, rel=2 * allowed)


def test_the_bistable_axis_has_two_resting_points() -> None:
    """Review 4, TEST rows, 5%: healthy and high-receptor; a strong stressor flips it, a weak one does not."""
    healthy = gupta2007.settled((0.6, 0.06, 0.05, 0.06))
    assert healthy == pytest.approx([0.626, 0.0597, 0.081, 0.0597], rel=0.05)
    flipped = gupta2007.settled(tuple(healthy), lambda time: 10.0 if time < 1.0 else 0.0)
    assert flipped == pytest.approx([0.660, 0.0515, 0.548, 0.0515], rel=0.05)
    assert gupta2007.settled(tuple(healthy), lambda time: 1.0 if time < 10.0 else 0.0)[2] > 0.5
    assert gupta2007.settled(tuple(healthy), lambda time: 1.0 if time < 1.0 else 0.0)[2] < 0.1
