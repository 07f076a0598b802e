"""The states of the body: unit, subsystem and meaning of each, and the same for what acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from lassitude.physiology.systems import FUNCTIONAL, SYSTEMS


@dataclass(frozen=True, slots=True)
class State:
    """One thing that the body remembers.

    Attributes
    ----------
    name, unit, meaning : str
        In equations, as Pint reads it, and in words.
    subsystem : str
        The file of this room that owns it.
    """

    name: str
    unit: str
    subsystem: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Input:
    """A lever that therapies pull, or something of a person that the body only reads."""

    name: str
    unit: str
    meaning: str


_CELLS = "1/mm**3"
_ROWS = (
    ("antigen", _CELLS, "adaptive_immunity", "antigen that cross-reacts with myelin"),
    ("effectors", _CELLS, "adaptive_immunity", "effector T cells in blood"),
    ("memory", _CELLS, "adaptive_immunity", "memory T cells"),
    ("regulators", _CELLS, "adaptive_immunity", "regulatory T cells in blood"),
    ("ifn_gamma", "pg/mL", "cytokines", "interferon gamma in blood"),
    ("il17", "pg/mL", "cytokines", "interleukin 17 in blood"),
    ("il10", "pg/mL", "cytokines", "interleukin 10 in blood"),
    ("barrier", "1", "barrier", "openness of the blood-brain barrier; 0 is closed"),
    ("waiting_effectors", _CELLS, "nervous_system", "effector cells that entered and wait for reactivation"),
    ("cns_effectors", _CELLS, "nervous_system", "effector cells active in the nervous system"),
    ("waiting_regulators", _CELLS, "nervous_system", "regulatory cells that entered and wait"),
    ("cns_regulators", _CELLS, "nervous_system", "regulatory cells active in the nervous system"),
    ("infection", "1", "triggers", "infection; 1 at its onset"),
    ("stress", "1", "stress", "stress; each event adds 1"),
    ("naive", "1", "reconstitution", "naive T cells; 1 = own normal"),
    ("memory_pool", "1", "reconstitution", "memory CD4 cells of every specificity; 1 = own normal"),
    ("regulator_pool", "1", "reconstitution", "resting regulatory T cells; 1 = own normal"),
    ("cd8", "1", "reconstitution", "CD8 T cells; 1 = own normal"),
    ("killers", "1", "reconstitution", "natural killer cells; 1 = own normal"),
    ("b_cells", "1", "reconstitution", "B cells in blood; 1 = own normal"),
    ("b_tissue", "1", "reconstitution", "B cells in tissue; 1 = own normal"),
    ("tolerance", "1", "reconstitution", "return of regulation to its healthy strength; 1 = complete"),
    ("toxicity", "1", "sickness", "toxicity of a procedure; 1 = that of a high-intensity regimen"),
    ("enhancing", "1", "lesions", "lesions that take up contrast"),
    *((f"{one}_flux", "1/day", "lesions", f"demyelinating flux of the {one} system") for one in SYSTEMS),
    *(
        (f"{one}_block", "1", "relapses", f"acute block of the {one} system, as a logarithm")
        for one in FUNCTIONAL
    ),
    ("nfl", "pg/mL", "neurofilament", "neurofilament light chain in blood"),
    ("brain_loss", "1", "brain_volume", "brain volume lost since the lead-in began, as a logarithm"),
    *((f"{one}_myelinated", "1", "axons", f"share of {one} axons in their first myelin") for one in SYSTEMS),
    *((f"{one}_demyelinated", "1", "axons", f"share of {one} axons without myelin") for one in SYSTEMS),
    *((f"{one}_remyelinated", "1", "axons", f"share of {one} axons with new myelin") for one in SYSTEMS),
    *((f"{one}_lost", "1", "axons", f"share of {one} axons lost") for one in SYSTEMS),
    ("purine_deficit", "mmol/L", "energy", "purines that muscle misses after hard work"),
    ("strain", "1", "energy", "load of the last day; 1 = the habitual day of the person, rested"),
    ("overexertion", "1", "energy", "what strain beyond the envelope has set off and is not felt yet"),
    ("malaise", "1", "energy", "post-exertional malaise; 1 = fatigue by one SD of untreated relapsing MS"),
    ("type1_interferon", "1", "cytokines", "type I interferon activity; 1 = healthy mean"),
    ("ebv", "1", "viruses", "Epstein-Barr virus in blood, log of its load over a person's own set point"),
    ("ebna1", "1", "viruses", "antibody against EBNA1, log over the healthy mean"),
    ("dysbiosis", "1", "gut", "dysbiosis index of the gut, 0 to 1"),
    ("airway_symptoms", "1", "triggers", "airway symptoms of an infection; 0 without one"),
    ("glucocorticoid", "1", "hpa_axis", "what cortisol does to cells: its log against rest, with a delay"),
    (
        "receptors",
        "1",
        "receptors",
        "glucocorticoid receptors beyond those of health",
    ),
    ("sickness", "1", "sickness", "sickness signal of the brain to cytokines; 0 at rest"),
    ("microglia", "1", "sickness", "priming of microglia; 0 at rest"),
    ("belief", "1", "belief", "belief that a treatment helps, in SD of fatigue"),
    ("fitness", "1", "fitness", "fitness above habitual; 1 = all that training can give"),
    ("training_fatigue", "1", "fitness", "fatigue that training leaves for days"),
    ("muscle", "1", "muscle", "muscle as a fraction of the person's own"),
    ("resistance", "1", "muscle", "effect of resistance training; 1 = all that it can give"),
    ("spasticity", "1", "spasticity", "tone of the legs; 0 in health, 1 = about the mean of relapsing MS"),
    ("drug_effect", "1", "drug_effect", "relief by a symptomatic drug, in SD of fatigue"),
    ("skills", "1", "skills", "skills against fatigue, in SD of fatigue relieved"),
    ("composure", "1", "skills", "composure learned in a program, in SD of depression relieved"),
    ("mood", "1", "mood", "latent depression; 1 = SD of relapsing MS"),
    ("sleep", "1", "sleep", "latent sleep disturbance; 1 = SD of relapsing MS"),
    ("pain", "1", "pain", "latent pain that lasts; 1 = SD of relapsing MS"),
    ("swing_physical", "1", "fatigue", "slow unexplained swing of physical fatigue"),
    ("swing_cognitive", "1", "fatigue", "slow unexplained swing of cognitive fatigue"),
    ("fatigue_physical", "1", "fatigue", "perceived physical fatigue; 1 = SD of untreated relapsing MS"),
    ("fatigue_cognitive", "1", "fatigue", "perceived cognitive fatigue on the same scale"),
    ("fatigue_lasting", "1", "fatigue", "fatigue of body and mind as it was over half a year"),
    ("activity", "1", "activity", "log of daily activity against that of a rested person"),
    ("pending_births", "1", "lesions", "lesions expected since the day began"),
    ("lesions_born", "1", "lesions", "lesions born so far"),
    ("relapses_had", "1", "lesions", "clinical relapses so far"),
    ("last_relapse_day", "day", "lesions", "day of the last clinical relapse; -1 before the first"),
    ("earlier_relapse_day", "day", "lesions", "day of the clinical relapse before the last; -1 for none"),
    ("sessions_due", "1", "adherence", "sessions of programs planned so far"),
    ("sessions_kept", "1", "adherence", "sessions of programs kept so far"),
    ("doses_due", "1", "adherence", "doses of drugs planned so far"),
    ("doses_taken", "1", "adherence", "doses of drugs taken so far"),
    ("pituitary", "1", "hpa_axis", "mass of corticotrophs in the pituitary; 1 at rest"),
    ("adrenal", "1", "hpa_axis", "mass of the adrenal cortex; 1 at rest"),
)

STATES: dict[str, State] = {row[0]: State(*row) for row in _ROWS}
"""By name."""

_ROWS_BY_HOUR = (
    ("endotoxin", "ng/kg", "innate", "endotoxin in blood"),
    ("monocytes", "1", "innate", "monocytes at rest, in the count of the source"),
    ("active_monocytes", "1", "innate", "monocytes that a stimulus activated"),
    ("monocyte_il10", "pg/mL", "innate", "interleukin 10 made by monocytes"),
    ("tnf", "pg/mL", "innate", "tumor necrosis factor in blood"),
    ("il6", "pg/mL", "innate", "interleukin 6 in blood"),
    ("il8", "pg/mL", "innate", "interleukin 8 in blood"),
    ("il1b", "pg/mL", "innate", "interleukin 1 beta in blood"),
    ("cortisol", "1", "hpa_axis", "cortisol in blood; 1 at rest"),
    *(
        (f"recoverable_{kind}", "1", "hourly_fatigue", f"{kind} fatigue that rest restores")
        for kind in ("physical", "cognitive")
    ),
    *(
        (f"unrecoverable_{kind}", "1", "hourly_fatigue", f"{kind} fatigue that only sleep restores")
        for kind in ("physical", "cognitive")
    ),
    ("pain_threshold", "1", "pain", "pressure at which pain begins; 1 at rest"),
    ("sickness_taken_up", "1", "sickness", "sickness that the fatigue of the day has taken up"),
    ("fever", "delta_degC", "temperature", "rise of core temperature by cytokines"),
    ("heat", "delta_degC", "temperature", "rise of core temperature by heat from outside"),
)

STATES_BY_HOUR: dict[str, State] = {row[0]: State(*row) for row in _ROWS_BY_HOUR}
"""What the hour clock remembers beside them; on the day clock it is in balance with its causes."""

INPUTS_BY_HOUR: dict[str, Input] = {"awake": Input("awake", "1", "whether people are awake, 0 to 1")}
"""What the hour of the day decides."""

_PROGRAMS = (
    ("training", "aerobic training"),
    ("resistance", "resistance training"),
    ("skills", "a program of skills"),
    ("attention", "attention without content"),
)
_PILLS = (("drug", "a symptomatic drug"), ("antidepressant", "an antidepressant"))
_PLANS = (*_PROGRAMS, *_PILLS)

LEVERS: dict[str, Input] = {
    row[0]: Input(*row)
    for row in (
        ("t_cell_kill", "1/day", "extra death of T cells in blood"),
        ("b_cell_kill", "1/day", "extra death of B cells in blood and tissue"),
        ("b_blood_kill", "1/day", "extra death of B cells in blood alone, as by an antibody against CD20"),
        ("infection_drive", "1/day", "an infection given on purpose; 1 for a day is nearly a whole one"),
        ("tolerance_drive", "1/day", "speed at which regulation returns to its healthy strength"),
        ("passage_left", "1", "what is left of the passage of lymphocytes into the nervous system"),
        ("activation_left", "1", "what is left of the activation of effector cells"),
        ("type1_interferon_drive", "1", "added type I interferon activity, in healthy means"),
        ("training_load", "hour/week", "planned aerobic training above habitual activity, MET-hours a week"),
        ("resistance_load", "hour/week", "planned resistance training, MET-hours a week"),
        ("skills_height", "1", "relief that a program of skills can teach, in SD of fatigue"),
        ("skills_composure", "1", "composure that a program of skills can teach, in SD of depression"),
        ("drug_ceiling", "1", "relief at the highest exposure to a symptomatic drug, in SD of fatigue"),
        ("drug_exposure", "1", "planned exposure to it, over that of half effect"),
        ("drug_turnover", "1/day", "speed at which its effect follows exposure"),
        ("antidepressant_lift", "1", "relief of depression by an antidepressant, in SD of depression"),
        *((f"{one}_sessions", "1/day", f"planned sessions of {told}") for one, told in _PROGRAMS),
        *(
            (f"{one}_contact", "hour/week", f"attention of people that comes with {told}")
            for one, told in _PROGRAMS
        ),
        *((f"{one}_doses", "1/day", f"planned doses of {told}") for one, told in _PILLS),
        *((f"{one}_share", "1", f"fixed share of {told} that is kept") for one, told in _PLANS),
        *(
            (f"{one}_willingness", "1", f"odds of keeping to {told}, burdened by nothing")
            for one, told in _PLANS
        ),
        ("tnf_left", "1", "what is left of tumor necrosis factor that acts on the brain"),
        ("nocturia_left", "1", "what is left of the waking by nocturia"),
        ("tone_left", "1", "what is left of spasticity"),
        ("conduction_aid", "1", "by how much less myelin an axon still conducts, as a log"),
        ("toxicity_drive", "1/day", "acute toxicity of a procedure"),
        ("exertion_drive", "hour/day", "exertion above the habitual day, MET-hours a day"),
        ("exertion_intensity", "1", "power of that exertion as a share of the person's own peak"),
        ("belief_drive", "1", "belief that is being built, in SD of fatigue"),
        ("rest_drive", "1", "rest imposed on a person; 1 = all day in bed"),
        ("endotoxin_drive", "ng/kg/day", "endotoxin given"),
        ("heat_drive", "delta_degC", "how far above rest heat from outside would bring core temperature"),
    )
}
"""What therapies pull, by the name that equations read."""

COVARIATES: dict[str, Input] = {
    "age_years": Input("age_years", "year", "age"),
    "disease": Input("disease", "1", "whether smoldering inflammation is present, 0 to 1"),
    "cmv": Input("cmv", "1", "whether cytomegalovirus is carried, 0 or 1"),
    "day": Input("day", "day", "time since the lead-in started; the engine tells it"),
}
"""What the body reads of a person besides parameters, and the day."""

RESTING_CELLS = ("naive", "memory_pool", "regulator_pool", "cd8", "killers", "b_cells", "b_tissue")
"""Subsets that are counted in units of a person's own normal."""
_NOT_ZERO_AT_REST = {
    **dict.fromkeys(RESTING_CELLS, 1.0),
    **dict.fromkeys(("type1_interferon", "muscle", "strain", "pituitary", "adrenal"), 1.0),
    "dysbiosis": 0.3,
    **{f"{one}_myelinated": 1.0 for one in SYSTEMS},
    **dict.fromkeys(
        ("passage_left", "activation_left", "tnf_left", "nocturia_left", "tone_left", "drug_turnover"), 1.0
    ),
    **dict.fromkeys(("last_relapse_day", "earlier_relapse_day"), -1.0),
    "ifn_gamma": 18.0,
    "il10": 15.0,
    "age_years": 35.0,
    "nfl": 16.0,
}


