"""Lymphocyte subsets: what makes them, how they refill after depletion, and the return of tolerance.

Every subset is counted in units of a person's own normal. T cells share one room: while fewer of them are
left than the room holds, all of them divide more often, so that those who are quick take the place of the
others. The thymus slows with age. B cells are made into blood and exchange with tissue.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp, maximum
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter, published

YU = "Yu 2022"
_LIMIT_OF_NORMAL = "hillcawthorne2012_alemtuzumab_recovery"


class ReconstitutionParameters(Parameters):
    """Speed of recovery; 1 is a person's own normal."""

    naive_recovery: Shared = parameter(
        1.43e-3,
        "1/day",
        bounds=(7e-4, 3e-3),
        meaning="thymic recovery of naive T cells at age 35",
        source=derived("Hill-Cawthorne 2012", "one exponential, time constant 23 months for CD4"),
    )
    thymic_aging: Shared = parameter(
        0.044,
        "1/year",
        bounds=(0.02, 0.07),
        meaning="fall of thymic output with age",
        source=published("Lewkiewicz 2019", "exp(-0.044 t), t in years; BIOMD0000000824"),
    )
    reference_age: Shared = parameter(
        35.0,
        "year",
        bounds=(35.0, 35.0),
        meaning="age to which thymic recovery refers",
        source=derived("definition", "fixed, so that the rate has a meaning"),
    )
    room: Shared = parameter(
        0.6,
        "1",
        bounds=(0.4, 0.9),
        meaning="T cells, as a share of normal, at which homeostatic division ends",
        source=derived("Hill-Cawthorne 2012", "CD4 cells rise to 0.6 of baseline and then hardly further"),
    )
    memory_expansion: Shared = parameter(
        1e-3,
        "1/day",
        bounds=(2e-4, 4e-3),
        meaning="homeostatic division of memory CD4 cells in an empty room",
        source=derived(_LIMIT_OF_NORMAL, "with the thymus CD4 cells pass 0.4e9/L after about 35 months"),
    )
    memory_renewal: Shared = parameter(
        2e-4,
        "1/day",
        bounds=(5e-5, 5e-4),
        meaning="renewal of memory CD4 cells by what is met in life",
        source=hypothesis("years; 21% had CD4 cells back at baseline", _LIMIT_OF_NORMAL),
    )
    regulator_expansion: Shared = parameter(
        4e-3,
        "1/day",
        bounds=(1e-3, 0.01),
        meaning="homeostatic division of regulatory cells in an empty room",
        source=hypothesis(
            "faster than other CD4 cells, since their share rises; size unknown", "alemtuzumab_treg_24m"
        ),
    )
    regulator_renewal: Shared = parameter(
        8e-4,
        "1/day",
        bounds=(2e-4, 3e-3),
        meaning="renewal of regulatory cells",
        source=hypothesis("between naive and memory cells"),
    )
    cd8_expansion: Shared = parameter(
        3.5e-3,
        "1/day",
        bounds=(1e-3, 8e-3),
        meaning="homeostatic division of CD8 cells in an empty room",
        source=derived(_LIMIT_OF_NORMAL, "with renewal CD8 cells pass 0.2e9/L after about 20 months"),
    )
    cd8_renewal: Shared = parameter(
        4e-4,
        "1/day",
        bounds=(1e-4, 1e-3),
        meaning="renewal of CD8 cells",
        source=derived(_LIMIT_OF_NORMAL, "with expansion CD8 cells pass 0.2e9/L after about 20 months"),
    )
    killer_recovery: Shared = parameter(
        0.03,
        "1/day",
        bounds=(0.01, 0.1),
        meaning="recovery of natural killer cells",
        source=hypothesis("back within one to three months after a transplantation"),
    )
    killer_sensitivity: Shared = parameter(
        0.5,
        "1",
        bounds=(0.0, 1.0),
        meaning="death of natural killer cells per death of T cells by a depleting treatment",
        source=hypothesis("depleted less than T cells; size unknown"),
    )
    b_cell_recovery: Shared = parameter(
        8.3e-3,
        "1/day",
        bounds=(4e-3, 0.02),
        meaning="making and turnover of B cells in blood",
        source=derived(
            "Hill-Cawthorne 2012", "with the filling of tissue, lower limit of normal at 7 months"
        ),
    )
    b_cell_leaving: Shared = parameter(
        0.298,
        "1/day",
        bounds=(0.1, 0.6),
        meaning="passage of B cells from blood into tissue",
        source=derived(YU, "0.78 L/day over 2.62 L"),
    )
    b_cell_returning: Shared = parameter(
        0.211,
        "1/day",
        bounds=(0.07, 0.4),
        meaning="passage of B cells from tissue into blood",
        source=derived(YU, "0.78 L/day over 3.7 L"),
    )
    naive_share: Shared = parameter(
        0.25,
        "1",
        bounds=(0.15, 0.4),
        meaning="naive CD4 cells as a share of T cells at rest",
        source=hypothesis("nearly two fifths of CD4 cells at age 35"),
    )
    memory_share: Shared = parameter(
        0.38,
        "1",
        bounds=(0.25, 0.5),
        meaning="memory CD4 cells as a share of T cells at rest",
        source=hypothesis("more than half of CD4 cells at age 35"),
    )
    regulator_share: Shared = parameter(
        0.03,
        "1",
        bounds=(0.01, 0.06),
        meaning="regulatory cells as a share of T cells at rest",
        source=hypothesis("a twentieth of CD4 cells"),
    )


