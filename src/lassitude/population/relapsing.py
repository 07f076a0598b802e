"""Relapsing MS: who has it, untreated, and what sets its aggressive form apart."""

from __future__ import annotations

from lassitude.population.entry import ages, lost_before, smoldering, women
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    hypothesis,
    parameter,
)

EDSS_RELAPSING = hypothesis("gives the EDSS of relapsing MS at day zero")
EDSS_AGGRESSIVE = hypothesis("EDSS 3 to 6 at day zero", "atkins2016_canadian_ahsct")


class People(Parameters):
    """Who has a condition and in what state they come; the numbers are those of relapsing MS."""

    age: PerPatient = ages(36.0, 8.6, hypothesis("as in trials of relapsing MS", "burt2019_mist"), 18.0, 60.0)
    female_share: Shared = women(0.7, hypothesis("as in trials of relapsing MS", "burt2019_mist"))
    pyramidal_lost: PerPatient = lost_before("pyramidal", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    cerebellar_lost: PerPatient = lost_before("cerebellar", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    brainstem_lost: PerPatient = lost_before("brainstem", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    sensory_lost: PerPatient = lost_before("sensory", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    bowel_bladder_lost: PerPatient = lost_before("bowel_bladder", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    visual_lost: PerPatient = lost_before("visual", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    mental_lost: PerPatient = lost_before("mental", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    association_lost: PerPatient = lost_before("association", 0.07, 0.8, 0.6, EDSS_RELAPSING)
    remyelinated: PerPatient = parameter(
        0.1,
        "1",
        bounds=(0.0, 0.3),
        varies=LogNormal(0.5),
        meaning="axons of each system repaired before the lead-in",
        source=hypothesis("old lesions, mostly repaired"),
    )
    disease: Shared = smoldering(1.0)


class RelapsingBody(Parameters):
    """Relapsing MS is what the body's own declarations describe."""


class AggressivePeople(Parameters):
    """Aggressive relapsing MS: younger, more disabled, as in a transplantation study."""

    age: PerPatient = ages(
        34.0,
        7.0,
        hypothesis("transplantation studies enroll from 18 to 50", "atkins2016_canadian_ahsct"),
        18.0,
        55.0,
    )
    female_share: Shared = women(0.6, hypothesis("as in trials of relapsing MS", "burt2019_mist"))
    pyramidal_lost: PerPatient = lost_before("pyramidal", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    cerebellar_lost: PerPatient = lost_before("cerebellar", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    brainstem_lost: PerPatient = lost_before("brainstem", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    sensory_lost: PerPatient = lost_before("sensory", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    bowel_bladder_lost: PerPatient = lost_before("bowel_bladder", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    visual_lost: PerPatient = lost_before("visual", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    mental_lost: PerPatient = lost_before("mental", 0.1, 0.6, 0.6, EDSS_AGGRESSIVE)
    association_lost: PerPatient = lost_before("association", 0.08, 0.6, 0.6, EDSS_AGGRESSIVE)
    remyelinated: PerPatient = parameter(
        0.15,
        "1",
        bounds=(0.0, 0.3),
        varies=LogNormal(0.4),
        meaning="axons of each system repaired before the lead-in",
        source=hypothesis("old lesions, mostly repaired"),
    )
    disease: Shared = smoldering(1.0)


class AggressiveBody(Parameters):
    """More pulses and weaker regulation: set by the activity before transplantation, not by fatigue."""

    triggers__pulses_per_year: PerPatient = parameter(
        6.0,
        "1/year",
        bounds=(0.2, 30.0),
        varies=LogNormal(0.5),
        meaning="antigen pulses in aggressive MS",
        source=hypothesis("1.2 relapses a year before transplantation", "atkins2016_canadian_ahsct"),
    )
    immunity__regulation: PerPatient = parameter(
        1.2e-3,
        "mm**3/day",
        bounds=(2e-4, 0.04),
        varies=LogNormal(0.6),
        meaning="regulation in aggressive MS",
        source=hypothesis("1.2 relapses a year before transplantation", "atkins2016_canadian_ahsct"),
    )
