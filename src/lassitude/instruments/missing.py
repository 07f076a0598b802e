"""What is done when items of a questionnaire are missing: declared, recorded, never silent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NoTotalIfAnyMissing:
    """No score where any of its items is missing."""

    name: str = "no-total-if-any-missing"


@dataclass(frozen=True, slots=True)
class HalfRule:
    """Prorate from the answered items where enough of them are answered.

    Attributes
    ----------
    least_answered : float
        Share of a subscale's items that must be answered.
    """

    least_answered: float = 0.5
    name: str = "half-rule"


MissingRule = NoTotalIfAnyMissing | HalfRule


def sum_of_items(answers: NDArray[np.float64], rule: MissingRule) -> NDArray[np.float64]:
    """Add the items of one subscale under a rule for missing items.

    Parameters
    ----------
    answers : array of float, shape [..., items]
        Answers in points; NaN where missing.
    rule : NoTotalIfAnyMissing or HalfRule
        With the half rule a sum is the mean of the answered items times the number of items.

    Returns
    -------
    array of float, shape [...]
        The sums in points; NaN where the rule gives none.

    Examples
    --------
    >>> answers = np.array([[1.0, 2.0, 3.0, np.nan], [1.0, np.nan, np.nan, np.nan]])
    >>> sum_of_items(answers, HalfRule())
    array([ 8., nan])
    >>> sum_of_items(answers, NoTotalIfAnyMissing())
    array([nan, nan])
    """
    match rule:
        case NoTotalIfAnyMissing():
            return answers.sum(axis=-1)
        case HalfRule(least_answered=least):
            given = ~np.isnan(answers)
            count = given.sum(axis=-1)
            enough = (count > 0) & (count >= least * answers.shape[-1])
            mean = np.where(given, answers, 0.0).sum(axis=-1) / np.maximum(count, 1)
            return np.where(enough, mean * answers.shape[-1], np.nan)
