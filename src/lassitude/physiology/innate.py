"""Monocytes and the cytokines of acute inflammation: by the hour, or in balance on each day.

Flows are those of Windoloski and Dobreva for endotoxin, with two further stimuli. On the hour clock the
states of :data:`BY_HOUR` are stepped by them; on the day clock :data:`QUASI_STEADY` sets each to where its
own flows balance.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow, balance
from lassitude.engine.maths import exp, hill, maximum, saturating
from lassitude.physiology.innate_parameters import InnateParameters

BY_HOUR = (
    "endotoxin", "monocytes", "active_monocytes", "monocyte_il10", "tnf", "il6", "il8", "il1b",
)  # fmt: skip
"""States of the hour clock; on the day clock they are in balance."""


def readiness(s: Any, p: InnateParameters) -> Any:
    """Return how strongly monocytes answer a stimulus: a person's own, less what cortisol restrains.

    Examples
    --------
    >>> float(readiness(SimpleNamespace(glucocorticoid=0.0), InnateParameters(readiness=2.0)))
    2.0
    """
    return p.readiness * exp(-p.restraint_by_cortisol * s.glucocorticoid)


def stimulation(s: Any, p: InnateParameters) -> Any:
    """Return the rate at which a resting monocyte is activated, 1/day.

    Readiness scales the answer (hypothesis): cells that make more TNF are used to more of it, so that readier
    people answer more strongly and do not come nearer to where the feedback of TNF ignites.

    Parameters
    ----------
    s : namespace
        Reads ``endotoxin`` (ng/kg), ``tnf``, ``monocyte_il10`` and ``ifn_gamma`` (pg/mL), ``infection`` and
        ``glucocorticoid``.
    p : InnateParameters
        Parameters.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> s = at_rest_by_hour()
    >>> round(float(stimulation(s, InnateParameters())), 9)
    0.0
    >>> s.infection = 1.0
    >>> round(float(stimulation(s, InnateParameters())), 4)
    0.0096
    """
    felt = p.tnf_basal + (s.tnf - p.tnf_basal) / p.readiness
    fed_back = p.activation + p.activation_by_tnf * hill(felt, p.activation_half_tnf, p.activation_steep_tnf)
    restrained = 1.0 - hill(s.monocyte_il10, p.activation_half_il10, p.activation_steep_il10)
    by_endotoxin = hill(s.endotoxin, p.half_endotoxin, p.steep_endotoxin) * fed_back * restrained
    by_ifn = p.activation_by_ifn * saturating(maximum(s.ifn_gamma - p.ifn_at_rest, 0.0), p.half_ifn)
    by_infection = p.activation_by_infection * s.infection
    return readiness(s, p) * (by_endotoxin + by_ifn + by_infection)


def monocyte_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return how endotoxin comes and goes, and how monocytes are recruited, activated and spent.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> [flow.name for flow in monocyte_flows(at_rest_by_hour(), InnateParameters())][:2]
    ['endotoxin given', 'endotoxin clearance']
    """
    return (
        Flow("endotoxin given", OUTSIDE, "endotoxin", s.endotoxin_drive),
        Flow("endotoxin clearance", "endotoxin", OUTSIDE, p.endotoxin_clearance),
        Flow("monocyte recruitment", OUTSIDE, "monocytes", p.recruitment * s.monocytes),
        Flow("monocyte crowding", "monocytes", OUTSIDE, p.recruitment * s.monocytes / p.most_monocytes),
        Flow("monocyte activation", "monocytes", "active_monocytes", stimulation(s, p)),
        Flow("end of activation", "active_monocytes", OUTSIDE, p.deactivation),
    )


def il10_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return what makes and clears the IL-10 of monocytes, pg/mL a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> len(il10_flows(at_rest_by_hour(), InnateParameters()))
    3
    """
    made = p.il10_production + p.il10_production_by_il6 * hill(s.il6, p.il10_half_il6, p.il10_steep_il6)
    return _around(
        "monocyte_il10", "monocyte IL-10", made * s.active_monocytes, p.il10_basal, p.il10_clearance
    )


def tnf_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return what makes and clears TNF, pg/mL a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> [flow.name for flow in tnf_flows(at_rest_by_hour(), InnateParameters())]
    ['TNF by monocytes', 'TNF at rest', 'TNF clearance']
    """
    restrained = _left(s.il6, p.tnf_half_il6, p.tnf_steep_il6)
    restrained = restrained * _left(s.monocyte_il10, p.tnf_half_il10, p.tnf_steep_il10)
    made = p.tnf_production * restrained * s.active_monocytes
    return _around("tnf", "TNF", made, p.tnf_basal, p.tnf_clearance)


