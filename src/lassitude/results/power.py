"""What a power study found: curves over sample sizes, and what changes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lassitude.results.estimates import Interval, Spread

Source = Literal["physiology", "moments"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share or a mean over trials, with its Monte Carlo error; of a share the interval is Wilson's."""

    value: float
    interval95: Interval | None = None
    monte_carlo_se: float | None = None


@dataclass(frozen=True, slots=True)
class PowerQuestion:
    """Which comparison is tested, how, and what counts as success.

    Attributes
    ----------
    analysis, type : str
        Name and type of the analysis in the plan.
    endpoint, unit, visit : str
        What is compared and when.
    population, arm, comparator : str
        In whom, and which arms.
    better : {"lower", "higher"}
        Which sign of the difference favors the arm.
    alpha : float
        Two-sided level.
    """

    analysis: str
    type: str
    endpoint: str
    unit: str
    visit: str
    population: str
    arm: str
    comparator: str
    better: Literal["lower", "higher"]
    alpha: float


@dataclass(frozen=True, slots=True)
class PowerTruth:
    """The difference that is true in a simulation, and how it is known."""

    value: float
    monte_carlo_se: float
    people: int
    definition: str


@dataclass(frozen=True, slots=True)
class PowerPoint:
    """What many trials of one size gave.

    Attributes
    ----------
    n : int
        People randomized.
    trials : int
        How many were drawn, and as many under the null.
    power : Rate
        Share with a significant difference in the direction that favors the arm.
    either_direction : Rate
        Share with a significant difference in any direction.
    type_one_error : Rate
        The same share where the arm does exactly what its comparator does.
    without_therapy : Rate or None
        Share significant in favor of the arm though its therapy does nothing, where people of the two arms
        differ in belief or contact; None where they do not.
    estimate, bias, coverage : Rate
        Mean estimate, its distance from the truth, and how often the 95% interval holds the truth.
    spread, standard_error : float
        Standard deviation of the estimates, and the mean of the standard errors that trials report.
    not_converged : int
        Trials without an estimate, as planned and under the null; they count as not significant.
    closed_form : float or None
        Power by the formula that fits the analysis.
    averaged_over_priors : float or None
        Power averaged over draws of the declared parameters.
    assurance : Rate or None
        Power where each trial lives under a draw of its own of calibrated parameters.
    """

    n: int
    trials: int
    power: Rate
    either_direction: Rate
    type_one_error: Rate
    without_therapy: Rate | None
    estimate: Rate
    bias: Rate | None
    coverage: Rate | None
    spread: float
    standard_error: float
    not_converged: int
    closed_form: float | None = None
    averaged_over_priors: float | None = None
    assurance: Rate | None = None


@dataclass(frozen=True, slots=True)
class VisitMoments:
    """Mean, standard deviation and share seen at one visit of one arm, over all people of the simulation."""

    arm: str
    visit: str
    mean: float
    sd: float
    seen: float
    correlations: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """One design over sample sizes.

    Attributes
    ----------
    name : str
        ``as planned``, or what was changed, such as ``simulation.pool=4096``.
    source : {"physiology", "moments"}
        Simulated bodies, or a pilot's moments.
    points : tuple of PowerPoint
        By rising n.
    truth : PowerTruth or None
        None where no single number is true of the design.
    formula : str
        Which closed form stands beside; empty where none fits.
    moments : tuple of VisitMoments
        From which the closed form is computed.
    notes : tuple of str
        What to know of this curve.
    """

    name: str
    source: Source
    points: tuple[PowerPoint, ...]
    truth: PowerTruth | None = None
    formula: str = ""
    moments: tuple[VisitMoments, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PowerDifference:
    """How much one change of the protocol moves power at one n, same people and same draws.

    Attributes
    ----------
    key, value, planned : str
        Which key of the protocol, what it was set to, and what the plan says.
    n : int
        Where the power as planned is nearest to 80%.
    power, difference : Rate
        With the change, and minus as planned.
    """

    key: str
    value: str
    planned: str
    n: int
    power: Rate
    difference: Rate


@dataclass(frozen=True, slots=True)
class Withheld:
    """A comparison that is not shown, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Power:
    """What a power study found.

    Attributes
    ----------
    question : PowerQuestion
        What is tested.
    curves : tuple of PowerCurve
        As planned first, then changes, then moments.
    ranking : tuple of PowerDifference
        What moves power most first.
    withheld : tuple of Withheld
        Comparisons that are not shown.
    conditional : str
        What the power is conditional on.
    assurance : str
        Power averaged over calibrated parameters, or why there is none.
    effect_under_priors : Spread or None
        The arm's effect over draws of the declared parameters, in the endpoint's unit.
    conduct : tuple of str
        What is assumed of attendance, departure, belief and adherence.
    """

    question: PowerQuestion
    curves: tuple[PowerCurve, ...]
    ranking: tuple[PowerDifference, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    conditional: str = ""
    assurance: str = ""
    effect_under_priors: Spread | None = None
    conduct: tuple[str, ...] = ()
