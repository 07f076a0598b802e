"""The PROMIS Fatigue short form 8a, with the published table of T-scores."""

from __future__ import annotations

from lassitude.instruments.declarations import central
from lassitude.instruments.forms import Facet, Form, Scale
from lassitude.instruments.item_parameters import (
    OWN_WAY,
    discrimination,
    lasting_share,
    location,
    spread,
    step,
)
from lassitude.instruments.missing import HalfRule, NoTotalIfAnyMissing
from lassitude.instruments.questionnaire import EVEN_STEPS, questionnaire
from lassitude.instruments.scoring_rules import Lookup, Sum
from lassitude.quantities.parameters import Parameters, derived, hypothesis

# fmt: off
T_SCORES = (
    33.1, 38.5, 41.0, 42.8, 44.3, 45.6, 46.9, 48.1, 49.2, 50.4, 51.5, 52.5, 53.6, 54.6, 55.6, 56.6, 57.5,
    58.5, 59.4, 60.4, 61.3, 62.3, 63.3, 64.3, 65.3, 66.4, 67.5, 68.6, 69.8, 71.0, 72.4, 74.2, 77.8,
)
# fmt: on
"""T-scores of the sums 8 to 40 of the adult short form 8a (PROMIS Fatigue scoring manual, HealthMeasures)."""

_ITEMS = tuple(range(1, 9))
PROMIS_FORM = Form(
    "PROMIS-Fatigue-8a",
    facets=(Facet(_ITEMS, (("fatigue_physical", 0.559), ("fatigue_cognitive", 0.559)), (1, 5)),),
    scales={
        "total": Scale(_ITEMS, Sum(), "sum of the eight items"),
        "t_score": Scale(_ITEMS, Lookup(T_SCORES), "T-score; 50 is the mean of the US population, 10 its SD"),
    },
)

_FIT = derived(
    "kamudoni2022_promis_ms8a, fss_mfis_1271_psychometrics",
    "solved together: mean 57.7 and SD 10.5 of the T-score in US clinics, supposing those people as tired "
    "as a community sample with MFIS 44.2; measured by the MS form of the same bank",
)


class PromisParameters(Parameters):
    """Response model of the short form; ``scripts/calibrate_fatigue_scales.py`` derives the numbers."""

    discrimination: float = discrimination(
        3.0, (2.0, 4.5), hypothesis("items of the bank are sharper than those of older forms")
    )
    location: float = location(0.402, (0.0, 0.8), _FIT)
    step: float = step(0.717, (0.5, 1.0), _FIT)
    spread: float = spread(0.3, (0.1, 0.7), hypothesis("the items of the short form lie close together"))
    lasting_share: float = lasting_share(0.15, (0.02, 0.4), hypothesis(OWN_WAY))


PROMIS = (
    questionnaire(
        PROMIS_FORM,
        central(PromisParameters),
        label="PROMIS Fatigue short form 8a",
        version="adult short form v1.0, 8 items, 1 to 5; raw sum and T-score",
        recall_days=7,
        rights="copyright of the PROMIS Health Organization, free to use; item numbers and rules only",
        source=("kamudoni2022_promis_ms8a", "PROMIS Fatigue scoring manual, HealthMeasures"),
        assumed=(
            EVEN_STEPS,
            "items ask about both latents equally",
            "no retest in MS was found",
            "missing items: half the items must be answered and a prorated sum is rounded up, as the scoring "
            "manual says",
        ),
        missing_rules=(HalfRule(), NoTotalIfAnyMissing()),
    ),
)
