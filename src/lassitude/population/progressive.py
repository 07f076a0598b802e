"""Progressive MS: few new lesions, but myelinated axons that are lost faster and myelin that returns slowly.

That progressive disease differs in these two rates, not in the loss of demyelinated axons, was found by
fitting courses of the EDSS (Kotelnikova 2017); by how much is a hypothesis here.
"""

from __future__ import annotations

from lassitude.population.entry import ages, lost_before, smoldering, women
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
)

KOTELNIKOVA = "doi:10.1371/journal.pcbi.1005757"
EDSS_SECONDARY = hypothesis("an EDSS of five to six at day zero")
EDSS_PRIMARY = hypothesis("an EDSS of four to five at day zero, the legs before all")


class SecondaryProgressivePeople(Parameters):
    """Secondary progressive MS: two decades after a relapsing onset."""

    age: PerPatient = ages(
        48.0,
        7.0,
        hypothesis("onset at thirty and a median of 18.9 years from there", "tremlett2008_spms"),
        30.0,
        60.0,
    )
    female_share: Shared = women(0.65, hypothesis("nearly as in relapsing MS"))
    pyramidal_lost: PerPatient = lost_before("pyramidal", 0.3, 0.4, 0.8, EDSS_SECONDARY)
    cerebellar_lost: PerPatient = lost_before("cerebellar", 0.26, 0.4, 0.8, EDSS_SECONDARY)
    brainstem_lost: PerPatient = lost_before("brainstem", 0.18, 0.4, 0.8, EDSS_SECONDARY)
    sensory_lost: PerPatient = lost_before("sensory", 0.22, 0.4, 0.8, EDSS_SECONDARY)
    bowel_bladder_lost: PerPatient = lost_before("bowel_bladder", 0.22, 0.4, 0.8, EDSS_SECONDARY)
    visual_lost: PerPatient = lost_before("visual", 0.18, 0.4, 0.8, EDSS_SECONDARY)
    mental_lost: PerPatient = lost_before("mental", 0.2, 0.4, 0.8, EDSS_SECONDARY)
    association_lost: PerPatient = lost_before("association", 0.22, 0.4, 0.8, EDSS_SECONDARY)
    remyelinated: PerPatient = parameter(
        0.12,
        "1",
        bounds=(0.0, 0.3),
        varies=LogNormal(0.4),
        meaning="axons of each system repaired before the lead-in",
        source=hypothesis("old lesions, repaired less than in relapsing MS"),
    )
    disease: Shared = smoldering(1.0)


class SecondaryProgressiveBody(Parameters):
    """What sets the body apart from that of relapsing MS."""

    triggers__pulses_per_year: PerPatient = parameter(
        3.0,
        "1/year",
        bounds=(0.2, 20.0),
        varies=LogNormal(0.5),
        meaning="antigen pulses in secondary progressive MS, at age 35",
        source=hypothesis("a relapse every five to ten years is left"),
    )
    lesions__births: PerPatient = parameter(
        0.3,
        "1/day",
        bounds=(0.02, 12.0),
        varies=LogNormal(0.8),
        meaning="lesions born a day in full local inflammation, in secondary progressive MS",
        source=hypothesis("inflammation stays behind the barrier, where few lesions are born"),
    )
    lesions__myelinated_loss: PerPatient = parameter(
        4e-5,
        "1/day",
        bounds=(0.0, 4e-4),
        varies=LogNormal(0.6),
        meaning="slow loss of myelinated axons, at the priming usual in relapsing MS",
        source=hypothesis("above that of relapsing MS; the size is ours", KOTELNIKOVA),
    )
    lesions__remyelination: PerPatient = parameter(
        0.012,
        "1/day",
        bounds=(0.003, 0.05),
        varies=LogNormal(0.3),
        meaning="remyelination at age 25, in secondary progressive MS",
        source=hypothesis("below that of relapsing MS; the size is ours", KOTELNIKOVA),
    )
    sickness__smoldering: PerPatient = parameter(
        0.45,
        "1",
        bounds=(0.0, 1.5),
        varies=LogNormal(0.5),
        meaning="priming that stays without lesions, in secondary progressive MS",
        source=hypothesis("more lesions smolder after years"),
    )


