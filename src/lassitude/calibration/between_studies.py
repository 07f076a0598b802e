"""How far studies of the same thing lie apart beyond chance: other people, sites and habits of scoring.

A published number is one study's; its sampling error says nothing of this. Every number here is a hypothesis.
"""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.calibration.scales import Fisher, Log, Logit, Scale
from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.study.endpoints import Endpoint, parse_endpoint, parse_estimate_id

_SPREADS = frozenset({"sd", "sem", "mdc", "lower_quartile", "upper_quartile"})
_STANDARDIZED = frozenset(
    {"hedges_g", "standardized_change", "smd_above_below", "standardized", "unique_share", "r_squared"}
)
_CHANGES = frozenset({"mean_change", "median_change", "rise_at_relapse", "residual_after_relapse"})
_RATIOS = frozenset(
    {
        "rate_ratio",
        "hazard_ratio",
        "ratio_of_means",
        "ratio_above_below",
        "geometric_mean_ratio",
        "percent_change",
        "percent_change_of_medians",
    }
)


class BetweenStudies(Parameters):
    """Standard deviations between studies, by kind of outcome."""

    level: float = parameter(
        0.04,
        "1",
        bounds=(0.01, 0.1),
        source=hypothesis("samples of MS with one disability differ by three or four points of the MFIS"),
        meaning="of means and medians of a score, as a share of its range",
    )
    quantity: float = parameter(
        0.1,
        "1",
        bounds=(0.03, 0.3),
        source=hypothesis("where the range of a measure says little"),
        meaning="of means and medians of a measure without a narrow range, as a share of the number",
    )
    change: float = parameter(
        0.015,
        "1",
        bounds=(0.005, 0.05),
        source=hypothesis("changes and differences share what is peculiar to a sample, and lose most of it"),
        meaning="of changes and differences of a score, as a share of its range",
    )
    spread: float = parameter(
        0.1,
        "1",
        bounds=(0.03, 0.3),
        source=hypothesis("samples are more or less mixed"),
        meaning="of standard deviations and quartiles, as a share of the number",
    )
    standardized: float = parameter(
        0.12,
        "1",
        bounds=(0.03, 0.4),
        source=hypothesis("a quarter of what is called a medium effect"),
        meaning="of standardized effects and shares of variance",
    )
    rate: float = parameter(
        0.2,
        "1",
        bounds=(0.05, 0.5),
        source=hypothesis("control arms of trials of one decade differ by a fifth in their rate of relapses"),
        meaning="of the logarithm of a rate",
    )
    ratio: float = parameter(
        0.12,
        "1",
        bounds=(0.03, 0.4),
        source=hypothesis("ratios within a study lose most of what is peculiar to it"),
        meaning="of the logarithm of a ratio",
    )
    share: float = parameter(
        0.3,
        "1",
        bounds=(0.1, 0.8),
        source=hypothesis("a share of one half becomes 43 to 57% in two of three studies"),
        meaning="of the log odds of a share",
    )
    correlation: float = parameter(
        0.1,
        "1",
        bounds=(0.03, 0.3),
        source=hypothesis(
            "the range of disability and of mood in a sample moves its correlations by a tenth"
        ),
        meaning="of Fisher's z of a correlation",
    )


DECLARED = BetweenStudies()  # pyright: ignore[reportCallIssue]
"""Every kind of outcome as declared."""


@dataclass(frozen=True)
class _Measured:
    endpoint: Endpoint
    statistic: str

    @property
    def width(self) -> float | None:
        """Width of the range of a score in points; None where it says little."""
        name = self.endpoint.instrument
        part = INSTRUMENTS[name].parts.get(self.endpoint.part) if name in INSTRUMENTS else None
        return part.range[1] - part.range[0] if part is not None and part.unit == "points" else None


def between_studies(estimate: str, published: float, scale: Scale, declared: BetweenStudies) -> float:
    """Return the standard deviation between studies of a number, on its scale.

    Parameters
    ----------
    estimate : str
        Id of the estimate.
    published : float
        The number, in its unit.
    scale : Scale
        Of the number.
    declared : BetweenStudies
        By kind of outcome.

    Examples
    --------
    >>> from lassitude.calibration.scales import Identity
    >>> between_studies("MFIS.total|mean|M0|all", 38.0, Identity(), BetweenStudies())
    3.36
    >>> between_studies("MFIS.total|sd|M0|all", 16.0, Identity(), BetweenStudies())
    1.6
    """
    parsed = parse_estimate_id(estimate)
    told = _Measured(parse_endpoint(str(parsed.endpoint)), parsed.statistic.partition(":")[0])
    if isinstance(scale, Log):
        return _of_logarithms(told, declared)
    if isinstance(scale, Logit):
        return declared.share
    if isinstance(scale, Fisher):
        return declared.correlation
    return _of_points(told, abs(published), declared)


def _of_logarithms(told: _Measured, declared: BetweenStudies) -> float:
    if told.statistic in _SPREADS:
        return declared.spread
    return declared.ratio if told.statistic in _RATIOS else declared.rate


def _of_points(told: _Measured, published: float, declared: BetweenStudies) -> float:
    if told.statistic in _SPREADS:
        return declared.spread * published
    if told.statistic in _STANDARDIZED:
        return declared.standardized
    if told.statistic in _CHANGES or "difference" in told.statistic or "slope" in told.statistic:
        return declared.change * told.width if told.width else 2.0 * declared.quantity * published
    return declared.level * told.width if told.width else declared.quantity * published
