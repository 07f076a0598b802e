"""The integrator of open pools against a closed form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log2

import numpy as np

from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.model import Clock
from lassitude.engine.scheme import two_stage_step
from lassitude.workflows.qualification.check import Check

GROUP = "Integration"
_SOURCE, _LOSS, _START = 12.0, 0.8, 3.0
_USUAL = Clock().parts * Clock().steps * Clock().substeps


def _flows(_: Mapping[str, np.float64]) -> tuple[Flow, ...]:
    return Flow("birth", OUTSIDE, "x", _SOURCE), Flow("death", "x", OUTSIDE, _LOSS)


def _after(days: int, steps_a_day: int) -> float:
    pools = {"x": np.float64(_START)}
    for _ in range(days * steps_a_day):
        pools = two_stage_step(pools, _flows, 1.0 / steps_a_day)
    return float(pools["x"])


def _exact(days: int) -> float:
    return _SOURCE / _LOSS + (_START - _SOURCE / _LOSS) * exp(-_LOSS * days)


def _course() -> Sequence[float]:
    return [_after(days, _USUAL) for days in (1, 3, 30)]


def _order() -> Sequence[float]:
    errors = [abs(_after(1, steps) - _exact(1)) for steps in (64, 128)]
    return [log2(errors[0] / errors[1])]


CHECKS = (
    Check(
        "analytic",
        GROUP,
        "a pool with a source of 12 and a loss of 0.8 a day, after 1, 3 and 30 days at the usual step",
        tuple(_exact(days) for days in (1, 3, 30)),
        "closed form 15 - 12 exp(-0.8 t)",
        "relative",
        1e-3,
        _course,
    ),
    Check(
        "order",
        GROUP,
        "order of the scheme: by how many powers of two the error falls when the step is halved",
        (2.0,),
        "a two-stage scheme is of second order",
        "absolute",
        0.1,
        _order,
    ),
)
