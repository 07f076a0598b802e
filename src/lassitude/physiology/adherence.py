"""Adherence: how much of what is planned a person does, by resolve, fatigue and mood."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp
from lassitude.quantities.parameters import Normal, Parameters, PerPatient, Shared, hypothesis, parameter

SESSIONS = ("training", "resistance", "skills", "attention")
"""What comes in sessions."""
DOSES = ("drug", "antidepressant")
"""What comes in doses that people take themselves."""


class AdherenceParameters(Parameters):
    """Log odds of keeping a planned session or taking a planned dose; each therapy adds its own resolve."""

    level: PerPatient = parameter(
        0.0,
        "1",
        bounds=(-5.0, 5.0),
        varies=Normal(1.0),
        meaning="a person's own steadiness in keeping to what is planned, log odds",
        source=hypothesis(
            "sessions done at home in 26 weeks: mean 38.9, SD 28.1", "doi:10.7224/1537-2073.2019-048"
        ),
    )
    by_fatigue: Shared = parameter(
        0.15,
        "1",
        bounds=(0.0, 0.2),
        meaning="log odds of keeping to the plan lost per SD of physical fatigue",
        source=hypothesis(
            "fatigue is often the reason given for not exercising; size supposed, bounded by the loop gains",
            "doi:10.4103/jrms.JRMS_170_20",
        ),
    )
    by_mood: Shared = parameter(
        0.15,
        "1",
        bounds=(0.0, 0.2),
        meaning="log odds of keeping to the plan lost per SD of depression",
        source=hypothesis("depression weakens adherence; size supposed, bounded by the loop gains"),
    )


def kept(slot: str, s: Any, p: AdherenceParameters) -> Any:
    """Return the share of a plan that is kept today.

    ``share + willingness / (willingness + exp(burden))``: a fixed share has no willingness, and a process has
    no share; nobody who has neither does anything, exactly.

    Parameters
    ----------
    slot : str
        One of :data:`SESSIONS` or :data:`DOSES`.
    s : namespace
        Reads the levers ``SLOT_share`` and ``SLOT_willingness``, fatigue and mood.
    p : AdherenceParameters
        Weights and the person's own level.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(drug_share=0.0, drug_willingness=1.0, fatigue_physical=0.0, mood=0.0)
    >>> float(kept("drug", s, AdherenceParameters()))
    0.5
    """
    willingness = getattr(s, f"{slot}_willingness")
    burden = p.by_fatigue * s.fatigue_physical + p.by_mood * s.mood - p.level
    return getattr(s, f"{slot}_share") + willingness / (willingness + exp(burden))


def done(s: Any, p: AdherenceParameters) -> dict[str, Any]:
    """Return what of today's plans is done.

    Returns
    -------
    dict
        ``training_done`` and ``resistance_done`` in MET-hours a week, ``skills_done`` in sessions a day,
        ``contact_done`` in hours a week, ``drug_done`` as exposure over that of half effect, and
        ``antidepressant_done`` in SD of depression.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> rest = at_rest()
    >>> rest.training_load, rest.training_share = 9.0, 0.5
    >>> float(done(rest, AdherenceParameters())["training_done"])
    4.5
    """
    share = {slot: kept(slot, s, p) for slot in (*SESSIONS, *DOSES)}
    return {
        "training_done": share["training"] * s.training_load,
        "resistance_done": share["resistance"] * s.resistance_load,
        "skills_done": share["skills"] * s.skills_sessions,
        "contact_done": sum(
            (share[slot] * getattr(s, f"{slot}_contact") for slot in SESSIONS[1:]),
            start=share["training"] * s.training_contact,
        ),
        "drug_done": share["drug"] * s.drug_exposure,
        "antidepressant_done": share["antidepressant"] * s.antidepressant_lift,
    }


def tallied(s: Any, p: AdherenceParameters) -> dict[str, Any]:
    """Count one more day of sessions and doses, planned and done.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> rest = at_rest()
    >>> rest.drug_doses, rest.drug_share = 2.0, 0.5
    >>> counted = tallied(rest, AdherenceParameters())
    >>> float(counted["doses_due"]), float(counted["doses_taken"])
    (2.0, 1.0)
    """
    due = {slot: getattr(s, f"{slot}_sessions") for slot in SESSIONS}
    due |= {slot: getattr(s, f"{slot}_doses") for slot in DOSES}
    met = {slot: kept(slot, s, p) * planned for slot, planned in due.items()}
    return {
        "sessions_due": s.sessions_due + sum(due[slot] for slot in SESSIONS),
        "sessions_kept": s.sessions_kept + sum(met[slot] for slot in SESSIONS),
        "doses_due": s.doses_due + sum(due[slot] for slot in DOSES),
        "doses_taken": s.doses_taken + sum(met[slot] for slot in DOSES),
    }
