"""Vitality and physical function of the SF-36, on their scales from 0 to 100."""

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
from lassitude.instruments.scoring_rules import Percent
from lassitude.quantities.parameters import Parameters, derived, hypothesis

_FUNCTION = tuple(range(3, 13))
_VITALITY = (29, 31, 23, 27)

SF36_FORM = Form(
    "SF-36",
    facets=(
        Facet(
            (3, 9, 6, 4, 10, 8, 5, 7, 11, 12),
            (("disability", 0.7), ("fatigue_physical", 0.5)),
            (1, 3),
            location="function_location",
            step="function_step",
            spread="function_spread",
            lasting="function_lasting_share",
        ),
        Facet(
            _VITALITY,
            (("fatigue_physical", 0.559), ("fatigue_cognitive", 0.559)),
            (1, 6),
            location="vitality_location",
            step="vitality_step",
            lasting="vitality_lasting_share",
        ),
    ),
    scales={
        "vitality": Scale(_VITALITY, Percent(), "vitality, 0 to 100", "higher_better"),
        "physical_function": Scale(_FUNCTION, Percent(), "physical function, 0 to 100", "higher_better"),
    },
    falling=frozenset({*_FUNCTION, 29, 31}),
)

_VITALITY_FIT = derived(
    "reeves2005_cfs_sf36",
    "solved for the mean 72.3 of people who are not ill, at the healthy latent mean; their SD of 13.0 is "
    "not used, since they were chosen for not being tired",
)
_FUNCTION_LEVEL = hypothesis("people without disability answer near 90, as those who are not ill do")


class Sf36Parameters(Parameters):
    """Response model of both scales; ``scripts/calibrate_fatigue_scales.py`` derives those of vitality."""

    discrimination: float = discrimination(2.0, (1.2, 3.0), hypothesis("as sharp as the MFIS"))
    function_location: float = location(0.5, (-0.2, 1.2), _FUNCTION_LEVEL, of="item of function")
    function_step: float = step(1.0, (0.5, 1.5), _FUNCTION_LEVEL)
    function_spread: float = spread(
        1.5, (0.8, 2.2), hypothesis("from vigorous activity to dressing, items differ more than elsewhere")
    )
    function_lasting_share: float = lasting_share(0.25, (0.05, 0.5), hypothesis(OWN_WAY))
    vitality_location: float = location(-0.018, (-0.6, 0.6), _VITALITY_FIT, of="item of vitality")
    vitality_step: float = step(
        1.0, (0.6, 1.5), hypothesis("gives an SD near 20 in untreated relapsing MS, as in most populations")
    )
    spread: float = spread(0.3, (0.1, 0.8), hypothesis("the four items of vitality lie close together"))
    vitality_lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


HEALTH_STATUS = (
    questionnaire(
        SF36_FORM,
        central(Sf36Parameters),
        label="SF-36, vitality and physical function",
        version="RAND 36-Item Health Survey 1.0, items 3 to 12 (1 to 3) and 23, 27, 29, 31 (1 to 6)",
        recall_days=28,
        rights="RAND form free to use, SF-36 a trademark; item numbers and rules only",
        source=("RAND 36-Item Health Survey 1.0 scoring instructions", "reeves2005_cfs_sf36"),
        assumed=(
            EVEN_STEPS,
            "weights of disability and fatigue in physical function, and all its numbers",
            "physical function asks about now; it is averaged over the four weeks of vitality",
            "no retest in MS was found",
            "missing items: half of a scale must be answered, as the SF-36 manual says; RAND averages "
            "whatever was answered",
        ),
        missing_rules=(HalfRule(), NoTotalIfAnyMissing()),
    ),
)
