"""Estimates of a tipping-point analysis: the table of shifts and the point itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lassitude.statistics.draft import Draft
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.imputation.comparison import Fits
from lassitude.statistics.imputation.tipping import LEVEL, shifted_difference, tipping_point
from lassitude.study.analyses.imputation import MultipleImputation, TippingPoint


def shift_estimates(
    draft: Draft,
    prefix: str,
    unit: str,
    analysis: MultipleImputation,
    fits: Fits,
    by_one: Fits,
    arms: tuple[int, int],
) -> list[EstimateBatch]:
    """Estimate the tipping point of one arm, and the difference at every shift of the table.

    Parameters
    ----------
    draft : Draft
        Of the arm compared.
    prefix : str
        How the names of the method's statistics begin.
    unit : str
        Of the endpoint.
    analysis : MultipleImputation
        With a tipping point.
    fits, by_one : Fits
        See `lassitude.statistics.imputation.tipping.shifted`.
    arms : tuple of int
        Positions of the arm and of the reference.

    Returns
    -------
    list of EstimateBatch
        The tipping point has not converged in replicates that have none; the notes say why and how many.
    """
    planned = analysis.tipping
    assert planned is not None
    found = tipping_point(fits, by_one, *arms, planned.largest)
    notes = (
        _note(int(found.nothing_to_tip.sum()), found.shift.size, f"p is at least {LEVEL:g} without a shift"),
        _note(int(found.never.sum()), found.shift.size, f"p stays below {LEVEL:g} up to {planned.largest:g}"),
    )
    own = replace(draft, notes=(*draft.notes, *(note for note in notes if note)))
    estimates = [own.estimate(f"{prefix}_tipping:{analysis.reference}", unit, found.shift)]
    for shift in shifts_of(planned):
        pooled = shifted_difference(fits, by_one, *arms, np.full(fits.df.shape, shift))
        estimates.append(
            draft.estimate(
                f"{prefix}_shifted:{analysis.reference}@{shift:g}", unit, pooled.value,
                se=pooled.se, interval=pooled.interval, df=pooled.df, p=pooled.p,
            )
        )  # fmt: skip
    return estimates


def shifts_of(planned: TippingPoint) -> tuple[float, ...]:
    """List the shifts of the table: 0, then every step up to the largest in size.

    Examples
    --------
    >>> shifts_of(TippingPoint(largest=-6, step=2.5))
    (0.0, -2.5, -5.0, -6.0)
    """
    sign = 1.0 if planned.largest > 0 else -1.0
    count = int(abs(planned.largest) / planned.step + 1e-9)
    listed = tuple(round(sign * planned.step * i, 10) + 0.0 for i in range(count + 1))
    return listed if abs(listed[-1] - planned.largest) < 1e-9 else (*listed, planned.largest)


def _note(count: int, whole: int, reason: str) -> str:
    if not count:
        return ""
    where = "" if whole == 1 else f" in {count} of {whole} repetitions"
    return f"There is no tipping point{where}: {reason}."
