"""The same people at two visits, by ranks: Wilcoxon's signed-rank test for every replicate at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from lassitude.statistics.completeness import everyone, judge

_EXACT_WITHOUT_TIES = 50
_EXACT_WITH_TIES = 13
_BLOCK = 1024


@dataclass(frozen=True, eq=False)
class SignedRank:
    """Wilcoxon's signed-rank test in every replicate; arrays [replicate] unless said otherwise.

    Attributes
    ----------
    w : array of float64
        The smaller of the two sums of ranks.
    rank_biserial : array of float64
        (sum of ranks of increases - of decreases) / (sum of all ranks), from -1 to 1.
    p : array of float64
        Two-sided p value.
    exact : array of bool
        True where `p` comes from all assignments of signs, False where from the normal approximation.
    n : array of int64
        Pairs, those without change included.
    unchanged : array of int64
        Pairs without change; they do not enter the ranks.
    left_out : array of bool [replicate, subject]
        Enrolled people without both values.
    converged : array of bool
        False where nobody changed or nobody has both values.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    w: NDArray[np.float64]
    rank_biserial: NDArray[np.float64]
    p: NDArray[np.float64]
    exact: NDArray[np.bool_]
    n: NDArray[np.int64]
    unchanged: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


def signed_rank(
    before: NDArray[np.float64], after: NDArray[np.float64], enrolled: NDArray[np.bool_] | None = None
) -> SignedRank:
    """Test that changes are symmetric about 0.

    Pairs without change are dropped (Wilcoxon's rule), tied changes share their average rank. The p value is
    exact for at most 50 pairs without ties or zeros and for at most 13 pairs with them; otherwise it is the
    normal approximation with tie correction and without continuity correction. That is the choice that
    ``scipy.stats.wilcoxon`` makes by default, so each replicate agrees with it.

    Parameters
    ----------
    before, after : array of float64 [replicate, subject]
        One unit; NaN is missing.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the study; None means everyone in the array.

    Returns
    -------
    SignedRank
        From the people with both values.

    References
    ----------
    Conover W.J. Practical Nonparametric Statistics, 3rd ed., 5.7. Kerby D.S. Compr Psychol 2014;3:1 (effect).

    Examples
    --------
    >>> result = signed_rank(np.array([[9.0, 8, 7, 6, 5, 4]]), np.array([[8.0, 6, 4, 2, 0, -2]]))
    >>> float(result.w[0]), float(result.p[0]), bool(result.exact[0])
    (0.0, 0.03125, True)
    """
    enrolled = everyone(before, enrolled)
    used = enrolled & np.isfinite(before) & np.isfinite(after)
    change = np.where(used, after - before, 0.0)
    n, ranked = used.sum(axis=1), (change != 0).sum(axis=1)
    ranks, ties = average_ranks(np.where(change != 0, np.abs(change), np.nan))
    ranks = np.nan_to_num(ranks)
    up, down = (ranks * (change > 0)).sum(axis=1), (ranks * (change < 0)).sum(axis=1)
    converged, notes = judge(
        {"nobody has both values": n == 0, "nobody's value changed between the two visits": ranked == 0}
    )
    exact = converged & (n <= np.where((ties > 0) | (n > ranked), _EXACT_WITH_TIES, _EXACT_WITHOUT_TIES))
    w, total = np.minimum(up, down), up + down
    p = np.where(converged, _normal_p(up, ranked, ties), np.nan)
    for start in range(0, p.size, _BLOCK):
        rows = start + np.flatnonzero(exact[start : start + _BLOCK])
        p[rows] = _exact_p(ranks[rows], w[rows])
    return SignedRank(
        w=np.where(converged, w, np.nan),
        rank_biserial=np.where(converged, (up - down) / np.where(total > 0, total, np.nan), np.nan),
        p=p,
        exact=exact,
        n=n,
        unchanged=n - ranked,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )


def average_ranks(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rank each row from 1, equal values sharing their average rank.

    Parameters
    ----------
    values : array of float64 [replicate, subject]
        NaN is missing and has no rank.

    Returns
    -------
    ranks : array of float64 [replicate, subject]
        NaN where missing.
    ties : array of float64 [replicate]
        Sum of t^3 - t over groups of t equal values.

    Examples
    --------
    >>> ranks, ties = average_ranks(np.array([[3.0, 1.0, 3.0, np.nan]]))
    >>> ranks.tolist(), ties.tolist()
    ([[2.5, 1.0, 2.5, nan]], [6.0])
    """
    rows, width = values.shape
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    begins = np.ones((rows, width), dtype=bool)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    group = np.cumsum(begins.ravel()) - 1
    size = np.bincount(group, minlength=0).astype(np.float64)
    first = np.flatnonzero(begins.ravel()) % max(width, 1)
    average = (first + (size + 1) / 2)[group].reshape(rows, width)
    ranks = np.empty_like(values)
    np.put_along_axis(ranks, order, np.where(np.isnan(ordered), np.nan, average), axis=1)
    weight = np.where(begins & ~np.isnan(ordered), (size**3 - size)[group].reshape(rows, width), 0.0)
    return ranks, weight.sum(axis=1)


def _normal_p(
    up: NDArray[np.float64], ranked: NDArray[np.int64], ties: NDArray[np.float64]
) -> NDArray[np.float64]:
    count = ranked.astype(np.float64)
    variance = (count * (count + 1) * (2 * count + 1) - ties / 2) / 24
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (up - count * (count + 1) / 4) / np.sqrt(variance)
    return 2 * ndtr(-np.abs(z))


def _exact_p(ranks: NDArray[np.float64], w: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided p over all assignments of signs to `ranks` [replicate, subject], 0 where there is none.

    Ranks are doubled, so that averages of ties are whole; the distribution of their sum is built up one
    subject at a time. It is symmetric, so twice the lower tail of the smaller sum is the p value.
    """
    doubled = np.sort(np.rint(2 * ranks).astype(np.int64), axis=1)[:, ::-1]
    doubled = doubled[:, : int((doubled > 0).sum(axis=1).max(initial=0))]
    sums = np.arange(int(doubled.sum(axis=1).max(initial=0)) + 1)
    probability = np.tile((sums == 0).astype(np.float64), (ranks.shape[0], 1))
    for column in doubled.T:
        source = sums - column[:, None]
        shifted = np.take_along_axis(probability, np.maximum(source, 0), axis=1)
        probability = (probability + np.where(source >= 0, shifted, 0.0)) / 2
    tail = np.where(sums <= np.rint(2 * w)[:, None], probability, 0.0).sum(axis=1)
    return np.minimum(2 * tail, 1.0)
