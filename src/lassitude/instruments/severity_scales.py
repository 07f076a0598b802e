"""How severe fatigue is: the FSS, the fatigue subscale of the CIS, the Chalder scale, and a line to mark."""

from __future__ import annotations

from lassitude.instruments.declarations import Retest, central
from lassitude.instruments.forms import Facet, Form, Scale, subscales
from lassitude.instruments.item_parameters import (
    OWN_WAY,
    discrimination,
    lasting_share,
    location,
    spread,
    step,
)
from lassitude.instruments.missing import NoTotalIfAnyMissing
from lassitude.instruments.questionnaire import EVEN_STEPS, NO_RULE_FOUND, questionnaire
from lassitude.instruments.scoring_rules import CountFrom, Mean, Sum
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter

_PHYSICAL = (("fatigue_physical", 1.0),)
_COGNITIVE = (("fatigue_cognitive", 1.0),)
_FSS_ITEMS = tuple(range(1, 10))
_CIS_ITEMS = (1, 4, 6, 9, 12, 14, 16, 20)
_CHALDER_PHYSICAL, _CHALDER_MENTAL = tuple(range(1, 8)), tuple(range(8, 12))

FSS_FORM = Form(
    "FSS",
    facets=(Facet(_FSS_ITEMS, _PHYSICAL, answers=(1, 7)),),
    scales={"total": Scale(_FSS_ITEMS, Mean(), "mean of the nine items")},
)
CIS_FORM = Form(
    "CIS-20",
    facets=(Facet(_CIS_ITEMS, _PHYSICAL, answers=(1, 7)),),
    scales={"fatigue_severity": Scale(_CIS_ITEMS, Sum(), "sum of the eight items of fatigue severity")},
    falling=frozenset({1, 4, 9, 14, 16}),
)
CHALDER_FORM = Form(
    "Chalder",
    facets=(
        Facet(_CHALDER_PHYSICAL, _PHYSICAL, answers=(0, 3)),
        Facet(_CHALDER_MENTAL, _COGNITIVE, answers=(0, 3)),
    ),
    scales={
        "total": Scale((*_CHALDER_PHYSICAL, *_CHALDER_MENTAL), Sum(), "sum of all items, 0 to 3 each"),
        "bimodal": Scale(
            (*_CHALDER_PHYSICAL, *_CHALDER_MENTAL), CountFrom(2.0), "items answered 2 or 3: bimodal scoring"
        ),
        **subscales({"physical": _CHALDER_PHYSICAL, "mental": _CHALDER_MENTAL}),
    },
)

# A single item is spread over nothing, whichever number its spread is read from.
VAS_FORM = Form(
    "VAS-fatigue",
    facets=(
        Facet((1,), (("fatigue_physical", 0.5), ("fatigue_cognitive", 0.5)), answers=(0, 100), spread="step"),
    ),
    scales={"total": Scale((1,), Sum(), "millimeters from no fatigue")},
)

_FSS_ANCHORS = "fss_mfis_1271_psychometrics, learmonth2013_psychometrics, tellez2005_fss_mfis"
_FSS_FIT = derived(
    _FSS_ANCHORS,
    "solved together: mean 5.1 where the MFIS has mean 44.2, SD 1.40 (SEM 0.7, ICC 0.751), ICC 0.751 over "
    "six months and correlation 0.68 with the MFIS",
)
_CIS_LEVEL = hypothesis("mean 35 of 56, the usual cut, and SD 12 in untreated relapsing MS")
_CHALDER_FIT = derived(
    "cella2010_chalder_norms, krakau2025_chalder_germany",
    "solved together: mean 14.2 and SD 4.6 of the community at the healthy latent mean, alpha 0.89",
)


class FssParameters(Parameters):
    """Response model of the FSS; ``scripts/calibrate_fatigue_scales.py`` derives the numbers."""

    discrimination: float = discrimination(1.328, (0.8, 2.2), _FSS_FIT)
    location: float = location(-0.485, (-1.0, 0.0), _FSS_FIT)
    step: float = step(0.4395, (0.25, 0.7), _FSS_FIT)
    spread: float = spread()
    lasting_share: float = lasting_share(0.192, (0.05, 0.4), _FSS_FIT)


class CisParameters(Parameters):
    """Response model of the fatigue items of the CIS."""

    discrimination: float = discrimination(
        2.0, (1.2, 3.0), hypothesis("internal consistency near 0.9", "doi:10.1016/j.jpsychores.2017.05.007")
    )
    location: float = location(-0.1, (-0.6, 0.4), _CIS_LEVEL)
    step: float = step(0.4, (0.2, 0.7), _CIS_LEVEL)
    spread: float = spread()
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


