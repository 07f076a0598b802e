"""Effector, memory, regulatory T cells and B cells, in blood and in the nervous system.

The net of Pernice et al. 2020 with the deviations listed in ``docs/devdocs/published-models.md``; rates a day,
counts per mm3.
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
        0.432, "1/day", bounds=(0.24, 0.72), varies=LogNormal(0.08),
        meaning="activation of resting effector cells by antigen",
        source=published(PERNICE, "TeE 0.018/h in MS, 0.015/h in health"),
    )
    regulation: PerPatient = parameter(
        1.68e-3, "mm**3/day", bounds=(2e-4, 0.04), varies=LogNormal(0.6),
        meaning="activation of regulatory cells by effector cells",
        source=published(PERNICE, "TrE 7e-5/h in MS, 4e-4/h in health"),
    )
    healthy_regulation: Shared = parameter(
        9.6e-3, "mm**3/day", bounds=(5e-3, 0.02), meaning="regulation that a reset returns to",
        source=published(PERNICE, "TrE 4e-4/h in health"),
    )
    death: Shared = parameter(
        1.0, "1/day", bounds=(0.25, 1.0), meaning="death of activated T cells",
        source=published(PERNICE, "1/24 per hour"),
    )
    proliferation_share: Shared = parameter(
        0.64, "1", bounds=(0.3, 0.9), meaning="proliferation as a share of what would sustain itself",
        source=derived(PERNICE, "Te2 0.04/h over 1.5 times the death rate; keeps growth below death"),
    )
    regulatory_growth: Shared = parameter(
        0.144, "1/day", bounds=(0.0, 0.2), meaning="proliferation of regulatory cells",
        source=published(PERNICE, "Tr2 0.006/h"),
    )
    seeding: Shared = parameter(
        1e-3, "1/mm**3/day", bounds=(1e-4, 1e-2), meaning="cells of each kind that appear without antigen",
        source=hypothesis("no compartment is ever wholly empty; far below any effect"),
    )
    resting_effectors: Shared = parameter(
        1687.0, "1/mm**3", bounds=(800.0, 2500.0), meaning="resting effector cells in blood",
        source=published(PERNICE),
    )
    resting_regulators: Shared = parameter(
        63.0, "1/mm**3", bounds=(30.0, 120.0), meaning="resting regulatory cells in blood",
        source=published(PERNICE),
    )
    return_rate: Shared = parameter(
        7.2, "1/day", bounds=(5.0, 10.0), meaning="refilling of the resting pools",
        source=published(PERNICE, "0.296/h and 0.317/h, both taken as 0.3/h"),
    )
    memory_death: Shared = parameter(
        0.005, "1/day", bounds=(0.001, 0.02), meaning="death of memory cells",
        source=published("MODEL4028801312 (Yates 2007)", "d1; the net itself has none"),
    )
    natural_killers: Shared = parameter(
        30.0, "1/mm**3", bounds=(15.0, 60.0), meaning="natural killer cells", source=published(PERNICE),
    )
    killing: Shared = parameter(
        0.24, "mm**3/day", bounds=(0.0, 0.24), meaning="killing of effector by natural killer cells",
        source=published(PERNICE, "0.01/h; no evidence from MS"),
    )
    antigen_removal: Shared = parameter(
        0.0144, "mm**3/day", bounds=(0.005, 0.05), meaning="antigen removed by effector cells",
        source=published(PERNICE, "kA 6e-4/h"),
    )
    suppression: Shared = parameter(
        0.48, "mm**3/day", bounds=(0.2, 1.0), meaning="suppression of effector by regulatory cells",
        source=published(PERNICE, "kR 0.02/h"),
    )
    effector_passage: Shared = parameter(
        0.12, "1/day", bounds=(0.02, 0.3), meaning="entry of effector cells per unit of barrier openness",
        source=published(PERNICE, "qE 0.005/h"),
    )
    regulator_passage: Shared = parameter(
        10.8, "1/day", bounds=(2.0, 20.0), meaning="entry of regulatory cells per unit of barrier openness",
        source=published(PERNICE, "qR 0.45/h"),
    )
    regulator_egress: Shared = parameter(
        0.033, "1/day", bounds=(0.005, 0.1), meaning="loss of resting regulatory cells from the nervous system",
        source=hypothesis("the net has none, so they would pile up over years"),
    )
    naive_recovery: Shared = parameter(
        1.43e-3, "1/day", bounds=(7e-4, 3e-3), meaning="thymic recovery of naive T cells",
        source=derived("Hill-Cawthorne 2012", "one exponential, time constant 23 months for CD4"),
    )
    b_cell_recovery: Shared = parameter(
        8.3e-3, "1/day", bounds=(4e-3, 0.02), meaning="recovery of B cells",
        source=derived("Hill-Cawthorne 2012", "lower limit of normal at 7.1 months after depletion"),
    )
    b_cell_help: Shared = parameter(
        0.7, "1", bounds=(0.0, 1.0), meaning="share of memory reactivation that needs B cells",
        source=hypothesis("anti-CD20 drugs stop relapses", "hauser2017_opera"),
    )


def inflammatory_tilt(ifn: Any, il17: Any, il10: Any) -> Any:
    """Return the pro- minus anti-inflammatory balance, -0.5 to 0.5, fading where cytokines are absent.

    Examples
    --------
    >>> inflammatory_tilt(0.0, 0.0, 0.0)
    0.0
    """
    total = ifn + il17 + il10
    return 0.5 * (ifn + il17 - il10) / (total + 1.0)


def natural_killer_count(s: Any, p: ImmunityParameters) -> Any:
    """Return natural killer cells in balance with their killing, 1/mm3.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> natural_killer_count(SimpleNamespace(effectors=0.0), ImmunityParameters())
    30.0
    """
    return p.natural_killers / (1.0 + p.killing * s.effectors / 6.408)


def blood_flows(s: Any, p: ImmunityParameters) -> tuple[Flow, ...]:
    """Return the flows of antigen, effector, memory and regulatory T cells in blood.

    Resting pools are in balance with their return, so activation is a source from outside.
    """
    alarm = 0.5 + exp(-0.05 * s.ifn_gamma)
    tilt = inflammatory_tilt(s.ifn_gamma, s.il17, s.il10)
    drive = p.activation * s.activation_left * alarm
    primary = drive * steep(s.antigen, 1.0)
    resting = p.resting_effectors * s.naive / (1.0 + primary / p.return_rate)
    help_left = 1.0 - p.b_cell_help * (1.0 - s.b_cells)
    recall = 2.0 * drive * (0.01 * s.antigen) * help_left
    strength = regulation_strength(s, p)
    resting_regulators = p.resting_regulators * s.naive / (1.0 + strength * s.effectors / p.return_rate)
    growth = 1.5 * p.proliferation_share * p.death
    contact = p.antigen_removal * (1.0 + tilt)
    calming = p.suppression * s.regulators * (1.0 - exp(-0.1 * s.il10))
    return (
        *(Flow("seeding", OUTSIDE, kind, p.seeding) for kind in ("effectors", "memory", "regulators")),
        Flow("primary activation", OUTSIDE, "effectors", primary * resting),
        Flow("memory recall", "memory", "effectors", recall),
        Flow("effector proliferation", OUTSIDE, "effectors", growth * (2.0 / 3.0) * s.effectors),
        Flow("memory formation", "effectors", "memory", growth * (1.0 / 3.0)),
        Flow("effector death", "effectors", OUTSIDE, p.death + p.killing * natural_killer_count(s, p)),
        Flow("effector passage", "effectors", "waiting_effectors", effector_entry(s, p)),
        Flow("effector use", "effectors", OUTSIDE, contact * s.antigen + calming + s.t_cell_kill),
        Flow("antigen removal", "antigen", OUTSIDE, contact * s.effectors),
        Flow("memory death", "memory", OUTSIDE, p.memory_death + s.t_cell_kill),
        Flow("regulator activation", OUTSIDE, "regulators", strength * resting_regulators * s.effectors),
        Flow("regulator proliferation", OUTSIDE, "regulators", p.regulatory_growth * s.regulators),
        Flow("regulator death", "regulators", OUTSIDE, p.death + s.t_cell_kill),
        Flow("regulator passage", "regulators", "waiting_regulators", p.regulator_passage * s.barrier * s.passage_left),
    )


def regulation_strength(s: Any, p: ImmunityParameters) -> Any:
    """Return how strongly effector cells call regulatory cells, after any reset, mm3/day."""
    return p.regulation + s.tolerance * (p.healthy_regulation - p.regulation)


def effector_entry(s: Any, p: ImmunityParameters) -> Any:
    """Return the entry rate of effector cells into the nervous system, 1/day."""
    return p.effector_passage * s.barrier * s.passage_left


def nervous_system_flows(s: Any, p: ImmunityParameters) -> tuple[Flow, ...]:
    """Return the flows of T cells within the nervous system; its cytokines are in balance with them."""
    ifn, il17, il10 = nervous_system_cytokines(s)
    alarm = 0.5 + exp(-0.05 * ifn)
    strength = regulation_strength(s, p)
    growth = 1.5 * p.proliferation_share * p.death
    calming = p.suppression * s.cns_regulators * (1.0 - exp(-0.1 * il10))
    return (
        *(Flow("seeding", OUTSIDE, kind, p.seeding) for kind in ("cns_effectors", "cns_regulators")),
        Flow("reactivation", "waiting_effectors", "cns_effectors", p.activation * s.activation_left * alarm),
        Flow("local proliferation", OUTSIDE, "cns_effectors", growth * (2.0 / 3.0) * s.cns_effectors),
        Flow("local effector death", "cns_effectors", OUTSIDE, p.death + calming),
        Flow("local regulation", "waiting_regulators", "cns_regulators", strength * s.cns_effectors),
        Flow("regulator egress", "waiting_regulators", OUTSIDE, p.regulator_egress),
        Flow("local regulator growth", OUTSIDE, "cns_regulators", p.regulatory_growth * s.cns_regulators),
        Flow("local regulator death", "cns_regulators", OUTSIDE, p.death),
    )


def nervous_system_cytokines(s: Any) -> tuple[Any, Any, Any]:
    """Return interferon gamma, IL-17 and IL-10 beside the T cells of the nervous system, pg/mL.

    The net's production over its clearance: 0.0466049/0.05, 0.0089506/0.03 and 0.0555556/0.09.
    """
    return 0.932098 * s.cns_effectors, 0.298353 * s.cns_effectors, 0.617284 * s.cns_regulators


def reconstitution_flows(s: Any, p: ImmunityParameters) -> tuple[Flow, ...]:
    """Return depletion and recovery of naive T and B cells (1 = own normal) and the tolerance reset."""
    return (
        Flow("thymic output", OUTSIDE, "naive", p.naive_recovery),
        Flow("naive turnover", "naive", OUTSIDE, p.naive_recovery + s.t_cell_kill),
        Flow("B-cell output", OUTSIDE, "b_cells", p.b_cell_recovery),
        Flow("B-cell turnover", "b_cells", OUTSIDE, p.b_cell_recovery + s.b_cell_kill),
        Flow("tolerance reset", OUTSIDE, "tolerance", s.tolerance_drive),
        Flow("tolerance ceiling", "tolerance", OUTSIDE, s.tolerance_drive),
    )
