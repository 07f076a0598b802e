"""The axis of hypothalamus, pituitary and adrenals: cortisol by the hour, the mass of its glands by the week.

Equations are those of Karin and others, 2020, normalized so that everything is 1 at rest. Hormones are far
quicker than glands: on the day clock they are in balance, on the hour clock cortisol is a state.
"""

from __future__ import annotations

from math import tau
from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow, Relaxation
from lassitude.engine.maths import cos, exp, log, maximum, sqrt
from lassitude.physiology.innate_parameters import InnateParameters
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter, published

KARIN = "Karin 2020"
YAKIMCHUK = "the shape of Yakimchuk 2019, in mice; size supposed"
MORNING = 8.0 / 24.0
"""When samples are taken of people who live by the day, as a share of it."""
BY_HOUR = ("cortisol",)
"""States of the hour clock; on the day clock they are in balance."""
_NEWTON_STEPS = 3
"""From the right side; the residual is below 0.1% while cortisol is below three times that of rest."""


class AxisParameters(Parameters):
    """Turnover of cortisol and of gland mass, and what drives the axis."""

    cortisol_turnover: Shared = parameter(
        12.4766,
        "1/day",
        bounds=(8.0, 20.0),
        meaning="turnover of cortisol",
        source=published(KARIN, "half-life 80 minutes"),
    )
    pituitary_turnover: Shared = parameter(
        0.0346574,
        "1/day",
        bounds=(0.02, 0.07),
        meaning="turnover of the mass of corticotrophs",
        source=published(KARIN, "half-life 20 days"),
    )
    adrenal_turnover: Shared = parameter(
        0.0231049,
        "1/day",
        bounds=(0.014, 0.05),
        meaning="turnover of the mass of the adrenal cortex",
        source=published(KARIN, "half-life 30 days"),
    )
    feedback_half: Shared = parameter(
        4.0,
        "1",
        bounds=(2.0, 8.0),
        meaning="cortisol, in units of rest, at which glucocorticoid receptors halve the drive",
        source=published(KARIN, "4, third power"),
    )
    by_il6: Shared = parameter(
        0.3,
        "1",
        bounds=(0.0, 1.0),
        meaning="drive of the axis per log rise of IL-6",
        source=hypothesis("acute inflammation raises cortisol; size supposed"),
    )
    by_stress: Shared = parameter(
        0.3,
        "1",
        bounds=(0.1, 1.0),
        meaning="drive of the axis by a stressful event when it happens",
        source=hypothesis("stress raises cortisol; size supposed"),
    )
    effect_turnover: Shared = parameter(
        3.0,
        "1/day",
        bounds=(1.0, 12.0),
        meaning="speed at which what cells do follows cortisol",
        source=hypothesis("genes answer over hours"),
    )
    effector_death: Shared = parameter(
        0.1,
        "1/day",
        bounds=(0.0, 0.6),
        meaning="death of effector cells by much cortisol",
        source=hypothesis(YAKIMCHUK),
    )
    regulator_growth: Shared = parameter(
        0.1,
        "1/day",
        bounds=(0.0, 0.1),
        meaning="growth of regulatory cells by much cortisol",
        source=hypothesis(YAKIMCHUK),
    )
    rhythm: Shared = parameter(
        0.5,
        "1",
        bounds=(0.2, 0.8),
        meaning="how far cortisol rises above its mean of a day at its highest",
        source=hypothesis("about three times as high in the morning as at night"),
    )
    highest: Shared = parameter(
        0.3125,
        "1",
        bounds=(0.25, 0.375),
        meaning="when it is highest, as a share of the day",
        source=hypothesis("half past seven in the morning"),
    )


def drive(s: Any, p: AxisParameters, innate: InnateParameters) -> Any:
    """Return what drives the hypothalamus, 1 at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> round(float(drive(SimpleNamespace(il6=0.61, stress=0.0), AxisParameters(), InnateParameters())), 6)
    1.0
    """
    return 1.0 + p.by_stress * s.stress + p.by_il6 * log(maximum(s.il6 / innate.il6_basal, 1.0))


def receptors(cortisol: Any, p: AxisParameters) -> Any:
    """Return what glucocorticoid receptors leave of the drive, 1 at rest.

    Examples
    --------
    >>> float(receptors(1.0, AxisParameters()))
    1.0
    """
    return (1.0 + (1.0 / p.feedback_half) ** 3) / (1.0 + (cortisol / p.feedback_half) ** 3)


def balanced_cortisol(s: Any, p: AxisParameters, innate: InnateParameters, left: Any = 1.0) -> Any:
    """Return cortisol in balance, 1 = own rest: the root of ``x^2 = u P A GR(x)^2``.

    Parameters
    ----------
    s : namespace
        Reads ``il6`` (pg/mL), ``stress``, ``pituitary`` and ``adrenal``.
    p : AxisParameters
        Parameters.
    innate : InnateParameters
        Has IL-6 at rest.
    left : array or float
        What further receptors leave of the drive; see :func:`lassitude.physiology.receptors.feedback`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(il6=0.61, stress=0.0, pituitary=1.0, adrenal=1.0)
    >>> round(float(balanced_cortisol(s, AxisParameters(), InnateParameters())), 4)
    1.0
    """
    cube = (1.0 / p.feedback_half) ** 3
    wanted = left * (1.0 + cube) * sqrt(drive(s, p, innate) * s.pituitary * s.adrenal)
    reached = wanted
    for _ in range(_NEWTON_STEPS):
        reached = (wanted + 3.0 * cube * reached**4) / (1.0 + 4.0 * cube * reached**3)
    return reached


