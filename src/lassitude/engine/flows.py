"""Flows: how a state changes, named, from where to where and how fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

OUTSIDE = None
"""The source of what is made and the target of what is lost."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A named movement from one state to another.

    Attributes
    ----------
    name : str
        What happens, such as ``"effector death"``.
    source, target : str or None
        States; ``OUTSIDE`` for neither.
    rate : array, number or symbol
        Per unit of the source and day; when the source is outside, amount a day.
    """

    name: str
    source: str | None
    target: str | None
    rate: Any


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A signed state that moves toward a target and may be shaken by noise.

    Attributes
    ----------
    state : str
        Which state.
    target : array, number or symbol
        Where it tends to.
    rate : array, number or symbol
        How fast, 1/day.
    noise : array, number or symbol
        Its standard deviation at rest when the target stands still; 0 for none.
    """

    state: str
    target: Any
    rate: Any
    noise: Any = 0.0


def balance(flows: Iterable[Flow], states: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Add the flows of each state up to a gain and a loss rate.

    Parameters
    ----------
    flows : iterable of Flow
        All flows of a block.
    states : mapping of str to array, any common shape
        The present amounts.

    Returns
    -------
    dict of str to (gain, loss)
        Gain in amount a day, loss per unit and day; ``None`` where nothing flows.

    Examples
    --------
    >>> flows = [Flow("death", "cells", None, 0.5), Flow("birth", None, "cells", 2.0)]
    >>> balance(flows, {"cells": 4.0})["cells"]
    (2.0, 0.5)
    """
    gains: dict[str, Any] = dict.fromkeys(states)
    losses: dict[str, Any] = dict.fromkeys(states)
    for flow in flows:
        amount = flow.rate if flow.source is None else flow.rate * states[flow.source]
        if flow.target is not None:
            gains[flow.target] = amount if gains[flow.target] is None else gains[flow.target] + amount
        if flow.source is not None:
            before = losses[flow.source]
            losses[flow.source] = flow.rate if before is None else before + flow.rate
    return {state: (gains[state], losses[state]) for state in states}