def at_rest() -> SimpleNamespace:
    """Return a healthy person of 35 to whom nothing is done: states, levers and covariates.

    Examples
    --------
    >>> rest = at_rest()
    >>> rest.ifn_gamma, rest.barrier, rest.passage_left
    (18.0, 0.0, 1.0)
    """
    named = (*STATES, *LEVERS, *COVARIATES)
    return SimpleNamespace(**{name: _NOT_ZERO_AT_REST.get(name, 0.0) for name in named})


_AT_REST_BY_HOUR = {
    "monocytes": 30000.0,
    "monocyte_il10": 4.239,
    "tnf": 13.87,
    "il6": 0.61,
    "il8": 2.695,
    "il1b": 0.5,
    "cortisol": 1.0,
    "pain_threshold": 1.0,
    "awake": 1.0,
}


def at_rest_by_hour() -> SimpleNamespace:
    """Return the same person as the hour clock has them.

    Examples
    --------
    >>> rest = at_rest_by_hour()
    >>> rest.tnf, rest.fever
    (13.87, 0.0)
    """
    more = {name: _AT_REST_BY_HOUR.get(name, 0.0) for name in (*STATES_BY_HOUR, *INPUTS_BY_HOUR)}
    return SimpleNamespace(**vars(at_rest()), **more)
