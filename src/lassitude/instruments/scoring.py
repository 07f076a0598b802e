"""Scoring answers that people gave, by item number, under a declared rule for missing items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.catalog import INSTRUMENTS, instrument
from lassitude.instruments.declarations import Instrument
from lassitude.instruments.examination import ITEM_NAMES
from lassitude.instruments.missing import MissingRule
from lassitude.quantities.errors import RequestError


def item_parts(one: Instrument) -> dict[int, str]:
    """Return the part that holds each numbered item; empty for an instrument without items.

    Examples
    --------
    >>> item_parts(instrument("EDSS"))[8], item_parts(instrument("MFIS"))[21]
    ('ambulation', 'item_21')
    """
    if one.name == "EDSS":
        return dict(ITEM_NAMES)
    return {int(part.removeprefix("item_")): part for part in one.parts if part.startswith("item_")}


def score(
    name: str, answers: Mapping[int, ArrayLike], missing_rule: MissingRule | None = None
) -> dict[str, NDArray[np.float64]]:
    """Score answers, real or simulated.

    Parameters
    ----------
    name : str
        An instrument with items: a questionnaire, or ``"EDSS"`` (items 1 to 8: pyramidal, cerebellar,
        brainstem, sensory, bowel/bladder, visual, mental, ambulation as walking range).
    answers : mapping of int to array of float, one shape [...]
        Answers by item number, as the person gave them: items that point the other way are reversed
        here, not in the data. NaN where missing; item numbers left out are missing for everybody.
    missing_rule : NoTotalIfAnyMissing or HalfRule, optional
        What to do with missing items within a subscale; without it, no score where any is missing.

    Returns
    -------
    dict of str to array of float, shape [...]
        Scores by part; NaN where the rule gives none. A total of subscales needs all of them.

    Raises
    ------
    RequestError
        If the instrument is unknown, has no items or does not allow the rule, if an item number is
        unknown, or if an answer is not one of the possible ones.

    Examples
    --------
    >>> score("MFIS", {item: np.array([1.0, 4.0]) for item in range(1, 22)})["total"]
    array([21., 84.])
    """
    one = instrument(name)
    if one.tally is None:
        scored = ", ".join(key for key, other in INSTRUMENTS.items() if other.tally is not None)
        raise RequestError(f"{one.name} has no items to score; instruments with items: {scored}.")
    rule = missing_rule if missing_rule is not None else one.missing_rules[0]
    allowed = {type(other) for other in one.missing_rules}
    if type(rule) not in allowed:
        names = ", ".join(other.name for other in one.missing_rules)
        raise RequestError(f"{one.name} cannot be scored by the rule {rule.name!r}; allowed: {names}.")
    return one.tally(_checked(one, answers), rule)


def _checked(one: Instrument, answers: Mapping[int, ArrayLike]) -> dict[int, NDArray[np.float64]]:
    known = item_parts(one)
    for number in answers:
        if number not in known:
            raise RequestError(f"{one.name} has no item {number}; its items are {listed(known)}.")
    given = {number: np.asarray(value, dtype=np.float64) for number, value in answers.items()}
    shape = np.broadcast_shapes(*(value.shape for value in given.values()))
    for number, value in given.items():
        _check_answers(one, number, known[number], value)
    return {number: np.broadcast_to(given.get(number, np.float64(np.nan)), shape) for number in known}


def listed(numbers: Iterable[int]) -> str:
    """Write numbers as people do: ``1 to 8``, ``1, 4 and 6``.

    Examples
    --------
    >>> listed([1, 2, 3]), listed([2, 4, 6])
    ('1 to 3', '2, 4 and 6')
    """
    ordered = sorted(numbers)
    runs = [list(run) for _, run in groupby(ordered, key=lambda number: number - ordered.index(number))]
    told = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    flat = ", ".join(told)
    return " and ".join(flat.rsplit(", ", 1)) if "," in flat else flat


def _check_answers(one: Instrument, number: int, part: str, value: NDArray[np.float64]) -> None:
    low, high = one.parts[part].range
    wrong = ~np.isnan(value) & ((value < low) | (value > high) | (value != np.floor(value)))
    if not wrong.any():
        return
    first = int(np.flatnonzero(wrong)[0])
    found = value.flat[first]
    raise RequestError(
        f"{int(wrong.sum())} of {value.size} answers to {one.name} item {number} are not whole numbers "
        f"from {low:g} to {high:g}; the first is {found:g} at position {first + 1}. "
        f"If {found:g} codes a missing answer, name it in the mapping: missing = [{found:g}]."
    )
