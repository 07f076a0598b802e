"""What is said of a single arm, and what is not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.single_arm import SingleArm
from lassitude.prediction.single_arm_draws import Setting
from lassitude.prediction.single_arm_entry import part_of
from lassitude.prediction.single_arm_regression import (
    Floats,
    mean_on_whole_points,
    on_whole_points,
    population_mean,
    spread_at_entry,
    truncated_moments,
)
from lassitude.prediction.single_arm_scores import RETEST_MONTHS
from lassitude.results import ResultWarning

TOGETHER = ("expectation", "contact", "time")
PARTS = {
    "regression_to_the_mean": "Regression to the mean",
    "natural_course": "Natural course",
    "expectation": "Expectation",
    "contact": "Contact",
    "time": "Time",
    "not_told_apart": "Sum, not told apart",
    "chance": "Chance",
    "total": "Whole change",
}
NOTES = {
    "natural_course": "how people change to whom nothing is done; its size is a hypothesis",
    "expectation": "relief by belief that something helps, waning over months; its size is a hypothesis",
    "contact": "relief by being seen and attended to; its size is a hypothesis",
    "time": "being in a study: asked again, season, period; its size is a hypothesis",
    "chance": "error of a mean over so few people, measured twice",
    "not_told_apart": "inside one arm only the sum of expectation, contact and time shows; how it divides "
    "rests on priors alone",
    "total": "without any specific effect: in each draw the sum of the parts, chance included; medians of "
    "the parts need not add up",
}


def points(value: float, sd: float) -> str:
    """Write a number of points with the decimals that a scale of that spread deserves.

    Examples
    --------
    >>> points(1.234, 19.7), points(1.234, 1.4), points(-0.01, 19.7)
    ('1.2', '1.23', '0.0')
    """
    text = f"{value:.{1 if sd >= 3.0 else 2}f}"
    return text.replace("-", "\N{MINUS SIGN}" if float(text) else "")


def study_title(asked: SingleArm, measure: str) -> str:
    """Put what was asked into one line.

    Examples
    --------
    >>> study_title(SingleArm("MFIS", 40, 12, "open", entry="MFIS.total > 33"), "MFIS.total")
    'MFIS.total after 12 weeks in one arm of 40 people: open, entry MFIS.total > 33'
    """
    given = {"open": "open", "blinded": "blinded", "none": "nothing given"}[asked.blinding]
    arm = given if asked.comparator is None else f"{asked.comparator}, {given}"
    entry = "no entry by score" if asked.entry is None else f"entry {asked.entry}"
    return f"{measure} after {asked.weeks:g} weeks in one arm of {asked.people} people: {arm}, {entry}"


def statements(asked: SingleArm, sd: float, whole: Floats, on_hypotheses: float) -> tuple[str, ...]:
    """Say what is expected, where the reported change lies, and what this rests on.

    Examples
    --------
    >>> said = statements(SingleArm("MFIS", 40, 12, "open", change=-9), 19.7, np.linspace(-10, 0, 101), 1.0)
    >>> said[1]
    'The reported change of ...9.0 lies inside that interval; 11% of the changes expected so fall as far or
    farther. It needs no specific effect, and it does not rule one out.'
    """
    low, middle, high = (points(float(one), sd) for one in np.percentile(whole, [5, 50, 95]))
    said = [f"Without any specific effect a change of {middle} is expected (90% interval {low} to {high})."]
    if asked.change is not None:
        said.append(_where_it_lies(asked.change, sd, whole))
    rests = (
        "What is expected rests on hypotheses entirely"
        if on_hypotheses >= 0.995
        else f"{on_hypotheses:.0%} of the variance of what is expected rests on hypotheses"
    )
    said.append(f"{rests}; chance between people is not counted in that.")
    return tuple(said)


def as_far(whole: Floats, change: float) -> NDArray[np.bool_]:
    """Tell which draws move at least as far as a change, in its direction.

    Examples
    --------
    >>> as_far(np.array([-3.0, -1.0, 0.0]), -1.0).tolist()
    [True, True, False]
    """
    return whole <= change if change <= 0.0 else whole >= change


def _where_it_lies(change: float, sd: float, whole: Floats) -> str:
    low, high = np.percentile(whole, [5, 95])
    part = float(as_far(whole, change).mean())
    far = f"{part:.0%}" if 0.005 <= part < 0.995 else ("fewer than 1%" if part < 0.5 else "more than 99%")
    told = f"{far} of the changes expected so {'fall' if change <= 0.0 else 'rise'} as far or farther"
    name = f"The reported change of {points(change, sd)} lies"
    if low <= change <= high:
        return (
            f"{name} inside that interval; {told}. It needs no specific effect, and it does not rule one out."
        )
    return (
        f"{name} {'below' if change < low else 'above'} that interval; {told}. These priors do not account "
        "for it; that is no evidence of what did, for one arm has nothing to compare with."
    )


def note_on_regression(setting: Setting) -> str:
    """Say how regression to the mean was reckoned, with central numbers.

    Examples
    --------
    >>> from lassitude.prediction.single_arm import setting_of
    >>> asked = SingleArm("MFIS", 40, 12, "open", entry="MFIS.total > 33", entry_mean=51.3)
    >>> note_on_regression(setting_of(asked))
    'SD 19.7, ICC 0.863, mean 51.3 at entry, so 39.4 in the population; on whole points from 0 to 84 it is
    ...1.7'
    """
    score, chosen = setting.score, setting.selection
    if chosen is None and setting.entry_mean is None:
        return "none: nobody was let in by a score"
    sd, icc = score.sd.value, score.icc.value
    numbers = f"SD {sd:.3g}, ICC {icc:.3g}"
    if chosen is not None and chosen.judged.measure != score.measure:
        return (
            f"{numbers}, correlation {chosen.correlation:g} with {chosen.judged.measure}; how far what "
            "passes is common to both is a hypothesis"
        )
    entered, mean = _entered_and_mean(setting)
    told = f"{numbers}, mean {points(entered, sd)} at entry, so {points(mean, sd)} in the population"
    on_points = _on_whole_points(setting)
    return told if on_points is None else f"{told}; {on_points}"


def _on_whole_points(setting: Setting) -> str | None:
    score, chosen = setting.score, setting.selection
    part = part_of(score.measure)
    if chosen is None or part.step is None or score.icc.value >= 1.0:
        return None
    kept = (score.sd.value, score.icc.value, chosen.entry.window, part.range, part.step)
    if setting.entry_mean is None:
        assert score.mean is not None
        mean = score.mean.value
    elif score.mean is not None and not score.mean.people:
        return None
    else:
        mean = mean_on_whole_points(setting.entry_mean, *kept)
    before, after = on_whole_points(mean, *kept)
    lowest, highest = part.range
    change = points(after - before, score.sd.value)
    return f"on whole points from {lowest:g} to {highest:g} it is {change}"


def _entered_and_mean(setting: Setting) -> tuple[float, float]:
    score, chosen = setting.score, setting.selection
    known = score.mean
    if setting.entry_mean is not None and known is not None and not known.people:
        return setting.entry_mean, known.value
    assert chosen is not None
    window = chosen.entry.window
    width = spread_at_entry(score.sd.value, score.icc.value, window.times)
    if setting.entry_mean is not None:
        return setting.entry_mean, float(population_mean(setting.entry_mean, width, window))
    assert known is not None
    return float(truncated_moments(known.value, width, window)[0]), known.value


def warnings(setting: Setting, together: tuple[str, ...]) -> tuple[ResultWarning, ...]:
    """Say what cannot be told apart and how far the numbers reach.

    Parameters
    ----------
    setting : Setting
        What was done.
    together : tuple of str
        Which of expectation, contact and time are there.

    Examples
    --------
    >>> from lassitude.prediction.single_arm import setting_of
    >>> told = warnings(setting_of(SingleArm("MFIS", 40, 12, "open")), ("expectation", "contact", "time"))
    >>> [one.code for one in told]
    ['one_arm']
    """
    return tuple(ResultWarning(code, message, 1) for code, message in _warnings(setting, together))


def _warnings(setting: Setting, together: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if len(together) > 1:
        *most, last = together
        yield (
            "one_arm",
            f"Inside one arm {', '.join(most)} and {last} are one sum, and neither the natural course nor "
            "an effect of what was given can be told from it. Only a contrast with an arm that lacks one of "
            "them and nothing else tells that one.",
        )
    else:
        yield (
            "one_arm",
            f"One arm cannot tell {' and '.join((*together, 'natural course'))} from what was given.",
        )
    chosen = setting.selection
    if chosen is None:
        return
    yield (
        "baseline",
        "The measurement that let people in is taken as their baseline. Had they been measured anew after "
        "it, part of the regression to the mean would lie before the baseline.",
    )
    weeks = setting.day / 7.0
    if setting.score.icc.people:
        yield (
            "reliability_interval",
            f"The ICC was measured {RETEST_MONTHS} months apart and stands here for {weeks:g} weeks. Nearer "
            "measurements agree better and regress less, farther ones more.",
        )
    mean = chosen.judged.mean
    if setting.entry_mean is None and mean is not None and mean.people:
        yield (
            "population",
            f"The population that was screened is taken to be like the published one (mean {mean.value:g}); "
            "the mean of those who entered (--entry-mean) would tell better where it lies.",
        )
