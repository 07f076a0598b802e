"""Belief that a treatment helps; expectation is a therapy that drives it."""

from __future__ import annotations

from typing import Any

from lassitude.engine.flows import Relaxation
from lassitude.quantities.parameters import Parameters, Shared, hypothesis, parameter


class BeliefParameters(Parameters):
    """How quickly belief follows what is promised."""

    turnover: Shared = parameter(
        0.1,
        "1/day",
        bounds=(0.05, 0.2),
        meaning="rise and fall of belief",
        source=hypothesis("one to two weeks"),
    )


def belief(s: Any, p: BeliefParameters) -> Relaxation:
    """Return the course of belief, in latent fatigue units.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> belief(SimpleNamespace(belief_drive=0.3), BeliefParameters()).target
    0.3
    """
    return Relaxation("belief", s.belief_drive, p.turnover)
