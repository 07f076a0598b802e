"""How bad a cold is on one day: the symptom score of Jackson."""

from __future__ import annotations

from lassitude.instruments.declarations import central
from lassitude.instruments.forms import Facet, Form, subscales
from lassitude.instruments.item_parameters import discrimination, location, spread, step
from lassitude.instruments.questionnaire import EVEN_STEPS, NO_RULE_FOUND, questionnaire
from lassitude.quantities.parameters import Parameters, hypothesis, parameter

_AIRWAY, _WHOLE_BODY = (1, 2, 3, 4, 5), (6, 7, 8)
_COLD = hypothesis("hardly a symptom without a cold, mild to moderate ones on its worst day")

JACKSON_FORM = Form(
    "Jackson",
    facets=(
        Facet(_AIRWAY, (("airway_symptoms", "airway_weight"),), (0, 3), lasting=None),
        Facet(_WHOLE_BODY, (("sickness", "sickness_weight"),), (0, 3), lasting=None),
    ),
    scales=subscales({"airway": _AIRWAY, "systemic": _WHOLE_BODY}),
    summed=True,
)


class JacksonParameters(Parameters):
    """Response model of the symptom score; every number is a hypothesis."""

    discrimination: float = discrimination(2.0, (1.0, 4.0), hypothesis("as sharp as a fatigue scale"))
    location: float = location(3.0, (2.0, 4.0), _COLD)
    step: float = step(1.0, (0.5, 1.5), _COLD)
    spread: float = spread()
    airway_weight: float = parameter(
        5.0,
        "1",
        bounds=(3.0, 8.0),
        source=_COLD,
        meaning="what items on the airways ask, per unit of airway symptoms",
    )
    sickness_weight: float = parameter(
        4.0,
        "1",
        bounds=(2.0, 6.0),
        source=hypothesis("headache, malaise and chills are the sickness signal, weaker than a runny nose"),
        meaning="what items on the whole body ask, per unit of the sickness signal",
    )


COLDS = (
    questionnaire(
        JACKSON_FORM,
        central(JacksonParameters),
        label="Jackson cold symptom score",
        version="8 symptoms of one day, 0 to 3 each: airways (items 1 to 5), whole body (6 to 8)",
        recall_days=1,
        rights="free; item numbers and rules only",
        source=(),
        assumed=(
            EVEN_STEPS,
            "the form itself, from memory of challenge studies; no source was read",
            "airways and sickness signal decide the answers",
            NO_RULE_FOUND,
        ),
    ),
)
