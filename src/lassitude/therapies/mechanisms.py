"""The mechanisms that therapies are composed of."""

from __future__ import annotations

from typing import TypeAlias, get_args

from lassitude.therapies.challenges import Endotoxin, Exertion, Heat, Inoculation, Rest
from lassitude.therapies.harms import InjectionReaction, LateAutoimmunity, Toxicity
from lassitude.therapies.on_immunity import (
    AcuteSuppression,
    BloodBCellDepletion,
    CytokineModulation,
    Depletion,
    Sequestration,
    TnfNeutralization,
    ToleranceReset,
    TraffickingBlock,
)
from lassitude.therapies.on_people import Contact, Expectation, ResistanceTraining, SkillsProgram, Training
from lassitude.therapies.on_symptoms import (
    Antidepressant,
    Cooling,
    NocturiaRelief,
    PotassiumBlock,
    SymptomaticDrug,
    ToneRelief,
)

Mechanism: TypeAlias = (
    Depletion
    | BloodBCellDepletion
    | ToleranceReset
    | TraffickingBlock
    | Sequestration
    | CytokineModulation
    | AcuteSuppression
    | TnfNeutralization
    | Training
    | ResistanceTraining
    | SkillsProgram
    | Contact
    | SymptomaticDrug
    | Antidepressant
    | ToneRelief
    | NocturiaRelief
    | PotassiumBlock
    | Cooling
    | Toxicity
    | InjectionReaction
    | LateAutoimmunity
    | Expectation
    | Endotoxin
    | Heat
    | Exertion
    | Rest
    | Inoculation
)
KINDS: dict[str, type[Mechanism]] = {one.__name__: one for one in get_args(Mechanism)}
"""Mechanisms by the name that rows use."""
