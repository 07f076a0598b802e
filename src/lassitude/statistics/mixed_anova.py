"""Analysis of variance with arms between subjects and visits within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from lassitude.statistics.completeness import judge, largest, negligible
from lassitude.statistics.repeated_measures import factorial_contrasts
from lassitude.statistics.sphericity import UnivariateTest, univariate_test


class BetweenTest(NamedTuple):
    """An F test between subjects in every replicate; arrays [replicate].

    Attributes
    ----------
    f : array of float64
        F statistic.
    df_effect, df_error : array of float64
        Degrees of freedom.
    p : array of float64
        Upper tail of F.
    """

    f: NDArray[np.float64]
    df_effect: NDArray[np.float64]
    df_error: NDArray[np.float64]
    p: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MixedAnova:
    """A mixed (split-plot) analysis of variance in every replicate.

    Attributes
    ----------
    arm : BetweenTest
        Do the arms differ in the mean over visits.
    visit : UnivariateTest
        Does the mean of the arms, each of equal weight, differ between visits.
    interaction : UnivariateTest
        Do the arms differ in their course over visits: the question of a trial. Its epsilons and Mauchly's
        test are those of `visit`.
    n : array of int64 [replicate]
        Complete cases.
    n_by_arm : array of int64 [replicate, arm]
        Complete cases of each arm.
    left_out : array of bool [replicate, subject]
        People of the arms who miss at least one visit.
    converged : array of bool [replicate]
        False where there is no F.
    notes : tuple of str
        Reasons, with counts of replicates.
    """

    arm: BetweenTest
    visit: UnivariateTest
    interaction: UnivariateTest
    n: NDArray[np.int64]
    n_by_arm: NDArray[np.int64]
    left_out: NDArray[np.bool_]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]


class _Cells(NamedTuple):
    """Contrasts of complete cases: mean of each arm [replicate, arm, contrast], products about them."""

    mean: NDArray[np.float64]
    products: NDArray[np.float64]


def mixed_anova(values: NDArray[np.float64], groups: Sequence[NDArray[np.bool_]]) -> MixedAnova:
    """Test arm, visit and their interaction, by sums of squares of type III.

    Parameters
    ----------
    values : array of float64 [replicate, subject, visit]
        Any unit; NaN is missing.
    groups : sequence of array of bool [replicate, subject]
        Who belongs to each arm; two arms or more, no person in two.

    Returns
    -------
    MixedAnova
        From the people measured at every visit; the others are in `left_out`.

    References
    ----------
    Winer B.J. Statistical Principles in Experimental Design, 2nd ed., chapter 7; Type III as in SAS: each
    hypothesis is about means of cells that count alike, however many people they hold.

    Examples
    --------
    >>> values = np.array([[[1.0, 2, 4], [2, 3, 4], [2, 4, 5], [1, 3, 3], [2, 2, 3], [3, 2, 2]]])
    >>> treated = np.array([[True, True, True, False, False, False]])
    >>> found = mixed_anova(values, [treated, ~treated])
    >>> round(float(found.interaction.f[0]), 3), found.interaction.df_error.tolist()
    (3.0, [8.0])
    """
    members = np.stack(groups, axis=2)
    enrolled = np.logical_or.reduce(groups)
    used = enrolled & np.isfinite(values).all(axis=2)
    cells = members & used[..., None]
    n_by_arm = cells.sum(axis=1)
    count, visits = len(groups), values.shape[2]
    within = _cells(values, cells, factorial_contrasts((visits,), (True,)))
    between = _cells(values, cells, np.full((1, visits), 1 / np.sqrt(max(visits, 1))))
    converged, notes = _usable(n_by_arm, within, between, largest(values, used))
    df_people = np.where(converged, n_by_arm.sum(axis=1) - float(count), np.nan)
    weight = count**2 / np.where(n_by_arm > 0, 1 / np.maximum(n_by_arm, 1), np.nan).sum(axis=1)
    mean_of_arms = within.mean.mean(axis=1)
    return MixedAnova(
        arm=_between(_differing(between, n_by_arm), between, count - 1, df_people),
        visit=univariate_test(weight * (mean_of_arms**2).sum(axis=1), 1, within.products, df_people),
        interaction=univariate_test(_differing(within, n_by_arm), count - 1, within.products, df_people),
        n=n_by_arm.sum(axis=1),
        n_by_arm=n_by_arm,
        left_out=enrolled & ~used,
        converged=converged,
        notes=notes,
    )


def _cells(values: NDArray[np.float64], cells: NDArray[np.bool_], contrasts: NDArray[np.float64]) -> _Cells:
    used = np.logical_or.reduce(cells, axis=2)
    y = np.einsum("rsv,dv->rsd", np.where(used[..., None], values, 0.0), contrasts)
    share = cells / np.maximum(cells.sum(axis=1, keepdims=True), 1)
    mean = np.einsum("rsg,rsd->rgd", share, y)
    centered = np.where(used[..., None], y - np.einsum("rsg,rgd->rsd", cells, mean), 0.0)
    return _Cells(mean, np.swapaxes(centered, 1, 2) @ centered)


def _differing(cells: _Cells, n_by_arm: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sum of squares of the arms about their common mean, over all contrasts."""
    people = np.maximum(n_by_arm.sum(axis=1), 1)[:, None]
    common = np.einsum("rg,rgd->rd", n_by_arm, cells.mean) / people
    return np.einsum("rg,rgd->r", n_by_arm, (cells.mean - common[:, None, :]) ** 2)


def _between(
    explained: NDArray[np.float64], cells: _Cells, df_effect: int, df_people: NDArray[np.float64]
) -> BetweenTest:
    error = cells.products[:, 0, 0]
    df = np.where(np.isfinite(df_people), float(df_effect), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        f = (explained / df) / (error / df_people)
    return BetweenTest(f, df, df_people, fdtrc(df, df_people, f))


def _usable(
    n_by_arm: NDArray[np.int64], within: _Cells, between: _Cells, size: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    n, (_, groups), d = n_by_arm.sum(axis=1), n_by_arm.shape, within.products.shape[1]
    error = np.trace(within.products, axis1=1, axis2=2)
    return judge(
        {
            "an effect of visit needs at least two visits": np.full(n.shape, d == 0),
            "of some arm nobody was measured at every visit": (n_by_arm == 0).any(axis=1),
            "no arm has two people measured at every visit": n <= groups,
            "the differences between visits do not vary between people of an arm": negligible(
                error, n * max(d, 1), size
            ),
            "the means of people of an arm do not vary": negligible(between.products[:, 0, 0], n, size),
        }
    )
