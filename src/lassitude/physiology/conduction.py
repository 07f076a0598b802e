"""Conduction of demyelinated axons: block, and its dependence on temperature."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import exp, log, normal_cdf
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter

AXON = "doi:10.7554/eLife.23329"


class ConductionParameters(Parameters):
    """The reduced curve of a double-cable axon of the central nervous system."""

    critical_myelin: Shared = parameter(
        0.09,
        "1",
        bounds=(0.02, 0.2),
        meaning="residual myelin below which an axon with a leaky seal is blocked at 37 degC",
        source=derived(AXON, "five internodes, leaky seal"),
    )
    sealed_critical_myelin: Shared = parameter(
        0.044,
        "1",
        bounds=(0.02, 0.06),
        meaning="residual myelin below which an axon with an intact seal is blocked at 37 degC",
        source=derived(AXON, "three, five and eight internodes, intact seal: 0.021, 0.044 and 0.060"),
    )
    leaky_share: Shared = parameter(
        0.8,
        "1",
        bounds=(0.4, 1.0),
        meaning="share of demyelinated axons whose paranodal seal leaks",
        source=hypothesis("most lesions open the seal; half a degree is felt by most people with MS"),
    )
    resting_temperature: Shared = parameter(
        37.0,
        "degC",
        bounds=(37.0, 37.0),
        meaning="core temperature at rest, to which critical myelin refers",
        source=derived("definition", "fixed, so that critical myelin has a meaning"),
    )
    heat_sensitivity: Shared = parameter(
        0.6,
        "1/delta_degC",
        bounds=(0.28, 0.76),
        meaning="rise of the critical myelin with temperature, leaky seal",
        source=derived(AXON, "leaky seal"),
    )
    sealed_heat_sensitivity: Shared = parameter(
        0.3,
        "1/delta_degC",
        bounds=(0.27, 0.32),
        meaning="rise of the critical myelin with temperature, intact seal",
        source=derived(AXON, "intact seal, five and eight internodes"),
    )
    residual_myelin: Shared = parameter(
        0.105,
        "1",
        bounds=(0.03, 0.4),
        meaning="median residual myelin of demyelinated axons",
        source=hypothesis("about four in ten demyelinated axons are blocked"),
    )
    residual_spread: Shared = parameter(
        1.0,
        "1",
        bounds=(0.3, 1.5),
        meaning="log spread of residual myelin",
        source=hypothesis("log-normal"),
    )


def critical_myelin(degrees: Any, p: ConductionParameters) -> tuple[Any, Any]:
    """Return the residual myelin below which axons are blocked: with a leaky and with an intact seal.

    ``m* = m37 exp(b (T - 37))``; the curve was drawn from 36 degC up and blocks too early in the cold.

    Examples
    --------
    >>> [round(float(one), 3) for one in critical_myelin(37.5, ConductionParameters())]
    [0.121, 0.051]
    """
    warmer = degrees - p.resting_temperature
    leaky = p.critical_myelin * exp(p.heat_sensitivity * warmer)
    return leaky, p.sealed_critical_myelin * exp(p.sealed_heat_sensitivity * warmer)


def blocked_share(degrees: Any, p: ConductionParameters, aid: Any = 0.0) -> Any:
    """Return the share of demyelinated axons that do not conduct.

    ``Phi((ln m* - aid - mu) / sigma)``, the mean over axons with a leaky and with an intact seal.

    Parameters
    ----------
    degrees : array
        Core temperature, degC.
    p : ConductionParameters
        Parameters.
    aid : array
        By how much less myelin an axon still conducts under a drug that keeps its charge, as a log.

    Examples
    --------
    >>> round(float(blocked_share(37.0, ConductionParameters())), 3)
    0.389
    """
    leaky, intact = (
        normal_cdf((log(critical) - aid - log(p.residual_myelin)) / p.residual_spread)
        for critical in critical_myelin(degrees, p)
    )
    return p.leaky_share * leaky + (1.0 - p.leaky_share) * intact


def conducted(demyelinated: Any, lost: Any, blocked: Any) -> Any:
    """Return the fraction of axons of a system that conduct.

    Examples
    --------
    >>> conducted(0.1, 0.2, 0.5)
    0.75
    """
    return 1.0 - lost - demyelinated * blocked
