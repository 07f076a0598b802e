"""T cells within the nervous system: reactivation of what entered, local regulation, local cytokines."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp
from lassitude.physiology.adaptive_immunity import PERNICE, ImmunityParameters, alarm, regulation_strength
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter


class NervousSystemParameters(Parameters):
    """What differs behind the barrier; activation, death and suppression are those of blood."""

    regulator_egress: Shared = parameter(
        0.033,
        "1/day",
        bounds=(0.005, 0.1),
        meaning="loss of resting regulatory cells from the nervous system",
        source=hypothesis("the net has none, so they would pile up over years"),
    )
    local_ifn: Shared = parameter(
        0.932098,
        "pg/mL*mm**3",
        bounds=(0.4, 2.0),
        meaning="interferon gamma beside an effector cell of the nervous system",
        source=derived(PERNICE, "production over clearance, 0.0466049/0.05"),
    )
    local_il10: Shared = parameter(
        0.617284,
        "pg/mL*mm**3",
        bounds=(0.3, 1.2),
        meaning="IL-10 beside a regulatory cell of the nervous system",
        source=derived(PERNICE, "production over clearance, 0.0555556/0.09"),
    )


def nervous_system_flows(
    s: Any, p: NervousSystemParameters, immunity: ImmunityParameters
) -> tuple[Flow, ...]:
    """Return the flows of T cells within the nervous system; its cytokines are in balance with them.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(cns_effectors=0.0, cns_regulators=0.0, tolerance=0.0, activation_left=1.0)
    >>> flows = nervous_system_flows(s, NervousSystemParameters(), ImmunityParameters())
    >>> round(float({flow.name: flow.rate for flow in flows}["reactivation"]), 3)
    0.648
    """
    local_ifn, local_il10 = nervous_system_cytokines(s, p)
    reactivation = immunity.activation * s.activation_left * alarm(local_ifn, immunity)
    regulation = regulation_strength(s, immunity) * s.cns_effectors
    growth = 1.5 * immunity.proliferation_share * immunity.death
    regulator_growth = immunity.regulatory_growth * s.cns_regulators
    calming = immunity.suppression * s.cns_regulators * (1.0 - exp(-immunity.calming_rise * local_il10))
    return (
        *(Flow("seeding", OUTSIDE, kind, immunity.seeding) for kind in ("cns_effectors", "cns_regulators")),
        Flow("reactivation", "waiting_effectors", "cns_effectors", reactivation),
        Flow("local proliferation", OUTSIDE, "cns_effectors", growth * (2.0 / 3.0) * s.cns_effectors),
        Flow("local effector death", "cns_effectors", OUTSIDE, immunity.death + calming),
        Flow("local regulation", "waiting_regulators", "cns_regulators", regulation),
        Flow("regulator egress", "waiting_regulators", OUTSIDE, p.regulator_egress),
        Flow("local regulator growth", OUTSIDE, "cns_regulators", regulator_growth),
        Flow("local regulator death", "cns_regulators", OUTSIDE, immunity.death),
    )


def nervous_system_cytokines(s: Any, p: NervousSystemParameters) -> tuple[Any, Any]:
    """Return interferon gamma and IL-10 beside the T cells of the nervous system, pg/mL.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(cns_effectors=10.0, cns_regulators=0.0)
    >>> nervous_system_cytokines(s, NervousSystemParameters())
    (9.32098, 0.0)
    """
    return p.local_ifn * s.cns_effectors, p.local_il10 * s.cns_regulators