def crh(s: Any, p: AxisParameters, innate: InnateParameters, left: Any = 1.0) -> Any:
    """Return corticotropin-releasing hormone, 1 at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(il6=0.61, stress=0.0, cortisol=1.0)
    >>> round(float(crh(s, AxisParameters(), InnateParameters())), 6)
    1.0
    """
    return left * drive(s, p, innate) * receptors(s.cortisol, p) / s.cortisol


def acth(s: Any, p: AxisParameters, innate: InnateParameters, left: Any = 1.0) -> Any:
    """Return corticotropin, 1 at rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(il6=0.61, stress=0.0, cortisol=1.0, pituitary=1.2)
    >>> round(float(acth(s, AxisParameters(), InnateParameters())), 6)
    1.2
    """
    return left * crh(s, p, innate, left) * s.pituitary * receptors(s.cortisol, p)


def cortisol_flows(s: Any, p: AxisParameters, innate: InnateParameters, left: Any = 1.0) -> tuple[Flow, ...]:
    """Return what makes and clears cortisol by the hour, a day.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(il6=0.61, stress=0.0, cortisol=1.0, pituitary=1.0, adrenal=1.0)
    >>> [round(float(flow.rate), 4) for flow in cortisol_flows(s, AxisParameters(), InnateParameters())]
    [12.4766, 12.4766]
    """
    made = p.cortisol_turnover * acth(s, p, innate, left) * s.adrenal
    return (
        Flow("cortisol by the adrenals", OUTSIDE, "cortisol", made),
        Flow("cortisol clearance", "cortisol", OUTSIDE, p.cortisol_turnover),
    )


def gland_flows(s: Any, p: AxisParameters, innate: InnateParameters, left: Any = 1.0) -> tuple[Flow, ...]:
    """Return growth and loss of gland mass, each driven by the hormone above it.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> s = SimpleNamespace(il6=0.61, stress=0.0, cortisol=1.0, pituitary=1.0, adrenal=1.0)
    >>> len(gland_flows(s, AxisParameters(), InnateParameters()))
    4
    """
    return (
        Flow(
            "growth of corticotrophs",
            OUTSIDE,
            "pituitary",
            p.pituitary_turnover * s.pituitary * crh(s, p, innate, left),
        ),
        Flow("loss of corticotrophs", "pituitary", OUTSIDE, p.pituitary_turnover),
        Flow(
            "growth of the adrenal cortex",
            OUTSIDE,
            "adrenal",
            p.adrenal_turnover * s.adrenal * acth(s, p, innate, left),
        ),
        Flow("loss of the adrenal cortex", "adrenal", OUTSIDE, p.adrenal_turnover),
    )


def glucocorticoid(s: Any, p: AxisParameters) -> Relaxation:
    """Return the course of what cortisol does to cells: its log against rest, with a delay.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> float(glucocorticoid(SimpleNamespace(cortisol=1.0), AxisParameters()).target)
    0.0
    """
    return Relaxation("glucocorticoid", log(maximum(s.cortisol, 0.01)), p.effect_turnover)


def cell_flows(s: Any, p: AxisParameters) -> tuple[Flow, Flow]:
    """Return what much cortisol does to T cells in blood: effector cells die, regulatory cells grow.

    The effect is ``1 - exp(-rise)`` and nothing at or below rest.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> stressed = SimpleNamespace(glucocorticoid=0.7, regulators=10.0)
    >>> [round(float(flow.rate), 2) for flow in cell_flows(stressed, AxisParameters())]
    [0.05, 0.5]
    """
    felt = 1.0 - exp(-maximum(s.glucocorticoid, 0.0))
    return (
        Flow("effector death by cortisol", "effectors", OUTSIDE, p.effector_death * felt),
        Flow("regulator growth by cortisol", OUTSIDE, "regulators", p.regulator_growth * felt * s.regulators),
    )


def cortisol_now(s: Any, time_of_day: Any, p: AxisParameters) -> Any:
    """Return cortisol of the hour, 1 = mean of a resting day.

    The axis itself runs on the mean of a day; the rhythm lies over what it gives.

    Parameters
    ----------
    s : namespace
        Reads ``cortisol``.
    time_of_day : array or float
        Share of the day that is gone.
    p : AxisParameters
        Parameters.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> hours = [7.5 / 24.0, 19.5 / 24.0]
    >>> [round(float(cortisol_now(SimpleNamespace(cortisol=1.0), one, AxisParameters())), 2) for one in hours]
    [1.5, 0.5]
    """
    return s.cortisol * (1.0 + p.rhythm * cos(tau * (time_of_day - p.highest)))
