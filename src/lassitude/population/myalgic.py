"""ME/CFS, with insidious and with infectious onset: a narrow envelope, and malaise that comes late and stays.

Immune cells are those of health. Nothing here lets training relieve fatigue or widen the envelope: the model
never claims benefit of exercise, or cure, in ME/CFS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lassitude.population.entry import ages, women
from lassitude.population.without_ms import (
    healthy_body_but,
    healthy_people_but,
    own_fatigue,
    own_trait,
)
from lassitude.quantities.parameters import LogNormal, derived, hypothesis, parameter

NO_BENEFIT = hypothesis("no benefit of exercise is supposed in ME/CFS; what trials of it found is contested")
_LEVEL = hypothesis(
    "set beside malaise so that fatigue lies well above that of relapsing MS", "reeves2005_cfs_sf36"
)

_RECOVERY = derived(
    "moore2023_pem_recovery", "12.7 days until malaise is within 0.15 SD after a two-day test"
)


def _no_relief(name: str) -> Any:
    return parameter(0.0, "1", bounds=(0.0, 0.5), meaning=name, source=NO_BENEFIT)


def _still(gland: str) -> Any:
    return parameter(
        0.0,
        "1/day",
        bounds=(0.0, 0.0),
        meaning=f"turnover of the mass of {gland} where the axis is bistable",
        source=hypothesis("Gupta 2007 has no gland masses, and its second resting point does not bear them"),
    )


def _envelope() -> Mapping[str, Any]:
    return {**_supply(), **_malaise()}


def _supply() -> Mapping[str, Any]:
    return {
        "energy__oxidative": parameter(
            0.86,
            "1",
            bounds=(0.5, 1.1),
            varies=LogNormal(0.08),
            meaning="oxidative phosphorylation in ME/CFS, healthy = 1",
            source=derived(
                "lim2020_2day_cpet", "work at the threshold 10.8 W below controls on day one, of 75 W"
            ),
        ),
        "energy__envelope": parameter(
            0.95,
            "1",
            bounds=(0.4, 3.0),
            varies=LogNormal(0.15),
            meaning="strain borne without malaise in ME/CFS, own habitual days",
            source=hypothesis("an ordinary day is just borne, a busy one is not"),
        ),
        "energy__envelope_by_fitness": parameter(
            0.0, "1", bounds=(0.0, 1.0), meaning="widening of the envelope by training", source=NO_BENEFIT
        ),
    }


def _malaise() -> Mapping[str, Any]:
    return {
        "energy__sensitivity": parameter(
            1.4,
            "1/day",
            bounds=(0.0, 5.0),
            varies=LogNormal(0.3),
            meaning="fastest onset of what becomes malaise in ME/CFS",
            source=_RECOVERY,
        ),
        "energy__delay": parameter(
            1.0,
            "day",
            bounds=(0.2, 2.0),
            meaning="time until what is set off is felt in ME/CFS",
            source=hypothesis("12 to 72 hours with the forgetting of strain"),
        ),
        "energy__persistence": parameter(
            3.2,
            "day",
            bounds=(0.3, 20.0),
            varies=LogNormal(0.45),
            meaning="time in which malaise fades in ME/CFS",
            source=_RECOVERY,
        ),
        "energy__capacity_cost": parameter(
            0.3,
            "1",
            bounds=(0.0, 0.5),
            meaning="log loss of energy capacity per unit of malaise in ME/CFS",
            source=derived(
                "lim2020_2day_cpet",
                "work at the threshold falls by a fifth on day two, of the 22 W that the source's summary "
                "suggests; its units are not certain",
            ),
        ),
    }


def _people() -> Mapping[str, Any]:
    return {
        "activity__habitual_steps": parameter(
            6200.0,
            "1/day",
            bounds=(500.0, 25000.0),
            varies=LogNormal(0.45),
            meaning="steps a day before fatigue takes its part",
            source=derived(
                "vancampen2020_severity", "5700 steps as the mean of 289 mild, moderate and severe people"
            ),
        ),
        "fatigue__person_physical": own_fatigue("physical", 0.9, _LEVEL),
        "fatigue__person_cognitive": own_fatigue("cognitive", 0.8, _LEVEL),
        "fatigue__by_fitness": _no_relief("fatigue relieved by training"),
        "fatigue__by_resistance": _no_relief("fatigue relieved by resistance training"),
        "mood__trait": own_trait("depression", 0.0, 0.85, hypothesis("as in relapsing MS")),
        "sleep__trait": own_trait("sleep disturbance", 1.0, 0.8, hypothesis("sleep does not refresh")),
    }


MyalgicPeople = healthy_people_but(
    "MyalgicPeople",
    {
        "age": ages(42.0, 10.0, hypothesis("as in studies of activity", "rekeland2022_fitbit_mecfs")),
        "female_share": women(0.78, hypothesis("three of four are women")),
    },
)
MyalgicBody = healthy_body_but("MyalgicBody", {**_envelope(), **_people()})
BistableAxisBody = healthy_body_but(
    "BistableAxisBody",
    {
        **_envelope(),
        **_people(),
        "receptors__switch": parameter(
            1.0,
            "1",
            bounds=(1.0, 1.0),
            meaning="that receptors make more of themselves, and that they have done so",
            source=hypothesis("theory of ME/CFS; no measurement of people shows two resting points"),
        ),
        "axis__pituitary_turnover": _still("corticotrophs"),
        "axis__adrenal_turnover": _still("the adrenal cortex"),
    },
)

AfterInfectionPeople = healthy_people_but(
    "AfterInfectionPeople",
    {
        "age": ages(36.0, 10.0, hypothesis("infectious mononucleosis strikes the young", "hickie2006_dubbo")),
        "female_share": women(0.7, hypothesis("fewer women than with insidious onset")),
    },
)
AfterInfectionBody = healthy_body_but(
    "AfterInfectionBody",
    {
        **_envelope(),
        **_people(),
        "energy__by_sickness": parameter(
            0.1,
            "1/day",
            bounds=(0.0, 0.2),
            meaning="onset of malaise per unit of sickness after infectious onset",
            source=hypothesis("infections bring malaise back; direction reported by patients, size supposed"),
        ),
    },
)
