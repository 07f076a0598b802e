"""Post-exertional malaise by questionnaire: the five items of the DSQ-PEM."""

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
from lassitude.instruments.scoring_rules import AnyPair, Percent
from lassitude.quantities.parameters import Parameters, hypothesis, parameter

_FREQUENCY, _SEVERITY = (1, 2, 3, 4, 5), (6, 7, 8, 9, 10)
_BODY = (
    ("exertional_fatigue", "exertion_weight"),
    ("malaise", "exertion_weight"),
    ("fatigue_physical", 0.6),
)
_MIND = (
    ("exertional_fatigue", "exertion_weight"),
    ("malaise", "exertion_weight"),
    ("fatigue_cognitive", 0.6),
)

DSQ_FORM = Form(
    "DSQ-PEM",
    facets=(Facet((1, 2, 4, 5, 6, 7, 9, 10), _BODY), Facet((3, 8), _MIND)),
    scales={
        "total": Scale((*_FREQUENCY, *_SEVERITY), Percent(), "mean of frequency and severity, 0 to 100"),
        "frequency": Scale(_FREQUENCY, Percent(), "mean frequency, 0 to 100"),
        "severity": Scale(_SEVERITY, Percent(), "mean severity, 0 to 100"),
        "positive": Scale(
            (*_FREQUENCY, *_SEVERITY),
            AnyPair(2.0),
            "1 where any symptom is there half of the time and moderate, 0 where none is",
        ),
    },
)

_LEVEL = hypothesis("people with relapsing MS who do not overexert themselves seldom reach the criterion")


class DsqParameters(Parameters):
    """Response model of the five items; no number of it could be derived."""

    discrimination: float = discrimination(2.0, (1.2, 3.0), hypothesis("as sharp as the MFIS"))
    location: float = location(1.6, (0.8, 2.4), _LEVEL)
    step: float = step(0.7, (0.4, 1.1), hypothesis("near that of the MFIS"))
    spread: float = spread(0.3, (0.1, 0.7), hypothesis("the symptoms come together"))
    exertion_weight: float = parameter(
        1.0,
        "1",
        bounds=(0.3, 2.0),
        source=hypothesis("one unit of fatigue after exertion weighs as one SD of what the items ask"),
        meaning="weight of fatigue and malaise after exertion in what the items ask",
    )
    lasting_share: float = lasting_share(0.2, (0.05, 0.4), hypothesis(OWN_WAY))


EXERTION = (
    questionnaire(
        DSQ_FORM,
        central(DsqParameters),
        label="DePaul Symptom Questionnaire, post-exertional malaise",
        version="5 symptoms, 0 to 4: frequency (items 1 to 5) and severity (items 6 to 10)",
        recall_days=28,
        rights="free for research; item numbers and rules only",
        source=("doi:10.3390/diagnostics8030066",),
        assumed=(
            EVEN_STEPS,
            "all numbers; no retest was found",
            "the form looks back six months; four weeks are averaged",
            "the five supplementary items on duration are not asked",
            "missing items: half of a scale must be answered; declared",
        ),
        missing_rules=(NoTotalIfAnyMissing(), HalfRule()),
    ),
)