def thymic_output(age_years: Any, p: ReconstitutionParameters) -> Any:
    """Return how fast the thymus renews naive cells, 1/day: ``recovery exp(-aging (age - 35))``.

    Examples
    --------
    >>> float(thymic_output(35.0, ReconstitutionParameters()))
    0.00143
    """
    return p.naive_recovery * exp(-p.thymic_aging * (age_years - p.reference_age))


def free_room(s: Any, p: ReconstitutionParameters) -> Any:
    """Return how much of the room of T cells is free, 0 to 1; full at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> whole = SimpleNamespace(naive=1.0, memory_pool=1.0, regulator_pool=1.0, cd8=1.0)
    >>> half = SimpleNamespace(naive=0.5, memory_pool=0.5, regulator_pool=0.5, cd8=0.5)
    >>> [round(float(free_room(one, ReconstitutionParameters())), 3) for one in (whole, half)]
    [0.0, 0.167]
    """
    cd8_share = 1.0 - p.naive_share - p.memory_share - p.regulator_share
    helpers = p.naive_share * s.naive + p.memory_share * s.memory_pool + p.regulator_share * s.regulator_pool
    return maximum(1.0 - (helpers + cd8_share * s.cd8) / p.room, 0.0)


def reconstitution_flows(s: Any, p: ReconstitutionParameters) -> tuple[Flow, ...]:
    """Return depletion and recovery of every subset (1 = own normal) and the tolerance reset.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.b_cell_kill = 2.0
    >>> rates = {flow.name: float(flow.rate) for flow in reconstitution_flows(s, ReconstitutionParameters())}
    >>> rates["naive turnover"], round(rates["B-cell turnover"], 4), rates["homeostatic division of CD8"]
    (0.00143, 2.0083, 0.0)
    """
    return (
        *_t_cell_flows(s, p),
        *_b_cell_flows(s, p),
        Flow("killer output", OUTSIDE, "killers", p.killer_recovery),
        Flow("killer turnover", "killers", OUTSIDE, p.killer_recovery + p.killer_sensitivity * s.t_cell_kill),
        Flow("tolerance reset", OUTSIDE, "tolerance", s.tolerance_drive),
        Flow("tolerance ceiling", "tolerance", OUTSIDE, s.tolerance_drive),
    )


def _t_cell_flows(s: Any, p: ReconstitutionParameters) -> tuple[Flow, ...]:
    thymus, free = thymic_output(s.age_years, p), free_room(s, p)
    return (
        Flow("thymic output", OUTSIDE, "naive", thymus),
        Flow("naive turnover", "naive", OUTSIDE, thymus + s.t_cell_kill),
        *_refilling("memory", "memory_pool", p.memory_expansion * free, p.memory_renewal, s),
        *_refilling("regulators", "regulator_pool", p.regulator_expansion * free, p.regulator_renewal, s),
        *_refilling("CD8", "cd8", p.cd8_expansion * free, p.cd8_renewal, s),
    )


def _refilling(told: str, pool: str, expansion: Any, renewal: Any, s: Any) -> tuple[Flow, ...]:
    return (
        Flow(f"homeostatic division of {told}", OUTSIDE, pool, expansion * getattr(s, pool)),
        Flow(f"renewal of {told}", OUTSIDE, pool, renewal),
        Flow(f"turnover of {told}", pool, OUTSIDE, renewal + s.t_cell_kill),
    )


def _b_cell_flows(s: Any, p: ReconstitutionParameters) -> tuple[Flow, ...]:
    """Both pools are shares of their own normal, so each passage changes them at a speed of its own."""
    return (
        Flow("B-cell output", OUTSIDE, "b_cells", p.b_cell_recovery),
        Flow("B-cell turnover", "b_cells", OUTSIDE, p.b_cell_recovery + s.b_cell_kill + s.b_blood_kill),
        Flow("B cells into tissue", "b_cells", OUTSIDE, p.b_cell_leaving),
        Flow("B cells out of tissue", OUTSIDE, "b_cells", p.b_cell_leaving * s.b_tissue),
        Flow("tissue filled with B cells", OUTSIDE, "b_tissue", p.b_cell_returning * s.b_cells),
        Flow("tissue drained of B cells", "b_tissue", OUTSIDE, p.b_cell_returning + s.b_cell_kill),
    )
