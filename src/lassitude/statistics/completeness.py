"""Whom an analysis left out, and which replicates gave no estimate: said in words, with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_NAMED = 5


def everyone(values: NDArray[np.float64], enrolled: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Return who belongs to the study: `enrolled` itself, or everyone in the array.

    Parameters
    ----------
    values : array of float64 [replicate, subject, ...]
        Measured values.
    enrolled : array of bool [replicate, subject], optional
        Who belongs to the analysis at all; None means everyone.

    Examples
    --------
    >>> everyone(np.zeros((2, 3, 4)), None).shape
    (2, 3)
    """
    return np.ones(values.shape[:2], dtype=bool) if enrolled is None else enrolled


def negligible(
    sum_of_squares: NDArray[np.float64], count: NDArray[np.int64], size: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell whether a sum of squared differences is no more than rounding error.

    Parameters
    ----------
    sum_of_squares : array of float64
        Sum of squares of differences between the values.
    count : array of int64, same shape
        How many differences were squared.
    size : array of float64, same shape
        Largest absolute value that was subtracted.

    Examples
    --------
    >>> negligible(np.array([1e-30, 1.0]), np.array([10, 10]), np.array([100.0, 100.0])).tolist()
    [True, False]
    """
    return sum_of_squares <= count * (64 * np.finfo(np.float64).eps * size) ** 2


def largest(values: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the largest absolute value among those used, per replicate; 0 where nobody is used.

    Parameters
    ----------
    values : array of float64 [replicate, subject, ...]
        May hold NaN where `used` is False.
    used : array of bool [replicate, subject]
        Whose values count.

    Examples
    --------
    >>> largest(np.array([[-3.0, np.nan]]), np.array([[True, False]])).tolist()
    [3.0]
    """
    shaped = used.reshape(used.shape + (1,) * (values.ndim - 2))
    return np.where(shaped, np.abs(values), 0.0).reshape(values.shape[0], -1).max(axis=1, initial=0.0)


def judge(reasons: Mapping[str, NDArray[np.bool_]]) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    """Turn reasons for failure into one flag per replicate and notes that count them.

    Parameters
    ----------
    reasons : mapping from str to array of bool [replicate]
        Where each reason holds. A replicate with several is counted under the first.

    Returns
    -------
    converged : array of bool [replicate]
        True where no reason holds.
    notes : tuple of str
        One sentence per reason that occurred.

    Examples
    --------
    >>> judge({"nobody measured": np.array([False, True])})[1]
    ('1 of 2 repetitions gives no estimate: nobody measured.',)
    """
    masks = list(reasons.values())
    failed = np.zeros_like(masks[0])
    notes: list[str] = []
    for reason, holds in reasons.items():
        count = int((holds & ~failed).sum())
        failed = failed | holds
        if not count:
            continue
        whole = f"{count} of {failed.size} repetitions {'gives' if count == 1 else 'give'}"
        notes.append(f"{'Gives' if failed.size == 1 else whole} no estimate: {reason}.")
    return ~failed, tuple(notes)


def left_out_notes(
    left_out: NDArray[np.bool_],
    enrolled: NDArray[np.bool_],
    names: NDArray[np.str_] | Sequence[Sequence[str]],
) -> tuple[str, ...]:
    """Say how many people were left out for missing values, and who they are.

    Parameters
    ----------
    left_out, enrolled : array of bool [replicate, subject]
        Who was left out, among whom.
    names : array of str [replicate, subject]
        Their identifiers.

    Returns
    -------
    tuple of str
        Nothing when nobody was left out. With many replicates: the median and range of the count, and
        the people of the first replicate that left anybody out.

    Examples
    --------
    >>> left_out_notes(np.array([[True, False]]), np.array([[True, True]]), [["P-1", "P-2"]])
    ('Left out for missing values: 1 of 2 subjects (P-1).',)
    """
    counts = left_out.sum(axis=1)
    if not counts.any():
        return ()
    total = enrolled.sum(axis=1)
    first = int(np.flatnonzero(counts)[0])
    who = np.asarray(names)[first][left_out[first]]
    listed = ", ".join(str(name) for name in who[:_NAMED])
    if who.size > _NAMED:
        listed += f" and {who.size - _NAMED} more"
    if counts.size == 1:
        return (f"Left out for missing values: {counts[0]} of {total[0]} subjects ({listed}).",)
    return (
        f"Left out for missing values: a median of {np.median(counts):g} subjects (from {counts.min()} to "
        f"{counts.max()}) of a median of {np.median(total):g}, over {counts.size} repetitions; in "
        f"repetition {first}: {listed}.",
    )


def lacking_notes(
    values: NDArray[np.float64],
    enrolled: NDArray[np.bool_],
    names: Sequence[str],
    visits: Sequence[str],
) -> tuple[str, ...]:
    """Say who was left out by an analysis that needs every visit, and which visits each of them lacks.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        NaN is missing.
    enrolled : array of bool [replicate, subject]
        Who belongs to the analysis.
    names, visits : sequence of str
        Identifiers of the subjects, labels of the visits.

    Returns
    -------
    tuple of str
        Nothing when nobody was left out. With one replicate everybody is named; with many, the median and
        range of the count, and how often each visit was lacking.

    Examples
    --------
    >>> values = np.array([[[1.0, np.nan], [2.0, 3.0]]])
    >>> lacking_notes(values, np.array([[True, True]]), ["P-1", "P-2"], ["M0", "M6"])
    ('Left out for missing values: 1 of 2 subjects (without M6: P-1).',)
    """
    lacking = enrolled[..., None] & ~np.isfinite(values)
    counts, total = np.any(lacking, axis=2).sum(axis=1), enrolled.sum(axis=1)
    if not counts.any():
        return ()
    if counts.size > 1:
        share = lacking.sum(axis=(0, 1)) / total.sum()
        often = ", ".join(f"{visit} {part:.0%}" for visit, part in zip(visits, share, strict=True) if part)
        return (
            f"Left out for missing values: a median of {np.median(counts):g} subjects (from {counts.min()} "
            f"to {counts.max()}) of a median of {np.median(total):g}, over {counts.size} repetitions; "
            f"people without each visit: {often}.",
        )
    people: dict[str, list[str]] = {}
    for name, gaps in zip(names, lacking[0], strict=True):
        if gaps.any():
            pattern = " and ".join(visit for visit, gap in zip(visits, gaps, strict=True) if gap)
            people.setdefault(pattern, []).append(name)
    listed = "; ".join(f"without {pattern}: {', '.join(who)}" for pattern, who in people.items())
    return (f"Left out for missing values: {counts[0]} of {total[0]} subjects ({listed}).",)
