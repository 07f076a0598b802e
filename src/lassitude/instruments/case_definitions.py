"""Case definitions of ME/CFS: fourteen symptoms by questionnaire, and what four definitions make of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from lassitude.instruments.missing import MissingRule, NoTotalIfAnyMissing
from lassitude.instruments.questionnaire import EVEN_STEPS, questionnaire
from lassitude.instruments.scoring_rules import Percent, Range
from lassitude.quantities.parameters import Parameters, hypothesis

SYMPTOMS = 14
FATIGUE, SORE, DRAINED, UNREFRESHED, MUSCLE_PAIN, BLOATING, MEMORY, ATTENTION = range(1, 9)
BOWEL, UNSTEADY, COLD_LIMBS, HOT_OR_COLD, FLU_LIKE, SMELLS = range(9, 15)


@dataclass(frozen=True, slots=True)
class Need:
    """So many of some kinds of symptoms must be there; a kind is there with any of its symptoms."""

    least: int
    kinds: tuple[tuple[int, ...], ...]


_TIRED = Need(1, ((FATIGUE,),))
_AFTER_EXERTION = (SORE, DRAINED)
_THINKING = (MEMORY, ATTENTION)

OXFORD = (_TIRED,)
FUKUDA = (
    _TIRED,
    Need(4, (_THINKING, (UNREFRESHED,), _AFTER_EXERTION, (MUSCLE_PAIN,), (FLU_LIKE,))),
)
CCC = (
    _TIRED,
    Need(1, (_AFTER_EXERTION,)),
    Need(1, ((UNREFRESHED,),)),
    Need(1, ((MUSCLE_PAIN, BLOATING),)),
    Need(2, ((MEMORY,), (ATTENTION,))),
    Need(2, ((BOWEL, UNSTEADY), (COLD_LIMBS, HOT_OR_COLD), (FLU_LIKE, SMELLS))),
)
IOM = (
    _TIRED,
    Need(1, (_AFTER_EXERTION,)),
    Need(1, ((UNREFRESHED,),)),
    Need(1, ((*_THINKING, UNSTEADY),)),
)


@dataclass(frozen=True, slots=True)
class CaseDefinition:
    """Say whether the symptoms meet a definition: 1 or 0.

    A symptom is there when it is frequent and severe enough. The first half of the items tells how often, the
    second how badly. Missing answers leave it open only where they could decide it.

    Attributes
    ----------
    needs : tuple of Need
        All of them must be met.
    least : float
        The answer from which a symptom is frequent, and severe, enough.

    Examples
    --------
    >>> answers = np.full((3, 28), 3.0)
    >>> answers[1, FATIGUE - 1], answers[2, FATIGUE - 1] = 1.0, np.nan
    >>> CaseDefinition(IOM).score(answers, (0.0, 4.0), NoTotalIfAnyMissing())
    array([ 1.,  0., nan])
    """

    needs: tuple[Need, ...]
    least: float = 2.0
    unit: str = "1"
    step: float | None = 1.0

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return 1 where the definition is met, 0 where it is not, NaN where that is open."""
        half = answers.shape[-1] // 2
        often, badly = answers[..., :half], answers[..., half:]
        surely = (often >= self.least) & (badly >= self.least)
        perhaps = ~((often < self.least) | (badly < self.least))
        met, possible = self._met(surely), self._met(perhaps)
        return np.where(met, 1.0, np.where(possible, np.nan, 0.0))

    def reach(self, items: int, answer: Range) -> Range:
        """Return 0 and 1."""
        return 0.0, 1.0

    def _met(self, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
        met = np.ones(there.shape[:-1], dtype=np.bool_)
        for need in self.needs:
            kinds = [there[..., np.array(kind) - 1].any(axis=-1) for kind in need.kinds]
            met &= np.sum(kinds, axis=0) >= need.least
        return met


def _twice(*symptoms: int) -> tuple[int, ...]:
    return (*symptoms, *(SYMPTOMS + one for one in symptoms))


_ALL = _twice(*range(1, SYMPTOMS + 1))

DSQ_SHORT_FORM = Form(
    "DSQ-SF",
    facets=(
        Facet(_twice(FATIGUE), (("fatigue_lasting", 1.0),)),
        Facet(
            _twice(SORE, DRAINED), (("malaise", 1.0), ("exertional_fatigue", 1.0), ("fatigue_physical", 0.6))
        ),
        Facet(_twice(UNREFRESHED), (("sleep_disturbance", 0.7), ("fatigue_physical", 0.4))),
        Facet(_twice(MEMORY, ATTENTION), (("fatigue_cognitive", 1.0),)),
        Facet(
            _twice(MUSCLE_PAIN, BLOATING, BOWEL, UNSTEADY, COLD_LIMBS, HOT_OR_COLD, FLU_LIKE, SMELLS),
            (("sickness", 0.6), ("malaise", 0.5), ("fatigue_physical", 0.5)),
        ),
    ),
    scales={
        "oxford": Scale(_ALL, CaseDefinition(OXFORD), "1 where those of the Oxford criteria are there"),
        "fukuda": Scale(_ALL, CaseDefinition(FUKUDA), "1 where those of the Fukuda criteria are there"),
        "ccc": Scale(_ALL, CaseDefinition(CCC), "1 where those of the Canadian consensus criteria are there"),
        "iom": Scale(_ALL, CaseDefinition(IOM), "1 where those of the IOM criteria are there"),
        "total": Scale(_ALL, Percent(), "mean of frequency and severity, 0 to 100"),
    },
)


class DsqShortParameters(Parameters):
    """Response model of the fourteen symptoms; no number of it could be derived."""

    discrimination: float = discrimination(2.0, (1.2, 3.0), hypothesis("as sharp as the MFIS"))
    location: float = location(
        0.7, (0.2, 1.2), hypothesis("few healthy people meet a definition, most people with ME/CFS meet one")
    )
    step: float = step(0.7, (0.4, 1.1), hypothesis("as on the DSQ-PEM"))
    spread: float = spread(0.3, (0.1, 0.7), hypothesis("the symptoms come together"))
    lasting_share: float = lasting_share(0.25, (0.05, 0.4), hypothesis(OWN_WAY))


CASE_DEFINITIONS = (
    questionnaire(
        DSQ_SHORT_FORM,
        central(DsqShortParameters),
        label="DePaul Symptom Questionnaire, short form, with four case definitions",
        version="14 symptoms, 0 to 4: frequency (items 1 to 14) and severity (items 15 to 28)",
        recall_days=28,
        rights="free for research; item numbers and rules only",
        source=("moore2023_pem_recovery",),
        assumed=(
            EVEN_STEPS,
            "all numbers; which symptom asks about which signal",
            "which symptoms belong to which definition: not checked against the form's own scoring program",
            "missing items: a definition stays open only where they could decide it; declared",
            "six months of duration are met through fatigue as it lasted half a year",
            "Fukuda asks for four of eight symptoms; the short form has five of them",
            "upright intolerance has no signal of its own: unsteadiness goes with fatigue",
            "exclusions by other disease are the protocol's choice of condition, not asked here",
        ),
        missing_rules=(NoTotalIfAnyMissing(),),
    ),
)
