"""How the answers of one scale become its score: each rule a type with a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments.missing import MissingRule, sum_of_items

Range = tuple[float, float]


class ScoringRule(Protocol):
    """What every scoring rule offers.

    ``score`` takes answers [..., items] that point the way of the scale, the range of one answer and the
    rule for missing items; ``reach`` gives the lowest and highest score of so many items.
    """

    @property
    def unit(self) -> str:
        """Unit of the score."""
        ...

    @property
    def step(self) -> float | None:
        """Distance between possible scores; None where they are not evenly spaced."""
        ...

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return the score of each person."""
        ...

    def reach(self, items: int, answer: Range) -> Range:
        """Return the lowest and highest score."""
        ...


@dataclass(frozen=True, slots=True)
class Sum:
    """Add the items."""

    unit: str = "points"
    step: float | None = 1.0

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return the sums."""
        return sum_of_items(answers, rule)

    def reach(self, items: int, answer: Range) -> Range:
        """Return the lowest and highest sum."""
        return items * answer[0], items * answer[1]


@dataclass(frozen=True, slots=True)
class Mean:
    """Average the items."""

    unit: str = "points"
    step: float | None = None

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return the means."""
        return sum_of_items(answers, rule) / answers.shape[-1]

    def reach(self, items: int, answer: Range) -> Range:
        """Return the range of one answer."""
        return answer


@dataclass(frozen=True, slots=True)
class Percent:
    """Stretch the mean of the items from the range of one answer to 0 to 100.

    Attributes
    ----------
    days : int
        How many equal runs of items, one after the other, are scored by themselves first: the entries of
        a diary. The rule for missing items then holds within a day, and once more for days.

    Examples
    --------
    >>> from lassitude.instruments.missing import NoTotalIfAnyMissing
    >>> Percent().score(np.array([[1.0, 2.0]]), (1.0, 3.0), NoTotalIfAnyMissing())
    array([25.])
    """

    days: int = 1
    unit: str = "points"
    step: float | None = None

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return the share of the way from the lowest to the highest answer, in percent."""
        a_day = answers.shape[-1] // self.days
        daily = sum_of_items(answers.reshape(*answers.shape[:-1], self.days, a_day), rule) / a_day
        return 100.0 * (sum_of_items(daily, rule) / self.days - answer[0]) / (answer[1] - answer[0])

    def reach(self, items: int, answer: Range) -> Range:
        """Return 0 and 100."""
        return 0.0, 100.0


@dataclass(frozen=True, slots=True)
class CountFrom:
    """Count the items answered at or above one answer: the bimodal way to score.

    Examples
    --------
    >>> from lassitude.instruments.missing import NoTotalIfAnyMissing
    >>> CountFrom(2.0).score(np.array([[0.0, 1.0, 2.0, 3.0]]), (0.0, 3.0), NoTotalIfAnyMissing())
    array([2.])
    """

    least: float
    unit: str = "points"
    step: float | None = 1.0

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return the counts."""
        counted = np.where(np.isnan(answers), np.nan, answers >= self.least)
        return sum_of_items(counted, rule)

    def reach(self, items: int, answer: Range) -> Range:
        """Return 0 and the number of items."""
        return 0.0, float(items)


@dataclass(frozen=True, slots=True)
class AnyPair:
    """Say whether any symptom is frequent and severe enough: 1 or 0.

    The first half of the items tells how often, the second half how badly, in the same order. One pair
    that qualifies is enough, whatever else is missing; without one, a missing answer leaves it open unless
    its partner rules the pair out.

    Examples
    --------
    >>> from lassitude.instruments.missing import NoTotalIfAnyMissing
    >>> answers = np.array([[2.0, np.nan, 2.0, 1.0], [2.0, 0.0, 1.0, 4.0], [np.nan, 0.0, 4.0, 0.0]])
    >>> AnyPair(2.0).score(answers, (0.0, 4.0), NoTotalIfAnyMissing())
    array([ 1.,  0., nan])
    """

    least: float
    unit: str = "1"
    step: float | None = 1.0

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return 1 where a pair qualifies, 0 where none does, NaN where that is open."""
        half = answers.shape[-1] // 2
        often, badly = answers[..., :half], answers[..., half:]
        found = ((often >= self.least) & (badly >= self.least)).any(axis=-1)
        open_still = ~((often < self.least) | (badly < self.least)).all(axis=-1)
        return np.where(found, 1.0, np.where(open_still, np.nan, 0.0))

    def reach(self, items: int, answer: Range) -> Range:
        """Return 0 and 1."""
        return 0.0, 1.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """Look the sum of the items up in a published table.

    Attributes
    ----------
    table : tuple of float
        The score of every possible sum, from the lowest. A prorated sum is rounded up first.
    """

    table: tuple[float, ...]
    unit: str = "points"
    step: float | None = None

    def score(self, answers: NDArray[np.float64], answer: Range, rule: MissingRule) -> NDArray[np.float64]:
        """Return the entries of the table."""
        total = np.ceil(sum_of_items(answers, rule)) - answers.shape[-1] * answer[0]
        place = np.where(np.isnan(total), 0.0, total).astype(np.int64)
        return np.where(np.isnan(total), np.nan, np.asarray(self.table)[place])

    def reach(self, items: int, answer: Range) -> Range:
        """Return the first and the last entry."""
        return self.table[0], self.table[-1]
