"""Openness of the blood-brain barrier."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter, published

PERNICE = "doi:10.1186/s12859-020-03823-9"


class BarrierParameters(Parameters):
    """Opening by IL-17 and closing by IL-10; 0 is closed."""

    opening: Shared = parameter(
        0.276,
        "mL/pg/day",
        bounds=(0.1, 0.6),
        meaning="opening by IL-17",
        source=published(PERNICE, "0.0115/h"),
    )
    closing: Shared = parameter(
        1.836,
        "mL/pg/day",
        bounds=(0.8, 3.6),
        meaning="closing by IL-10",
        source=published(PERNICE, "0.0765/h"),
    )
    basal_closing: Shared = parameter(
        1.2,
        "1/day",
        bounds=(0.2, 5.0),
        meaning="closing without IL-10",
        source=hypothesis("bounds openness when IL-10 is gone"),
    )


def barrier_flows(s: Any, p: BarrierParameters) -> tuple[Flow, ...]:
    """Return opening and closing of the barrier.

    ``dB/dt = opening IL17 - (closing IL10 + basal_closing) B``, a day.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> barrier_flows(SimpleNamespace(il17=10.0, il10=15.0), BarrierParameters())[0].rate
    2.7600000000000002
    """
    return (
        Flow("barrier opening", OUTSIDE, "barrier", p.opening * s.il17),
        Flow("barrier closing", "barrier", OUTSIDE, p.closing * s.il10 + p.basal_closing),
    )
