"""Item curves of the EDSS against the table of an independent transcription of the same model.

Expected scores: nlmixr2lib, article "Cladribine (Novakovic 2017)", made from DDMODEL00000223.
"""

from __future__ import annotations

import numpy as np
import pytest

from lassitude.instruments import observe
from lassitude.instruments.examination import CURVES, READ
from lassitude.instruments.graded import reach_probabilities
from lassitude.randomness.streams import normals, person_keys

EXPECTED = {
    "pyramidal": (1.8766, 2.0313),
    "cerebellar": (1.4428, 1.5849),
    "brainstem": (0.7170, 0.7772),
    "sensory": (1.1884, 1.2649),
    "bowel_bladder": (0.6646, 0.7286),
    "visual": (0.7592, 0.7887),
    "mental": (0.6176, 0.6715),
    "ambulation": (0.0235, 0.0394),
}
DISABILITY = (0.0, 0.142019)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("place", [0, 1])
def test_expected_scores_match(curve, place):
    reach = reach_probabilities([DISABILITY[place]], curve.a, curve.thresholds[None])
    assert abs(reach.sum() - EXPECTED[curve.name][place]) < 5.1e-5


@pytest.mark.parametrize("place", [0, 1])
def test_examined_people_have_these_means(place):
    """Means of 20,000 people within five standard errors (SD of any score is below 1.3)."""
    n = 20_000
    signals = dict.fromkeys(READ.values(), np.full(n, DISABILITY[place]))
    seen = observe("EDSS", signals, person_keys(12, 0, np.arange(n)), 0)
    for name, expected in EXPECTED.items():
        assert abs(seen[name].value.mean() - expected[place]) < 5 * 1.3 / np.sqrt(n), name


def test_relapsing_population_has_the_disability_of_a_relapsing_trial():
    """With one latent it is CLARITY's population, EDSS 0 to 5.5 at entry: about three, spread above one."""
    n = 20_000
    keys = person_keys(13, 0, np.arange(n))
    total = observe("EDSS", dict.fromkeys(READ.values(), normals(keys, "latent", 0)), keys, 0)["total"].value
    assert 2.5 < np.median(total) < 3.5 and 1.1 < total.std() < 1.6
    assert (total > 5.5).mean() < 0.06
