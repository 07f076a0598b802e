"""Published spread and reliability of the questionnaires come back from simulated answers.

Sources, all of role calibrate: learmonth2013_psychometrics (MFIS over six months: ICC 0.863, SEM 7.3,
hence SD 19.7), ziemssen2008_ga_mfis (mean 34.6), amtmann_maf_fss_mfis_irt (person reliability 0.95),
france2015_employment (68.1% at work).
"""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.special import ndtri

from lassitude.instruments import observe
from lassitude.instruments.daily_life import WorkParameters
from lassitude.instruments.declarations import central
from lassitude.instruments.fatigue_impact import FIS_FORM, MFIS_FORM, FisParameters, MfisParameters
from lassitude.randomness.streams import normals, person_keys

SCRIPT = Path(__file__).parents[2] / "scripts" / "calibrate_questionnaires.py"
SLOW_SD = 0.296
N = 20_000


@pytest.fixture(scope="module")
def calibration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("calibrate_questionnaires", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def latents(keys, occasion: int, slow_sd: float) -> dict[str, np.ndarray]:
    """Two latents of SD 1 and correlation 0.6, each a lasting trait and a state of the occasion."""
    values = []
    for index in (0, 1):
        lasting, state = normals(keys, "trait", 0, index), normals(keys, "state", occasion, index)
        values.append(math.sqrt(1 - slow_sd**2) * lasting + slow_sd * state)
    return {"fatigue_physical": values[0], "fatigue_cognitive": 0.6 * values[0] + 0.8 * values[1]}


def totals(name: str, slow_sd: float, days: tuple[int, ...]) -> np.ndarray:
    keys = person_keys(77, 0, np.arange(N))
    return np.stack([observe(name, latents(keys, day, slow_sd), keys, day)["total"].value for day in days])


def icc_and_sem(scores: np.ndarray) -> tuple[float, float]:
    within = scores.var(axis=0, ddof=1).mean()
    return 1.0 - within / scores.var(), math.sqrt(within)


def test_frozen_numbers_are_those_that_the_anchors_give(calibration):
    solved, frozen = calibration.fit_form(), central(MfisParameters)
    assert abs(solved.discrimination - frozen.discrimination) < 0.005
    assert abs(solved.location - frozen.location) < 0.0005
    assert abs(solved.step - frozen.step) < 0.0005
    assert abs(calibration.slow_within_person_sd(frozen) - SLOW_SD) < 0.0005


def test_both_forms_share_one_response_model():
    assert vars(central(FisParameters)) == vars(central(MfisParameters))


def test_mfis_has_the_published_mean_spread_icc_and_sem():
    """20,000 people twice: standard errors about 0.14, 0.08, 0.002 and 0.04; five are allowed."""
    scores = totals("MFIS", SLOW_SD, (0, 183))
    icc, sem = icc_and_sem(scores)
    assert abs(scores.mean() - 34.6) < 0.7
    assert abs(scores.std() - 19.7) < 0.4
    assert abs(icc - 0.863) < 0.01
    assert abs(sem - 7.3) < 0.2


def test_item_noise_alone_would_be_too_reliable():
    """Without the slow state a retest would agree as well as one occasion's items do: 0.95, not 0.863."""
    icc, sem = icc_and_sem(totals("MFIS", 0.0, (0, 183)))
    assert abs(icc - 0.95) < 0.005 and abs(sem - 4.4) < 0.2


@pytest.mark.parametrize(
    ("name", "form", "owner"), [("FIS", FIS_FORM, FisParameters), ("MFIS", MFIS_FORM, MfisParameters)]
)
def test_exact_moments_agree_with_simulated_ones(calibration, name, form, owner):
    exact = calibration.moments(form, central(owner))
    icc, sem = calibration.retest(form, central(owner), SLOW_SD)
    scores = totals(name, SLOW_SD, (0, 183))
    assert abs(scores.mean() / exact.mean - 1.0) < 0.02
    assert abs(scores.std() / exact.sd - 1.0) < 0.02
    simulated = icc_and_sem(scores)
    assert abs(simulated[0] - icc) < 0.01 and abs(simulated[1] / sem - 1.0) < 0.03


def test_share_at_work_is_the_published_one():
    """Latents N(0, 1) with the declared correlations; 20,000 people, five standard errors of 0.0033."""
    correlation = np.array([[1.0, 0.39, 0.55], [0.39, 1.0, 0.2], [0.55, 0.2, 1.0]])
    keys = person_keys(78, 0, np.arange(N))
    z = np.linalg.cholesky(correlation) @ np.stack([normals(keys, "latent", 0, index) for index in range(3)])
    own = normals(keys, "latent", 0, 3) * math.sqrt(0.4 / 2)
    half = z[0] * math.sqrt(3.2) / 2
    signals = {
        "fatigue_physical": half + own, "fatigue_cognitive": half - own, "disability": z[1], "mood": z[2],
    }  # fmt: skip
    assert abs(observe("work", signals, keys, 0)["status"].value.mean() - 0.681) < 0.017


def test_work_threshold_follows_from_the_employed_share():
    chosen = central(WorkParameters)
    weights = np.array([chosen.fatigue_weight, chosen.disability_weight, chosen.mood_weight])
    correlation = np.array([[1.0, 0.39, 0.55], [0.39, 1.0, 0.2], [0.55, 0.2, 1.0]])
    expected = ndtri(0.681) * math.sqrt(weights @ correlation @ weights + 1.0)
    assert abs(chosen.threshold - expected) < 0.005
