"""What a questionnaire is: which items ask about what, how they are answered, and what is scored.

Items appear by number only: wording belongs to its authors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lassitude.instruments.missing import MissingRule
from lassitude.instruments.parts import Answers, Direction, PartSpec
from lassitude.instruments.scoring_rules import ScoringRule, Sum

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Facet:
    """Items that ask about one thing on one range of answers.

    Attributes
    ----------
    items : tuple of int
        Numbers as printed on the form, from the most easily admitted item to the hardest.
    weights : tuple of (signal, weight)
        What the items ask about: a weighted sum of signals. A weight is a number, or the name of the
        parameter that holds it.
    answers : tuple of int
        Lowest and highest answer.
    location, step, spread : str
        Names of the parameters that hold the middle of the average item, the distance between neighboring
        answers and how far the items differ.
    lasting : str or None
        Name of the parameter that holds the share of the variance of what these items ask that is the
        person's own lasting way of answering; facets that name the same parameter share that way.
    swing : str or None
        Name of the parameter that holds the SD of what moves these items together on one occasion only.
    """

    items: tuple[int, ...]
    weights: tuple[tuple[str, float | str], ...]
    answers: tuple[int, int] = (0, 4)
    location: str = "location"
    step: str = "step"
    spread: str = "spread"
    lasting: str | None = "lasting_share"
    swing: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """One score of a form.

    Attributes
    ----------
    items : tuple of int
        Numbers of the items that count, all on one range of answers.
    rule : ScoringRule
        How they become a score.
    meaning : str
        One sentence fragment for people.
    direction : {"higher_worse", "higher_better"}
        What a higher score says; answers that point the other way are reversed before scoring.
    """

    items: tuple[int, ...]
    rule: ScoringRule
    meaning: str
    direction: Direction = "higher_worse"


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A questionnaire; two forms are the same only if they are one object.

    Attributes
    ----------
    name : str
        That of the instrument; also the purpose of its random draws.
    facets : tuple of Facet
        Every item stands in exactly one.
    scales : mapping of str to Scale
        What is scored, by name of the part.
    summed : bool
        Whether there is also a ``total``: the sum of all scales, which needs every one of them.
    falling : frozenset of int
        Items whose answers fall as the person gets worse.
    """

    name: str
    facets: tuple[Facet, ...]
    scales: Mapping[str, Scale]
    summed: bool = False
    falling: frozenset[int] = frozenset()

    @property
    def items(self) -> tuple[int, ...]:
        """Item numbers, facet after facet."""
        return tuple(number for facet in self.facets for number in facet.items)

    def answers(self, number: int) -> tuple[int, int]:
        """Return the lowest and highest answer to an item."""
        return next(facet.answers for facet in self.facets if number in facet.items)

    def signals(self) -> frozenset[str]:
        """Return the names of the signals that the items ask about."""
        return frozenset(signal for facet in self.facets for signal, _ in facet.weights)


def subscales(numbers: Mapping[str, tuple[int, ...]]) -> dict[str, Scale]:
    """Declare scales that are sums of their items.

    Examples
    --------
    >>> subscales({"physical": (1, 2)})["physical"].meaning
    'sum of the physical items'
    """
    return {name: Scale(items, Sum(), f"sum of the {name} items") for name, items in numbers.items()}


def tally_form(form: Form, answers: Answers, rule: MissingRule) -> dict[str, NDArray[np.float64]]:
    """Score a form.

    Parameters
    ----------
    form : Form
        The questionnaire.
    answers : mapping of int to array of float, shape [...]
        Answers by item number, as given; NaN where missing. All items must be given.
    rule : NoTotalIfAnyMissing or HalfRule
        What to do with missing items; it is applied within each scale.

    Returns
    -------
    dict of str to array of float, shape [...]
        Every scale, and first the total of a form that has one.

    Examples
    --------
    >>> from lassitude.instruments.fatigue_impact import MFIS_FORM
    >>> from lassitude.instruments.missing import NoTotalIfAnyMissing
    >>> ones = {number: np.ones(2) for number in range(1, 22)}
    >>> tally_form(MFIS_FORM, ones, NoTotalIfAnyMissing())["total"]
    array([21., 21.])
    """
    return score_sheet(form, np.stack([answers[number] for number in form.items], axis=-1), rule)


def score_sheet(form: Form, sheet: NDArray[np.float64], rule: MissingRule) -> dict[str, NDArray[np.float64]]:
    """Score answers that stand side by side.

    Parameters
    ----------
    form : Form
        The questionnaire.
    sheet : array of float, shape [..., items]
        Answers as given, items in the order of ``form.items``.
    rule : NoTotalIfAnyMissing or HalfRule
        What to do with missing items.

    Returns
    -------
    dict of str to array of float, shape [...]
        As :func:`tally_form`.
    """
    scores = {}
    for name, column in _columns(form).items():
        answers = sheet[..., column.places]
        low, high = column.answer
        aligned = np.where(column.reversed, low + high - answers, answers) if column.mixed else answers
        scores[name] = form.scales[name].rule.score(aligned, column.answer, rule)
    if not form.summed:
        return scores
    return {TOTAL: np.stack(list(scores.values())).sum(axis=0), **scores}


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the items of a scale stand on a sheet, and which of them are reversed before scoring."""

    places: NDArray[np.int64]
    reversed: NDArray[np.bool_]
    mixed: bool
    answer: tuple[float, float]


@cache
def _columns(form: Form) -> dict[str, _Column]:
    place = {number: at for at, number in enumerate(form.items)}
    columns = {}
    for name, scale in form.scales.items():
        rising = scale.direction == "higher_worse"
        turned = np.array([rising == (number in form.falling) for number in scale.items])
        low, high = form.answers(scale.items[0])
        places = np.array([place[number] for number in scale.items])
        columns[name] = _Column(places, turned, bool(turned.any()), (float(low), float(high)))
    return columns


def form_parts(form: Form) -> dict[str, PartSpec]:
    """Describe every part of a form: total, scales and items.

    Examples
    --------
    >>> from lassitude.instruments.fatigue_impact import FIS_FORM
    >>> form_parts(FIS_FORM)["total"].range
    (0.0, 160.0)
    """
    parts = {name: _part(form, scale) for name, scale in form.scales.items()}
    if form.summed:
        low, high = (sum(part.range[end] for part in parts.values()) for end in (0, 1))
        parts = {TOTAL: PartSpec((low, high), "points", "higher_worse", 1.0, "sum of all items"), **parts}
    for number in sorted(form.items):
        low, high = form.answers(number)
        direction: Direction = "higher_better" if number in form.falling else "higher_worse"
        spec = PartSpec((float(low), float(high)), "points", direction, 1.0, f"answer to item {number}")
        parts[f"item_{number:02d}"] = spec
    return parts


def _part(form: Form, scale: Scale) -> PartSpec:
    low, high = form.answers(scale.items[0])
    reach = scale.rule.reach(len(scale.items), (float(low), float(high)))
    return PartSpec(reach, scale.rule.unit, scale.direction, scale.rule.step, scale.meaning)
