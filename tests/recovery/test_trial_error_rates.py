"""A comparison of placebo with placebo finds something as often as it says, whoever leaves and why.

800 replicates of 60 people: the Monte Carlo error of a share of 5% is 0.77%, and 3.29 of them are granted,
which chance crosses once in a thousand. Bodies are simulated once; why people leave is decided afterwards.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lassitude.prediction.design import design
from lassitude.prediction.replicates import groups
from lassitude.study.protocol import parse_protocol
from tests.recovery.virtual_trials import Trial, center, conducted

pytestmark = pytest.mark.xdist_group("bodies")

REPLICATES, SEED = 800, 5
BOUND = 3.29 * np.sqrt(0.05 * 0.95 / REPLICATES)
PLAN = """
schema = "lassitude.protocol/1"
id = "nothing"
title = "Placebo against placebo"
[populations.patients]
condition = "rrms"
n = 60
[arms.one]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
[arms.other]
population = "patients"
blinding = "blinded"
treatments = [{ name = "placebo", start_day = 0 }]
[design]
type = "parallel"
allocation = { type = "blocks", sizes = [4, 6] }
[visits]
schedule = { W0 = "0 wk", W6 = "6 wk", W12 = "12 wk" }
window_days = [-7, 7]
measure = ["MFIS"]
[analysis.difference]
type = "group-comparison"
endpoint = "MFIS.total"
at = "W12"
reference = "one"
[analysis.adjusted]
type = "ancova"
endpoint = "MFIS.total"
change_from = "W0"
at = "W12"
reference = "one"
[simulation]
lead_in_years = 1
pool = 4096
"""
HAZARD = '{ type = "constant-hazard", per_year = 1.5, source = "hypothesis" }'
WORSE = '{ type = "when-worse", measure = "MFIS.total", by = 5, probability = 0.8, source = "hypothesis" }'
NO_BETTER = (
    '{ type = "when-no-better", measure = "MFIS.total", by = 2, after = "6 wk", probability = 0.6, '
    'source = "hypothesis" }'
)
CLOSES = '{ type = "administrative", recruitment = "12 wk", closes = "20 wk", source = "hypothesis" }'
DROPOUTS = {
    "nobody leaves": '{ type = "none" }',
    "constant hazard": HAZARD,
    "when worse": WORSE,
    "when no better": NO_BETTER,
    "administrative": CLOSES,
    "all together": f"[{HAZARD}, {WORSE}, {NO_BETTER}, {CLOSES}]",
}
FEWEST, MOST = 0.1, 0.85


def left_by(dropout: str) -> Trial:
    """Return the one simulated trial as it goes if people leave like this."""
    lived = conducted(PLAN, REPLICATES, SEED)
    text = f"{PLAN}dropout = {DROPOUTS[dropout]}\n"
    made = design(parse_protocol(text, "plan.toml"), SEED, REPLICATES, lived.made.clock)
    return replace(lived, made=made, groups=groups(made, lived.entered, lived.blocks))


@pytest.mark.parametrize("dropout", list(DROPOUTS))
def test_tests_are_significant_as_often_as_they_say(dropout: str) -> None:
    trial = left_by(dropout)
    missing = 1.0 - trial.group.came[-1].mean()
    assert FEWEST < missing < MOST if dropout != "nobody leaves" else missing == 0.0
    for name in ("MFIS.total|difference_p:one|W12|other", "MFIS.total|ancova_p|W12|all"):
        rejected = np.mean(trial.estimates[name].value < 0.05)
        assert rejected == pytest.approx(0.05, abs=BOUND), name


def test_the_difference_is_none_on_average() -> None:
    name = "MFIS.total|adjusted_difference:one|W12|other"
    mean, error = center(left_by("all together").estimates[name].value)
    assert abs(mean) < 3.29 * error
    assert error < 0.3
