"""Depression by questionnaire: the second Beck inventory and the depression scale of the HADS."""

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
from lassitude.instruments.questionnaire import EVEN_STEPS, NO_RULE_FOUND, questionnaire
from lassitude.instruments.scoring_rules import Sum
from lassitude.quantities.parameters import Parameters, derived, hypothesis

_MOOD = (("mood", 1.0),)
_BDI_MOOD = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 18, 21)
_HADS_ITEMS = (2, 4, 6, 8, 10, 12, 14)

BDI_FORM = Form(
    "BDI-II",
    facets=(
        Facet(_BDI_MOOD, _MOOD, (0, 3), "mood_location"),
        Facet((15, 20), (("mood", 0.5), ("fatigue_physical", 0.65)), (0, 3), "somatic_location"),
        Facet((19,), (("mood", 0.5), ("fatigue_cognitive", 0.65)), (0, 3), "somatic_location"),
        Facet((16,), (("mood", 0.5), ("sleep_disturbance", 0.7)), (0, 3), "somatic_location"),
    ),
    scales={"total": Scale(tuple(range(1, 22)), Sum(), "sum of all items")},
)
HADS_FORM = Form(
    "HADS-D",
    facets=(Facet(_HADS_ITEMS, _MOOD, (0, 3)),),
    scales={"total": Scale(_HADS_ITEMS, Sum(), "sum of the seven items of depression")},
)

_TWO_VERSIONS = "Cognitive and Behavioral Neurology, December 2017 (HADS-D in 193 people with MS)"
_BDI_FIT = derived(
    "doi:10.1111/ene.12932", "solved together: alpha 0.89 and 25.5% above 18.5 in 141 people with MS"
)
_HADS_FIT = derived(
    f"doi:10.3389/fpsyg.2021.794353, {_TWO_VERSIONS}",
    "solved together: alpha 0.825 in 179 and 30.6% at 8 or above in 193 people with MS",
)
_STEP = hypothesis("statements of one item lie about one SD apart")


class BdiParameters(Parameters):
    """Response model of the BDI-II; ``scripts/calibrate_fatigue_scales.py`` derives the numbers."""

    discrimination: float = discrimination(1.409, (1.0, 2.0), _BDI_FIT)
    mood_location: float = location(1.574, (1.0, 2.2), _BDI_FIT, of="item of mood")
    somatic_location: float = location(
        0.8, (0.0, 1.6), hypothesis("tiredness and poor sleep are admitted sooner"), of="somatic item"
    )
    step: float = step(0.9, (0.5, 1.5), _STEP)
    spread: float = spread()
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


class HadsParameters(Parameters):
    """Response model of the HADS; ``scripts/calibrate_fatigue_scales.py`` derives the numbers."""

    discrimination: float = discrimination(1.744, (1.2, 2.4), _HADS_FIT)
    location: float = location(1.033, (0.6, 1.5), _HADS_FIT)
    step: float = step(0.9, (0.5, 1.5), _STEP)
    spread: float = spread()
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


MOOD_SCALES = (
    questionnaire(
        BDI_FORM,
        central(BdiParameters),
        label="Beck Depression Inventory, second edition",
        version="BDI-II, 21 items, 0 to 3",
        recall_days=14,
        rights="copyright of its publisher; item numbers and rules only",
        source=("doi:10.1111/ene.12932", "tellez2005_fss_mfis"),
        assumed=(
            EVEN_STEPS,
            "weights of fatigue and sleep in items 15, 16, 19 and 20",
            "items 16 and 18 are scored 0 to 3 whichever direction of change is marked",
            "no retest in MS was found",
            NO_RULE_FOUND,
        ),
    ),
    questionnaire(
        HADS_FORM,
        central(HadsParameters),
        label="Hospital Anxiety and Depression Scale, depression",
        version="7 items of depression, numbered as on the form (2, 4 to 14), 0 to 3",
        recall_days=7,
        rights="copyright of its publisher; item numbers and rules only",
        source=(
            "doi:10.3389/fpsyg.2021.794353",
            _TWO_VERSIONS,
        ),
        assumed=(
            EVEN_STEPS,
            "answers are the points printed beside them, which already run from well to ill",
            "no retest in MS was found",
            "missing items: half of the items must be answered; declared",
        ),
        missing_rules=(HalfRule(), NoTotalIfAnyMissing()),
    ),
)
