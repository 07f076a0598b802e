"""Fever and the threshold of pain after endotoxin.

Reference
---------
Brady-Nicholls R. et al. J Physiol 2021, the one-subject set; equations only, written anew. Time in hours.
"""

from __future__ import annotations

BASELINE = 36.85


def _up(x: float, k: float, h: float) -> float:
    return x**h / (x**h + k**h)


def temperature_target(tnf_rise: float, il6_rise: float, il10_rise: float) -> float:
    """Return where core temperature tends, degC, given rises of cytokines over rest in pg/mL."""
    asked = 1.5 * _up(tnf_rise, 185.0, 0.75) + 2.666 * _up(il6_rise, 560.0, 0.75)
    return BASELINE + 0.5 * (39.5 - BASELINE) * (asked - 0.0625 * _up(il10_rise, 34.77, 1.0))


TIME_CONSTANT = 1.693
"""Of temperature, hours."""


def threshold_change(threshold: float, endotoxin: float, most: float = 1.0) -> float:
    """Return the change of the threshold of pain an hour."""
    return -0.17881 * endotoxin * threshold + 0.15 * (most - threshold)
