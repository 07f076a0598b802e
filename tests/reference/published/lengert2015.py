"""Purines of a muscle cell after a sprint: Lengert and Drossel 2015 as tabulated, and its reduction.

Biophysical Chemistry 202:21-31; code github:nleng/ATP-exercise-simulation. The cell has 18 equations; the
table is what a run of it gave (rest re-equilibrated for each factor), the reduction is read off the table.
"""

from __future__ import annotations

SPRINTS = {
    (1.0, 300.0): 0.548,
    (0.8, 300.0): 1.098,
    (0.6, 300.0): 2.334,
    (1.0, 100.0): 0.006,
    (0.8, 100.0): 0.013,
    (0.6, 100.0): 0.047,
}
"""Purines lost in 30 seconds, mM, by factor of oxidative phosphorylation and use in multiples of rest."""

RECOVERY = {0.8: (4.94, 5.73, 5.98), 0.6: (3.68, 4.47, 5.22)}
"""ATP 1, 24 and 48 hours after the sprint at 300, mM, by factor."""

REST = {1.0: 6.0, 0.8: 5.98, 0.6: 5.92}
"""ATP at rest, mM."""


def reduced_loss(usage: float, factor: float) -> float:
    """Purines lost in 30 s, mM: 0.55 (use / 300)^4 factor^-3."""
    return 0.55 * (usage / 300.0) ** 4 * factor**-3


def repair_a_day(factor: float) -> float:
    """Speed of repair while the pool is not full, mM a day: between 1 and 24 hours after the sprint."""
    after_one, after_day, _ = RECOVERY[factor]
    return (after_day - after_one) / 23.0 * 24.0
