"""Small protocols of every design, to be spoiled one mistake at a time."""

# ruff: noqa: E501  # an inline table of TOML stands on one line

from __future__ import annotations

_TWO_ARMS = """
schema = "lassitude.protocol/1"
id = "small"
title = "A small study"
[populations.patients]
condition = "rrms"
n = 12
eligibility = [{ measure = "EDSS.total", between = [0, 6.5] }]
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0 }]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
"""

PARALLEL = (
    _TWO_ARMS
    + """
[design]
type = "parallel"
allocation = { type = "stratified-blocks", sizes = [3, 6], strata = [{ measure = "sex" }, { measure = "EDSS.total", cuts = [3.5] }] }
ratio = { drug = 2, placebo = 1 }
run_in = { days = 14, treatment = "placebo", blinding = "blinded", enrich = [{ measure = "MFIS.total", change_at_least = -5 }] }
[visits]
schedule = { BL = "0 wk", W6 = "6 wk", W12 = "12 wk" }
window_days = [-7, 7]
measure = ["MFIS", "EDSS"]
[subsets.improvers]
endpoint = "MFIS.total"
change_from = "BL"
at = "W6"
at_most = -1
arms = ["drug"]
[analysis.primary]
type = "ancova"
endpoint = "MFIS.total"
change_from = "BL"
at = "W12"
reference = "placebo"
covariates = ["EDSS.total@BL"]
[analysis.improved]
type = "group-comparison"
endpoint = "MFIS.total"
at = "W12"
reference = "placebo"
subset = "improvers"
[simulation]
dropout = [
  { type = "when-worse", measure = "MFIS.total", by = 10, probability = 0.2, source = "hypothesis" },
  { type = "when-no-better", measure = "MFIS.total", by = 4, after = "6 wk", probability = 0.1, source = "hypothesis" },
  { type = "administrative", recruitment = "12 mo", closes = "24 mo", source = "hypothesis" },
]
late_visits = { type = "late", probability = 0.1, days = 5, source = "hypothesis" }
unscheduled = { type = "after-relapse", every_days = 30, measure = ["EDSS"], source = "hypothesis" }
adherence = { type = "fixed", share = 0.8, source = "hypothesis" }
intercurrent = [
  { event = "steroids", trigger = { type = "relapse" }, probability = 0.5, therapy = "methylprednisolone", days = 5, source = "hypothesis" },
  { event = "pregnancy", trigger = { type = "chance", per_year = 0.02 }, outcome = "leaves", source = "hypothesis" },
  { event = "rescue", trigger = { type = "worsening", measure = "MFIS.total", by = 20 }, probability = 1, outcome = "leaves", source = "hypothesis" },
  { event = "too ill", trigger = { type = "value", measure = "EDSS.total", at_least = 8 }, probability = 1, outcome = "leaves", source = "hypothesis" },
]
"""
)

WAITING = (
    _TWO_ARMS.replace('comparator = "placebo"', 'comparator = "waiting-list"')
    .replace("arms.placebo", "arms.waiting")
    .replace('{ name = "placebo", start_day = 0 }', '{ name = "modafinil", start_day = 84 }')
    + """
[design]
type = "waiting-list"
waiting = "waiting"
wait = "12 wk"
allocation = { type = "minimization", factors = [{ measure = "sex" }], probability = 0.8 }
[visits]
schedule = { BL = "0 wk", W12 = "12 wk", W24 = "24 wk" }
measure = ["MFIS"]
[analysis.primary]
type = "group-comparison"
endpoint = "MFIS.total"
at = "W12"
reference = "waiting"
"""
)

CROSSOVER = (
    _TWO_ARMS
    + """
[design]
type = "crossover"
period = "6 wk"
washout = "2 wk"
sequences = { DP = ["drug", "placebo"], PD = ["placebo", "drug"] }
allocation = { type = "blocks", sizes = [4] }
[visits]
schedule = { BL = "0 wk" }
in_period = { W5 = "5 wk" }
measure = ["MFIS"]
[analysis.primary]
type = "crossover"
endpoint = "MFIS.total"
visit = "W5"
reference = "placebo"
[published]
"MFIS.total|mean|BL|all" = "nourbakhsh2021_triumphant:arms.baseline.mean"
"MFIS.total|mean|W5|placebo" = "nourbakhsh2021_triumphant:arms.placebo.mean"
"MFIS.total|mean|P1-W5|DP" = "nourbakhsh2021_triumphant:arms.placebo.mean"
"""
)

SERIES = (
    _TWO_ARMS
    + """
[design]
type = "n-of-1"
period = "2 wk"
washout = "1 wk"
cycles = 3
arms = ["drug", "placebo"]
[visits]
schedule = { BL = "-1 d" }
in_period = { D14 = "14 d" }
measure = ["MFIS"]
[analysis.primary]
type = "crossover"
endpoint = "MFIS.total"
visit = "D14"
reference = "placebo"
"""
)
