"""How much of a change was the treatment: the same people, the same draws, with and without.

The mean change from the first to the last visit is the sum of four parts. Regression to the mean is a
repeated first measurement minus the first; the natural course is the last measurement without therapy and
expectation minus the repeated first; therapy and expectation share the rest by the Shapley average over
the two orders in which they can be added. Their interaction is shown beside, not added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.spreads import spread
from lassitude.results import AttributionPart
from lassitude.trial.conduct import Switch

PARTS = {
    "natural_course": "Natural course",
    "regression_to_the_mean": "Regression to the mean",
    "expectation": "Expectation",
    "therapy": "Therapy",
    "interaction": "Interaction of therapy and expectation",
    "total": "Whole change",
}
NOTES = {
    "natural_course": "change without therapy and expectation; withdrawal of earlier drugs is part of it, "
    "and so is the return of a person's slow swings to their own mean",
    "regression_to_the_mean": "a second measurement on the first day minus the first; near zero unless "
    "people were selected by the score itself",
    "expectation": "Shapley average; belief wanes over months, so little is left at a late visit; its size "
    "and waning are hypotheses",
    "therapy": "Shapley average; every link from biology to fatigue is a hypothesis",
    "interaction": "both together minus the sum of each alone; shared equally between the two above",
    "total": "in each repetition the sum of natural course, regression to the mean, expectation and "
    "therapy; medians of the parts need not add up",
}
PRIOR_ONLY = frozenset({"natural_course", "expectation", "therapy", "interaction", "total"})
"""Parts of which no parameter has been fitted to data, so that they rest on priors alone."""


def parts_of_change(
    first: NDArray[np.float64], repeated: NDArray[np.float64], last: Mapping[Switch, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Take the mean change of each replicate apart.

    Parameters
    ----------
    first, repeated : array of float, [replicate, subject]
        The first measurement, and a second one on the same day.
    last : dict of switch to array of float, [replicate, subject]
        The last measurement under each pair of switches.

    Returns
    -------
    dict of str to array of float, [replicate]
        By part; natural course + regression to the mean + expectation + therapy = total.

    Examples
    --------
    >>> zero = np.zeros((1, 2))
    >>> last = {"as_planned": zero - 4, "without_expectation": zero - 3, "without_therapy": zero - 1,
    ...         "without_both": zero}
    >>> parts = parts_of_change(zero, zero, last)
    >>> float(parts["therapy"][0]), float(parts["expectation"][0]), float(parts["interaction"][0])
    (-3.0, -1.0, 0.0)
    """
    mean = {switch: values.mean(axis=1) for switch, values in last.items()}
    both, neither = mean["as_planned"], mean["without_both"]
    therapy_alone, expectation_alone = mean["without_expectation"], mean["without_therapy"]
    return {
        "natural_course": neither - repeated.mean(axis=1),
        "regression_to_the_mean": (repeated - first).mean(axis=1),
        "expectation": 0.5 * ((expectation_alone - neither) + (both - therapy_alone)),
        "therapy": 0.5 * ((therapy_alone - neither) + (both - expectation_alone)),
        "interaction": both - therapy_alone - expectation_alone + neither,
        "total": both - first.mean(axis=1),
    }


def attribution(
    endpoint: str, visit: str, arm: str, parts: Mapping[str, NDArray[np.float64]]
) -> Iterator[AttributionPart]:
    """Summarize the parts of a change over replicates.

    Examples
    --------
    >>> parts = {"therapy": np.zeros(3)}
    >>> next(attribution("FIS.total", "M36", "ahsct", parts)).prior_only
    True
    """
    for part, values in parts.items():
        yield AttributionPart(
            part, PARTS[part], spread(values), endpoint, visit, arm, part in PRIOR_ONLY, NOTES[part]
        )
