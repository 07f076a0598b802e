"""The closed form that fits an analysis, from the moments of a simulation or of a pilot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics import power_formulas as formulas
from lassitude.study.analyses.between_arms import AnalysisOfCovariance, CrossoverAnalysis, GroupComparison
from lassitude.study.analyses.mixed_models import MixedModel
from lassitude.study.analysis_plan import Analysis


@dataclass(frozen=True)
class Moments:
    """What a closed form needs.

    Attributes
    ----------
    visits : tuple of str
        In order of time.
    means : array of float, [arm, visit]
        The arm first, then its comparator.
    covariance : array of float, [visit, visit]
        Within arms.
    seen : array of float, [arm, visit]
        Share of people who are seen.
    effect : float
        True difference at the compared visit.
    shares : pair of float
        Of those randomized, in the arm and in its comparator.
    """

    visits: tuple[str, ...]
    means: NDArray[np.float64]
    covariance: NDArray[np.float64]
    seen: NDArray[np.float64]
    effect: float
    shares: tuple[float, float]

    @property
    def sds(self) -> NDArray[np.float64]:
        """Standard deviation at each visit, within arms."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlations(self) -> NDArray[np.float64]:
        """Correlations of visits, within arms."""
        return self.covariance / np.outer(self.sds, self.sds)

    def until(self, visit: str) -> Moments:
        """Return the moments up to a visit, which is then the last."""
        end = self.visits.index(visit) + 1
        return replace(
            self,
            visits=self.visits[:end],
            means=self.means[:, :end],
            covariance=self.covariance[:end, :end],
            seen=self.seen[:, :end],
        )

    def people(self, n: int) -> tuple[float, float]:
        """Return how many of n people are in each arm."""
        return n * self.shares[0], n * self.shares[1]

    def finished(self, n: int) -> tuple[float, float]:
        """Return how many of them are seen at the last visit."""
        first, second = self.people(n)
        return first * float(self.seen[0, -1]), second * float(self.seen[1, -1])


Formula = Callable[[int], float]


def closed_form(analysis: Analysis, known: Moments) -> tuple[str, Formula] | None:
    """Return the formula for an analysis, in words and as a function of n; None where none fits.

    Parameters
    ----------
    analysis : Analysis
        Any of a plan.
    known : Moments
        Up to the visit that is compared.

    Examples
    --------
    >>> known = Moments(("W0", "W24"), np.zeros((2, 2)), np.array([[1.0, 0.5], [0.5, 1.0]]), np.ones((2, 2)),
    ...                 -0.5, (0.5, 0.5))
    >>> plan = AnalysisOfCovariance(type="ancova", endpoint="MFIS.total", change_from="W0", at="W24",
    ...                             reference="placebo")
    >>> round(closed_form(plan, known)[1](100), 2)
    0.81
    """
    match analysis:
        case AnalysisOfCovariance(change_from=start):
            return _ancova(known, known.visits.index(start))
        case GroupComparison(change_from=start):
            return _t_test(known, start)
        case MixedModel(change_from=start, baseline=baseline):
            return _mixed(known, known.visits.index(start), analysis, baseline != "none")
    return None


def crossover_form(analysis: CrossoverAnalysis, known: Moments, correlation: float, periods: int) -> Formula:
    """Return the formula for a crossover, from the correlation of two of its periods."""
    sd, left = float(known.sds[-1]), float(known.seen[:, -1].mean())
    return lambda n: formulas.crossover(known.effect, sd, correlation, n * left, periods)


def _ancova(known: Moments, start: int) -> tuple[str, Formula]:
    r, sd = float(known.correlations[start, -1]), float(known.sds[-1])
    return (
        "analysis of covariance of those who are seen (Borm 2007; Frison & Pocock 1992)",
        lambda n: formulas.ancova(known.effect, sd, r, known.finished(n)),
    )


def _t_test(known: Moments, start: str | None) -> tuple[str, Formula]:
    sd = float(known.sds[-1])
    if start is not None:
        place = known.visits.index(start)
        own = known.covariance
        sd = float(np.sqrt(own[-1, -1] + own[place, place] - 2 * own[place, -1]))
    return (
        "t test of those who are seen, by the noncentral t distribution (Cohen 1988)",
        lambda n: formulas.two_sample_t(known.effect, sd, known.finished(n)),
    )


def _mixed(known: Moments, start: int, analysis: MixedModel, adjusted: bool) -> tuple[str, Formula]:
    wanted = analysis.visits or known.visits[start + 1 :]
    later = [number for number, visit in enumerate(known.visits) if visit in wanted]
    chosen = [start, *later]
    whole = known.covariance[np.ix_(chosen, chosen)]
    if adjusted:
        left = formulas.given_baseline(whole)
    else:
        change = analysis.outcome == "change"
        away = whole[1:, 1:] - whole[1:, :1] - whole[:1, 1:] + whole[0, 0]
        left = away if change else whole[1:, 1:]
    seen = [formulas.monotone(shares[later].tolist()) for shares in known.seen]
    return (
        "mixed model with monotone dropout (Lu, Luo & Chen 2008)",
        lambda n: formulas.mixed_model(known.effect, left, (seen[0], seen[1]), known.people(n)),
    )
