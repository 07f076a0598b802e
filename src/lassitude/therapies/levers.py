"""How a regimen pulls the levers of the body on one day."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp, log, maximum, minimum, where
from lassitude.physiology.inputs import Levers
from lassitude.therapies.regimen import Regimen


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
    >>> from lassitude.therapies.regimen import inert
    >>> float(concentration(5.0, inert(1))[0])
    0.0
    """
    import jax.numpy as jnp

    last_given = minimum(day, r.block_stop) - r.block_start
    doses = jnp.floor(last_given / r.block_interval) + 1.0
    since_last = day - r.block_start - (doses - 1.0) * r.block_interval
    kept = exp(-r.block_elimination * r.block_interval)
    piled = (1.0 - exp(-r.block_elimination * r.block_interval * doses)) / maximum(1.0 - kept, 1e-6)
    begun = where(day >= r.block_start, 1.0, 0.0)
    decay = exp(-r.block_elimination * maximum(since_last, 0.0))
    return begun * r.block_rise * piled * decay


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
    >>> from lassitude.therapies.regimen import inert
    >>> float(levers(inert(1), 3.0).passage[0])
    1.0
    """
    depleting = within(day, r.depletion_start, r.depletion_stop)
    modulating = within(day, r.modulation_start, r.modulation_stop)
    reached = concentration(day, r)
    free = r.block_half / (reached + r.block_half)
    believing = where(day >= r.belief_start, 1.0, 0.0)
    return Levers(
        t_cell_kill=depleting * r.t_cell_kill,
        b_cell_kill=depleting * r.b_cell_kill,
        tolerance_drive=within(day, r.reset_start, r.reset_stop) * r.reset_speed,
        passage=exp(r.block_steepness * log(free)),
        activation=1.0 - modulating * r.activation_lost,
        type1_interferon_drive=modulating * r.type1_interferon,
        training_load=within(day, r.training_start, r.training_stop) * r.training_load,
        toxicity_drive=within(day, r.toxicity_start, r.toxicity_stop) * r.toxicity_speed,
        belief_drive=believing * r.belief_height * exp(-r.belief_waning * maximum(day - r.belief_start, 0.0)),
    )
