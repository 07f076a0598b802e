"""What the values of people follow after an event: their own arm's law, or the reference arm's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.imputation.augmentation import take
from lassitude.statistics.imputation.incomplete import Flat
from lassitude.statistics.imputation.regressions import Regressions, means
from lassitude.study.analyses.imputation import (
    CopyIncrements,
    CopyReference,
    JumpToReference,
    Method,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def law_of(flat: Flat, who: Integers, drawn: Regressions, method: Method) -> Regressions:
    """Return the regressions that each person's visits follow, events taken into account.

    Before the event they are those of the person's arm. After it, with the reference arm's law and means m_r,
    the arm's own means m_a and the last visit d before the event, y + D follows the reference arm, where

    - jump to reference: D = m_r - m_a up to d, and 0 after;
    - copy increments: D = m_r - m_a up to d, and its value at d after;
    - copy reference: D = 0.

    So y has the mean that the method says, and differs from it as the reference arm's values do.

    Parameters
    ----------
    flat : Flat
        People by group.
    who : array of int64 [person]
        Positions of the people meant.
    drawn : Regressions
        Of the groups, arrays [group, imputation, ...].
    method : Method
        One of `lassitude.study.analyses.imputation`.

    Returns
    -------
    Regressions
        Arrays [person, imputation, ...].

    References
    ----------
    Carpenter J.R., Roger J.H., Kenward M.G. J Biopharm Stat 2013;23:1352-1371.
    """
    own = take(drawn, flat.group[who])
    if not isinstance(method, JumpToReference | CopyIncrements | CopyReference):
        return own
    reference = take(drawn, flat.replicate[who] * flat.arms + flat.reference)
    after = flat.after[who]
    apart = _apart(flat.fixed[who], after, own, reference, method)
    slopes = reference.coefficients[..., flat.fixed.shape[1] :]
    shift = np.einsum("pms,pmts->pmt", apart, slopes) - apart
    follows = after[:, None, :]
    return Regressions(
        np.where(follows[..., None], reference.coefficients, own.coefficients),
        np.where(follows, reference.shift + shift, own.shift),
        np.where(follows, reference.sd, own.sd),
    )


def _apart(
    fixed: Floats, after: NDArray[np.bool_], own: Regressions, reference: Regressions, method: Method
) -> Floats:
    """Return D of `law_of`, [person, imputation, visit]."""
    if isinstance(method, CopyReference):
        return np.zeros_like(own.sd)
    difference = means(fixed, reference) - means(fixed, own)
    before = np.where(after[:, None, :], 0.0, difference)
    if isinstance(method, JumpToReference):
        return before
    last = (~after).sum(axis=1)
    place = np.maximum(last - 1, 0)[:, None, None]
    kept = np.take_along_axis(difference, np.broadcast_to(place, (*difference.shape[:2], 1)), axis=2)
    kept = np.where(last[:, None, None] > 0, kept, 0.0)
    return np.where(after[:, None, :], kept, before)
