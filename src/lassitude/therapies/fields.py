"""The fields of a regimen: what each person of a block receives and when, as the compiled body reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

FOREVER = 1e6


class Regimen(NamedTuple):
    """Windows (absolute days, start included, stop not) and strengths; zeros mean: nothing is done.

    Every field is a float32 array with one value a person.
    """

    depletion_start: Any
    depletion_stop: Any
    depletion_courses: Any
    depletion_spacing: Any
    t_cell_kill: Any
    b_cell_kill: Any
    reset_start: Any
    reset_stop: Any
    reset_speed: Any
    block_start: Any
    block_stop: Any
    block_rise: Any
    block_elimination: Any
    block_interval: Any
    block_half: Any
    block_steepness: Any
    antibody_start: Any
    antibody_stop: Any
    antibody_rise: Any
    antibody_elimination: Any
    antibody_interval: Any
    antibody_half: Any
    antibody_kill: Any
    sequestration_start: Any
    sequestration_stop: Any
    sequestration_held: Any
    sequestration_onset: Any
    sequestration_offset: Any
    modulation_start: Any
    modulation_stop: Any
    modulation_onset: Any
    modulation_offset: Any
    activation_lost: Any
    type1_interferon: Any
    suppression_start: Any
    suppression_stop: Any
    suppression_lost: Any
    toxicity_start: Any
    toxicity_stop: Any
    toxicity_speed: Any
    reaction_start: Any
    reaction_stop: Any
    reaction_speed: Any
    late_start: Any
    late_stop: Any
    late_speed: Any
    tnf_start: Any
    tnf_stop: Any
    tnf_lost: Any
    nocturia_start: Any
    nocturia_stop: Any
    nocturia_lost: Any
    tone_start: Any
    tone_stop: Any
    tone_lost: Any
    conduction_start: Any
    conduction_stop: Any
    conduction_aid: Any
    cooling_start: Any
    cooling_stop: Any
    cooling_degrees: Any
    training_start: Any
    training_stop: Any
    training_load: Any
    training_sessions: Any
    training_contact: Any
    training_share: Any
    training_willingness: Any
    resistance_start: Any
    resistance_stop: Any
    resistance_load: Any
    resistance_sessions: Any
    resistance_contact: Any
    resistance_share: Any
    resistance_willingness: Any
    skills_start: Any
    skills_stop: Any
    skills_height: Any
    skills_composure: Any
    skills_sessions: Any
    skills_contact: Any
    skills_share: Any
    skills_willingness: Any
    attention_start: Any
    attention_stop: Any
    attention_sessions: Any
    attention_contact: Any
    attention_share: Any
    attention_willingness: Any
    drug_start: Any
    drug_stop: Any
    drug_titration: Any
    drug_ceiling: Any
    drug_exposure: Any
    drug_turnover: Any
    drug_doses: Any
    drug_share: Any
    drug_willingness: Any
    antidepressant_start: Any
    antidepressant_stop: Any
    antidepressant_lift: Any
    antidepressant_doses: Any
    antidepressant_share: Any
    antidepressant_willingness: Any
    endotoxin_start: Any
    endotoxin_stop: Any
    endotoxin_speed: Any
    heat_start: Any
    heat_stop: Any
    heat_degrees: Any
    exertion_start: Any
    exertion_stop: Any
    exertion_met: Any
    exertion_intensity: Any
    rest_start: Any
    rest_stop: Any
    rest_share: Any
    inoculation_start: Any
    inoculation_stop: Any
    inoculation_speed: Any
    belief_start: Any
    belief_height: Any
    belief_waning: Any


_SESSIONS = ("sessions", "contact", "share", "willingness")
_DOSES = ("doses", "share", "willingness")
PLANS: Mapping[str, tuple[str, ...]] = {
    "training": ("load", *_SESSIONS),
    "resistance": ("load", *_SESSIONS),
    "skills": ("height", "composure", *_SESSIONS),
    "attention": _SESSIONS,
    "drug": ("ceiling", "exposure", *_DOSES),
    "antidepressant": ("lift", *_DOSES),
}
"""What people are asked to do: for each plan the levers that it pulls within its window, named PLAN_LEVER."""
TAUGHT: Mapping[str, tuple[str, ...]] = {
    "training": ("load",),
    "resistance": ("load",),
    "skills": ("height", "composure"),
    "attention": (),
}
"""Which of them are the content of a program; what remains without it is the attention of people."""

_NEUTRAL = {
    **dict.fromkeys(("block_interval", "antibody_interval"), 28.0),
    **dict.fromkeys(("block_half", "block_steepness", "antibody_half"), 1.0),
    **dict.fromkeys(("drug_titration", "drug_turnover", "depletion_spacing"), 1.0),
    **dict.fromkeys(("sequestration_onset", "sequestration_offset"), 1.0),
    **dict.fromkeys(("modulation_onset", "modulation_offset"), 1.0),
}


def inert(people: int) -> Regimen:
    """Return the regimen of people who receive nothing.

    Examples
    --------
    >>> float(inert(2).t_cell_kill.sum())
    0.0
    """
    return Regimen(*(np.full(people, _NEUTRAL.get(name, 0.0), np.float32) for name in Regimen._fields))
