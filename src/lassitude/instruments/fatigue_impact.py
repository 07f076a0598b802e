"""The Fatigue Impact Scale, its modified form and the five-item form of that."""

from __future__ import annotations

from lassitude.instruments.declarations import Retest, central
from lassitude.instruments.forms import Facet, Form, subscales
from lassitude.instruments.item_parameters import discrimination, location, spread, step
from lassitude.instruments.questionnaire import EVEN_STEPS, NO_RULE_FOUND, questionnaire
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter

_SAME = "as on the modified form, whose items come from this one; no fatigue score of this form was used"
_SHORT = "as on the modified form, of which these are five items; no score of the short form was used"
_FIT = "solved with the other two from mean 34.6, SD 19.7 and person reliability 0.95"
_ANCHORS = "ziemssen2008_ga_mfis, learmonth2013_psychometrics, amtmann_maf_fss_mfis_irt"
_BOTH = hypothesis("latents correlate 0.6, so that 1/sqrt(2 * 1.6) times their sum has SD 1")
_LOADING = "weight of each latent in psychosocial items"
_EQUAL_LOADING = "psychosocial items load equally on both latents"


def _form(
    name: str, cognitive: tuple[int, ...], physical: tuple[int, ...], psychosocial: tuple[int, ...]
) -> Form:
    both = (("fatigue_physical", "psychosocial_loading"), ("fatigue_cognitive", "psychosocial_loading"))
    return Form(
        name,
        facets=(
            Facet(cognitive, (("fatigue_cognitive", 1.0),), lasting=None),
            Facet(physical, (("fatigue_physical", 1.0),), lasting=None),
            Facet(psychosocial, both, lasting=None),
        ),
        scales=subscales({"cognitive": cognitive, "physical": physical, "psychosocial": psychosocial}),
        summed=True,
    )


FIS_FORM = _form(
    "FIS",
    cognitive=(1, 5, 6, 11, 18, 21, 26, 30, 34, 35),
    physical=(10, 13, 14, 17, 23, 24, 31, 32, 37, 38),
    psychosocial=(2, 3, 4, 7, 8, 9, 12, 15, 16, 19, 20, 22, 25, 27, 28, 29, 33, 36, 39, 40),
)
MFIS_FORM = _form(
    "MFIS",
    cognitive=(1, 2, 3, 5, 11, 12, 15, 16, 18, 19),
    physical=(4, 6, 7, 10, 13, 14, 17, 20, 21),
    psychosocial=(8, 9),
)
MFIS_5_FORM = _form("MFIS-5", cognitive=(1, 5), physical=(3, 4), psychosocial=(2,))
"""Its items are numbers 1, 9, 10, 17 and 19 of the modified form."""


class MfisParameters(Parameters):
    """Response model of the modified form; ``scripts/calibrate_questionnaires.py`` derives the numbers."""

    discrimination: float = discrimination(2.12, (1.5, 3.0), derived(_ANCHORS, _FIT))
    location: float = location(0.348, (0.0, 0.7), derived(_ANCHORS, _FIT))
    step: float = step(0.647, (0.3, 0.9), derived(_ANCHORS, _FIT))
    spread: float = spread()
    psychosocial_loading: float = parameter(0.559, "1", bounds=(0.5, 0.71), source=_BOTH, meaning=_LOADING)


_MODIFIED = central(MfisParameters)


class FisParameters(Parameters):
    """Response model of the full form, assumed to be that of the modified form."""

    discrimination: float = discrimination(_MODIFIED.discrimination, (1.5, 3.0), hypothesis(_SAME, _ANCHORS))
    location: float = location(_MODIFIED.location, (-0.2, 0.9), hypothesis(_SAME, _ANCHORS))
    step: float = step(_MODIFIED.step, (0.3, 0.9), hypothesis(_SAME, _ANCHORS))
    spread: float = spread()
    psychosocial_loading: float = parameter(
        _MODIFIED.psychosocial_loading, "1", bounds=(0.5, 0.71), source=_BOTH, meaning=_LOADING
    )


class Mfis5Parameters(Parameters):
    """Response model of the five-item form, assumed to be that of the modified form."""

    discrimination: float = discrimination(_MODIFIED.discrimination, (1.5, 3.0), hypothesis(_SHORT, _ANCHORS))
    location: float = location(_MODIFIED.location, (0.0, 0.7), hypothesis(_SHORT, _ANCHORS))
    step: float = step(_MODIFIED.step, (0.3, 0.9), hypothesis(_SHORT, _ANCHORS))
    spread: float = spread()
    psychosocial_loading: float = parameter(
        _MODIFIED.psychosocial_loading, "1", bounds=(0.5, 0.71), source=_BOTH, meaning=_LOADING
    )


FATIGUE_IMPACT = (
    questionnaire(
        FIS_FORM,
        central(FisParameters),
        label="Fatigue Impact Scale",
        version="40 items, 0 to 4",
        recall_days=28,
        rights="wording restricted by its authors; item numbers and rules only",
        source=("doi:10.1093/clinids/18.supplement_1.s79", "fatigue_scale_cutoffs_table"),
        assumed=(
            "all item parameters, taken over from the modified form",
            _EQUAL_LOADING,
            "four weeks of recall",
            NO_RULE_FOUND,
        ),
    ),
    questionnaire(
        MFIS_FORM,
        _MODIFIED,
        label="Modified Fatigue Impact Scale",
        version="21 items, 0 to 4",
        recall_days=28,
        rights="unclear; item numbers and rules only",
        source=("learmonth2013_psychometrics", "ziemssen2008_ga_mfis", "amtmann_maf_fss_mfis_irt"),
        assumed=(
            EVEN_STEPS,
            _EQUAL_LOADING,
            "answers of one person on two days share nothing but the latents",
            "only the total is fitted: over six months the SEM of its physical, cognitive and psychosocial "
            "parts come out as 4.0, 4.3 and 1.5, against 3.6, 3.8 and 0.8 published",
            NO_RULE_FOUND,
        ),
        retests=(
            Retest("total", 183, 0.863, 7.3, "learmonth2013_psychometrics", True),
            Retest("physical", 183, 0.86, 3.6, "learmonth2013_psychometrics", False),
            Retest("cognitive", 183, 0.837, 3.8, "learmonth2013_psychometrics", False),
            Retest("psychosocial", 183, 0.755, 0.8, "learmonth2013_psychometrics", False),
            Retest("total", 3, 0.729, None, "kos2003_dutch_mfis", False),
        ),
    ),
    questionnaire(
        MFIS_5_FORM,
        central(Mfis5Parameters),
        label="Modified Fatigue Impact Scale, five-item form",
        version="5 items, 0 to 4; items 1, 9, 10, 17 and 19 of the modified form, numbered 1 to 5",
        recall_days=28,
        rights="unclear; item numbers and rules only",
        source=("doi:10.1177/2055217319887987", "mfis5_reliability"),
        assumed=(
            "all item parameters, taken over from the modified form",
            _EQUAL_LOADING,
            "no retest of this form was found",
            NO_RULE_FOUND,
        ),
    ),
)
