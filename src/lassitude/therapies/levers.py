"""How a regimen pulls the levers of the body on one day."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp, log, maximum, minimum, where
from lassitude.physiology.inputs import Levers
from lassitude.therapies.fields import PLANS, Regimen

HOURS_A_DAY = 24.0


def within(day: Any, start: Any, stop: Any) -> Any:
    """Return 1.0 from `start` to before `stop`, else 0.0.

    Examples
    --------
    >>> import numpy as np
    >>> within(np.float32(3.0), np.float32(3.0), np.float32(4.0)).item()
    1.0
    """
    return where((day >= start) & (day < stop), 1.0, 0.0)


def overlap(day: Any, step: float, start: Any, stop: Any) -> Any:
    """Return the share of a slow step, from `day` on, that lies between `start` and `stop`.

    What lasts shorter than a step or begins within one is thus given whole, at a lower mean strength.

    Examples
    --------
    >>> import numpy as np
    >>> overlap(np.float32(3.0), 1.0, np.float32(3.25), np.float32(3.5)).item()
    0.25
    """
    return maximum(minimum(day + step, stop) - maximum(day, start), 0.0) / step


def concentration(day: Any, r: Regimen, drug: str = "block") -> Any:
    """Return the concentration of a repeatedly dosed antibody, mg/L; the sum over doses in closed form.

    Parameters
    ----------
    day : float
        An absolute day.
    r : Regimen
        Arrays [person].
    drug : {"block", "antibody"}
        Whose fields.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> float(concentration(5.0, inert(1))[0])
    0.0
    """
    import jax.numpy as jnp

    start, stop, rise, elimination, interval = (
        getattr(r, f"{drug}_{one}") for one in ("start", "stop", "rise", "elimination", "interval")
    )
    last_given = minimum(day, stop) - start
    doses = maximum(jnp.floor(last_given / interval) + 1.0, 0.0)
    since_last = day - start - (doses - 1.0) * interval
    kept = exp(-elimination * interval)
    piled = (1.0 - exp(-elimination * interval * doses)) / maximum(1.0 - kept, 1e-6)
    begun = where(day >= start, 1.0, 0.0)
    decay = exp(-elimination * maximum(since_last, 0.0))
    return begun * rise * piled * decay


def in_course(day: Any, r: Regimen) -> Any:
    """Return 1.0 while a course of a depleting drug is given, else 0.0.

    Examples
    --------
    >>> import numpy as np
    >>> from lassitude.therapies.fields import inert
    >>> twice = inert(1)._replace(depletion_stop=5.0, depletion_courses=2.0, depletion_spacing=365.0)
    >>> [in_course(np.float32(day), twice).item() for day in (4.0, 5.0, 366.0, 731.0)]
    [1.0, 0.0, 1.0, 0.0]
    """
    import jax.numpy as jnp

    since = day - r.depletion_start
    course = maximum(jnp.floor(since / r.depletion_spacing), 0.0)
    given = where((since >= 0.0) & (course < r.depletion_courses), 1.0, 0.0)
    length = r.depletion_stop - r.depletion_start
    return given * where(since - course * r.depletion_spacing < length, 1.0, 0.0)


def strength(day: Any, r: Regimen, drug: str) -> Any:
    """Return how much of the effect of a drug has built up and is left, 0 to 1; it rises and falls evenly.

    Parameters
    ----------
    day : float
        An absolute day.
    r : Regimen
        Arrays [person].
    drug : {"modulation", "sequestration"}
        Whose fields.

    Examples
    --------
    >>> import numpy as np
    >>> from lassitude.therapies.fields import inert
    >>> drug = inert(1)._replace(modulation_stop=20.0, modulation_onset=10.0, modulation_offset=4.0)
    >>> [strength(np.float32(day), drug, "modulation").item() for day in (4.0, 19.0, 20.0, 23.0)]
    [0.5, 1.0, 0.75, 0.0]
    """
    start, stop, onset, offset = (getattr(r, f"{drug}_{one}") for one in ("start", "stop", "onset", "offset"))
    built = minimum(maximum((minimum(day, stop - 1.0) + 1.0 - start) / onset, 0.0), 1.0)
    return built * minimum(maximum(1.0 - (day + 1.0 - stop) / offset, 0.0), 1.0)


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


def conduction_aid(r: Regimen, day: Any) -> Any:
    """Return by how much less myelin axons conduct on a day, as a log; an instrument sees it at once.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> float(conduction_aid(inert(1), 0.0).item())
    0.0
    """
    return within(day, r.conduction_start, r.conduction_stop) * r.conduction_aid


def _of_symptoms(r: Regimen, day: Any) -> dict[str, Any]:
    left = {
        what: 1.0 - within(day, getattr(r, f"{what}_start"), getattr(r, f"{what}_stop")) * lost
        for what, lost in (("tnf", r.tnf_lost), ("nocturia", r.nocturia_lost), ("tone", r.tone_lost))
    }
    return {**left, "conduction_aid": conduction_aid(r, day)}


def challenges(r: Regimen, day: Any, step: float) -> dict[str, Any]:
    """Return the levers that challenges pull in a slow step.

    Examples
    --------
    >>> from lassitude.therapies.fields import inert
    >>> bolus = inert(1)._replace(endotoxin_stop=0.001, endotoxin_speed=800.0)
    >>> round(float(challenges(bolus, 0.0, 1.0)["endotoxin_drive"].item()), 3)
    0.8
    """
    working = overlap(day, step, r.exertion_start, r.exertion_stop)
    return {
        "endotoxin_drive": overlap(day, step, r.endotoxin_start, r.endotoxin_stop) * r.endotoxin_speed,
        "heat_drive": overlap(day, step, r.heat_start, r.heat_stop) * r.heat_degrees
        - within(day, r.cooling_start, r.cooling_stop) * r.cooling_degrees,
        "exertion_drive": working * r.exertion_met * HOURS_A_DAY,
        "exertion_intensity": where(working > 0.0, r.exertion_intensity, 0.0),
        "rest_drive": overlap(day, step, r.rest_start, r.rest_stop) * r.rest_share,
        "infection_drive": overlap(day, step, r.inoculation_start, r.inoculation_stop) * r.inoculation_speed,
    }


def levers(r: Regimen, day: Any, step: float = 1.0) -> Levers:
    """Return the levers of a slow step.

    Parameters
    ----------
    r : Regimen
        Arrays [person].
    day : float
        When it begins, an absolute day.
    step : float
        Its length in days; challenges that last shorter are spread over it.

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
    depleting = in_course(day, r)
    suppressing = within(day, r.suppression_start, r.suppression_stop)
    modulating = strength(day, r, "modulation")
    against_b_cells = concentration(day, r, "antibody")
    reached = concentration(day, r)
    free = r.block_half / (reached + r.block_half)
    planned = _planned(r, day)
    planned["drug_exposure"] = planned["drug_exposure"] * titrated(day, r)
    believing = where(day >= r.belief_start, 1.0, 0.0)
    return Levers(
        t_cell_kill=depleting * r.t_cell_kill,
        b_cell_kill=depleting * r.b_cell_kill,
        b_blood_kill=r.antibody_kill * against_b_cells / (against_b_cells + r.antibody_half),
        tolerance_drive=within(day, r.reset_start, r.reset_stop) * r.reset_speed,
        passage=exp(r.block_steepness * log(free))
        * (1.0 - strength(day, r, "sequestration") * r.sequestration_held),
        activation=(1.0 - modulating * r.activation_lost) * (1.0 - suppressing * r.suppression_lost),
        type1_interferon_drive=modulating * r.type1_interferon,
        toxicity_drive=within(day, r.toxicity_start, r.toxicity_stop) * r.toxicity_speed
        + within(day, r.reaction_start, r.reaction_stop) * r.reaction_speed
        + within(day, r.late_start, r.late_stop) * r.late_speed,
        **_of_symptoms(r, day),
        drug_turnover=where(day >= r.drug_start, r.drug_turnover, 1.0),
        **planned,
        **challenges(r, day, step),
        belief_drive=believing * r.belief_height * exp(-r.belief_waning * maximum(day - r.belief_start, 0.0)),
    )
