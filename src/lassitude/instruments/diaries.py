"""Seven days of entries: the Fatigue Symptoms and Impacts Questionnaire for relapsing MS."""

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
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter

DAYS, DAILY_ITEMS = 7, 7
_BOTH = (("fatigue_physical", 0.559), ("fatigue_cognitive", 0.559))
_PHYSICAL = (("fatigue_physical", 1.0),)
_COGNITIVE = (("fatigue_cognitive", 1.0),)
_ENERGY = 4


def daily_items(day: int) -> tuple[int, ...]:
    """Return the numbers of the entries of one day, counted from 0.

    Examples
    --------
    >>> daily_items(1)
    (8, 9, 10, 11, 12, 13, 14)
    """
    return tuple(range(DAILY_ITEMS * day + 1, DAILY_ITEMS * (day + 1) + 1))


def _impacts(*numbers: int) -> tuple[int, ...]:
    return tuple(DAYS * DAILY_ITEMS + number for number in numbers)


_SYMPTOMS = tuple(number for day in range(DAYS) for number in daily_items(day))

FSIQ_FORM = Form(
    "FSIQ-RMS",
    facets=(
        *(
            Facet(daily_items(day), _BOTH, (0, 10), "symptom_location", "symptom_step", swing="day_sd")
            for day in range(DAYS)
        ),
        Facet(_impacts(1, 5, 6, 8, 13), _PHYSICAL, location="physical_location", step="impact_step"),
        Facet(_impacts(2, 3, 7, 9, 10), _COGNITIVE, location="cognitive_location", step="impact_step"),
        Facet(_impacts(4, 11, 12), _BOTH, location="coping_location", step="impact_step"),
    ),
    scales={
        "symptoms": Scale(_SYMPTOMS, Percent(days=DAYS), "mean of the daily symptom scores of a week"),
        "physical": Scale(_impacts(1, 5, 6, 8, 13), Percent(), "physical impacts of the week"),
        "cognitive_emotional": Scale(
            _impacts(2, 3, 7, 9, 10), Percent(), "cognitive and emotional impacts of the week"
        ),
        "coping": Scale(_impacts(4, 8, 11, 12, 13), Percent(), "impacts on coping of the week"),
    },
    falling=frozenset(daily_items(day)[_ENERGY - 1] for day in range(DAYS)),
)

_FIT = derived(
    "doi:10.1016/j.msard.2022.103637, fss_mfis_1271_psychometrics",
    "solved together: mean 54.6 and SD 17.8 of symptoms outside relapse and means 42.3, 43.4 and 50.1 of "
    "impacts in 300 people of an online community, supposed as tired as a sample with MFIS 44.2",
)


class FsiqParameters(Parameters):
    """Response model of the diary; ``scripts/calibrate_fatigue_scales.py`` derives the numbers."""

    discrimination: float = discrimination(2.12, (1.2, 3.0), hypothesis("as sharp as the MFIS"))
    symptom_location: float = location(0.199, (-0.2, 0.6), _FIT, of="symptom item")
    symptom_step: float = step(0.5274, (0.35, 0.75), _FIT)
    physical_location: float = location(0.714, (0.2, 1.2), _FIT, of="item of physical impact")
    cognitive_location: float = location(0.67, (0.2, 1.2), _FIT, of="item of cognitive and emotional impact")
    coping_location: float = location(-0.054, (-0.6, 0.5), _FIT, of="item of coping alone")
    impact_step: float = step(0.647, (0.3, 1.0), hypothesis("as on the MFIS"))
    spread: float = spread()
    day_sd: float = parameter(
        0.4,
        "1",
        bounds=(0.2, 0.8),
        source=hypothesis("days differ less than people do", "mssid_daily_diary_reliability"),
        meaning="SD of a day's fatigue around the week's, in latent SD",
    )
    lasting_share: float = lasting_share(0.15, (0.02, 0.4), hypothesis(OWN_WAY))


DIARIES = (
    questionnaire(
        FSIQ_FORM,
        central(FsiqParameters),
        label="Fatigue Symptoms and Impacts Questionnaire, relapsing MS",
        version="7 symptom items on each of 7 days (items 1 to 49) and 13 weekly impact items (50 to 62)",
        recall_days=7,
        rights="copyright of its developers; item numbers and rules only",
        source=("doi:10.1016/j.jval.2018.11.007", "doi:10.1007/s40120-023-00501-9", "fsiq_rms_mct2024"),
        assumed=(
            EVEN_STEPS,
            "symptoms are answered 0 to 10 and impacts 0 to 4; the item on energy is reversed",
            "every symptom item asks about both latents equally",
            "its retest was published without a number that could be read",
            "missing items: half the items of a day and four of the seven days are needed; declared",
        ),
        missing_rules=(HalfRule(), NoTotalIfAnyMissing()),
    ),
)
