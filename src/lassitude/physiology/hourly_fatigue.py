"""Fatigue of the hour: what rest restores, what only sleep restores, around the fatigue of the day.

The form is that of Mueller and others (2021, doi:10.1038/s41467-021-24927-7) in hours: effort adds to a
recoverable part, which fades within an hour of rest, and to an unrecoverable part, which stays until sleep.
Both are in balance with a habitual day on the day clock and states on the hour clock. They lie around the
fatigue of the day and move no mean: how large they are in people is supposed.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.maths import exp, maximum, minimum
from lassitude.physiology import energy
from lassitude.physiology.energy import EnergyParameters
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter

KINDS = ("physical", "cognitive")
WAKING = 16.0 / 24.0
MIDDLE_OF_THE_DAY = 15.0 / 24.0
BY_HOUR = tuple(f"{part}_{kind}" for kind in KINDS for part in ("recoverable", "unrecoverable"))
"""What is a state on the hour clock."""
_SHARPNESS = 48.0
_LEAST_CAPACITY = 0.2
_WORST_SLEEP = 5.0
_HOURS_ASLEEP = 8.0


class HourlyFatigueParameters(Parameters):
    """How fast effort tires and rest restores."""

    waking: Shared = parameter(
        WAKING,
        "day",
        bounds=(WAKING, WAKING),
        meaning="time awake in a day",
        source=hypothesis("from seven to eleven, as everybody's day is cut"),
    )
    sleeping: Shared = parameter(
        1.0 - WAKING,
        "day",
        bounds=(1.0 - WAKING, 1.0 - WAKING),
        meaning="time asleep in a day",
        source=hypothesis("what waking leaves"),
    )

    recoverable_gain: Shared = parameter(
        3.6,
        "1/day",
        bounds=(0.0, 12.0),
        meaning="recoverable fatigue that habitual effort adds, in SD of fatigue",
        source=hypothesis("0.15 SD in a habitual hour; felt mostly after exertion beyond the habitual"),
    )
    recovery_time: Shared = parameter(
        0.0417,
        "day",
        bounds=(0.02, 0.085),
        meaning="time in which rest restores the recoverable part",
        source=hypothesis("an hour, between half an hour and two"),
    )
    unrecoverable_rise: Shared = parameter(
        0.42,
        "1",
        bounds=(0.0, 1.0),
        meaning="rise of the unrecoverable part from waking to bedtime in a habitual day, in SD of fatigue",
        source=hypothesis("about one point of 0 to 10 from waking to bedtime", "kratz2017_ema"),
    )
    sleep_time: Shared = parameter(
        0.25,
        "day",
        bounds=(0.1, 0.5),
        meaning="time of sleep in which the unrecoverable part is restored",
        source=hypothesis("six hours"),
    )
    by_sleep: Shared = parameter(
        0.2,
        "1",
        bounds=(0.0, 0.6),
        meaning="log lengthening of that time per SD of sleep disturbance",
        source=hypothesis("poor sleep restores less: half as long again to thrice as long at the worst"),
    )


def awake_at(day: Any) -> Any:
    """Return whether people are awake, 0 to 1: from seven in the morning to eleven at night, with soft edges.

    Parameters
    ----------
    day : array or float
        Absolute day with its fraction.

    Examples
    --------
    >>> [float(awake_at(hour / 24.0)) for hour in (3, 12, 23.75)]
    [0.0, 1.0, 0.0]
    """
    import jax.numpy as jnp

    from_middle = jnp.abs(day - jnp.floor(day) - MIDDLE_OF_THE_DAY)
    return minimum(maximum(0.5 + _SHARPNESS * (0.5 * WAKING - from_middle), 0.0), 1.0)


def habitual_effort(kind: str, s: Any, supply: EnergyParameters) -> Any:
    """Return how hard a usual hour awake is, 1 = for a rested healthy person: what is done over what is left.

    Parameters
    ----------
    kind : {"physical", "cognitive"}
        Body or mind. Physical load is habitual activity, over what energy and conduction leave of capacity;
        cognitive load is the same every day, over what association axons leave.
    s : namespace
        States and what is derived of them.
    supply : EnergyParameters
        Of energy.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction = 0.8, 1.0
    >>> [float(habitual_effort(kind, s, EnergyParameters())) for kind in KINDS]
    [1.25, 1.0]
    """
    if kind == "cognitive":
        return 1.0 / maximum(s.association_conduction, _LEAST_CAPACITY)
    return exp(s.activity) / maximum(energy.capacity(s, supply) * s.pyramidal_conduction, _LEAST_CAPACITY)


def effort(kind: str, s: Any, p: HourlyFatigueParameters, supply: EnergyParameters) -> Any:
    """Return how hard this hour is: a usual hour where awake, and the exertion of the hour.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction, s.awake = 1.0, 1.0, 0.0
    >>> float(effort("physical", s, HourlyFatigueParameters(), EnergyParameters()))
    0.0
    """
    usual = habitual_effort(kind, s, supply) * s.awake * (p.waking + p.sleeping) / p.waking
    if kind == "cognitive":
        return usual
    exerted = s.exertion_drive * energy.weight_of(s.exertion_intensity, supply) / supply.habitual_load
    left = maximum(energy.capacity(s, supply) * s.pyramidal_conduction, _LEAST_CAPACITY)
    return usual + exerted / left


def hourly_flows(s: Any, p: HourlyFatigueParameters, supply: EnergyParameters) -> tuple[Flow, ...]:
    """Return the flows of both parts, physical and cognitive, on the hour clock.

    Effort fills the recoverable part as far as a steady hour would, and the unrecoverable part for good; rest
    empties the first, sleep the second.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction, s.awake = 1.0, 1.0, 1.0
    >>> [one.name for one in hourly_flows(s, HourlyFatigueParameters(), EnergyParameters())][:2]
    ['physical effort tires for an hour', 'rest from physical effort']
    """
    day = p.waking + p.sleeping
    gain = p.recoverable_gain * p.waking / day
    restored = (1.0 - s.awake) / sleep_time(s, p)
    flows: list[Flow] = []
    for kind in KINDS:
        short, lasting = f"recoverable_{kind}", f"unrecoverable_{kind}"
        hard = effort(kind, s, p, supply)
        flows += [
            Flow(f"{kind} effort tires for an hour", OUTSIDE, short, gain * hard),
            Flow(f"rest from {kind} effort", short, OUTSIDE, 1.0 / p.recovery_time),
            Flow(f"{kind} effort tires until sleep", OUTSIDE, lasting, p.unrecoverable_rise * hard / day),
            Flow(f"sleep after {kind} effort", lasting, OUTSIDE, restored),
        ]
    return tuple(flows)


def sleep_time(s: Any, p: HourlyFatigueParameters) -> Any:
    """Return the time of sleep that restores the unrecoverable part, days: longer where sleep is poor.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> float(sleep_time(at_rest(), HourlyFatigueParameters()))
    0.25
    """
    return p.sleep_time * exp(p.by_sleep * minimum(maximum(s.sleep, 0.0), _WORST_SLEEP))


def balanced(s: Any, p: HourlyFatigueParameters, supply: EnergyParameters) -> dict[str, Any]:
    """Return the means of both parts over habitual days: what the day clock has in their place.

    The unrecoverable part rises evenly while awake and falls by exp(-sleeping / time) in a night.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction = 1.0, 1.0
    >>> found = balanced(s, HourlyFatigueParameters(), EnergyParameters())
    >>> {name: round(float(value), 3) for name, value in found.items()}["unrecoverable_physical"]
    0.345
    """
    day, time = p.waking + p.sleeping, sleep_time(s, p)
    at_bedtime = 1.0 / (1.0 - exp(-p.sleeping / time))
    lasting = ((at_bedtime - 0.5) * p.waking + time) / day
    found: dict[str, Any] = {"awake": p.waking / day}
    for kind in KINDS:
        usual = habitual_effort(kind, s, supply)
        found[f"recoverable_{kind}"] = p.recoverable_gain * p.recovery_time * p.waking / day * usual
        found[f"unrecoverable_{kind}"] = p.unrecoverable_rise * usual * lasting
    return found


def at_midnight(s: Any, p: HourlyFatigueParameters, supply: EnergyParameters) -> dict[str, Any]:
    """Return both parts as habitual days have them an hour into sleep, where the hour clock begins.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction = 1.0, 1.0
    >>> found = at_midnight(s, HourlyFatigueParameters(), EnergyParameters())
    >>> round(float(found["unrecoverable_physical"]), 3)
    0.483
    """
    time = sleep_time(s, p)
    left = exp(-p.sleeping / _HOURS_ASLEEP / time) / (1.0 - exp(-p.sleeping / time))
    found: dict[str, Any] = {}
    for kind in KINDS:
        found[f"recoverable_{kind}"] = 0.0 * s.sleep
        found[f"unrecoverable_{kind}"] = p.unrecoverable_rise * habitual_effort(kind, s, supply) * left
    return found


def fatigue_now(kind: str, s: Any, p: HourlyFatigueParameters, supply: EnergyParameters) -> Any:
    """Return the fatigue of this hour: that of the day, and what lies above or below the means of both parts.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction = 1.0, 1.0
    >>> vars(s).update(balanced(s, HourlyFatigueParameters(), EnergyParameters()))
    >>> float(fatigue_now("physical", s, HourlyFatigueParameters(), EnergyParameters()))
    0.0
    """
    usual = balanced(s, p, supply)
    above = sum(getattr(s, name) - usual[name] for name in (f"recoverable_{kind}", f"unrecoverable_{kind}"))
    return getattr(s, f"fatigue_{kind}") + above


def rise_of_a_day(kind: str, s: Any, p: HourlyFatigueParameters, supply: EnergyParameters) -> Any:
    """Return how far fatigue rises from waking to bedtime in habitual days, in SD of fatigue.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction = 1.0, 1.0
    >>> float(rise_of_a_day("physical", s, HourlyFatigueParameters(), EnergyParameters()))
    0.42
    """
    return p.unrecoverable_rise * habitual_effort(kind, s, supply)


def seen(s: Any, p: HourlyFatigueParameters, supply: EnergyParameters, at_once: Any) -> dict[str, Any]:
    """Return the fatigue of the hour with what sickness adds at once, and the rise of a day.

    Examples
    --------
    >>> from lassitude.physiology.states import at_rest
    >>> s = at_rest()
    >>> s.pyramidal_conduction, s.association_conduction = 1.0, 1.0
    >>> vars(s).update(balanced(s, HourlyFatigueParameters(), EnergyParameters()))
    >>> sorted(seen(s, HourlyFatigueParameters(), EnergyParameters(), 0.0))[:2]
    ['fatigue_now_cognitive', 'fatigue_now_physical']
    """
    return {
        **{f"fatigue_now_{kind}": fatigue_now(kind, s, p, supply) + at_once for kind in KINDS},
        **{f"fatigue_rise_{kind}": rise_of_a_day(kind, s, p, supply) for kind in KINDS},
    }
