"""Of which sources the fatigue of a condition is made, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lassitude.population.conditions import condition

if TYPE_CHECKING:
    from lassitude.prediction.fatigue_shares import Shares


def fatigue_shares(named: str, people: int, seed: int) -> tuple[Shares, ...]:
    """Divide the variance of fatigue among its sources, after refusing a condition that does not exist.

    Raises
    ------
    RequestError
        With the nearest name.

    Examples
    --------
    >>> fatigue_shares("rms", 100, 1)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no condition 'rms'. Did you mean 'rrms'?
    """
    from lassitude.prediction.fatigue_shares import fatigue_shares as divided

    return divided(condition(named).name, people, seed)
