"""Glucocorticoid receptors that make more of themselves: an option of ME/CFS, and nothing in everybody else.

The switch is that of Gupta and others, 2007, laid on the axis of :mod:`lassitude.physiology.hpa_axis`: with
many receptors the axis rests a second time, at less cortisol. That it does so in ME/CFS is theory only. The
source's second resting point is lost where cortisol falls by 3%, which is less than changing gland masses do
for months after stress; they are no part of it, and stand still in the condition that has the switch.
"""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Parameters, Shared, derived, hypothesis, parameter, published

GUPTA = "Gupta 2007"
RAISED_BY = 0.46728
"""Receptors at the other resting point, beyond those of health: roots 0.54818 and 0.08090 of the source."""
_SLOPE = 0.34247732
"""Fall of cortisol a receptor, over the cortisol left: exact at both resting points, within 0.7% between."""


class ReceptorParameters(Parameters):
    """Whether receptors switch, and the constants of the switch."""

    switch: Shared = parameter(
        0.0,
        "1",
        bounds=(0.0, 0.0),
        meaning="whether receptors make more of themselves, 0 or 1",
        source=hypothesis("theory only; a named option of ME/CFS"),
    )
    healthy: Shared = parameter(
        0.08090451,
        "1",
        bounds=(0.0809, 0.081),
        meaning="receptors at the resting point of health",
        source=derived(GUPTA, "the lowest root of its equations at rest"),
    )
    cortisol: Shared = parameter(
        0.05972277,
        "1",
        bounds=(0.0597, 0.0598),
        meaning="cortisol of health in the units of the source",
        source=derived(GUPTA, "at the lowest root"),
    )
    half_hypothalamus: Shared = parameter(
        0.1,
        "1",
        bounds=(0.09, 0.11),
        meaning="cortisol that halves what the hypothalamus gives",
        source=published(GUPTA, "ki1"),
    )
    half_pituitary: Shared = parameter(
        0.1,
        "1",
        bounds=(0.09, 0.11),
        meaning="bound receptors that halve what the pituitary gives",
        source=published(GUPTA, "ki2"),
    )
    corticotropin_loss: Shared = parameter(
        10.0,
        "1",
        bounds=(9.0, 11.0),
        meaning="loss of corticotropin against that of cortisol",
        source=published(GUPTA, "kad"),
    )
    half_square: Shared = parameter(
        0.001,
        "1",
        bounds=(0.0009, 0.0011),
        meaning="square of the bound receptors at half of their own making",
        source=published(GUPTA, "k"),
    )
    basal: Shared = parameter(
        0.05,
        "1",
        bounds=(0.045, 0.055),
        meaning="making of receptors without any that are bound",
        source=published(GUPTA, "kcr"),
    )
    loss: Shared = parameter(
        0.9,
        "1",
        bounds=(0.8, 1.0),
        meaning="loss of receptors a unit of time of the source",
        source=published(GUPTA, "krd"),
    )
    speed: Shared = parameter(
        1.0,
        "1/day",
        bounds=(0.1, 10.0),
        meaning="units of time of the source a day",
        source=hypothesis("the source gives its time no unit"),
    )


def resting_cortisol(receptors: Any, p: ReceptorParameters) -> Any:
    """Return cortisol in balance with so many receptors, in units of the source.

    The root of ``o (1 + o r / ki2) (1 + o / ki1) kad = 1`` by one Newton step, within 2e-5 of itself between
    the resting points. Further steps would multiply the equation that pages and exported files print.

    Examples
    --------
    >>> p = ReceptorParameters()
    >>> [round(resting_cortisol(one, p), 4) for one in (p.healthy, p.healthy + RAISED_BY)]
    [0.0597, 0.0515]
    """
    first = 1.0 / p.half_hypothalamus + receptors / p.half_pituitary
    second = receptors / (p.half_hypothalamus * p.half_pituitary)
    near = p.cortisol / (1.0 + _SLOPE * (receptors - p.healthy))
    excess = near * (1.0 + near * (first + near * second)) - 1.0 / p.corticotropin_loss
    return near - excess / (1.0 + near * (2.0 * first + 3.0 * near * second))


def feedback(s: Any, p: ReceptorParameters) -> Any:
    """Return what receptors beyond those of health leave of the drive of the axis; 1 for everybody else.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> feedback(SimpleNamespace(receptors=0.0), ReceptorParameters())
    1.0
    >>> switched = ReceptorParameters(switch=1.0)
    >>> round(feedback(SimpleNamespace(receptors=RAISED_BY), switched), 3)
    0.862
    """
    left = resting_cortisol(p.healthy + s.receptors, p) / p.cortisol
    return 1.0 + p.switch * (left - 1.0)


def receptors(s: Any, p: ReceptorParameters) -> Relaxation:
    """Return the course of receptors beyond those of health; they stay there where nothing switches.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> switched, rest = ReceptorParameters(switch=1.0), SimpleNamespace(receptors=0.0, cortisol=1.0)
    >>> receptors(rest, ReceptorParameters()).target == 0.0, abs(receptors(rest, switched).target) < 1e-4
    (True, True)
    """
    bound = p.cortisol * s.cortisol * (p.healthy + s.receptors)
    made = bound * bound / (p.half_square + bound * bound) + p.basal
    return Relaxation("receptors", p.switch * (made / p.loss - p.healthy), p.speed * p.loss)
