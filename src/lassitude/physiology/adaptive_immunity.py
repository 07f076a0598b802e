"""Effector, memory and regulatory T cells in blood.

The net of Pernice et al. 2020 with the deviations listed in ``docs/devdocs/published-models.md``;
rates a day, counts per mm3.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp, steep
from lassitude.quantities.parameters import (
    LogNormal,
    Parameters,
    PerPatient,
    Shared,
    derived,
    hypothesis,
    parameter,
    published,
)

PERNICE = "doi:10.1186/s12859-020-03823-9"


class ImmunityParameters(Parameters):
    """Activation, proliferation, death and traffic of lymphocytes."""

    activation: PerPatient = parameter(
        0.432,
        "1/day",
        bounds=(0.24, 0.72),
        varies=LogNormal(0.08),
        meaning="activation of resting effector cells by antigen",
        source=published(PERNICE, "TeE 0.018/h in MS, 0.015/h in health"),
    )
    regulation: PerPatient = parameter(
        1.68e-3,
        "mm**3/day",
        bounds=(2e-4, 0.04),
        varies=LogNormal(0.6),
        meaning="activation of regulatory cells by effector cells",
        source=published(PERNICE, "TrE 7e-5/h in MS, 4e-4/h in health"),
    )
    healthy_regulation: Shared = parameter(
        9.6e-3,
        "mm**3/day",
        bounds=(5e-3, 0.02),
        meaning="regulation that a reset returns to",
        source=published(PERNICE, "TrE 4e-4/h in health"),
    )
    death: Shared = parameter(
        1.0,
        "1/day",
        bounds=(0.33, 1.0),
        meaning="death of activated T cells",
        source=published(PERNICE, "1/24 per hour"),
    )
    proliferation_share: Shared = parameter(
        0.64,
        "1",
        bounds=(0.3, 0.9),
        meaning="proliferation as a share of what would sustain itself",
        source=derived(PERNICE, "Te2 0.04/h over 1.5 times the death rate; keeps growth below death"),
    )
    regulatory_growth: Shared = parameter(
        0.144,
        "1/day",
        bounds=(0.0, 0.2),
        meaning="proliferation of regulatory cells",
        source=published(PERNICE, "Tr2 0.006/h"),
    )
    alarm_decay: Shared = parameter(
        0.05,
        "mL/pg",
        bounds=(0.025, 0.1),
        meaning="fading of activation with interferon gamma",
        source=published(PERNICE, "1/Cinf, Cinf 20 pg/mL"),
    )
    calming_rise: Shared = parameter(
        0.1,
        "mL/pg",
        bounds=(0.05, 0.2),
        meaning="rise of suppression with IL-10",
        source=published(PERNICE, "1/CIL10, CIL10 10 pg/mL"),
    )
    detectable_cytokine: Shared = parameter(
        1.0,
        "pg/mL",
        bounds=(0.2, 5.0),
        meaning="cytokine sum at which half of the inflammatory tilt is felt",
        source=derived(PERNICE, "the net switches at a sum of 1; here the switch is smooth"),
    )
    antigen_potency: Shared = parameter(
        1.0,
        "mm**3",
        bounds=(0.5, 2.0),
        meaning="one over the antigen at which half of the resting cells are activated",
        source=derived(PERNICE, "the net asks whether there is a unit of antigen; here the switch is smooth"),
    )
    recall_by_antigen: Shared = parameter(
        0.01,
        "mm**3",
        bounds=(0.005, 0.02),
        meaning="drive of memory reactivation per unit of antigen",
        source=derived(PERNICE, "the net multiplies by the count of antigen; a pulse of 100 is full drive"),
    )
    counted_volume: Shared = parameter(
        10.0,
        "mm**3",
        bounds=(5.0, 1000.0),
        meaning="volume whose cells fluctuate together; chance matters more in a smaller one",
        source=hypothesis("a small perivascular niche; size unknown"),
    )
    seeding: Shared = parameter(
        1e-3,
        "1/mm**3/day",
        bounds=(1e-4, 2e-3),
        meaning="cells of each kind that appear without antigen",
        source=hypothesis("no compartment is ever wholly empty; far below any effect"),
    )
    resting_effectors: Shared = parameter(
        1687.0,
        "1/mm**3",
        bounds=(800.0, 2500.0),
        meaning="resting effector cells in blood",
        source=published(PERNICE),
    )
    resting_regulators: Shared = parameter(
        63.0,
        "1/mm**3",
        bounds=(30.0, 120.0),
        meaning="resting regulatory cells in blood",
        source=published(PERNICE),
    )
    return_rate: Shared = parameter(
        7.2,
        "1/day",
        bounds=(5.0, 10.0),
        meaning="refilling of the resting pools",
        source=published(PERNICE, "0.296/h and 0.317/h, both taken as 0.3/h"),
    )
    memory_death: Shared = parameter(
        0.005,
        "1/day",
        bounds=(0.001, 0.02),
        meaning="death of memory cells",
        source=published("MODEL4028801312 (Yates 2007)", "d1; the net itself has none"),
    )
    natural_killers: Shared = parameter(
        30.0,
        "1/mm**3",
        bounds=(15.0, 60.0),
        meaning="natural killer cells",
        source=published(PERNICE),
    )
    killer_renewal: Shared = parameter(
        0.156055,
        "day",
        bounds=(0.08, 0.32),
        meaning="time that natural killer cells take to renew themselves",
        source=published(PERNICE, "0.267/h"),
    )
    killing: Shared = parameter(
        0.24,
        "mm**3/day",
        bounds=(0.0, 0.24),
        meaning="killing of effector by natural killer cells",
        source=published(PERNICE, "0.01/h; no evidence from MS"),
    )
    antigen_removal: Shared = parameter(
        0.0144,
        "mm**3/day",
        bounds=(0.01, 0.05),
        meaning="antigen removed by effector cells",
        source=published(PERNICE, "kA 6e-4/h"),
    )
    suppression: Shared = parameter(
        0.48,
        "mm**3/day",
        bounds=(0.2, 1.0),
        meaning="suppression of effector by regulatory cells",
        source=published(PERNICE, "kR 0.02/h"),
    )
    effector_passage: Shared = parameter(
        0.12,
        "1/day",
        bounds=(0.02, 0.3),
        meaning="entry of effector cells per unit of barrier openness",
        source=published(PERNICE, "qE 0.005/h"),
    )
    regulator_passage: Shared = parameter(
        10.8,
        "1/day",
        bounds=(2.0, 20.0),
        meaning="entry of regulatory cells per unit of barrier openness",
        source=published(PERNICE, "qR 0.45/h"),
    )
    b_cell_help: Shared = parameter(
        0.7,
        "1",
        bounds=(0.0, 1.0),
        meaning="share of the activation of T cells by antigen that needs B cells",
        source=hypothesis("anti-CD20 drugs stop relapses", "hauser2017_opera"),
    )


def inflammatory_tilt(s: Any, p: ImmunityParameters) -> Any:
    """Return the pro- minus anti-inflammatory balance in blood, -0.5 to 0.5, 0 without cytokines.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> inflammatory_tilt(SimpleNamespace(ifn_gamma=0.0, il17=0.0, il10=0.0), ImmunityParameters())
    0.0
    """
    total = s.ifn_gamma + s.il17 + s.il10
    return 0.5 * (s.ifn_gamma + s.il17 - s.il10) / (total + p.detectable_cytokine)


def natural_killer_count(s: Any, p: ImmunityParameters) -> Any:
    """Return natural killer cells in balance with their killing, given how many are left, 1/mm3.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> natural_killer_count(SimpleNamespace(effectors=0.0, killers=1.0), ImmunityParameters())
    30.0
    """
    return p.natural_killers * s.killers / (1.0 + p.killing * p.killer_renewal * s.effectors)


def blood_flows(s: Any, p: ImmunityParameters) -> tuple[Flow, ...]:
    """Return the flows of antigen, effector, memory and regulatory T cells in blood.

    Resting pools are in balance with their return, so activation is a source from outside.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> rates = {flow.name: flow.rate for flow in blood_flows(s, ImmunityParameters())}
    >>> round(rates["effector death"], 3)
    8.2
    """
    tilt = inflammatory_tilt(s, p)
    help_left = 1.0 - p.b_cell_help * (1.0 - s.b_cells)
    drive = p.activation * s.activation_left * help_left * alarm(s.ifn_gamma, p)
    primary = drive * steep(p.antigen_potency * s.antigen, 1.0)
    resting = p.resting_effectors * s.naive / (1.0 + primary / p.return_rate)
    recall = 2.0 * drive * (p.recall_by_antigen * s.antigen)
    strength = regulation_strength(s, p)
    resting_regulators = (
        p.resting_regulators * s.regulator_pool / (1.0 + strength * s.effectors / p.return_rate)
    )
    growth = 1.5 * p.proliferation_share * p.death
    contact = p.antigen_removal * (1.0 + tilt)
    open_gates = s.barrier * s.passage_left
    calming = p.suppression * s.regulators * (1.0 - exp(-p.calming_rise * s.il10))
    return (
        *(Flow("seeding", OUTSIDE, kind, p.seeding) for kind in ("effectors", "memory", "regulators")),
        Flow("primary activation", OUTSIDE, "effectors", primary * resting),
        Flow("memory recall", "memory", "effectors", recall),
        Flow("effector proliferation", OUTSIDE, "effectors", growth * (2.0 / 3.0) * s.effectors),
        Flow("memory formation", "effectors", "memory", growth * (1.0 / 3.0)),
        Flow("effector death", "effectors", OUTSIDE, p.death + p.killing * natural_killer_count(s, p)),
        Flow("effector passage", "effectors", "waiting_effectors", p.effector_passage * open_gates),
        Flow("effector use", "effectors", OUTSIDE, contact * s.antigen + calming + s.t_cell_kill),
        Flow("antigen removal", "antigen", OUTSIDE, contact * s.effectors),
        Flow("memory death", "memory", OUTSIDE, p.memory_death + s.t_cell_kill),
        Flow("regulator activation", OUTSIDE, "regulators", strength * resting_regulators * s.effectors),
        Flow("regulator proliferation", OUTSIDE, "regulators", p.regulatory_growth * s.regulators),
        Flow("regulator death", "regulators", OUTSIDE, p.death + s.t_cell_kill),
        Flow("regulator passage", "regulators", "waiting_regulators", p.regulator_passage * open_gates),
    )


def alarm(ifn: Any, p: ImmunityParameters) -> Any:
    """Return how readily cells are activated beside so much interferon gamma, 1.5 down to 0.5.

    Examples
    --------
    >>> float(alarm(0.0, ImmunityParameters()))
    1.5
    """
    return 0.5 + exp(-p.alarm_decay * ifn)


def regulation_strength(s: Any, p: ImmunityParameters) -> Any:
    """Return how strongly effector cells call regulatory cells, after any reset, mm3/day.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> round(regulation_strength(SimpleNamespace(tolerance=1.0), ImmunityParameters()), 4)
    0.0096
    """
    return p.regulation + s.tolerance * (p.healthy_regulation - p.regulation)
