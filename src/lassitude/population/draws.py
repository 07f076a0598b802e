"""Who lives under which draw of the parameters: a person's number tells it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lassitude.population.conditions import CONDITIONS, declarations_of
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.population.variability import SPREAD
from lassitude.quantities.errors import RequestError

PERSONS_APART = 2**24
"""How far the numbers of people in different populations lie apart, so that nobody is in two."""
DRAWS_APART = 2**16
"""How far the numbers of people of one population under different draws lie apart."""
MOST_DRAWS = PERSONS_APART // DRAWS_APART
USED_DRAWS = 64
"""Draws that a prediction uses: their quantiles are as sure as those of a sample of this size."""


@dataclass(frozen=True)
class Draws:
    """Under which draw of a set each person lives; a person's number tells it.

    Attributes
    ----------
    parameters : ParameterSet
        The set.
    count : int
        How many draws are used, the first ones; 0 where everything is as declared.
    share : int
        How many people are screened under each draw.
    """

    parameters: ParameterSet = DECLARED
    count: int = 0
    share: int = 0

    def persons(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of the person at each place of a pool, counted on from its first person."""
        if not self.count:
            return places
        position = places % PERSONS_APART
        return places - position + position // self.share * DRAWS_APART + position % self.share

    def places(self, persons: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the place of each person in their pool, counted on from its first person."""
        if not self.count:
            return persons
        position = persons % PERSONS_APART
        return persons - position + position // DRAWS_APART * self.share + position % DRAWS_APART

    def values(self, condition: str, persons: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        """Return the values that replace declared ones, [person], a condition's own without its name.

        What a condition declares for itself, a value for all conditions does not replace.
        """
        if not self.count:
            return {}
        own = persons % PERSONS_APART // DRAWS_APART
        drawn = self.parameters.draws
        return {name: drawn[column][own] for name, column in names_for(condition, tuple(drawn)).items()}


AS_DECLARED = Draws()
"""Everybody lives as declared."""


@lru_cache(maxsize=64)
def names_for(condition: str, columns: tuple[str, ...]) -> dict[str, str]:
    """Tell which columns of a set bear on people with a condition, by the name without the condition's.

    Examples
    --------
    >>> names_for("healthy", ("healthy.age", "rrms.age", "mood.trait", "mood.by_fatigue"))
    {'mood.by_fatigue': 'mood.by_fatigue', 'age': 'healthy.age'}
    """
    prefix = f"{condition}."
    declared = {one.name.removeprefix(prefix) for one in declarations_of(condition)}
    found = {
        name: name
        for name in columns
        if name.partition(".")[0] not in CONDITIONS and name.removesuffix(SPREAD) not in declared
    }
    return found | {name.removeprefix(prefix): name for name in columns if name.startswith(prefix)}


def draws_of(parameters: ParameterSet, replicates: int, people: int, least: int) -> Draws:
    """Divide the people who are screened among the draws of a set.

    Parameters
    ----------
    parameters : ParameterSet
        The set; of its draws at most 64 are used, or all where every replicate has its own.
    replicates : int
        How many replicates there are.
    people : int
        How many are screened in all.
    least : int
        How many are screened under each draw at least.

    Raises
    ------
    RequestError
        If there are more people under a draw than numbers for them.

    Examples
    --------
    >>> draws_of(DECLARED, 500, 8192, 100) == AS_DECLARED
    True
    """
    if not parameters.count:
        return AS_DECLARED
    count = min(parameters.count, replicates, USED_DRAWS)
    return dealt(parameters, count, max(-(-people // count), least))


def spread_over(drawn: Draws, people: int) -> Draws:
    """Let some people live under the same draws, about as many under each.

    Examples
    --------
    >>> spread_over(Draws(DECLARED, 3, 500), 10).share
    4
    """
    return Draws(drawn.parameters, drawn.count, -(-people // drawn.count)) if drawn.count else drawn


def dealt(parameters: ParameterSet, count: int, share: int) -> Draws:
    """Let so many people live under each of the first draws of a set.

    Raises
    ------
    RequestError
        If there are more draws, or people under a draw, than numbers for them.

    Examples
    --------
    >>> two = Draws(DECLARED, 2, 3)
    >>> two.persons(np.arange(6)).tolist(), two.places(two.persons(np.arange(6))).tolist()
    ([0, 1, 2, 65536, 65537, 65538], [0, 1, 2, 3, 4, 5])
    """
    if share > DRAWS_APART or count > MOST_DRAWS:
        raise RequestError(
            f"{count} draws with {share} people each are more than the {MOST_DRAWS} draws and {DRAWS_APART} "
            "people a draw that can be told apart. Plan fewer people."
        )
    return Draws(parameters, count, share)
