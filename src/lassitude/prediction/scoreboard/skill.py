"""From scores of single numbers to skill and coverage of a domain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.special import stdtrit

from lassitude.prediction.scoreboard.coverage import coverage
from lassitude.prediction.scoreboard.record import DOMAINS, Failed, Outcome, Skill, Summary
from lassitude.results import Interval


def skill(scores: Iterable[tuple[str, float, float]]) -> Skill | None:
    """Compare scores with those of a forecast fixed in advance.

    Numbers have different units, so what is averaged is the logarithm of the ratio of the two scores,
    within each study first and then over studies; the skill is one less the geometric mean of the ratio.
    Its interval is that of Student's t over studies.

    Parameters
    ----------
    scores : iterable of (str, float, float)
        Study, score of the prediction and score of the other forecast; both above 0.

    Returns
    -------
    Skill or None
        None where there is nothing to compare.

    Examples
    --------
    >>> skill([("one", 1.0, 2.0), ("two", 1.0, 2.0)]).value
    0.5
    """
    by_study: dict[str, list[float]] = {}
    for study, own, other in scores:
        by_study.setdefault(study, []).append(float(np.log(own / other)))
    if not by_study:
        return None
    means = np.array([np.mean(ratios) for ratios in by_study.values()])
    numbers = sum(map(len, by_study.values()))
    interval = None
    if len(means) > 1:
        reach = float(stdtrit(len(means) - 1, 0.975) * means.std(ddof=1) / np.sqrt(len(means)))
        middle = float(means.mean())
        interval = Interval(1.0 - float(np.exp(middle + reach)), 1.0 - float(np.exp(middle - reach)))
    return Skill(1.0 - float(np.exp(means.mean())), interval, len(means), numbers)


def summaries(outcomes: Sequence[Outcome], failed: Sequence[Failed] = ()) -> tuple[Summary, ...]:
    """Sum up each domain over the outcomes that count; a number that could not be predicted is outside.

    Examples
    --------
    >>> summaries([])
    ()
    """
    found: list[Summary] = []
    for domain in DOMAINS:
        own = [one for one in outcomes if one.counted and one.domain == domain]
        missed = [(one.study, False) for one in failed if one.counted and one.domain == domain]
        half = coverage([*((one.study, one.inside50) for one in own), *missed], 0.5)
        most = coverage([*((one.study, one.inside90) for one in own), *missed], 0.9)
        if half is None or most is None:
            continue
        still = [(one.study, one.crps, one.no_change.crps) for one in own if one.no_change]
        others = [(one.study, one.crps, one.other_studies.crps) for one in own if one.other_studies]
        found.append(Summary(domain, half, most, skill(still), skill(others)))
    return tuple(found)


def failures_first(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Order outcomes by domain, those outside their 90% interval first, the farthest of them before.

    Examples
    --------
    >>> failures_first([])
    ()
    """
    return tuple(
        sorted(
            outcomes,
            key=lambda one: (
                DOMAINS.index(one.domain),
                one.inside90,
                not one.beyond,
                -abs(one.z),
                one.estimate,
            ),
        )
    )
