"""Other immune-mediated diseases that tire: they share the sickness path of MS, without lesions.

Inflammation outside the nervous system keeps up the sickness signal; lupus and Sjögren also have a signature
of type I interferon, and CIDP loses conduction in peripheral nerve.
"""

from __future__ import annotations

from lassitude.population.entry import ages, women
from lassitude.population.without_ms import (
    healthy_body_but,
    healthy_people_but,
    interferon_signature,
    own_fatigue,
    own_trait,
    systemic_inflammation,
)
from lassitude.quantities.parameters import LogNormal, derived, hypothesis, parameter

_BESIDE = hypothesis("what inflammation and mood leave unexplained; mind less than body")

RheumatoidPeople = healthy_people_but(
    "RheumatoidPeople",
    {
        "age": ages(54.5, 10.0, derived("catch_early_ra_fatigue_lag", "mean of early disease")),
        "female_share": women(0.72, derived("catch_early_ra_fatigue_lag", "early disease")),
    },
)
RheumatoidBody = healthy_body_but(
    "RheumatoidBody",
    {
        "sickness__systemic": systemic_inflammation(
            0.5,
            derived(
                "chauffier2012_ra_biologics",
                "a biologic relieves 0.45 SD, taken as all that inflammation adds, over 0.9 SD per unit",
            ),
        ),
        "fatigue__person_physical": own_fatigue(
            "physical",
            -0.1,
            derived("catch_early_ra_fatigue_lag", "5.1 of 10 at the start, with what inflammation adds"),
        ),
        "fatigue__person_cognitive": own_fatigue("cognitive", -0.5, _BESIDE),
        "mood__trait": own_trait("depression", -0.1, 0.8, hypothesis("between health and MS")),
    },
)

LupusPeople = healthy_people_but(
    "LupusPeople",
    {
        "age": ages(40.0, 11.0, hypothesis("adults of child-bearing age and after")),
        "female_share": women(0.9, hypothesis("nine of ten are women")),
    },
)
LupusBody = healthy_body_but(
    "LupusBody",
    {
        "cytokines__type1_setpoint": interferon_signature(
            2.5, hypothesis("most have a high interferon-gene score")
        ),
        "sickness__systemic": systemic_inflammation(0.25, hypothesis("half of that in rheumatoid arthritis")),
        "fatigue__person_physical": own_fatigue("physical", -0.4, _BESIDE),
        "fatigue__person_cognitive": own_fatigue("cognitive", -0.5, _BESIDE),
        "mood__trait": own_trait("depression", 0.0, 0.85, hypothesis("as in relapsing MS")),
    },
)

SjogrenPeople = healthy_people_but(
    "SjogrenPeople",
    {
        "age": ages(52.0, 10.0, hypothesis("middle age")),
        "female_share": women(0.93, hypothesis("mostly women")),
    },
)
SjogrenBody = healthy_body_but(
    "SjogrenBody",
    {
        "cytokines__type1_setpoint": interferon_signature(
            2.0, hypothesis("more than half have a high interferon-gene score")
        ),
        "sickness__systemic": systemic_inflammation(0.2, hypothesis("less than in rheumatoid arthritis")),
        "fatigue__person_physical": own_fatigue(
            "physical",
            -0.3,
            derived("ayar_pss_facit", "54% fatigued against 8% of controls: near relapsing MS"),
        ),
        "fatigue__person_cognitive": own_fatigue("cognitive", -0.4, _BESIDE),
        "mood__trait": own_trait(
            "depression", 0.2, 0.9, hypothesis("depression goes closely with fatigue", "ayar_pss_facit")
        ),
    },
)

CrohnPeople = healthy_people_but(
    "CrohnPeople",
    {
        "age": ages(40.0, 12.0, hypothesis("adults in registries")),
        "female_share": women(0.55, hypothesis("slightly more women")),
    },
)
CrohnBody = healthy_body_but(
    "CrohnBody",
    {
        "sickness__systemic": systemic_inflammation(0.35, hypothesis("two thirds of rheumatoid arthritis")),
        "fatigue__person_physical": own_fatigue(
            "physical",
            -0.45,
            derived("sparc_ibd_fatigue", "47.7% tired, a little fewer than in relapsing MS"),
        ),
        "fatigue__person_cognitive": own_fatigue("cognitive", -0.7, _BESIDE),
        "mood__trait": own_trait("depression", -0.1, 0.8, hypothesis("between health and MS")),
    },
)

NeuropathyPeople = healthy_people_but(
    "NeuropathyPeople",
    {
        "age": ages(55.0, 11.0, hypothesis("later than MS")),
        "female_share": women(0.4, hypothesis("more men than women")),
    },
)
NeuropathyBody = healthy_body_but(
    "NeuropathyBody",
    {
        "muscle__peripheral": parameter(
            0.75,
            "1",
            bounds=(0.2, 1.0),
            varies=LogNormal(0.15),
            meaning="share of peripheral motor axons that conduct",
            source=hypothesis("moderate weakness under treatment"),
        ),
        "sickness__systemic": systemic_inflammation(0.1, hypothesis("little outside the nerves")),
        "fatigue__person_physical": own_fatigue(
            "physical", 0.1, hypothesis("severe fatigue is common", "garssen2004_gbs_cidp_training")
        ),
        "fatigue__person_cognitive": own_fatigue("cognitive", -0.8, _BESIDE),
        "mood__trait": own_trait("depression", -0.2, 0.8, hypothesis("near health")),
    },
)
