"""How a regimen pulls the levers of the body on one day."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp, log, maximum, minimum, where
from lassitude.physiology.inputs import Levers
from lassitude.therapies.fields import PLANS, Regimen


def within(day: Any, start: Any, stop: Any) -> Any:
    """Return 1.0 from `start` to before `stop`, else 0.0.

    Examples
    --------
    >>> import numpy as np
    >>> within(np.float32(3.0), np.float32(3.0), np.float32(4.0)).item()
    1.0
    """
    return where((day >= start) & (day < stop), 1.0, 0.0)


def concentration(day: Any, r: Regimen) -> Any:
    """Return the concentration of a repeatedly dosed antibody, mg/L; the sum over doses in closed form.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> float(concentration(5.0, inert(1))[0])
    0.0
    """
    import jax.numpy as jnp

    last_given = minimum(day, r.block_stop) - r.block_start
    doses = maximum(jnp.floor(last_given / r.block_interval) + 1.0, 0.0)
    since_last = day - r.block_start - (doses - 1.0) * r.block_interval
    kept = exp(-r.block_elimination * r.block_interval)
    piled = (1.0 - exp(-r.block_elimination * r.block_interval * doses)) / maximum(1.0 - kept, 1e-6)
    begun = where(day >= r.block_start, 1.0, 0.0)
    decay = exp(-r.block_elimination * maximum(since_last, 0.0))
    return begun * r.block_rise * piled * decay


def titrated(day: Any, r: Regimen) -> Any:
    """Return the share of the full dose of a symptomatic drug on a day, 0 to 1: it rises evenly.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> titrated(13.0, inert(1)._replace(drug_titration=28.0)).tolist()
    [0.5]
    """
    return minimum(maximum((day + 1.0 - r.drug_start) / r.drug_titration, 0.0), 1.0)


def _planned(r: Regimen, day: Any) -> dict[str, Any]:
    """Return what people are asked to do today, by lever."""
    fields = r._asdict()
    today: dict[str, Any] = {}
    for plan, asked in PLANS.items():
        held = within(day, fields[f"{plan}_start"], fields[f"{plan}_stop"])
        today |= {f"{plan}_{one}": held * fields[f"{plan}_{one}"] for one in asked}
    return today


def levers(r: Regimen, day: Any) -> Levers:
    """Return the levers of a day.

    Parameters
    ----------
    r : Regimen
        Arrays [person].
    day : float
        Absolute day.

    Returns
    -------
    Levers
        Arrays [person]; a regimen of zeros gives exactly the neutral levers.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> float(levers(inert(1), 3.0).passage[0])
    1.0
    """
    depleting = within(day, r.depletion_start, r.depletion_stop)
    suppressing = within(day, r.suppression_start, r.suppression_stop)
    modulating = within(day, r.modulation_start, r.modulation_stop)
    reached = concentration(day, r)
    free = r.block_half / (reached + r.block_half)
    planned = _planned(r, day)
    planned["drug_exposure"] = planned["drug_exposure"] * titrated(day, r)
    believing = where(day >= r.belief_start, 1.0, 0.0)
    return Levers(
        t_cell_kill=depleting * r.t_cell_kill,
        b_cell_kill=depleting * r.b_cell_kill,
        tolerance_drive=within(day, r.reset_start, r.reset_stop) * r.reset_speed,
        passage=exp(r.block_steepness * log(free)),
        activation=(1.0 - modulating * r.activation_lost) * (1.0 - suppressing * r.suppression_lost),
        type1_interferon_drive=modulating * r.type1_interferon,
        toxicity_drive=within(day, r.toxicity_start, r.toxicity_stop) * r.toxicity_speed,
        drug_turnover=where(day >= r.drug_start, r.drug_turnover, 1.0),
        **planned,
        belief_drive=believing * r.belief_height * exp(-r.belief_waning * maximum(day - r.belief_start, 0.0)),
    )
