"""Protects: a challenge gives its whole dose whatever the step, and nothing outside its time."""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.randomness.streams import person_keys
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import FOREVER, Treatment, regimen

KEYS = person_keys(1, 0, np.arange(1))
START = 730.375  # nine in the morning: 24 of 64 parts of a day

DOSES = {  # lever, and its integral over time in days times the lever's unit, by hand
    "endotoxin": ("endotoxin_drive", {"dose": 0.8}, 0.8),
    "hot-bath": ("heat_drive", {"degrees": 2.0, "minutes": 45.0}, 2.0 * 45 / 1440),
    "exercise-bout": ("exertion_drive", {"met": 5.0, "minutes": 12.0}, 5.0 * 12 / 60),
    "inoculation": ("infection_drive", {"speed": 1.0, "days": 1.0}, 1.0),
}


@pytest.mark.parametrize("parts", [1, 2, 64, 128])
@pytest.mark.parametrize("name", DOSES)
def test_the_whole_dose_is_given_at_any_step(name: str, parts: int) -> None:
    """To 1%: a moment in float32 is known to 6e-5 of a day, 5 seconds of ten minutes or more."""
    lever, options, dose = DOSES[name]
    given = regimen([Treatment(name, START, FOREVER, {**options, **_long(name)}, "none")], KEYS)
    moments = np.float32(729) + np.arange(4 * parts, dtype=np.float32) / np.float32(parts)
    pulled = [float(getattr(levers(given, moment, 1 / parts), lever)[0]) for moment in moments]
    assert sum(pulled) / parts == pytest.approx(dose, rel=0.01)


def _long(name: str) -> dict[str, float]:
    """Return ten minutes for a bolus: a minute itself would be known to 8% only."""
    return {"minutes": 10.0} if name == "endotoxin" else {}


def test_before_and_after_nothing_is_pulled() -> None:
    given = regimen([Treatment("hot-bath", START, FOREVER, {}, "none")], KEYS)
    for moment in (START - 2 / 64, START + 3 / 64):
        assert float(levers(given, np.float32(moment), 1 / 64).heat_drive[0]) == 0.0


def test_bed_rest_lasts_until_it_stops() -> None:
    given = regimen([Treatment("bed-rest", 730.0, 751.0, {}, "none")], KEYS)
    lain = [float(levers(given, np.float32(day)).rest_drive[0]) for day in (729, 730, 750, 751)]
    assert lain == [0.0, 1.0, 1.0, 0.0]


def test_intensity_is_that_of_the_bout_however_short_it_is() -> None:
    given = regimen([Treatment("exercise-bout", START, FOREVER, {"intensity": 0.7}, "none")], KEYS)
    assert float(levers(given, np.float32(730.0)).exertion_intensity[0]) == pytest.approx(0.7)
    assert float(levers(given, np.float32(731.0)).exertion_intensity[0]) == 0.0
