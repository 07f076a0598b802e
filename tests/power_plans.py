"""A small trial, and a pilot's moments, for tests of power."""

from __future__ import annotations

PLAN = """
schema = "lassitude.protocol/1"
id = "small-trial"
title = "A drug against placebo for fatigue"

[populations.patients]
condition = "rrms"
n = 24
eligibility = [{ measure = "MFIS.total", at_least = 30 }]

[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]

[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "methylphenidate", start_day = 0 }]

[design]
type = "parallel"
allocation = { type = "blocks", sizes = [4] }

[visits]
schedule = { W0 = "0 wk", W4 = "4 wk", W8 = "8 wk" }
measure = ["MFIS", "FSS", "EDSS"]

[analysis.primary]
type = "ancova"
endpoint = "MFIS.total"
change_from = "W0"
at = "W8"
reference = "placebo"

[simulation]
seed = 3
lead_in_years = 0.1
pool = 600
dropout = { type = "constant-hazard", per_year = 0.5, source = "hypothesis" }
"""

MIXED = ('type = "ancova"', 'type = "mmrm"\ndegrees_of_freedom = "satterthwaite"')
"""What to replace in the plan for a mixed model; `at` has to go too."""

MOMENTS = """
schema = "lassitude.moments/1"
endpoint = "MFIS.total"
source = "made up for tests"
sds = { W0 = 14.0, W4 = 15.0, W8 = 16.0 }

[correlation]
type = "autoregressive"
rho = 0.7

[arms.placebo]
n = 20
means = { W0 = 52.0, W4 = 48.0, W8 = 47.0 }
seen = { W4 = 0.9, W8 = 0.75 }

[arms.drug]
n = 20
means = { W0 = 52.0, W4 = 44.0, W8 = 40.0 }
seen = { W4 = 0.9, W8 = 0.75 }
"""


def mixed(text: str = PLAN) -> str:
    """Return the plan with a mixed model as its analysis."""
    return text.replace(*MIXED).replace('at = "W8"\n', "")
