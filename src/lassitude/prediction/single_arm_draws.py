"""Draws of what one arm may change by without any specific effect, part by part."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lassitude.prediction.single_arm_entry import Entry
from lassitude.prediction.single_arm_priors import Belief, belief_course, belief_share, draw_priors
from lassitude.prediction.single_arm_regression import (
    Floats,
    Window,
    population_mean,
    regression,
    spread_at_entry,
    spread_of_change,
    truncated_moments,
)
from lassitude.prediction.single_arm_scores import Score, draw_score
from lassitude.randomness.streams import Keys, normals, person_keys

DRAWS = 4096
_REPLICATE = 0xFFFFFFFE
"""The replicate number of draws from priors."""
_NEAR = 1e-3
"""How near a mean among those who entered may come to the cut, in SD."""


@dataclass(frozen=True, slots=True)
class Selection:
    """How people were let in, with the numbers that it needs.

    Attributes
    ----------
    entry : Entry
        The rule.
    judged : Score
        The score that it rules on.
    correlation : float
        Of that score with the outcome on one day; 1 where both are the same score.
    """

    entry: Entry
    judged: Score
    correlation: float = 1.0


@dataclass(frozen=True, slots=True)
class Setting:
    """All that decides the draws.

    Attributes
    ----------
    score : Score
        The outcome.
    worse : float
        1 where higher is worse, -1 where higher is better.
    recall_days : float
        Over which the outcome asks.
    people : int
        Measured twice.
    day : float
        Of the second measurement, from the start of what was done.
    belief : {"open", "blinded", "attention", "none"}
        What people could expect.
    attended : bool
        Whether they were seen and attended to beyond the measurements.
    selection : Selection or None
        None where nobody was chosen by a score.
    entry_mean : float or None
        Their mean at entry, where it was reported.
    """

    score: Score
    worse: float
    recall_days: float
    people: int
    day: float
    belief: Belief
    attended: bool
    selection: Selection | None = None
    entry_mean: float | None = None


def draw_parts(setting: Setting, seed: int, occasion: int = 0) -> dict[str, Floats]:
    """Draw the parts of the change.

    Parameters
    ----------
    setting : Setting
        What was done.
    seed : int
        Of the draws.
    occasion : int
        0; another number draws the hypotheses anew and keeps what was measured, and chance.

    Returns
    -------
    dict of str to array of float, [draw]
        In points of the outcome; their sum is the whole change. ``chance`` is who happened to be measured
        and when: the sampling error of the mean change.

    Examples
    --------
    >>> from lassitude.prediction.single_arm_scores import Known
    >>> score = Score("MFIS.total", None, Known(20.0), Known(1.0))
    >>> parts = draw_parts(Setting(score, 1.0, 28.0, 40, 84.0, "none", False), 1)
    >>> [name for name, drawn in parts.items() if drawn.any()]
    ['natural_course', 'time']
    """
    keys = person_keys(seed, _REPLICATE, np.arange(DRAWS))
    drawn, numbers = draw_priors(keys, occasion), draw_score(setting.score, keys)
    points = setting.worse * numbers["sd"]
    held = belief_share(drawn, setting.belief) * belief_course(drawn, setting.day, setting.recall_days)
    returned, between = _returned(setting, numbers, drawn["single_arm.common_passing"], keys)
    differing = np.hypot(between, drawn["expectation.spread"] * held * points)
    return {
        "regression_to_the_mean": returned,
        "natural_course": drawn["single_arm.drift"] * setting.day * points,
        "expectation": -drawn["expectation.height"] * held * points,
        "contact": -drawn["single_arm.contact"] * points * float(setting.attended),
        "time": drawn["single_arm.time"] * points,
        "chance": normals(keys, "chance", 0) * differing / math.sqrt(setting.people),
    }


def _returned(
    setting: Setting, numbers: dict[str, Floats], common: Floats, keys: Keys
) -> tuple[Floats, Floats]:
    """Return what regression to the mean brings, and the SD of single changes, [draw] each."""
    chosen, sd, icc = setting.selection, numbers["sd"], numbers["icc"]
    if chosen is not None and chosen.judged.measure != setting.score.measure:
        return _returned_by_correlation(chosen, numbers, common, keys)
    window = Window() if chosen is None else chosen.entry.window
    known = np.zeros_like(sd)
    if setting.entry_mean is None:
        if chosen is None:
            return known, spread_of_change(sd, icc, 1, sd)
        width = spread_at_entry(sd, icc, window.times)
        entered, between = truncated_moments(numbers["mean"], width, window)
        returned = regression(entered, numbers["mean"], icc, window.times)
        return returned, spread_of_change(sd, icc, window.times, between)
    mean = population_of(setting, numbers, keys)
    returned = regression(setting.entry_mean, mean, icc, window.times)
    return returned, spread_of_change(sd, icc, window.times, known)


def population_of(setting: Setting, numbers: dict[str, Floats], keys: Keys) -> Floats:
    """Return the means of populations in which those who enter have the mean that was reported.

    A mean of n people misses that of all who enter by their SD over the root of n, so each draw looks for
    the population of another mean at entry. A population mean that was given stands.

    Examples
    --------
    >>> from lassitude.prediction.single_arm_scores import Known
    >>> score = Score("MFIS.total", Known(35.0), Known(20.0), Known(0.9))
    >>> setting = Setting(score, 1.0, 28.0, 40, 84.0, "open", True, None, 51.3)
    >>> numbers = {"sd": np.array([20.0]), "icc": np.array([0.9]), "mean": np.array([35.0])}
    >>> population_of(setting, numbers, person_keys(1, 0, np.arange(1))).tolist()
    [35.0]
    """
    known = setting.score.mean
    if known is not None and not known.people:
        return numbers["mean"]
    assert setting.selection is not None and setting.entry_mean is not None
    window, reported = setting.selection.entry.window, setting.entry_mean
    width = spread_at_entry(numbers["sd"], numbers["icc"], window.times)
    between = truncated_moments(population_mean(reported, width, window), width, window)[1]
    missed = normals(keys, "mean at entry", 0) * between / math.sqrt(setting.people)
    near = _NEAR * width
    target = np.clip(reported - missed, window.low + near, window.high - near)
    return population_mean(target, width, window)


def _returned_by_correlation(
    chosen: Selection, numbers: dict[str, Floats], common: Floats, keys: Keys
) -> tuple[Floats, Floats]:
    """Return the same where another score was judged, which shares a part of what passes."""
    judged, window = draw_score(chosen.judged, keys), chosen.entry.window
    width = spread_at_entry(judged["sd"], judged["icc"], window.times)
    entered, between = truncated_moments(judged["mean"], width, window)
    passing = numbers["sd"] * judged["sd"] * np.sqrt((1.0 - numbers["icc"]) * (1.0 - judged["icc"]))
    shared = common * chosen.correlation * passing / width / window.times
    returned = -shared * (entered - judged["mean"]) / width
    single = 2.0 * numbers["sd"] ** 2 * (1.0 - numbers["icc"])
    return returned, np.sqrt(single - shared**2 * (1.0 - (between / width) ** 2))


def hypothesis_share(first: Floats, second: Floats) -> float:
    """Return the share of the variance of draws that rests on what was drawn anew.

    Half the mean squared difference over the variance is the total-effect index (Jansen 1999,
    doi:10.1016/S0010-4655(98)00154-4).

    Examples
    --------
    >>> hypothesis_share(np.arange(4.0), np.arange(4.0))
    0.0
    """
    variance = 0.5 * (first.var() + second.var())
    return float(min(0.5 * ((first - second) ** 2).mean() / max(variance, 1e-12), 1.0))
