"""From targets to observations: published numbers with their errors, on their scales, in groups."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.between_studies import DECLARED, between_studies
from lassitude.calibration.likelihood import SECONDARY, Observation
from lassitude.calibration.scales import scale_of
from lassitude.calibration.targets import Target
from lassitude.evidence import require_target
from lassitude.evidence.claims import Claim, claim, uncertainty
from lassitude.evidence.overlap import group_of
from lassitude.quantities.errors import RequestError
from lassitude.quantities.units import registry, unit
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.endpoints import parse_estimate_id

UNSTATED = 1.5
"""Hypothesis: error of a number whose source tells nothing of it, in standard deviations between studies."""
_PER_CENT_CHANGES = frozenset({"percent_change", "percent_change_of_medians"})
_COUNTED = frozenset({"", "1", "points", "people", "lesions", "relapses"})
"""Units of pure numbers, as the ledger and the statistics call them."""


def observations_of(targets: Iterable[Target], people: int) -> tuple[Observation, ...]:
    """List every published number of some targets.

    Parameters
    ----------
    targets : iterable of Target
        Of a stage.
    people : int
        In a virtual study; decides how near to nobody a share may come.

    Raises
    ------
    RequestError
        When a number is held out, or cannot lie on its scale.

    Examples
    --------
    >>> observations_of([], 240)
    ()
    """
    return tuple(
        _observation(target, estimate, pointer, people)
        for target in targets
        for estimate, pointer in target.protocol.published.items()
    )


def _observation(target: Target, estimate: str, pointer: str, people: int) -> Observation:
    require_target(pointer)
    one = claim(pointer)
    told = uncertainty(one)
    try:
        scale = scale_of(told.scale, one.canonical, people)
        between = between_studies(estimate, one.canonical, scale, DECLARED)
    except RequestError as error:
        raise RequestError(f"Target {target.name!r}, {estimate}: {error}") from None
    return Observation(
        target=target.name,
        estimate=estimate,
        pointer=pointer,
        published=one.canonical,
        scale=scale,
        standard_error=UNSTATED * between if told.standard_error is None else told.standard_error,
        between=between,
        factor=SECONDARY if one.secondary else 1.0,
        group=f"{group_of(one)}: {one.statistic}",
    )


def comparable(batch: EstimateBatch, pointer: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return an estimate and its standard errors as the claim has its canonical number.

    Parameters
    ----------
    batch : EstimateBatch
        In every replicate.
    pointer : str
        To the published number.

    Returns
    -------
    tuple of two arrays, [replicate]
        NaN where the estimate must not be used, and where its error is not known.

    Raises
    ------
    RequestError
        When the two are in units that have nothing to do with each other.

    Examples
    --------
    >>> change = EstimateBatch("FIS.total|percent_change|M6|placebo", "course", "%", np.array([-10.0]),
    ...                        np.array([60]), "", np.array([True]))
    >>> comparable(change, "achiron2015_alfacalcidol:arms.placebo.relative_change_pct")[0].tolist()
    [0.9]
    """
    one = claim(pointer)
    value = np.where(batch.converged, batch.value, np.nan)
    error = np.full_like(value, np.nan) if batch.se is None else np.where(batch.converged, batch.se, np.nan)
    statistic = parse_estimate_id(batch.id).statistic.partition(":")[0]
    if one.statistic == "relative_change" and statistic in _PER_CENT_CHANGES:
        return 1.0 + value / 100.0, error / 100.0
    factor = _factor(batch, one)
    return value * factor, error * factor


def _factor(batch: EstimateBatch, one: Claim) -> float:
    """Return what an estimate is multiplied with to be in the canonical unit of a claim."""
    here, there = batch.unit, one.canonical_unit
    if here == there or (here in _COUNTED and there in _COUNTED):
        return 1.0
    if here == "%":
        return 0.01
    measured, wanted = unit("1" if here in _COUNTED else here), unit("1" if there in _COUNTED else there)
    if measured.dimensionality != wanted.dimensionality:
        raise RequestError(
            f"{batch.id} is estimated in {here!r} and {one.pointer} is published in {there!r}; they cannot "
            "be compared."
        )
    return float(registry().Quantity(1.0, measured).to(wanted).magnitude)  # pyright: ignore[reportArgumentType]
