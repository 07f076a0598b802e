"""Filling the fields of a regimen: each mechanism registers how it fills its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np

from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import Keys

DAYS_A_WEEK = 7.0


@dataclass(frozen=True, slots=True)
class Given:
    """To whom a mechanism is given, when and how.

    Attributes
    ----------
    start, stop : float or array [person]
        Absolute days.
    belief : str
        What people know of it.
    adherence : float or None
        The fixed share that is kept; None for the process.
    keys : Keys
        Of the people.
    number : callable
        Value of a declared number, a float or an array [person].
    """

    start: Any
    stop: Any
    belief: str
    adherence: float | None
    keys: Keys
    number: Callable[[Declaration], Any]


@singledispatch
def fill(mechanism: Any, given: Given) -> dict[str, Any]:
    """Return the fields of a regimen that a mechanism fills.

    Parameters
    ----------
    mechanism : Mechanism
        What is done.
    given : Given
        To whom, when and how.

    Returns
    -------
    dict of str to float or array [person]
        By field.

    Examples
    --------
    >>> fill("magic", None)
    Traceback (most recent call last):
    TypeError: no regimen for str
    """
    raise TypeError(f"no regimen for {type(mechanism).__name__}")


def adherence(plan: str, resolve: Declaration, given: Given) -> dict[str, Any]:
    """Return how a plan is kept to: a fixed share, or the odds by which the body decides.

    Parameters
    ----------
    plan : str
        Of :data:`lassitude.therapies.fields.PLANS`.
    resolve : Declaration
        Log odds of a person whom nothing burdens.
    given : Given
        To whom and how.

    Examples
    --------
    >>> half = Given(0.0, 9.0, "open", 0.5, None, lambda one: one.value)
    >>> adherence("drug", None, half)
    {'drug_share': 0.5, 'drug_willingness': 0.0}
    """
    if given.adherence is not None:
        return {f"{plan}_share": given.adherence, f"{plan}_willingness": 0.0}
    return {f"{plan}_share": 0.0, f"{plan}_willingness": np.exp(given.number(resolve))}


def kept(given: Given) -> float:
    """Return the share that is kept of what has no process of adherence: all of it unless a share is fixed.

    Examples
    --------
    >>> kept(Given(0.0, 9.0, "open", None, None, lambda one: one.value))
    1.0
    """
    return 1.0 if given.adherence is None else given.adherence


def taken_away(what: str, left: Declaration, given: Given) -> dict[str, Any]:
    """Return the fields of a mechanism that takes a share of something away while it is given.

    Parameters
    ----------
    what : str
        Name of its fields in the regimen.
    left : Declaration
        What it leaves, 0 to 1.
    given : Given
        To whom and when.
    """
    lost = kept(given) * (1.0 - given.number(left))
    return {f"{what}_start": given.start, f"{what}_stop": given.stop, f"{what}_lost": lost}
