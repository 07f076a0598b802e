"""The fatigue impact forms: which latent moves which items, and that forms do not share answers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lassitude.instruments import instrument, observe
from lassitude.instruments.answering import form_thresholds
from lassitude.instruments.fatigue_impact import FIS_FORM, MFIS_FORM, FisParameters, MfisParameters
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(11, 0, np.arange(N))


def seen(name: str, physical: float, cognitive: float, day: int = 0) -> dict[str, np.ndarray]:
    signals = {"fatigue_physical": np.full(N, physical), "fatigue_cognitive": np.full(N, cognitive)}
    return {part: one.value for part, one in observe(name, signals, KEYS, day).items()}


@pytest.mark.parametrize("name", ["FIS", "MFIS"])
def test_a_latent_moves_its_own_items_and_the_psychosocial_ones(name):
    plain, tired = seen(name, 0.0, 0.0), seen(name, 1.0, 0.0)
    assert np.array_equal(plain["cognitive"], tired["cognitive"])
    assert (tired["physical"] >= plain["physical"]).all()
    assert tired["physical"].mean() > plain["physical"].mean() + 3.0
    assert tired["psychosocial"].mean() > plain["psychosocial"].mean() + 0.5


@pytest.mark.parametrize("name", ["FIS", "MFIS"])
def test_both_latents_count_alike_in_psychosocial_items(name):
    one, other = seen(name, 1.0, 0.0), seen(name, 0.0, 1.0)
    assert np.array_equal(one["psychosocial"], other["psychosocial"])


@pytest.mark.parametrize("name", ["FIS", "MFIS"])
def test_people_without_fatigue_often_answer_nothing_but_zero(name):
    """At latent -3 most people reach 0; at latent +4 nobody is far from the ceiling."""
    floor, ceiling = seen(name, -3.0, -3.0)["total"], seen(name, 4.0, 4.0)["total"]
    highest = instrument(name).parts["total"].range[1]
    assert (floor == 0).mean() > 0.5 and floor.max() < 0.1 * highest
    assert (ceiling >= 0.97 * highest).mean() > 0.95


def test_forms_are_answered_independently():
    """Given the latents, the totals of two forms share no noise (4,000 people, five standard errors)."""
    fis, mfis = seen("FIS", 0.0, 0.0)["total"], seen("MFIS", 0.0, 0.0)["total"]
    assert abs(np.corrcoef(fis, mfis)[0, 1]) < 5 / np.sqrt(N)


def test_days_are_answered_independently():
    one, two = (seen("MFIS", 0.0, 0.0, day)["total"] for day in (0, 182))
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(N)


@pytest.mark.parametrize(("form", "chosen"), [(FIS_FORM, FisParameters()), (MFIS_FORM, MfisParameters())])
def test_thresholds_are_equally_spaced_and_centered(form, chosen):
    thresholds = form_thresholds(form, chosen)[:10]
    assert np.allclose(np.diff(thresholds, axis=1), chosen.step)
    assert np.isclose(thresholds.mean(), chosen.location)
    assert np.isclose(np.ptp(thresholds.mean(axis=1)), 2 * chosen.spread * 0.9)


def test_parameters_may_differ_between_people():
    signals = {name: np.zeros(2) for name in ("fatigue_physical", "fatigue_cognitive")}
    keys = person_keys(11, 0, np.array([5, 5]))
    own = dataclasses.replace(MfisParameters(), location=np.array([0.348, 3.0]))
    shifted = dataclasses.replace(instrument("MFIS"), parameters=own)
    total = observe(shifted, signals, keys, 0)["total"].value
    assert total[0] == observe("MFIS", signals, keys, 0)["total"].value[0] and total[1] < total[0]
