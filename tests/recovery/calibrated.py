"""What tests of the calibrated model share: whether there is one, and what a study leaves open."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from lassitude.calibration.scales import scale_of
from lassitude.evidence.claims import claim, uncertainty
from lassitude.physiology.organism import OPTIONAL
from lassitude.population.parameter_sets import default_set
from lassitude.trial.bodies import body_model

WIDTH = NormalDist().inv_cdf(0.975)
"""Standard errors from the middle to the end of a 95% interval."""
PEOPLE = 240
"""In a virtual study of the calibration; decides how near to nobody a share may come."""

calibrated = pytest.mark.skipif(
    bool((set(default_set().about.get("states", ())) ^ set(body_model().states)) - set(OPTIONAL)),
    reason="no parameter set was fitted with this body",
)


def interval(pointer: str) -> tuple[float, float]:
    """Return what the study's own numbers leave open, in the canonical unit of the claim."""
    one = claim(pointer)
    told = uncertainty(one)
    assert told.standard_error is not None, f"{pointer} prints nothing that says how sure it is"
    scale = scale_of(told.scale, one.canonical, PEOPLE)
    reach = WIDTH * told.standard_error
    low, high = scale.back(float(scale.forth(one.canonical)) + np.array([-reach, reach]))
    return float(low), float(high)