class PrimaryProgressivePeople(Parameters):
    """Primary progressive MS: no relapse, a walk that fails from the beginning."""

    age: PerPatient = ages(
        48.0, 8.0, hypothesis("onset at 40.1 and some years from there", "bc_ppms"), 25.0, 60.0
    )
    female_share: Shared = women(0.53, derived("bc_ppms", "53% of 352"))
    pyramidal_lost: PerPatient = lost_before("pyramidal", 0.26, 0.4, 0.8, EDSS_PRIMARY)
    cerebellar_lost: PerPatient = lost_before("cerebellar", 0.2, 0.4, 0.8, EDSS_PRIMARY)
    brainstem_lost: PerPatient = lost_before("brainstem", 0.1, 0.4, 0.8, EDSS_PRIMARY)
    sensory_lost: PerPatient = lost_before("sensory", 0.18, 0.4, 0.8, EDSS_PRIMARY)
    bowel_bladder_lost: PerPatient = lost_before("bowel_bladder", 0.2, 0.4, 0.8, EDSS_PRIMARY)
    visual_lost: PerPatient = lost_before("visual", 0.08, 0.4, 0.8, EDSS_PRIMARY)
    mental_lost: PerPatient = lost_before("mental", 0.12, 0.4, 0.8, EDSS_PRIMARY)
    association_lost: PerPatient = lost_before("association", 0.14, 0.4, 0.8, EDSS_PRIMARY)
    remyelinated: PerPatient = parameter(
        0.08,
        "1",
        bounds=(0.0, 0.3),
        varies=LogNormal(0.4),
        meaning="axons of each system repaired before the lead-in",
        source=hypothesis("fewer lesions than in relapsing MS"),
    )
    disease: Shared = smoldering(1.0)


class PrimaryProgressiveBody(Parameters):
    """What sets the body apart from that of relapsing MS."""

    triggers__pulses_per_year: PerPatient = parameter(
        2.0,
        "1/year",
        bounds=(0.2, 20.0),
        varies=LogNormal(0.5),
        meaning="antigen pulses in primary progressive MS, at age 35",
        source=hypothesis("a new lesion every other year", "informs_placebo_ppms"),
    )
    lesions__births: PerPatient = parameter(
        0.18,
        "1/day",
        bounds=(0.02, 12.0),
        varies=LogNormal(0.8),
        meaning="lesions born a day in full local inflammation, in primary progressive MS",
        source=hypothesis("half a new lesion a year", "informs_placebo_ppms"),
    )
    lesions__eloquent_share: Shared = parameter(
        0.02,
        "1",
        bounds=(0.0, 0.1),
        meaning="share of lesions that are clinical relapses, in primary progressive MS",
        source=hypothesis("without relapses by definition; a few are not told from the course"),
    )
    lesions__myelinated_loss: PerPatient = parameter(
        5e-5,
        "1/day",
        bounds=(0.0, 4e-4),
        varies=LogNormal(0.6),
        meaning="slow loss of myelinated axons, at the priming usual in relapsing MS",
        source=hypothesis("above that of relapsing MS; a quarter need a cane within 7.3 years", "bc_ppms"),
    )
    lesions__remyelination: PerPatient = parameter(
        0.012,
        "1/day",
        bounds=(0.003, 0.05),
        varies=LogNormal(0.3),
        meaning="remyelination at age 25, in primary progressive MS",
        source=hypothesis("below that of relapsing MS; the size is ours", KOTELNIKOVA),
    )
    sickness__smoldering: PerPatient = parameter(
        0.4,
        "1",
        bounds=(0.0, 1.5),
        varies=LogNormal(0.5),
        meaning="priming that stays without lesions, in primary progressive MS",
        source=hypothesis("more lesions smolder after years"),
    )
