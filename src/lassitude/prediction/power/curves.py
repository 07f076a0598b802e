"""From finished blocks to a curve: truth, closed form, and a point a size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.power.closed_forms import Formula, Moments, closed_form, crossover_form
from lassitude.prediction.power.priors import averaged_power
from lassitude.prediction.power.summaries import Columns, Trials
from lassitude.prediction.power.truth import Outcomes, covariance, mean_difference, outcomes
from lassitude.prediction.power.work import MOMENTS, Arranged, Blocks, Draws, joined
from lassitude.results import PowerCurve, PowerTruth, VisitMoments
from lassitude.study.analyses.between_arms import CrossoverAnalysis
from lassitude.study.calendar import period_starts
from lassitude.trial.assignment import weights_of

_BOTH_ARMS = (
    "mean difference between both potential outcomes of everybody in the pool who may enter, each lived "
    "under both arms with the same chance, nobody leaving"
)
_FIRST_PERIOD = f"{_BOTH_ARMS}; first period, before anything can carry over"
_MOMENTS = "difference of the pilot's means, moved to one baseline"


def trials_of(one: Arranged, draws: Draws, blocks: Blocks) -> Trials:
    """Join all trials of one design."""
    scenarios = one.scenarios if one.unsure is None else (*one.scenarios, *one.unsure.scenarios)
    found = {scenario: joined(blocks, one.name, scenario) for scenario in scenarios}
    return Trials(
        draws.sizes,
        one.asked.better,
        found["planned"],
        found["null"],
        found.get("without-therapy"),
        found.get("assurance"),
    )


def curve_of(
    one: Arranged, name: str, draws: Draws, blocks: Blocks, effects: NDArray[np.float64] | None
) -> PowerCurve:
    """Summarize one design.

    Parameters
    ----------
    one : Arranged
        The design.
    name : str
        For people.
    draws, blocks : Draws, Blocks
        How much was drawn, and all that was computed.
    effects : array of float, [draw], or None
        Over the declared priors, in the endpoint's unit.
    """
    trials = trials_of(one, draws, blocks)
    found = outcomes(one.asked, one.made, blocks[f"{one.name}-truth"])
    differs = float(trials.planned["no_effect"][0]) != 0.0
    if found is None or differs:
        reason = (
            "no order of periods begins with each arm"
            if found is None
            else "a ratio has no mean difference that is true of it"
        )
        return PowerCurve(
            name,
            "physiology",
            trials.points(None, *_nothing(draws)),
            notes=(f"No bias or coverage: {reason}.",),
        )
    value, se, people = mean_difference(found)
    periodic = isinstance(one.asked.analysis, CrossoverAnalysis)
    truth = PowerTruth(value, se, people, _FIRST_PERIOD if periodic else _BOTH_ARMS)
    known = moments_of(one, found, trials.planned, value)
    fitting = _formula(one, found, known)
    closed = [None if fitting is None else fitting[1](n) for n in draws.sizes]
    points = trials.points(truth, closed, _averaged(trials, effects, one.asked.better))
    words = "" if fitting is None else fitting[0]
    return PowerCurve(name, "physiology", points, truth, words, visit_moments(one, known))


def moments_curve(one: Arranged, known: Moments, draws: Draws, blocks: Blocks) -> PowerCurve:
    """Summarize the trials drawn from a pilot's moments."""
    trials = Trials(
        draws.sizes, one.asked.better, joined(blocks, MOMENTS, "planned"), joined(blocks, MOMENTS, "null")
    )
    fitting = closed_form(one.asked.analysis, known.until(one.asked.visit))
    closed = [None if fitting is None else fitting[1](n) for n in draws.sizes]
    truth = PowerTruth(known.effect, 0.0, 0, _MOMENTS)
    points = trials.points(truth, closed, _nothing(draws)[1])
    return PowerCurve(
        "pilot's moments",
        MOMENTS,
        points,
        truth,
        "" if fitting is None else fitting[0],
        visit_moments(one, known),
        ("Values are normal, also beyond the ends of the scale; who leaves does not depend on them.",),
    )


def moments_of(one: Arranged, found: Outcomes, planned: Columns, effect: float) -> Moments:
    """Return the moments of a simulated design, all visits."""
    weights = dict(
        zip(
            [chosen.name for chosen in one.made.assignments[one.asked.population]],
            weights_of(one.made.protocol, one.made.assignments[one.asked.population]),
            strict=True,
        )
    )
    own = [weights.get(arm, 0) for arm in (one.asked.arm, one.asked.comparator)]
    total = sum(weights.values())
    return Moments(
        visits=found.visits,
        means=np.nanmean(found.values, axis=2),
        covariance=covariance(found, range(len(found.visits))),
        seen=planned["seen"] / planned["randomized"][:, None],
        effect=effect,
        shares=(own[0] / total, own[1] / total),
    )


def _formula(one: Arranged, found: Outcomes, known: Moments) -> tuple[str, Formula] | None:
    analysis = one.asked.analysis
    last = known.until(found.visits[found.target])
    if not isinstance(analysis, CrossoverAnalysis):
        return closed_form(analysis, last)
    periods = [place for place, visit in enumerate(found.visits) if visit.endswith(f"-{analysis.visit}")]
    apart = known.correlations[np.ix_(periods, periods)][np.triu_indices(len(periods), 1)]
    words = "crossover of those who are seen in every period, without carry-over (Senn 2002)"
    every = known.seen[:, periods].min(axis=1, keepdims=True)
    complete = Moments(last.visits, last.means, last.covariance, every, last.effect, last.shares)
    periods_held = len(period_starts(one.asked.protocol))
    return words, crossover_form(analysis, complete, float(apart.mean()), periods_held)


def visit_moments(one: Arranged, known: Moments) -> tuple[VisitMoments, ...]:
    """List means, SDs and shares seen by arm and visit; correlations once, with the arm."""
    told = []
    for arm, name in enumerate((one.asked.arm, one.asked.comparator)):
        for place, visit in enumerate(known.visits):
            correlations = tuple(float(r) for r in known.correlations[place]) if arm == 0 else ()
            told.append(
                VisitMoments(
                    name,
                    visit,
                    float(known.means[arm, place]),
                    float(known.sds[place]),
                    float(known.seen[arm, place]),
                    correlations,
                )
            )
    return tuple(told)


def _averaged(trials: Trials, effects: NDArray[np.float64] | None, better: str) -> Sequence[float | None]:
    if effects is None:
        return [None] * len(trials.sizes)
    with np.errstate(invalid="ignore"):
        errors = np.nanmean(np.where(trials.planned["converged"] > 0, trials.planned["se"], np.nan), axis=1)
    return [averaged_power(effects, float(se), better) if se > 0 else None for se in errors]


def _nothing(draws: Draws) -> tuple[list[None], list[None]]:
    return [None] * len(draws.sizes), [None] * len(draws.sizes)
