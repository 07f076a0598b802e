"""Healthy adults: who they are and what their bodies have in place of an MS body."""

from __future__ import annotations

from lassitude.population.entry import ages, lost_before, smoldering, women
from lassitude.quantities.parameters import (
    LogNormal,
    Normal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)

PERNICE = "doi:10.1186/s12859-020-03823-9"
NO_DISABILITY = hypothesis("an EDSS of 0")


class HealthyPeople(Parameters):
    """Healthy adults."""

    age: PerPatient = ages(38.0, 10.0, hypothesis("adults of working age"), 18.0, 60.0)
    female_share: Shared = women(0.6, hypothesis("as control groups of MS studies"))
    pyramidal_lost: PerPatient = lost_before("pyramidal", 0.0008, 0.3, 0.01, NO_DISABILITY)
    cerebellar_lost: PerPatient = lost_before("cerebellar", 0.0008, 0.3, 0.01, NO_DISABILITY)
    brainstem_lost: PerPatient = lost_before("brainstem", 0.0008, 0.3, 0.01, NO_DISABILITY)
    sensory_lost: PerPatient = lost_before("sensory", 0.0008, 0.3, 0.01, NO_DISABILITY)
    bowel_bladder_lost: PerPatient = lost_before("bowel_bladder", 0.0008, 0.3, 0.01, NO_DISABILITY)
    visual_lost: PerPatient = lost_before("visual", 0.0008, 0.3, 0.01, NO_DISABILITY)
    mental_lost: PerPatient = lost_before("mental", 0.0008, 0.3, 0.01, NO_DISABILITY)
    association_lost: PerPatient = lost_before("association", 0.0008, 0.3, 0.01, NO_DISABILITY)
    remyelinated: PerPatient = parameter(
        0.0,
        "1",
        bounds=(0.0, 0.01),
        meaning="axons repaired before the lead-in",
        source=hypothesis("no lesions"),
    )
    disease: Shared = smoldering(0.0)


class HealthyBody(Parameters):
    """What a healthy body has in place of an MS body."""

    immunity__activation: PerPatient = parameter(
        0.36,
        "1/day",
        bounds=(0.24, 0.45),
        varies=LogNormal(0.05),
        meaning="activation of effector cells in health",
        source=published(PERNICE, "TeE 0.015/h"),
    )
    immunity__regulation: PerPatient = parameter(
        9.6e-3,
        "mm**3/day",
        bounds=(6e-3, 0.04),
        varies=LogNormal(0.3),
        meaning="regulation in health",
        source=published(PERNICE, "TrE 4e-4/h"),
    )
    lesions__myelinated_loss: PerPatient = parameter(
        2e-7,
        "1/day",
        bounds=(0.0, 2e-6),
        varies=LogNormal(0.3),
        meaning="loss of axons in health",
        source=hypothesis("aging without disability"),
    )
    fatigue__person_physical: PerPatient = parameter(
        -1.3,
        "1",
        bounds=(-6.0, 6.0),
        varies=Normal(0.65),
        meaning="own level of physical fatigue in health",
        source=derived("tellez2005_fss_mfis", "13% of controls and 55% of people with MS reach FSS 5"),
    )
    fatigue__person_cognitive: PerPatient = parameter(
        -1.3,
        "1",
        bounds=(-6.0, 6.0),
        varies=Normal(0.65),
        meaning="own level of cognitive fatigue in health",
        source=derived("tellez2005_fss_mfis", "13% of controls and 55% of people with MS reach FSS 5"),
    )
    mood__trait: PerPatient = parameter(
        -0.4,
        "1",
        bounds=(-4.0, 4.0),
        varies=Normal(0.7),
        meaning="own level of depression in health",
        source=hypothesis("depression is commoner in MS", "boeschoten2017_depression_anxiety"),
    )
