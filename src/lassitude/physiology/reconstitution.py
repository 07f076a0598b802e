"""Recovery of naive T cells and B cells after depletion, and the return of tolerance."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.quantities.parameters import Parameters, Shared, derived, parameter


class ReconstitutionParameters(Parameters):
    """Speed of recovery; 1 is a person's own normal."""

    naive_recovery: Shared = parameter(
        1.43e-3,
        "1/day",
        bounds=(7e-4, 3e-3),
        meaning="thymic recovery of naive T cells",
        source=derived("Hill-Cawthorne 2012", "one exponential, time constant 23 months for CD4"),
    )
    b_cell_recovery: Shared = parameter(
        8.3e-3,
        "1/day",
        bounds=(4e-3, 0.02),
        meaning="recovery of B cells",
        source=derived("Hill-Cawthorne 2012", "lower limit of normal at 7.1 months after depletion"),
    )


def reconstitution_flows(s: Any, p: ReconstitutionParameters) -> tuple[Flow, ...]:
    """Return depletion and recovery of naive T and B cells (1 = own normal) and the tolerance reset.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(t_cell_kill=0.0, b_cell_kill=2.0, tolerance_drive=0.0)
    >>> rates = {flow.name: flow.rate for flow in reconstitution_flows(s, ReconstitutionParameters())}
    >>> rates["naive turnover"], rates["B-cell turnover"]
    (0.00143, 2.0083)
    """
    return (
        Flow("thymic output", OUTSIDE, "naive", p.naive_recovery),
        Flow("naive turnover", "naive", OUTSIDE, p.naive_recovery + s.t_cell_kill),
        Flow("B-cell output", OUTSIDE, "b_cells", p.b_cell_recovery),
        Flow("B-cell turnover", "b_cells", OUTSIDE, p.b_cell_recovery + s.b_cell_kill),
        Flow("tolerance reset", OUTSIDE, "tolerance", s.tolerance_drive),
        Flow("tolerance ceiling", "tolerance", OUTSIDE, s.tolerance_drive),
    )
