"""Scores of studies that never were."""

from __future__ import annotations

from dataclasses import replace

from lassitude.prediction.scoreboard.record import NullFound, Outcome, Record, Rival, ScoredSet
from lassitude.prediction.scoreboard.skill import failures_first, summaries
from lassitude.results import Interval

INSIDE = Outcome(
    study="bose2018_ahsct_fis",
    protocol="canadian-ahsct",
    estimate="FIS.total|median|M36|ahsct",
    pointer="bose2018_ahsct_fis:arms.aHSCT.followup_median",
    domain="fatigue",
    label="FIS scored 0-160",
    unit="points",
    published=23.0,
    median=30.0,
    monte_carlo_se=0.5,
    interval50=Interval(26.0, 34.0),
    interval90=Interval(20.0, 40.0),
    inside50=False,
    inside90=True,
    z=-1.2,
    beyond=False,
    crps=4.0,
    no_change=Rival(36.0, Interval(30.0, 42.0), 8.0),
    other_studies=Rival(28.0, Interval(10.0, 46.0), 2.0, 12),
    counted=True,
    repetitions=200,
)
OUTSIDE = replace(
    INSIDE,
    study="carems1_efficacy",
    protocol="carems1_efficacy",
    estimate="relapses.count|event_free_share|M24|interferon",
    pointer="carems1_efficacy:arms.interferon_beta_1a.relapse_free_pct.value",
    domain="disease course",
    label="relapses",
    unit="1",
    published=0.6,
    median=0.3,
    interval50=Interval(0.28, 0.32),
    interval90=Interval(0.25, 0.35),
    inside90=False,
    z=2.8,
    beyond=True,
    crps=0.25,
    no_change=None,
    other_studies=None,
)
TWICE = replace(INSIDE, estimate="MFIS.total|median|M36|ahsct", counted=False, inside90=False, z=-2.0)
NULL = NullFound(
    "blikman2017_ecm_null",
    "blikman2017_ecm_null",
    "MFIS.total|adjusted_difference:nurse|W52|energy-conservation",
    "MFIS",
    "points",
    4.0,
    -1.5,
    Interval(-6.0, 3.0),
    True,
)


def record(name: str = "first", sha256: str = "aa", outcomes: tuple[Outcome, ...] = (INSIDE, OUTSIDE, TWICE)):
    """Make a record of two studies and a null."""
    scored = ScoredSet(name, sha256, 0, 200, "bb")
    return Record(scored, 0, None, summaries(outcomes), failures_first(outcomes), (NULL,))
