"""The numbers of acute inflammation: two published sets for endotoxin, and what is added to them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)

WINDOLOSKI = "github:msolufse/Inflammation_Bolus_Cont"
PERNICE = "doi:10.1186/s12859-020-03823-9"


def _printed(value: float, unit: str, bounds: tuple[float, float], meaning: str, note: str) -> Any:
    """Declare a number of the published set for an infusion, as its program has it."""
    return parameter(value, unit, bounds=bounds, meaning=meaning, source=published(WINDOLOSKI, note))


def _supposed(value: float, unit: str, bounds: tuple[float, float], meaning: str, note: str) -> Any:
    """Declare a number that no published program has."""
    return parameter(value, unit, bounds=bounds, meaning=meaning, source=hypothesis(note))


class InnateParameters(Parameters):
    """Endotoxin, monocytes and their cytokines; the declared values are those of the four-hour infusion.

    One is not: by the published feedback of TNF 0.8 ng/kg lies where the answer ignites, so that people who
    differ a little in readiness differ tenfold in TNF. It is set to what that dose was seen to do.
    """

    endotoxin_clearance: Shared = _printed(
        24.24, "1/day", (12.0, 48.0), "clearance of endotoxin", "kE 1.01/h"
    )
    recruitment: Shared = _printed(0.144, "1/day", (0.1, 0.2), "recruitment of monocytes", "kMR 0.006/h")
    most_monocytes: Shared = _printed(
        30000.0,
        "1",
        (30000.0, 30000.0),
        "monocytes at rest, in the source's count",
        "Mmax 30000, fixed, since it only sets the unit",
    )
    deactivation: Shared = _printed(
        83.784, "1/day", (60.0, 90.0), "end of the activation of monocytes", "kMA 3.491/h"
    )
    activation: Shared = _printed(
        0.9936, "1/day", (0.5, 2.0), "activation by endotoxin alone at its ceiling", "kM 0.0414/h"
    )
    activation_by_tnf: Shared = parameter(
        58.0,
        "1/day",
        bounds=(20.0, 250.0),
        meaning="activation by endotoxin and much TNF",
        source=derived(
            "endotoxin_0_8_cytokines",
            "so that 0.8 ng/kg raises TNF 5-fold; by the printed kMTNF, 9.0/h, it rises 32-fold",
        ),
    )
    half_endotoxin: Shared = _printed(2.0, "ng/kg", (1.5, 4.0), "endotoxin of half effect", "xME 2.0")
    steep_endotoxin: Shared = _printed(1.0, "1", (1.0, 1.0), "steepness of the effect of endotoxin", "hME 1")
    activation_half_tnf: Shared = _printed(
        222.2, "pg/mL", (120.0, 250.0), "TNF of half effect on activation", "xMTNF 222.2"
    )
    activation_steep_tnf: Shared = _printed(3.16, "1", (2.5, 3.5), "steepness of that effect", "hMTNF 3.16")
    activation_half_il10: Shared = _printed(
        4.394, "pg/mL", (3.5, 5.0), "IL-10 that halves activation", "xM10 4.394"
    )
    activation_steep_il10: Shared = _printed(0.3, "1", (0.2, 0.4), "steepness of that restraint", "hM10 0.3")
    tnf_production: Shared = _printed(
        33.384, "pg/mL/day", (20.0, 40.0), "TNF made by an active monocyte", "kTNFM 1.391/h"
    )
    tnf_clearance: Shared = _printed(
        10.152, "1/day", (9.5, 34.0), "clearance of TNF", "kTNF 0.423/h; 1.395/h after a bolus"
    )
    tnf_basal: Shared = _printed(13.87, "pg/mL", (5.0, 20.0), "TNF at rest", "wTNF 13.87")
    tnf_half_il6: Shared = _printed(
        560.0, "pg/mL", (400.0, 800.0), "IL-6 that halves the making of TNF", "xTNF6 560"
    )
    tnf_steep_il6: Shared = _printed(2.0, "1", (1.5, 2.5), "steepness of that restraint", "hTNF6 2")
    tnf_half_il10: Shared = _printed(
        17.58, "pg/mL", (12.0, 25.0), "IL-10 that halves the making of TNF", "xTNF10 17.58"
    )
    tnf_steep_il10: Shared = _printed(3.0, "1", (2.0, 4.0), "steepness of that restraint", "hTNF10 3")
    il6_production: Shared = _printed(
        19.44, "pg/mL/day", (12.0, 30.0), "IL-6 made by an active monocyte", "k6M 0.81/h"
    )
    il6_production_by_tnf: Shared = _printed(
        19.44, "pg/mL/day", (12.0, 30.0), "further IL-6 made under much TNF", "k6TNF 0.81/h"
    )
    il6_clearance: Shared = _printed(15.84, "1/day", (10.0, 24.0), "clearance of IL-6", "k6 0.66/h")
    il6_basal: Shared = _printed(0.61, "pg/mL", (0.3, 2.0), "IL-6 at rest", "w6 0.61")
    il6_half_tnf: Shared = _printed(
        411.1, "pg/mL", (200.0, 500.0), "TNF of half effect on IL-6", "x6TNF 411.1"
    )
    il6_steep_tnf: Shared = _printed(2.0, "1", (1.5, 2.5), "steepness of that effect", "h6TNF 2")
    il6_half_il6: Shared = _printed(
        560.0, "pg/mL", (400.0, 800.0), "IL-6 that halves its own making", "x66 560"
    )
    il6_steep_il6: Shared = _printed(1.0, "1", (1.0, 1.5), "steepness of that restraint", "h66 1")
    il6_half_il10: Shared = _printed(
        35.15, "pg/mL", (25.0, 45.0), "IL-10 that halves the making of IL-6", "x610 35.15"
    )
    il6_steep_il10: Shared = _printed(
        1.0, "1", (1.0, 4.0), "steepness of that restraint", "h610 1; 4 after a bolus"
    )
    il8_production: Shared = _printed(
        14.7048, "pg/mL/day", (10.0, 25.0), "IL-8 made by an active monocyte", "k8M 0.6127/h"
    )
    il8_production_by_tnf: Shared = _printed(
        12.2184, "pg/mL/day", (8.0, 25.0), "further IL-8 made under much TNF", "k8TNF 0.5091/h"
    )
    il8_clearance: Shared = _printed(9.2688, "1/day", (6.0, 20.0), "clearance of IL-8", "k8 0.3862/h")
    il8_basal: Shared = _printed(2.695, "pg/mL", (1.5, 6.0), "IL-8 at rest", "w8 2.695")
    il8_half_tnf: Shared = _printed(
        411.1, "pg/mL", (200.0, 500.0), "TNF of half effect on IL-8", "x8TNF 411.1"
    )
    il8_steep_tnf: Shared = _printed(3.0, "1", (2.0, 4.0), "steepness of that effect", "h8TNF 3")
    il8_half_il10: Shared = _printed(
        17.58, "pg/mL", (12.0, 25.0), "IL-10 that halves the making of IL-8", "x810 17.58"
    )
    il8_steep_il10: Shared = _printed(1.5, "1", (1.0, 2.0), "steepness of that restraint", "h810 1.5")
    il10_production: Shared = _printed(
        0.87504, "pg/mL/day", (0.3, 1.2), "IL-10 made by an active monocyte", "k10M 0.03646/h"
    )
    il10_production_by_il6: Shared = _printed(
        0.46296, "pg/mL/day", (0.3, 0.7), "further IL-10 made under much IL-6", "k106 0.01929/h"
    )
    il10_clearance: Shared = _printed(
        9.6, "1/day", (7.0, 24.0), "clearance of the IL-10 of monocytes", "k10 0.4/h"
    )
    il10_basal: Shared = _printed(4.239, "pg/mL", (2.0, 6.0), "IL-10 of monocytes at rest", "w10 4.239")
    il10_half_il6: Shared = _printed(
        560.0, "pg/mL", (400.0, 800.0), "IL-6 of half effect on IL-10", "x106 560"
    )
    il10_steep_il6: Shared = _printed(3.68, "1", (3.0, 4.5), "steepness of that effect", "h106 3.68")
    il1b_production: Shared = _supposed(
        0.24,
        "pg/mL/day",
        (0.05, 1.0),
        "IL-1 beta made by an active monocyte",
        "so that endotoxin raises it a few fold",
    )
    il1b_clearance: Shared = _supposed(
        36.0, "1/day", (20.0, 60.0), "clearance of IL-1 beta", "half-life of half an hour"
    )
    il1b_basal: Shared = _supposed(
        0.5, "pg/mL", (0.1, 2.0), "IL-1 beta at rest", "near the limit of usual assays"
    )
    il1b_half_il10: Shared = _supposed(
        17.58, "pg/mL", (10.0, 25.0), "IL-10 that halves the making of IL-1 beta", "as that of TNF"
    )
    ifn_at_rest: Shared = parameter(
        18.0,
        "pg/mL",
        bounds=(9.0, 36.0),
        meaning="interferon gamma that natural killer cells alone keep up",
        source=derived(PERNICE, "0.03/h times 30 per mm3 over 0.05/h"),
    )
    half_ifn: Shared = _supposed(
        50.0,
        "pg/mL",
        (20.0, 100.0),
        "interferon gamma above rest that gives half of its effect on monocytes",
        "about half of the rise that a pulse brings in the net",
    )
    activation_by_ifn: Shared = _supposed(
        0.0036,
        "1/day",
        (0.0, 0.012),
        "activation of monocytes by interferon gamma at its ceiling",
        "interferon gamma primes monocytes; raises TNF by about a third",
    )
    activation_by_infection: Shared = _supposed(
        0.0096,
        "1/day",
        (0.001, 0.024),
        "activation of monocytes at the onset of an infection",
        "a cold raises IL-6 a few fold",
    )
    restraint_by_cortisol: Shared = _supposed(
        0.3,
        "1",
        (0.0, 1.0),
        "log fall of activation per log rise of cortisol",
        "cortisol calms monocytes; size supposed",
    )
    readiness: PerPatient = parameter(
        1.0,
        "1",
        bounds=(0.05, 20.0),
        varies=LogNormal(0.4),
        meaning="readiness of immune cells to answer a stimulus; 1 = typical",
        source=hypothesis(
            "people differ lastingly in what their stimulated cells make; size supposed",
            "heesen2006_stimulated_cytokines",
        ),
    )


INFUSION: Mapping[str, float] = MappingProxyType({"innate.activation_by_tnf": 216.0})
"""The published set for 0.5 ng/kg an hour over four hours, where it differs from the declared one."""
BOLUS: Mapping[str, float] = MappingProxyType(
    {
        "innate.deactivation": 64.176,
        "innate.activation_by_tnf": 207.6,
        "innate.half_endotoxin": 3.3,
        "innate.activation_half_tnf": 140.8,
        "innate.activation_half_il10": 3.884,
        "innate.tnf_production": 23.952,
        "innate.tnf_clearance": 33.48,
        "innate.tnf_basal": 8.793,
        "innate.tnf_half_il10": 15.54,
        "innate.il6_half_tnf": 260.6,
        "innate.il6_half_il10": 31.07,
        "innate.il6_steep_il10": 4.0,
        "innate.il8_production": 17.8968,
        "innate.il8_production_by_tnf": 18.9288,
        "innate.il8_clearance": 16.4736,
        "innate.il8_basal": 4.175,
        "innate.il8_half_tnf": 260.6,
        "innate.il8_half_il10": 15.54,
        "innate.il10_production": 0.36096,
        "innate.il10_production_by_il6": 0.4092,
        "innate.il10_clearance": 19.2,
        "innate.il10_basal": 3.747,
    }
)
"""The published set for 2 ng/kg at once, by parameter name, where it differs from the declared one.

The two sets were fitted apart and neither predicts the protocol of the other: this one is for a bolus.
"""
