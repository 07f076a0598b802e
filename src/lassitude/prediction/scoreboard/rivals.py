"""The forecasts to beat, fixed in advance: that nothing changes, and what other studies say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.evidence.claims import Claim, claims_in, uncertainty
from lassitude.prediction.scoreboard.forecasts import Forecast, around, central, crps
from lassitude.prediction.scoreboard.kinds import RATIOS, Kind, domain_of, endpoints_in, ruler_of
from lassitude.prediction.scoreboard.meta_regression import regress
from lassitude.prediction.scoreboard.other_arms import comparable_arms, moderators, of_the_first_visit
from lassitude.prediction.scoreboard.record import Rival

_QUARTILES_IN_SD = 1.349


@dataclass(frozen=True, slots=True)
class Asked:
    """A number to forecast, on the scale of its kind.

    Attributes
    ----------
    estimate, unit : str
        Id of the estimate and its unit.
    kind : Kind
        What it is compared with.
    claim : Claim
        The printed number; only its study, its design and its sampling error are looked at.
    error : float
        Sampling error on the scale.
    """

    estimate: str
    unit: str
    kind: Kind
    claim: Claim
    error: float


def sampling_error(kind: Kind, one: Claim, unit: str, predicted: NDArray[np.float64]) -> float:
    """Return how sure a printed number is, on the scale of its kind.

    Where the source prints no way to it, it is the spread of the predictions, which were made with the
    published number of people: their quartiles, in standard deviations.

    Parameters
    ----------
    kind : Kind
        Of the number.
    one : Claim
        The printed number.
    unit : str
        Of the estimate.
    predicted : array of float, [replicate]
        In that unit; all finite.

    Returns
    -------
    float
        0 or more.
    """
    known = uncertainty(one)
    if known.standard_error is not None and known.scale == kind.scale:
        return known.standard_error
    values = kind.forth(predicted / 100.0 + 1.0 if unit == "%" else predicted)
    low, high = np.percentile(values[np.isfinite(values)], [25, 75])
    return float(high - low) / _QUARTILES_IN_SD


def no_change(asked: Asked) -> Forecast | None:
    """Forecast that nothing changes, with the sampling error of the printed number.

    A value at a visit is what the same arm had at the first one.

    Returns
    -------
    array of float, [value], or None
        In the unit of the estimate; None where the words have no meaning.
    """
    still = _first_value(asked.claim) if asked.kind.at_visit else asked.kind.still
    if still is None:
        return None
    return in_unit(asked, around(float(asked.kind.forth(still)), asked.error, back=asked.kind.back))


def _first_value(one: Claim) -> float | None:
    if of_the_first_visit(one):
        return None
    alike = [
        other.canonical
        for other in claims_in(one.entry)
        if other.day == 0
        and (other.statistic, other.instrument, other.part, other.arm)
        == (one.statistic, one.instrument, one.part, one.arm)
    ]
    return alike[0] if len(alike) == 1 else None


def other_studies(asked: Asked) -> tuple[Forecast, int] | None:
    """Forecast by random-effects regression over arms that the model is fitted to.

    Returns
    -------
    pair of array of float and int, or None
        Equally likely values in the unit of the estimate, and how many published numbers they rest on; None
        where fewer than three can be compared.
    """
    first = endpoints_in(asked.estimate)[0]
    compared = domain_of(asked.estimate) == "fatigue"
    ruler = ruler_of(asked.kind, compared, first.instrument or "", first.part)
    if ruler is None:
        return None
    arms = tuple(comparable_arms(asked.kind, compared, asked.claim))
    found = regress(arms, moderators(asked.claim), ruler.error(asked.error) ** 2)
    if found is None:
        return None
    forecast = ruler.back(around(found.center, found.error, found.freedom))
    return in_unit(asked, forecast), len(arms)


def rival(forecast: Forecast, published: float, arms: int = 0) -> Rival:
    """Score a forecast that is to be beaten.

    Examples
    --------
    >>> rival(np.zeros(5), 2.0).crps
    2.0
    """
    return Rival(float(np.median(forecast)), central(forecast, 0.9), crps(forecast, published), arms)


def in_unit(asked: Asked, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring values from the unit of published numbers to that of the estimate."""
    if asked.unit != "%":
        return values
    return 100.0 * (values - 1.0) if asked.claim.statistic in RATIOS else 100.0 * values
