"""What happens once a day by chance: infections and pulses of antigen arrive, lesions are born."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax.numpy as jnp

from lassitude.engine.maths import exp
from lassitude.physiology import lesions, triggers

if TYPE_CHECKING:
    from lassitude.physiology.parameters import BodyParameters


def open_day(s: Any, p: BodyParameters, uniforms: list[Any]) -> dict[str, Any]:
    """Let infections and antigen pulses arrive; the same uniforms in every arm and at every step size.

    Parameters
    ----------
    s : namespace
        Reads ``infection``, ``antigen`` and ``age_years``; its ``infection`` is brought up to date.
    p : BodyParameters
        Of all subsystems.
    uniforms : list of 4 arrays
        In (0, 1), one value a person: whether an infection and a pulse come, and the size of the pulse.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> float(open_day(at_rest(), declared_parameters(), [0.001, 0.5, 0.5, 0.5])["infection"])
    1.0
    """
    caught = uniforms[0] < 1.0 - exp(-p.triggers.infections_per_year / triggers.DAYS_A_YEAR)
    infection = jnp.where(caught, 1.0, s.infection)
    s.infection = infection
    struck = uniforms[1] < 1.0 - exp(-triggers.pulse_intensity(s, p.triggers))
    mark = triggers.pulse_mark(p.triggers, uniforms[2], uniforms[3])
    return {
        "infection": infection,
        "antigen": s.antigen + jnp.where(struck, mark, 0.0),
    }


def close_day(s: Any, p: BodyParameters, uniforms: list[Any]) -> dict[str, Any]:
    """Let lesions be born: a Poisson number, one size, one system; the largest are clinical relapses.

    Parameters
    ----------
    s : namespace
        Reads ``birth_hazard`` (1/day), ``day`` (which day it is), ``day_share`` (how much of a day this slow
        step is) and ``last_part`` (whether the day ends with it), besides the states that change.
    p : BodyParameters
        Of all subsystems.
    uniforms : list of 3 arrays
        In (0, 1), one value a person: number, size and system of the lesions of the day.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.birth_hazard, s.day, s.day_share, s.last_part = 0.7, 30.0, 1.0, True
    >>> float(close_day(s, declared_parameters(), [0.9, 0.01, 0.5])["lesions_born"])
    2.0
    """
    hazard = s.pending_births + s.birth_hazard * s.day_share
    due = jnp.where(s.last_part, hazard, 0.0)
    none = exp(-due)
    number = sum(
        jnp.where(uniforms[0] > share, 1.0, 0.0)
        for share in (none, none * (1.0 + due), none * (1.0 + due * (1.0 + 0.5 * due)))
    )
    size = number * lesions.lesion_size(uniforms[1], p.lesions)
    struck = lesions.struck_system(uniforms[2], p.systems)
    relapsed = jnp.where(uniforms[1] < p.lesions.eloquent_share, 1.0, 0.0) * jnp.minimum(number, 1.0)
    return {
        "pending_births": jnp.where(s.last_part, 0.0, hazard),
        "lesions_born": s.lesions_born + number,
        "relapses_had": s.relapses_had + relapsed,
        "last_relapse_day": jnp.where(relapsed > 0.0, s.day, s.last_relapse_day),
        "earlier_relapse_day": jnp.where(relapsed > 0.0, s.last_relapse_day, s.earlier_relapse_day),
        "enhancing": s.enhancing + number,
        **{
            f"{system}_flux": getattr(s, f"{system}_flux")
            + jnp.where(here, lesions.lesion_flux(size, system, p.systems), 0.0)
            for system, here in struck.items()
        },
    }