def il6_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return what makes and clears IL-6, pg/mL a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> len(il6_flows(at_rest_by_hour(), InnateParameters()))
    3
    """
    made = p.il6_production + p.il6_production_by_tnf * hill(s.tnf, p.il6_half_tnf, p.il6_steep_tnf)
    restrained = _left(s.il6, p.il6_half_il6, p.il6_steep_il6)
    restrained = restrained * _left(s.monocyte_il10, p.il6_half_il10, p.il6_steep_il10)
    return _around("il6", "IL-6", made * restrained * s.active_monocytes, p.il6_basal, p.il6_clearance)


def il8_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return what makes and clears IL-8, pg/mL a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> len(il8_flows(at_rest_by_hour(), InnateParameters()))
    3
    """
    made = p.il8_production + p.il8_production_by_tnf * hill(s.tnf, p.il8_half_tnf, p.il8_steep_tnf)
    restrained = _left(s.monocyte_il10, p.il8_half_il10, p.il8_steep_il10)
    return _around("il8", "IL-8", made * restrained * s.active_monocytes, p.il8_basal, p.il8_clearance)


def il1b_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return what makes and clears IL-1 beta, pg/mL a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> len(il1b_flows(at_rest_by_hour(), InnateParameters()))
    3
    """
    restrained = p.il1b_half_il10 / (s.monocyte_il10 + p.il1b_half_il10)
    made = p.il1b_production * restrained * s.active_monocytes
    return _around("il1b", "IL-1 beta", made, p.il1b_basal, p.il1b_clearance)


def _left(amount: Any, half: Any, steepness: Any) -> Any:
    return 1.0 - hill(amount, half, steepness)


def _around(state: str, called: str, made: Any, basal: Any, clearance: Any) -> tuple[Flow, ...]:
    return (
        Flow(f"{called} by monocytes", OUTSIDE, state, made),
        Flow(f"{called} at rest", OUTSIDE, state, clearance * basal),
        Flow(f"{called} clearance", state, OUTSIDE, clearance),
    )


def innate_flows(s: Any, p: InnateParameters) -> tuple[Flow, ...]:
    """Return all flows of acute inflammation by the hour.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest_by_hour
    >>> s = at_rest_by_hour()
    >>> net = balance(innate_flows(s, InnateParameters()), vars(s))
    >>> [round(float(net[one][0] / net[one][1]), 2) for one in ("monocytes", "tnf")]
    [30000.0, 13.87]
    """
    return (
        *monocyte_flows(s, p),
        *(
            flow
            for flows in (il10_flows, tnf_flows, il6_flows, il8_flows, il1b_flows)
            for flow in flows(s, p)
        ),
    )


Flows = Callable[[Any, InnateParameters], tuple[Flow, ...]]
Step = Callable[[Any, InnateParameters], dict[str, Any]]


def _balanced(state: str, flows: Flows) -> Step:
    def where_flows_balance(s: Any, p: InnateParameters) -> dict[str, Any]:
        seen = SimpleNamespace(**{**vars(s), "il6": s.il6_unrestrained})
        gain, loss = balance(flows(seen, p), {state: 0.0})[state]
        return {state: gain / loss}

    return where_flows_balance


def _endotoxin(s: Any, p: InnateParameters) -> dict[str, Any]:
    return {"endotoxin": s.endotoxin_drive / p.endotoxin_clearance}


def _monocytes(s: Any, p: InnateParameters) -> dict[str, Any]:
    return {"monocytes": p.most_monocytes * maximum(1.0 - _stimulation_at_rest(s, p) / p.recruitment, 0.0)}


def _active_monocytes(s: Any, p: InnateParameters) -> dict[str, Any]:
    return {"active_monocytes": _stimulation_at_rest(s, p) * s.monocytes / p.deactivation}


def _stimulation_at_rest(s: Any, p: InnateParameters) -> Any:
    """Return stimulation with what endotoxin does taken at the cytokines of rest: else it were circular."""
    return stimulation(SimpleNamespace(**{**vars(s), "tnf": p.tnf_basal, "monocyte_il10": p.il10_basal}), p)


def _unrestrained(s: Any, p: InnateParameters) -> dict[str, Any]:
    return {"il6_unrestrained": p.il6_basal + p.il6_production * s.active_monocytes / p.il6_clearance}


QUASI_STEADY: tuple[Step, ...] = (
    _endotoxin,
    _monocytes,
    _active_monocytes,
    _unrestrained,
    _balanced("monocyte_il10", il10_flows),
    _balanced("tnf", tnf_flows),
    _balanced("il6", il6_flows),
    _balanced("il8", il8_flows),
    _balanced("il1b", il1b_flows),
)
"""What the day clock computes, in this order; each reads what stands before it.

The one circle, IL-6 through its own restraint and through IL-10 and TNF, is cut at IL-6 without restraint.
What is left of it is measured in ``tests/unit/physiology/test_innate.py``.
"""
