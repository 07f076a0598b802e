"""Fatigue in MS by its own scales: the FSMC and the NFI-MS."""

from __future__ import annotations

from lassitude.instruments.declarations import Retest, central
from lassitude.instruments.forms import Facet, Form, subscales
from lassitude.instruments.item_parameters import (
    OWN_WAY,
    discrimination,
    lasting_share,
    location,
    spread,
    step,
)
from lassitude.instruments.questionnaire import EVEN_STEPS, NO_RULE_FOUND, questionnaire
from lassitude.quantities.parameters import Parameters, derived, hypothesis

_PHYSICAL = (("fatigue_physical", 1.0),)
_COGNITIVE = (("fatigue_cognitive", 1.0),)
_FSMC_COGNITIVE = (1, 4, 7, 8, 11, 13, 15, 17, 18, 20)
_FSMC_MOTOR = (2, 3, 5, 6, 9, 10, 12, 14, 16, 19)
_REST = (("fatigue_physical", 0.7), ("sleep_disturbance", 0.5))
_NIGHT = (("sleep_disturbance", 0.9), ("fatigue_physical", 0.2))

FSMC_FORM = Form(
    "FSMC",
    facets=(Facet(_FSMC_COGNITIVE, _COGNITIVE, (1, 5)), Facet(_FSMC_MOTOR, _PHYSICAL, (1, 5))),
    scales=subscales({"cognitive": _FSMC_COGNITIVE, "motor": _FSMC_MOTOR}),
    summed=True,
)
NFI_FORM = Form(
    "NFI-MS",
    facets=(
        Facet(tuple(range(1, 9)), _PHYSICAL, (0, 3)),
        Facet(tuple(range(9, 13)), _COGNITIVE, (0, 3)),
        Facet(tuple(range(13, 19)), _REST, (0, 3)),
        Facet(tuple(range(19, 24)), _NIGHT, (0, 3)),
    ),
    scales=subscales(
        {
            "physical": tuple(range(1, 9)),
            "cognitive": tuple(range(9, 13)),
            "relief_by_rest": tuple(range(13, 19)),
            "abnormal_sleep": tuple(range(19, 24)),
        }
    ),
)

_FSMC_FIT = derived(
    "englund2024_fsmc_trajectories, fsmc_validation_2009, doi:10.1136/jnnp-2024-333595",
    "solved together: mean 48.4 and SD 18.7 at the start of treatment from the five groups of the Swedish "
    "register, alpha 0.95 and correlation 0.829 with the MFIS",
)
_NFI = hypothesis("as sharp and as spread as the MFIS, with fewer answers; no NFI-MS score was used")


class FsmcParameters(Parameters):
    """Response model of the FSMC; ``scripts/calibrate_fatigue_scales.py`` derives the numbers."""

    discrimination: float = discrimination(2.199, (1.5, 3.0), _FSMC_FIT)
    location: float = location(0.568, (0.2, 0.9), _FSMC_FIT)
    step: float = step(0.617, (0.4, 0.9), _FSMC_FIT)
    spread: float = spread()
    lasting_share: float = lasting_share(0.189, (0.05, 0.4), _FSMC_FIT)


class NfiParameters(Parameters):
    """Response model of the NFI-MS."""

    discrimination: float = discrimination(2.12, (1.5, 3.0), _NFI)
    location: float = location(0.0, (-0.6, 0.6), _NFI)
    step: float = step(0.86, (0.5, 1.3), _NFI)
    spread: float = spread()
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


MULTIPLE_SCLEROSIS_SCALES = (
    questionnaire(
        FSMC_FORM,
        central(FsmcParameters),
        label="Fatigue Scale for Motor and Cognitive Functions",
        version="20 items, 1 to 5",
        recall_days=28,
        rights="copyright of I.-K. Penner; item numbers and rules only",
        source=("fsmc_validation_2009", "englund2024_fsmc_trajectories", "fsmc_aubagio_schedule"),
        assumed=(
            EVEN_STEPS,
            "asks about fatigue in general, without a time; four weeks are averaged",
            "which items are motor and which cognitive was not confirmed in an open source",
            "the published retest says no interval and is not reproduced",
            NO_RULE_FOUND,
        ),
        retests=(
            Retest("total", None, 0.87, None, "fsmc_validation_2009", False),
            Retest("cognitive", None, 0.85, None, "fsmc_validation_2009", False),
            Retest("motor", None, 0.86, None, "fsmc_validation_2009", False),
        ),
    ),
    questionnaire(
        NFI_FORM,
        central(NfiParameters),
        label="Neurological Fatigue Index for multiple sclerosis",
        version="23 items, 0 to 3, raw scores",
        recall_days=14,
        rights="copyright of its authors; item numbers and rules only",
        source=("doi:10.1186/1477-7525-8-22",),
        assumed=(
            EVEN_STEPS,
            "all numbers: no mean, SD or retest was found",
            "two weeks of recall",
            "items are numbered subscale after subscale",
            "which ten items make the summary scale was not found, so it is not scored",
            "weights of fatigue and sleep in the two subscales of rest and sleep",
            NO_RULE_FOUND,
        ),
    ),
)
