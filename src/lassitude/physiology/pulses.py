"""How often pulses of antigen come: what infection, viruses, stress, gut, season and age do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lassitude.engine.maths import exp
from lassitude.physiology.stress import mean_stress
from lassitude.physiology.triggers import TriggerParameters, age_now, season
from lassitude.quantities.units import DAYS_A_YEAR

if TYPE_CHECKING:
    from lassitude.physiology.parameters import BodyParameters


def pulse_intensity(s: Any, p: BodyParameters) -> Any:
    """Return the intensity of antigen pulses, 1/day.

    ``lam = pulses_per_year / 365.25 exp(infection + virus + stress + gut + season - decline (age - 35))``,
    each term an effect times what it reads. Virus, stress and season are taken less the half variance that
    keeps their mean factor near one, so that `pulses_per_year` stays the yearly number.

    Parameters
    ----------
    s : namespace
        Reads ``age_years``, ``day``, ``infection`` (1 at the onset of an infection), ``ebv``, ``stress`` and
        ``dysbiosis``.
    p : BodyParameters
        Of all subsystems.

    Examples
    --------
    >>> from lassitude.physiology.parameters import declared_parameters
    >>> from lassitude.physiology.states import at_rest
    >>> round(float(pulse_intensity(at_rest(), declared_parameters())), 4)
    0.0092
    """
    one = p.triggers
    aging = one.pulse_decline * (age_now(s, one) - one.reference_age)
    beside = _virus_term(s, p) + _stress_term(s, p) + _season_term(s, one)
    gut = one.gut_effect * (s.dysbiosis - p.gut.level)
    return one.pulses_per_year / DAYS_A_YEAR * exp(one.infection_effect * s.infection + beside + gut - aging)


def _virus_term(s: Any, p: BodyParameters) -> Any:
    effect, spread = p.triggers.virus_effect, p.triggers.virus_effect * p.viruses.swing
    return effect * s.ebv - 0.5 * spread * spread


def _stress_term(s: Any, p: BodyParameters) -> Any:
    effect = p.triggers.stress_effect
    return effect * s.stress - effect * (1.0 + 0.25 * effect) * mean_stress(p.stress, DAYS_A_YEAR)


def _season_term(s: Any, p: TriggerParameters) -> Any:
    return p.season_effect * season(s, p) - 0.25 * p.season_effect * p.season_effect
