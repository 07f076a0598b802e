"""The names through which the body is seen, with unit and meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that can be read off a body."""

    name: str
    unit: str
    meaning: str


_SYSTEMS = tuple(
    (one, one.replace("_", " and "))
    for one in ("pyramidal", "cerebellar", "brainstem", "sensory", "bowel_bladder", "visual", "mental")
)
_ROWS = (
    ("fatigue_physical", "1", "perceived physical fatigue; 1 = SD of untreated relapsing MS, 0 = its mean"),
    ("fatigue_cognitive", "1", "perceived cognitive fatigue on the same scale"),
    ("fatigue_lasting", "1", "fatigue of body and mind as it was over half a year, on the same scale"),
    ("fatigue_now_physical", "1", "physical fatigue of the hour, on the same scale"),
    ("fatigue_now_cognitive", "1", "cognitive fatigue of the hour, on the same scale"),
    ("fatigue_rise_physical", "1", "rise of physical fatigue from waking to bedtime in habitual days"),
    ("fatigue_rise_cognitive", "1", "rise of cognitive fatigue from waking to bedtime in habitual days"),
    ("disability", "1", "latent of all functional systems together; about mean 0, SD 1 in relapsing MS"),
    *((f"{one}_conduction", "1", f"fraction of {told} axons that conduct") for one, told in _SYSTEMS),
    ("association_conduction", "1", "fraction of association axons that conduct"),
    *((f"{one}_disability", "1", f"latent of the EDSS item of the {told} system") for one, told in _SYSTEMS),
    ("walking_disability", "1", "latent of the EDSS item of walking"),
    ("sustained_drive", "1", "share of conducting motor axons that conduct at the rate of a maximal effort"),
    ("central_motor_conduction_time", "ms", "time from motor cortex to spinal cord"),
    ("muscle_capacity", "1", "strength of the muscle itself, wholly driven; 1 = sound and untrained"),
    ("central_drive", "1", "share of the muscle that a maximal effort reaches"),
    ("spasticity", "1", "tone of the legs; 0 in health, 1 = about the mean of relapsing MS"),
    ("strength", "1", "strength as a fraction of the person's own healthy maximum"),
    ("mood", "1", "latent depression; 1 = SD of relapsing MS"),
    ("sleep_disturbance", "1", "latent sleep disturbance; 1 = SD of relapsing MS"),
    ("pain", "1", "pain of the hour, latent; 1 = SD of relapsing MS, 0 = its mean"),
    ("pain_threshold", "1", "pressure at which pain begins; 1 = own rest"),
    ("sickness", "1", "sickness signal of the brain to cytokines; 0 at rest"),
    ("airway_symptoms", "1", "airway symptoms of an infection; 0 without one, below 1"),
    ("enhancing_lesions", "1", "lesions that take up contrast now"),
    ("new_lesions", "1", "lesions born since the previous reading"),
    ("relapses", "1", "clinical relapses since the previous reading"),
    ("nfl", "pg/mL", "neurofilament light chain in blood"),
    ("brain_volume_change", "1", "brain volume against that before the lead-in, as a fraction"),
    ("ifn_gamma", "pg/mL", "interferon gamma in blood"),
    ("il17", "pg/mL", "interleukin 17 in blood"),
    ("il10", "pg/mL", "interleukin 10 in blood"),
    ("tnf", "pg/mL", "tumor necrosis factor in blood"),
    ("il6", "pg/mL", "interleukin 6 in blood"),
    ("il8", "pg/mL", "interleukin 8 in blood"),
    ("il1b", "pg/mL", "interleukin 1 beta in blood"),
    ("immune_readiness", "1", "how strongly immune cells answer a stimulus; 1 = typical"),
    ("cortisol", "1", "cortisol in blood; 1 = own rest"),
    ("cortisol_now", "1", "cortisol of the hour; 1 = mean of a resting day"),
    ("type1_interferon_activity", "1", "type I interferon activity; 1 = healthy mean"),
    ("cd4_count", "1/mm**3", "CD4 T cells in blood"),
    ("naive_cd4_count", "1/mm**3", "naive CD4 T cells in blood"),
    ("cd8_count", "1/mm**3", "CD8 T cells in blood"),
    ("b_cell_count", "1/mm**3", "B cells in blood"),
    ("ebv_load", "1/mL", "copies of Epstein-Barr virus DNA in blood"),
    ("anti_ebna1", "1", "antibody against EBNA1; 1 = healthy median"),
    ("dysbiosis", "1", "dysbiosis index of the gut, 0 to 1"),
    ("fitness", "1", "aerobic fitness above habitual, in units of what training can give"),
    ("belief", "1", "belief that a treatment helps; 0 without one"),
    ("drug_effect", "1", "relief by a symptomatic drug; 1 = SD of fatigue"),
    ("skills", "1", "relief by skills learned in a program; 1 = SD of fatigue"),
    ("exertional_fatigue", "1", "fatigue that training leaves for days; 0 without training"),
    ("malaise", "1", "post-exertional malaise; 1 = fatigue by one SD of untreated relapsing MS"),
    ("energy_capacity", "1", "what energy supply allows, 1 = healthy and rested"),
    ("daily_steps", "1/day", "steps a day"),
    ("temperature", "degC", "core temperature"),
)

SIGNALS: dict[str, Signal] = {row[0]: Signal(*row) for row in _ROWS}
