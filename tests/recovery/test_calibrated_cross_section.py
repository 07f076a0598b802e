"""Protects: in untreated relapsing MS, as the calibrated model has it, fatigue goes with what studies say.

One small cross-section is simulated under draws of the parameter set that ships, for what no table of fitted
numbers holds. Repetitions are independent; their mean is judged at 3.29 of its standard errors, which chance
passes once in a thousand times, and the seed is fixed.
"""

from __future__ import annotations

from functools import cache
from math import sqrt

import pytest
from scipy.stats import t as student

from lassitude.evidence import resolve
from lassitude.population.parameter_sets import default_set
from lassitude.prediction.planned import PlannedEstimates, planned_estimates
from lassitude.study.protocol import parse_protocol
from tests.recovery.calibrated import calibrated, interval

pytestmark = [calibrated, pytest.mark.slow, pytest.mark.xdist_group("bodies")]

CROSS_SECTION = """
schema = "lassitude.protocol/1"
id = "cross-section"
title = "What goes with fatigue in untreated relapsing MS"
[populations.patients]
condition = "rrms"
n = 150
[arms.ms]
population = "patients"
blinding = "none"
[design]
type = "cohorts"
[visits]
schedule = { V0 = "0 d" }
measure = ["MFIS", "FSS", "BDI-II", "EDSS", "TNF", "IL-6", "stimulated-cytokines", "steps"]
[analysis.together]
type = "correlation"
endpoint = "FSS.total"
with = ["stimulated-cytokines.tnf", "TNF.concentration", "IL-6.concentration"]
at = "V0"
[analysis.shares]
type = "determinants"
endpoint = "MFIS.total"
at = "V0"
measures = ["BDI-II.total", "EDSS.total", "TNF.concentration", "IL-6.concentration"]
[analysis.ends]
type = "distribution"
endpoint = "MFIS.total"
at = "V0"
variants = [{ endpoint = "FSS.total", label = "severity" }]
[analysis.walking]
type = "correlation"
endpoint = "steps.mean_day"
with = ["EDSS.total"]
at = "V0"
[simulation]
lead_in_years = 1
"""
REPLICATES = 12


@cache
def cross_section() -> PlannedEstimates:
    plan = parse_protocol(CROSS_SECTION, "cross-section")
    return planned_estimates(plan, seed=6, replicates=REPLICATES, parameters=default_set())


def seen(estimate: str) -> tuple[float, float]:
    """Return the mean over repetitions and its standard error; repetitions are independent."""
    values = cross_section().batches[estimate].value
    return float(values.mean()), float(values.std(ddof=1) / sqrt(REPLICATES))


def correlation(endpoint: str, other: str) -> tuple[float, float]:
    return seen(f"{endpoint}|correlation:{other}|V0|ms")


FAR = 3.29
"""Standard errors that a mean passes once in a thousand times, either way."""


@pytest.mark.parametrize(
    ("end", "pointer"),
    [
        ("MFIS.total|floor_share", "amtmann_maf_fss_mfis_irt:arms.MFIS.floor_pct"),
        ("MFIS.total|ceiling_share", "amtmann_maf_fss_mfis_irt:arms.MFIS.ceiling_pct"),
        ("FSS.total|ceiling_share", "amtmann_maf_fss_mfis_irt:arms.FSS.ceiling_pct"),
    ],
)
def test_no_more_people_are_at_an_end_of_a_scale_than_beyond_where_it_tells_them_apart(
    end: str, pointer: str
) -> None:
    """Who is at the very end is among those whom the study found beyond the range in which it measures."""
    share, error = seen(f"{end}|V0|ms")
    assert share - FAR * error < interval(pointer)[1]


def test_stimulated_cytokines_go_with_fatigue_while_resting_serum_hardly_does() -> None:
    """Hardly: a study as large as the one of stimulated blood would mostly not see it at the 5% level."""
    n = float(resolve("heesen2006_stimulated_cytokines:population.n"))
    critical = student.isf(0.025, n - 2)
    detected = critical / sqrt(n - 2 + critical**2)
    stimulated, error = correlation("FSS.total", "stimulated-cytokines.tnf")
    assert stimulated - FAR * error > 0.0
    for resting in ("TNF.concentration", "IL-6.concentration"):
        weak, its_error = correlation("FSS.total", resting)
        assert abs(weak) + FAR * its_error < detected
        assert abs(weak) < stimulated


def test_mood_explains_more_of_fatigue_than_disability_and_that_more_than_resting_serum() -> None:
    shares = {
        measure: seen(f"MFIS.total|unique_share:{measure}|V0|ms")[0]
        for measure in ("BDI-II.total", "EDSS.total", "TNF.concentration", "IL-6.concentration")
    }
    in_serum = max(shares["TNF.concentration"], shares["IL-6.concentration"])
    assert shares["BDI-II.total"] > shares["EDSS.total"] > in_serum


def test_more_disabled_people_take_fewer_steps() -> None:
    fewer, error = correlation("steps.mean_day", "EDSS.total")
    assert fewer + FAR * error < 0.0
