"""How much of a change was the treatment: the same people, the same draws, with and without.

The mean change from the first visit is a sum of parts. Regression to the mean is a repeated first
measurement minus the first; the natural course is the last measurement with everything taken away that can
be, minus the repeated first; therapy, expectation and contact share the rest by the Shapley average over all
orders in which they can be added. Their interaction is shown beside, not added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.spreads import spread
from lassitude.results import AttributionPart
from lassitude.trial.treated import PARTS, Part, Switch

LABELS = {
    "natural_course": "Natural course",
    "regression_to_the_mean": "Regression to the mean",
    "expectation": "Expectation",
    "contact": "Contact",
    "therapy": "Therapy",
    "interaction": "Interaction of the parts above",
    "total": "Whole change",
}
NOTES = {
    "natural_course": "change with nothing done; withdrawal of earlier drugs and drugs that people start "
    "besides the plan are part of it, and so is the return of a person's slow swings to their own mean",
    "regression_to_the_mean": "a second measurement on the first day minus the first; near zero unless "
    "people were selected by the score itself",
    "expectation": "Shapley average; belief wanes over months, so little is left at a late visit; that "
    "belief and time can be told apart is a hypothesis",
    "contact": "Shapley average; what the attention of people does whatever the content; that it can be told "
    "from belief is a hypothesis",
    "therapy": "Shapley average; every link from biology to fatigue is a hypothesis",
    "interaction": "all together minus the sum of each alone; shared among the parts above",
    "total": "in each repetition the sum of natural course, regression to the mean and the parts of what "
    "was done; medians of the parts need not add up",
}
Means = NDArray[np.float64]


def parts_of_change(
    first: Means, repeated: Means, last: Mapping[Switch, Means], removable: Sequence[Part]
) -> dict[str, Means]:
    """Take the mean change of each replicate apart.

    Parameters
    ----------
    first, repeated : array of float, [replicate]
        Mean of the first measurement, and of a second one on the same day.
    last : dict of switch to array of float, [replicate]
        Mean of the last measurement under each switch.
    removable : sequence of str
        Parts that the switches take away.

    Returns
    -------
    dict of str to array of float, [replicate]
        By part; all but the interaction add up to the total.

    Examples
    --------
    >>> zero = np.zeros(1)
    >>> last = {(): zero - 4, ("expectation",): zero - 3, ("therapy",): zero - 1,
    ...         ("therapy", "expectation"): zero}
    >>> parts = parts_of_change(zero, zero, last, ("therapy", "expectation"))
    >>> float(parts["therapy"][0]), float(parts["expectation"][0]), float(parts["interaction"][0])
    (-3.0, -1.0, 0.0)
    """
    planned, bare = last[()], _with(last, removable, ())
    alone = sum((_with(last, removable, (part,)) - bare for part in removable), np.zeros_like(bare))
    return {
        "natural_course": bare - repeated,
        "regression_to_the_mean": repeated - first,
        **{part: _shapley(last, removable, part) for part in reversed(PARTS) if part in removable},
        "interaction": planned - bare - alone,
        "total": planned - first,
    }


def _with(last: Mapping[Switch, Means], removable: Sequence[Part], present: Sequence[Part]) -> Means:
    away: Switch = tuple([part for part in PARTS if part in removable and part not in present])
    return last[away]


def _shapley(last: Mapping[Switch, Means], removable: Sequence[Part], part: Part) -> Means:
    others: list[Part] = [one for one in removable if one != part]
    number = len(removable)
    added = np.zeros_like(last[()])
    for before in chain.from_iterable(combinations(others, count) for count in range(number)):
        weight = factorial(len(before)) * factorial(number - len(before) - 1) / factorial(number)
        added = added + weight * (_with(last, removable, (*before, part)) - _with(last, removable, before))
    return added


def attribution(
    endpoint: str, visit: str, arm: str, parts: Mapping[str, Means], alone: Collection[str] = ()
) -> Iterator[AttributionPart]:
    """Summarize the parts of a change over replicates.

    Parameters
    ----------
    endpoint, visit, arm : str
        Whose change.
    parts : mapping of str to array of float, [replicate]
        As :func:`parts_of_change` gives them.
    alone : collection of str
        Parts that rest on priors alone, as :func:`lassitude.prediction.prior_only.prior_only_parts` says.

    Examples
    --------
    >>> parts = {"therapy": np.zeros(3)}
    >>> next(attribution("FIS.total", "M36", "ahsct", parts, {"therapy"})).prior_only
    True
    """
    for part, values in parts.items():
        yield AttributionPart(
            part, LABELS[part], spread(values), endpoint, visit, arm, part in alone, NOTES[part]
        )
