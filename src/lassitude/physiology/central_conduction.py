"""How fast, and for how long, the axons that still conduct carry a command: delay is not block.

Thinned and repaired myelin slows; only block and loss take force away. A volley through the motor tract is
late by the velocity that axons which still conduct have lost, and a maximal effort fails where axons conduct
single impulses but not trains of them.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp, log, maximum, minimum, normal_cdf
from lassitude.physiology.conduction import AXON, ConductionParameters, critical_myelin
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter, published

LEAST_CONDUCTING = 0.02
"""Share of axons below which no response could be timed; it bounds the delay."""


class CentralConductionParameters(Parameters):
    """Velocity of thinned axons, and how often an axon can fire through a lesion."""

    healthy_time: Shared = parameter(
        6.0,
        "ms",
        bounds=(5.0, 7.0),
        meaning="time from motor cortex to spinal cord in health at 37 degC",
        source=published("hess1986_cmct", "6.0 ms, hand muscle"),
    )
    velocity_power: Shared = parameter(
        0.62,
        "1",
        bounds=(0.55, 0.7),
        meaning="power of residual myelin with which velocity falls",
        source=derived(AXON, "double cable with thinned myelin: velocity is myelin to the power 0.62"),
    )
    leaky_slowing: Shared = parameter(
        2.0,
        "1",
        bounds=(1.5, 2.9),
        meaning="times that an internode with a leaky seal is slower than a sealed one of the same myelin",
        source=derived(AXON, "delays of 0.11, 0.15 and 0.25 ms at residual myelin 0.5, 0.29 and 0.14"),
    )
    repaired_myelin: Shared = parameter(
        0.6,
        "1",
        bounds=(0.5, 0.7),
        meaning="myelin of repaired axons, sealed",
        source=hypothesis("shadow plaques: between half and seven tenths"),
    )
    plaques_in_series: Shared = parameter(
        10.0,
        "1",
        bounds=(3.0, 20.0),
        meaning="lengthening of the whole way per mean share of velocity lost",
        source=hypothesis(
            "a volley crosses several plaques and must sum before it is seen: prolonged in ten of fifteen "
            "people in spite of normal strength",
            "hess1986_cmct",
        ),
    )
    warmth: Shared = parameter(
        0.015,
        "1/delta_degC",
        bounds=(0.01, 0.02),
        meaning="rise of velocity with temperature",
        source=derived(AXON, "healthy axon, 33 to 41 degC"),
    )
    effort_rate: Shared = parameter(
        30.0,
        "1/s",
        bounds=(15.0, 60.0),
        meaning="rate of firing in a sustained maximal effort",
        source=hypothesis("motor units of large muscles fire 20 to 50 times a second"),
    )
    half_rate: Shared = parameter(
        75.0,
        "1/s",
        bounds=(50.0, 100.0),
        meaning="rate of firing that doubles the share of blocked axons",
        source=hypothesis("demyelinated axons fail at high rates; size supposed"),
    )


def sustained_drive(demyelinated: Any, conducting: Any, blocked: Any, p: CentralConductionParameters) -> Any:
    """Return the share of conducting axons that also conduct at the rate of a maximal effort.

    ``1 - D (min(1, B (1 + f / f50)) - B) / C``: single impulses pass, trains fail.

    Parameters
    ----------
    demyelinated, conducting : array
        Shares of the tract without myelin, and conducting at rest outside acute block.
    blocked : array
        Share of demyelinated axons that are blocked at rest.
    p : CentralConductionParameters
        Parameters.

    Examples
    --------
    >>> round(float(sustained_drive(0.2, 0.9, 0.5, CentralConductionParameters())), 3)
    0.956
    """
    failing = minimum(blocked * (1.0 + p.effort_rate / p.half_rate), 1.0)
    return 1.0 - demyelinated * (failing - blocked) / maximum(conducting, LEAST_CONDUCTING)


def velocity_lost(degrees: Any, p: CentralConductionParameters, axons: ConductionParameters) -> Any:
    """Return the velocity that demyelinated axons lose while they conduct, summed over their share.

    The mean of ``1 - m^0.62 / c`` over residual myelin ``m`` above the critical one, times the share above
    it: for a log-normal ``m`` that is ``Phi(z) - exp(a mu + a^2 sigma^2 / 2) Phi(z + a sigma) / c`` with
    ``z = (mu - ln m*) / sigma``; ``c`` is 1 where the seal is intact.

    Examples
    --------
    >>> round(float(velocity_lost(37.0, CentralConductionParameters(), ConductionParameters())), 2)
    0.46
    """
    spread, power = axons.residual_spread, p.velocity_power
    mean = exp(power * (0.5 * power * spread * spread + log(axons.residual_myelin)))
    leaky, intact = (
        (log(axons.residual_myelin) - log(critical)) / spread for critical in critical_myelin(degrees, axons)
    )
    in_leaky = normal_cdf(leaky) - mean * normal_cdf(leaky + power * spread) / p.leaky_slowing
    in_intact = normal_cdf(intact) - mean * normal_cdf(intact + power * spread)
    return axons.leaky_share * in_leaky + (1.0 - axons.leaky_share) * in_intact


def central_motor_conduction_time(
    s: Any, conducting: Any, degrees: Any, p: CentralConductionParameters, axons: ConductionParameters
) -> Any:
    """Return the time that a volley takes from motor cortex to spinal cord, ms.

    ``healthy (1 + series (D lost + R (1 - m_R^0.62)) / C) exp(-warmth (T - 37))``: what counts is the
    velocity that conducting axons lose on average, as the fastest of them carry the front of the volley.

    Parameters
    ----------
    s : namespace
        Reads the pools of the motor tract.
    conducting : array
        Share of its axons that conduct outside acute block.
    degrees : array
        Core temperature, degC.
    p, axons : CentralConductionParameters, ConductionParameters
        Parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> p, axons = CentralConductionParameters(), ConductionParameters()
    >>> repaired = SimpleNamespace(pyramidal_demyelinated=0.0, pyramidal_remyelinated=0.2)
    >>> round(float(central_motor_conduction_time(repaired, 1.0, 37.0, p, axons)), 2)
    9.26
    """
    of_repaired = 1.0 - exp(p.velocity_power * log(p.repaired_myelin))
    late = (
        s.pyramidal_demyelinated * velocity_lost(degrees, p, axons) + s.pyramidal_remyelinated * of_repaired
    )
    lengthened = 1.0 + p.plaques_in_series * late / maximum(conducting, LEAST_CONDUCTING)
    return p.healthy_time * lengthened * exp(-p.warmth * (degrees - axons.resting_temperature))
