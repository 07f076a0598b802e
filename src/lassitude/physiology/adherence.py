"""Adherence: how much of what is planned a person does, by resolve, fatigue and mood."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
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
        ``contact_done`` in hours a week, ``drug_done`` as exposure over that of half effect,
        ``antidepressant_done`` in SD of depression, and all ``sessions_done`` and ``doses_done`` a day.

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
        "contact_done": _total({slot: share[slot] * getattr(s, f"{slot}_contact") for slot in SESSIONS}),
        "drug_done": share["drug"] * s.drug_exposure,
        "antidepressant_done": share["antidepressant"] * s.antidepressant_lift,
        "sessions_done": _total({slot: share[slot] * getattr(s, f"{slot}_sessions") for slot in SESSIONS}),
        "doses_done": _total({slot: share[slot] * getattr(s, f"{slot}_doses") for slot in DOSES}),
    }


def counting_flows(s: Any) -> tuple[Flow, ...]:
    """Return the count of sessions and doses, planned and done.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> rest = at_rest()
    >>> rest.drug_doses, rest.drug_share = 2.0, 0.5
    >>> vars(rest).update(done(rest, AdherenceParameters()))
    >>> [float(flow.rate) for flow in counting_flows(rest)]
    [0.0, 0.0, 2.0, 1.0]
    """
    sessions = _total({slot: getattr(s, f"{slot}_sessions") for slot in SESSIONS})
    return (
        Flow("sessions planned", OUTSIDE, "sessions_due", sessions),
        Flow("sessions kept", OUTSIDE, "sessions_kept", s.sessions_done),
        Flow("doses planned", OUTSIDE, "doses_due", s.drug_doses + s.antidepressant_doses),
        Flow("doses taken", OUTSIDE, "doses_taken", s.doses_done),
    )


def _total(parts: dict[str, Any]) -> Any:
    first, *others = parts.values()
    return sum(others, start=first)
