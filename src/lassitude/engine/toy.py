"""A ring of 24 pools that feed each other: a toy without biology, to measure the engine itself."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.model import Clock, Model

POOLS = tuple(f"pool_{number:02d}" for number in range(24))
CLOCK = Clock(parts=1, steps=4, substeps=1)
"""A step every quarter of a day, noise on four pools."""


def _flows(s: SimpleNamespace, parameters: Any) -> tuple[Flow, ...]:
    made = []
    for number, name in enumerate(POOLS):
        before, far = getattr(s, POOLS[number - 1]), getattr(s, POOLS[(number + 5) % len(POOLS)])
        made.append(Flow(f"birth of {name}", OUTSIDE, name, 0.3 * before / (1.0 + far) + 0.1))
        made.append(Flow(f"death of {name}", name, OUTSIDE, 0.2 + 0.1 * far))
    return tuple(made)


@cache
def toy_model() -> Model:
    """Return the toy; one object, so that it is compiled once.

    Examples
    --------
    >>> len(toy_model().states)
    24
    """
    return Model(
        fast=POOLS,
        counted=((POOLS[0], POOLS[6]), (POOLS[12], POOLS[18])),
        slow=(),
        closed=(),
        signed=(),
        swinging=(),
        totals=(),
        fast_flows=_flows,
        slow_flows=lambda s, p: (),
        closed_flows=lambda s, p: (),
        courses=(),
        exposures=lambda s, p: {"total": s.pool_00},
        derived=lambda s, p: {},
        open_day=lambda s, p, u: {},
        close_day=lambda s, p, u: {},
        uniforms=(0, 0),
        averages=("pool_00",),
        averaged=lambda s, p: {"pool_00": s.pool_00},
        levers=lambda regimen, day: {},
        parameters=lambda values: None,
    )
