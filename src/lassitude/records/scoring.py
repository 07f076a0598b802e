"""Score the items of a real study, and hold given totals against their items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lassitude.instruments.declarations import Instrument
from lassitude.instruments.missing import MissingRule
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.mapping import CsvMapping

_EXAMINED = frozenset({"EDSS"})
_EXACT, _WRITTEN_MEANS = 1e-6, 0.051
"""Means are often written with one decimal."""
"""An examiner judges the total beside the scores, so that it may differ from what they give."""

Occasion = tuple[str, str | None, float]


@dataclass(frozen=True, slots=True)
class Score:
    """One computed part for one occasion (subject, visit, day); value None where the rule gives none."""

    occasion: Occasion
    instrument: str
    part: str
    value: float | None


def scores_of(
    values: Mapping[tuple[str, str], Mapping[Occasion, float | None]],
    instruments: Mapping[str, Instrument],
    mapping: CsvMapping,
    file: str,
) -> list[Score]:
    """Score every instrument whose items a file has.

    Parameters
    ----------
    values : mapping of (instrument, part) to mapping of occasion to float or None
        What the file says; None where missing.
    instruments : mapping of str to Instrument
        Those of the plan.
    mapping : CsvMapping
        Names the rule for missing items where it is not the instrument's own.
    file : str
        Name of the file, for messages.

    Returns
    -------
    list of Score
        Parts that the file does not have itself.

    Raises
    ------
    RequestError
        If items are lacking while there is no total, a rule is unknown, or a total differs from its items.

    Examples
    --------
    >>> from lassitude.instruments.catalog import instrument
    >>> items = {("MFIS", f"item_{n:02d}"): {("P-01", "M0", 0.0): 1.0} for n in range(1, 22)}
    >>> found = scores_of(items, {"MFIS": instrument("MFIS")}, CsvMapping(), "data.csv")
    >>> [(one.part, one.value) for one in found if one.part == "total"]
    [('total', 21.0)]
    """
    for name in mapping.missing_items:
        if name not in instruments:
            raise RequestError(
                f"missing_items in the mapping names {name!r}, which the plan does not measure."
                f"{did_you_mean(name, instruments)}"
            )
    return [
        score
        for name, one in instruments.items()
        for score in _scores_of_one(name, one, values, mapping, file)
    ]


def _scores_of_one(
    name: str,
    one: Instrument,
    values: Mapping[tuple[str, str], Mapping[Occasion, float | None]],
    mapping: CsvMapping,
    file: str,
) -> list[Score]:
    from lassitude.instruments.scoring import item_parts, score

    numbered = item_parts(one)
    given = {number: values[name, part] for number, part in numbered.items() if (name, part) in values}
    absent = [part for number, part in numbered.items() if number not in given]
    if not given or (absent and (name, "total") in values):
        return []
    if absent:
        raise RequestError(
            f"{file} has items of {name} and no total, and lacks {len(absent)} of {len(numbered)} "
            f"items; the first "
            f"is {name}.{absent[0]}. Add them, or a column {name}.total."
        )
    occasions = sorted({occasion for column in given.values() for occasion in column}, key=_in_order)
    answers = {number: _array(column, occasions) for number, column in given.items()}
    computed = score(name, answers, _rule(name, one, mapping))
    if name not in _EXAMINED:
        _check_given(one, computed, values, occasions, file)
    return [
        Score(occasion, name, part, None if np.isnan(value) else float(value))
        for part, column in computed.items()
        if (name, part) not in values
        for occasion, value in zip(occasions, column, strict=True)
    ]


def _in_order(occasion: Occasion) -> tuple[str, float, str]:
    return occasion[0], occasion[2], occasion[1] or ""


def _array(column: Mapping[Occasion, float | None], occasions: list[Occasion]) -> np.ndarray:
    found = (column.get(occasion) for occasion in occasions)
    return np.array([np.nan if value is None else value for value in found], dtype=np.float64)


def _rule(name: str, one: Instrument, mapping: CsvMapping) -> MissingRule | None:
    wanted = mapping.missing_items.get(name)
    rules = {rule.name: rule for rule in one.missing_rules}
    if wanted is None:
        return None
    if wanted not in rules:
        raise RequestError(f"{name} has no rule {wanted!r} for missing items.{did_you_mean(wanted, rules)}")
    return rules[wanted]


def _check_given(
    one: Instrument,
    computed: Mapping[str, np.ndarray],
    values: Mapping[tuple[str, str], Mapping[Occasion, float | None]],
    occasions: list[Occasion],
    file: str,
) -> None:
    for part, column in computed.items():
        given = _array(values.get((one.name, part), {}), occasions)
        differ = np.abs(given - column) > (_WRITTEN_MEANS if one.parts[part].step is None else _EXACT)
        if differ.any():
            first = int(np.flatnonzero(differ)[0])
            subject, visit, day = occasions[first]
            raise RequestError(
                f"{int(differ.sum())} of {len(occasions)} values of {one.name}.{part} in {file} differ "
                f"from their items; "
                f"the first is {given[first]:g} where the items give {column[first]:g}, for subject "
                f"{subject} at "
                f"{visit or f'day {day:g}'}. Correct them, or leave the column out and it is computed."
            )
