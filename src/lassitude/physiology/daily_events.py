"""What happens once a day by chance: infections, stress, reactivated virus, antigen; lesions are born."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax.numpy as jnp

from lassitude.engine.maths import exp
from lassitude.physiology import lesions, relapses, triggers, viruses
from lassitude.physiology.pulses import pulse_intensity
from lassitude.physiology.systems import FUNCTIONAL
from lassitude.quantities.units import DAYS_A_YEAR

if TYPE_CHECKING:
    from lassitude.physiology.parameters import BodyParameters


def open_day(s: Any, p: BodyParameters, uniforms: list[Any]) -> dict[str, Any]:
    """Let infections, stress, reactivations of virus and antigen pulses arrive.

    The uniforms are the same in every arm and at every step size.

    Parameters
    ----------
    s : namespace
        Reads ``infection``, ``stress``, ``ebv``, ``antigen`` and what sets the intensity of pulses; the first
        three are brought up to date.
    p : BodyParameters
        Of all subsystems.
    uniforms : list of 6 arrays
        In (0, 1), one value a person: whether an infection and a pulse come, the size of the pulse (two),
        whether something stressful happens, and whether the virus reactivates.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> float(open_day(at_rest(), declared_parameters(), [0.001, *[0.5] * 5])["infection"])
    1.0
    """
    s.infection = jnp.where(_happens(uniforms[0], p.triggers.infections_per_year), 1.0, s.infection)
    s.stress = s.stress + jnp.where(_happens(uniforms[4], p.stress.events_per_year), 1.0, 0.0)
    reactivated = _happens(uniforms[5], viruses.reactivation_rate(s, p.viruses))
    s.ebv = s.ebv + jnp.where(reactivated, p.viruses.burst, 0.0)
    struck = uniforms[1] < 1.0 - exp(-pulse_intensity(s, p))
    mark = triggers.pulse_mark(p.triggers, uniforms[2], uniforms[3])
    return {
        "infection": s.infection,
        "stress": s.stress,
        "ebv": s.ebv,
        "antigen": s.antigen + jnp.where(struck, mark, 0.0),
    }


def _happens(uniform: Any, a_year: Any) -> Any:
    return uniform < 1.0 - exp(-a_year / DAYS_A_YEAR)


def close_day(s: Any, p: BodyParameters, uniforms: list[Any]) -> dict[str, Any]:
    """Let lesions be born: a Poisson number, one size, one system; large ones may be relapses.

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
    share = relapses.relapsing_share(p.lesions, p.systems)
    large = jnp.logical_and(uniforms[1] < share, number > 0.0)
    felt = jnp.logical_and(large, jnp.logical_not(struck["association"]))
    before = s.day - jnp.where(s.last_relapse_day < 0.0, -p.relapses.apart, s.last_relapse_day)
    relapsed = jnp.where(jnp.logical_and(felt, before >= p.relapses.apart), 1.0, 0.0)
    block = jnp.where(felt, relapses.block_at_onset(uniforms[1], share, p.relapses), 0.0)
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
        **{
            f"{system}_block": getattr(s, f"{system}_block") + jnp.where(struck[system], block, 0.0)
            for system in FUNCTIONAL
        },
    }
