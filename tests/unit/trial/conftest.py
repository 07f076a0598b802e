"""Small plans for the tests of a trial's conduct; nobody is simulated."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lassitude.study.protocol import Protocol, parse_protocol

PLAN = """
schema = "lassitude.protocol/1"
id = "small"
title = "A small study"
[populations.patients]
condition = "rrms"
n = 3
eligibility = [{ measure = "age_years", between = [18, 50] }]
background = [{ name = "interferon-beta", stop_day = -28 }]
[arms.treated]
population = "patients"
blinding = "open"
treatments = [{ name = "natalizumab", start_day = 0, stop_day = 100 }]
[arms.waiting]
population = "patients"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { M0 = "0 mo", M6 = "6 mo", M12 = "12 mo" }
window_days = [-14, 14]
measure = ["IFNG", "relapses"]
[analysis.course]
type = "descriptive"
endpoint = "relapses.count"
[simulation]
lead_in_years = 1
pool = 40
dropout = { type = "constant-hazard", per_year = 0.2, source = "hypothesis" }
missed_visits = { type = "independent", probability = 0.1, source = "hypothesis" }
"""


@pytest.fixture
def plan() -> Callable[..., Protocol]:
    """Return a maker of plans: every pair of texts is replaced in the small one."""

    def made(*replaced: tuple[str, str]) -> Protocol:
        text = PLAN
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        return parse_protocol(text, "small.toml")

    return made


CROSSOVER = """
schema = "lassitude.protocol/1"
id = "turns"
title = "A study in turns"
[populations.patients]
condition = "rrms"
n = 6
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
[arms.stimulant]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0, stop_day = 21 }]
[arms.other]
population = "patients"
blinding = "blinded"
treatments = [{ name = "amantadine", start_day = 7 }]
[design]
type = "crossover"
period = "4 wk"
washout = "2 wk"
sequences = { A = ["placebo", "stimulant", "other"], B = ["stimulant", "other", "placebo"] }
[visits]
schedule = { M0 = "0 mo" }
in_period = { W4 = "4 wk" }
window_days = [-3, 3]
measure = ["MFIS"]
[analysis.effect]
type = "crossover"
endpoint = "MFIS.total"
visit = "W4"
reference = "placebo"
[simulation]
lead_in_years = 1
pool = 40
"""


@pytest.fixture
def crossover() -> Callable[..., Protocol]:
    """Return a maker of plans in turns: every pair of texts is replaced in the small one."""

    def made(*replaced: tuple[str, str]) -> Protocol:
        text = CROSSOVER
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        return parse_protocol(text, "turns.toml")

    return made
