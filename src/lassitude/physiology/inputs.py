"""What the outside does to the body: the levers that therapies pull, each with its neutral value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Levers:
    """Where therapies touch the body on one day; every default means: nothing is done.

    Each field is a number or an array with one value a person.
    """

    t_cell_kill: Any = 0.0
    """Extra death of T cells in blood, 1/day."""
    b_cell_kill: Any = 0.0
    """Extra death of B cells in blood and tissue, 1/day."""
    b_blood_kill: Any = 0.0
    """Extra death of B cells in blood alone, 1/day."""
    infection_drive: Any = 0.0
    """An infection given on purpose, 1/day."""
    tolerance_drive: Any = 0.0
    """Speed at which regulation returns to its healthy strength, 1/day."""
    passage: Any = 1.0
    """What is left of the passage of lymphocytes into the nervous system, 0 to 1."""
    activation: Any = 1.0
    """What is left of the activation of effector cells; above 1 they are activated more."""
    type1_interferon_drive: Any = 0.0
    """Added type I interferon activity, in healthy means."""
    training_load: Any = 0.0
    """Aerobic training planned above habitual activity, MET-hours a week."""
    resistance_load: Any = 0.0
    """Resistance training planned, MET-hours a week."""
    skills_height: Any = 0.0
    """Relief that a program of skills can teach, in SD of fatigue."""
    skills_composure: Any = 0.0
    """Composure that it can teach, in SD of depression."""
    drug_ceiling: Any = 0.0
    """Relief at the highest exposure to a symptomatic drug, in SD of fatigue."""
    drug_exposure: Any = 0.0
    """Exposure planned, over that of half effect."""
    drug_turnover: Any = 1.0
    """Speed at which its effect follows exposure, 1/day; it goes on after the last dose."""
    antidepressant_lift: Any = 0.0
    """Relief of depression by an antidepressant, in SD of depression."""
    training_sessions: Any = 0.0
    """Sessions of aerobic training planned a day."""
    resistance_sessions: Any = 0.0
    """Sessions of resistance training planned a day."""
    skills_sessions: Any = 0.0
    """Sessions of a program of skills planned a day."""
    attention_sessions: Any = 0.0
    """Sessions of attention without content planned a day."""
    training_contact: Any = 0.0
    """Attention of people that comes with aerobic training, hours a week."""
    resistance_contact: Any = 0.0
    """Attention that comes with resistance training, hours a week."""
    skills_contact: Any = 0.0
    """Attention that comes with a program of skills, hours a week."""
    attention_contact: Any = 0.0
    """Attention without content, hours a week."""
    drug_doses: Any = 0.0
    """Doses of a symptomatic drug planned a day."""
    antidepressant_doses: Any = 0.0
    """Doses of an antidepressant planned a day."""
    training_share: Any = 0.0
    """Fixed share of aerobic training that is kept; 0 where adherence is a process."""
    resistance_share: Any = 0.0
    """The same of resistance training."""
    skills_share: Any = 0.0
    """The same of a program of skills."""
    attention_share: Any = 0.0
    """The same of attention without content."""
    drug_share: Any = 0.0
    """The same of a symptomatic drug."""
    antidepressant_share: Any = 0.0
    """The same of an antidepressant."""
    training_willingness: Any = 0.0
    """Odds of keeping to aerobic training, burdened by nothing; 0 where the share is fixed."""
    resistance_willingness: Any = 0.0
    """The same of resistance training."""
    skills_willingness: Any = 0.0
    """The same of a program of skills."""
    attention_willingness: Any = 0.0
    """The same of attention without content."""
    drug_willingness: Any = 0.0
    """The same of a symptomatic drug."""
    antidepressant_willingness: Any = 0.0
    """The same of an antidepressant."""
    tnf: Any = 1.0
    """What is left of tumor necrosis factor that acts on the brain, 0 to 1."""
    nocturia: Any = 1.0
    """What is left of the waking by a bladder that conduction no longer rules, 0 to 1."""
    tone: Any = 1.0
    """What is left of spasticity, 0 to 1."""
    conduction_aid: Any = 0.0
    """By how much less myelin an axon still conducts, as a log."""
    toxicity_drive: Any = 0.0
    """Acute toxicity of a procedure, units a day."""
    exertion_drive: Any = 0.0
    """Exertion above the habitual day, MET-hours a day: MET above habitual times 24 while it lasts."""
    exertion_intensity: Any = 0.0
    """Power of that exertion as a share of the person's own peak."""
    belief_drive: Any = 0.0
    """Belief that is being built, in latent fatigue units."""
    rest_drive: Any = 0.0
    """Rest imposed on a person: 0 for none, 1 for all day in bed."""
    endotoxin_drive: Any = 0.0
    """Endotoxin given, ng/kg a day; to be followed by the hour."""
    heat_drive: Any = 0.0
    """Heat from outside: how far above rest it would bring core temperature, degC."""
