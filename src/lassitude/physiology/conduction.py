"""Conduction of demyelinated axons: block, and its dependence on temperature."""

from __future__ import annotations

from typing import Any

from lassitude.engine.maths import log, normal_cdf
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter

AXON = "doi:10.7554/eLife.23329"


class ConductionParameters(Parameters):
    """The reduced curve of a double-cable axon of the central nervous system."""

    critical_myelin: Shared = parameter(
        0.09,
        "1",
        bounds=(0.02, 0.2),
        meaning="residual myelin below which an axon is blocked at 37 degC",
        source=derived(AXON, "five internodes, leaky seal"),
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
        meaning="rise of the critical myelin with temperature",
        source=derived(AXON, "leaky seal"),
    )
    residual_myelin: Shared = parameter(
        0.12,
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
    fever: Shared = parameter(
        0.6,
        "delta_degC",
        bounds=(0.2, 1.5),
        meaning="rise of core temperature at the onset of an infection",
        source=hypothesis("a cold brings little fever"),
    )


def temperature(s: Any, p: ConductionParameters) -> Any:
    """Return core temperature, degC: 37 and the fever of an infection.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> temperature(SimpleNamespace(infection=0.0), ConductionParameters())
    37.0
    """
    return p.resting_temperature + p.fever * s.infection


def blocked_share(degrees: Any, p: ConductionParameters) -> Any:
    """Return the share of demyelinated axons that do not conduct.

    ``Phi((ln m* - mu) / sigma)`` with ``m* = m37 exp(b (T - 37))``.

    Parameters
    ----------
    degrees : array
        Core temperature, degC.
    p : ConductionParameters
        Parameters.

    Examples
    --------
    >>> round(float(blocked_share(37.0, ConductionParameters())), 3)
    0.387
    """
    critical = log(p.critical_myelin) + p.heat_sensitivity * (degrees - p.resting_temperature)
    return normal_cdf((critical - log(p.residual_myelin)) / p.residual_spread)


def conducted(demyelinated: Any, lost: Any, blocked: Any) -> Any:
    """Return the fraction of axons of a system that conduct.

    Examples
    --------
    >>> conducted(0.1, 0.2, 0.5)
    0.75
    """
    return 1.0 - lost - demyelinated * blocked