class ChalderParameters(Parameters):
    """Response model of the Chalder scale, which asks for change from how the person usually is."""

    discrimination: float = discrimination(2.145, (1.4, 3.0), _CHALDER_FIT)
    location: float = location(-0.632, (-1.2, 0.0), _CHALDER_FIT)
    step: float = step(2.321, (1.6, 3.0), _CHALDER_FIT)
    spread: float = spread()
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


class VasParameters(Parameters):
    """Response model of a line of 100 mm: the mark follows the latent evenly between its ends."""

    discrimination: float = discrimination(
        4.0, (2.5, 6.0), hypothesis("a mark set again lies about a centimeter away")
    )
    location: float = location(
        0.0, (-0.7, 0.7), hypothesis("untreated relapsing MS in the middle of the line"), of="line"
    )
    step: float = parameter(
        0.035,
        "1",
        bounds=(0.025, 0.055),
        source=hypothesis("SD near 29 mm in relapsing MS, so that few marks lie at the ends"),
        meaning="latent SD to a millimeter of the line",
    )
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


SEVERITY_SCALES = (
    questionnaire(
        FSS_FORM,
        central(FssParameters),
        label="Fatigue Severity Scale",
        version="9 items, 1 to 7, scored as their mean",
        recall_days=7,
        rights="copyright of its author; item numbers and rules only",
        source=(
            "learmonth2013_psychometrics",
            "tellez2005_fss_mfis",
            "fss_mfis_1271_psychometrics",
            "amtmann_maf_fss_mfis_irt",
        ),
        assumed=(
            EVEN_STEPS,
            "all nine items ask about physical fatigue; the published correlations with the physical part "
            "and the total of the MFIS (0.75 and 0.68) agree with it",
            "item 1 is like the others, though it fits Rasch models badly",
            "the ceiling follows from the range of answers: 4% answer 7 throughout where the MFIS is 44.2, "
            "while 21% lay above the range in which the form discriminates",
            "no slow state and item noise can give 0.889 after one week and "
            "0.751 after six months together; the six months are reproduced",
            NO_RULE_FOUND,
        ),
        retests=(
            Retest("total", 183, 0.751, 0.7, "learmonth2013_psychometrics", True),
            Retest("total", 7, 0.889, None, "fss_greek", False),
        ),
    ),
    questionnaire(
        CIS_FORM,
        central(CisParameters),
        label="Checklist Individual Strength, fatigue severity",
        version="8 of the 20 items, 1 (yes, that is true) to 7 (no, that is not true)",
        recall_days=14,
        rights="copyright of its authors; item numbers and rules only",
        source=("doi:10.1016/j.jpsychores.2017.05.007",),
        assumed=(
            EVEN_STEPS,
            "all numbers: no mean, SD or retest in MS was found",
            "which item numbers make the subscale, and that 6, 12 and 20 are worded as well-being, was not "
            "confirmed in an open source",
            NO_RULE_FOUND,
        ),
    ),
    questionnaire(
        CHALDER_FORM,
        central(ChalderParameters),
        label="Chalder Fatigue Scale",
        version="11 items, 0 to 3; Likert and bimodal scoring",
        recall_days=28,
        rights="copyright of its authors; item numbers and rules only",
        source=("cella2010_chalder_norms", "krakau2025_chalder_germany"),
        assumed=(
            EVEN_STEPS,
            "answers follow the level of fatigue, though the form asks for change from usual",
            "the published retest says no interval and is not reproduced",
            NO_RULE_FOUND,
        ),
        missing_rules=(NoTotalIfAnyMissing(),),
        retests=(Retest("total", None, 0.76, None, "turkish_chalder_norms2022", False),),
    ),
    questionnaire(
        VAS_FORM,
        central(VasParameters),
        label="Visual analog scale of fatigue",
        version="a line of 100 mm, from no fatigue to the worst",
        recall_days=7,
        rights="free",
        source=("virahepc_ifn_fatigue",),
        assumed=(
            "all numbers: no mean, SD or retest in MS was found",
            "the mark follows the latent evenly, and both latents equally",
            "one week of recall",
            NO_RULE_FOUND,
        ),
        missing_rules=(NoTotalIfAnyMissing(),),
    ),
)
