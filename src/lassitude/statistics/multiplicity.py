"""Several hypotheses tested so that the chance of any false finding, or their share, is kept.

Holm's procedure, fixed sequences and parallel gatekeeping are graphs: each hypothesis holds a share of
alpha, and passes it along weighted edges once it is rejected. One engine tests them, in every replicate at
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Graph:
    """How alpha is shared, and passed on.

    Attributes
    ----------
    weights : array of float64 [hypothesis]
        Share of alpha at the start; at most 1 together.
    passed : array of float64 [hypothesis, hypothesis]
        Share of what a hypothesis holds that each other one receives when it is rejected; each row at most
        1 together, 0 for itself.

    Raises
    ------
    ValueError
        If shares are negative or more than all.
    """

    weights: NDArray[np.float64]
    passed: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Refuse shares that would raise the error rate."""
        rows = self.passed.sum(axis=1)
        wrong = (self.weights < 0).any() or (self.passed < 0).any() or np.diagonal(self.passed).any()
        if wrong or self.weights.sum() > 1 + 1e-9 or (rows > 1 + 1e-9).any():
            raise ValueError(
                "shares of alpha must be 0 or more, 1 at most together, and none goes to itself."
            )


def holm(hypotheses: int) -> Graph:
    """Share alpha evenly, and pass what is freed on evenly.

    Examples
    --------
    >>> adjusted(holm(3), np.array([[0.01, 0.04, 0.03]])).round(3).tolist()
    [[0.03, 0.06, 0.06]]

    References
    ----------
    Holm S. Scand J Stat 1979;6:65-70.
    """
    others = np.ones((hypotheses, hypotheses)) - np.eye(hypotheses)
    return Graph(np.full(hypotheses, 1 / hypotheses), others / max(hypotheses - 1, 1))


def fixed_sequence(hypotheses: int) -> Graph:
    """Give all of alpha to the first hypothesis, which passes it to the next when it is rejected.

    Examples
    --------
    >>> adjusted(fixed_sequence(3), np.array([[0.01, 0.04, 0.03]])).tolist()
    [[0.01, 0.04, 0.04]]
    """
    weights = np.eye(hypotheses)[0]
    return Graph(weights, np.eye(hypotheses, k=1))


def parallel_gatekeeping(families: Sequence[int]) -> Graph:
    """Let every rejected hypothesis of a family pass its share to the next family.

    The first families are tested by Bonferroni, so that the next one can be reached after any rejection; the
    last by Holm.

    Parameters
    ----------
    families : sequence of int
        Size of each family, in order.

    References
    ----------
    Dmitrienko A., Offen W.W., Westfall P.H. Stat Med 2003;22:2387-2400, as a graph in Bretz F. et al. Stat
    Med 2009;28:586-604.

    Examples
    --------
    >>> adjusted(parallel_gatekeeping([2, 1]), np.array([[0.01, 0.3, 0.02]])).round(3).tolist()
    [[0.02, 0.6, 0.04]]
    """
    count = int(sum(families))
    passed, start = np.zeros((count, count)), 0
    for size, following in pairwise(families):
        passed[start : start + size, start + size : start + size + following] = 1 / following
        start += size
    passed[start:, start:] = holm(families[-1]).passed
    return Graph(np.where(np.arange(count) < families[0], 1 / families[0], 0.0), passed)


def serial_gatekeeping(families: Sequence[int], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p values where each family is tested by Holm once all of the family before is rejected.

    Parameters
    ----------
    families : sequence of int
        Size of each family, in order.
    p : array of float64 [replicate, hypothesis]
        In the order of the families; NaN where there is no test, which shuts the families after it.

    Returns
    -------
    array of float64 [replicate, hypothesis]
        NaN where `p` is.

    References
    ----------
    Maurer W., Hothorn L.A., Lehmacher W. in Vollmar J. (ed.), Biometrie in der chemisch-pharmazeutischen
    Industrie 6, 1995, 3-18.

    Examples
    --------
    >>> serial_gatekeeping([2, 1], np.array([[0.01, 0.02, 0.001]])).round(3).tolist()
    [[0.02, 0.02, 0.02]]
    """
    parts: list[NDArray[np.float64]] = []
    gate, start = np.zeros((len(p), 1)), 0
    for size in families:
        own = adjusted(holm(size), p[:, start : start + size])
        parts.append(np.maximum(own, gate))
        gate = np.where(np.isnan(parts[-1]), 1.0, parts[-1]).max(axis=1, keepdims=True)
        start += size
    return np.concatenate(parts, axis=1)


def adjusted(graph: Graph, p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p values by a graph: a hypothesis is rejected at any alpha not below its adjusted p.

    Parameters
    ----------
    graph : Graph
        How alpha is shared and passed on.
    p : array of float64 [replicate, hypothesis]
        NaN where there is no test; it is never rejected, and keeps its share.

    Returns
    -------
    array of float64 [replicate, hypothesis]
        NaN where `p` is.

    References
    ----------
    Bretz F., Posch M., Glimm E., Klinglmueller F., Maurer W., Rohmeyer K. Biom J 2011;53:894-913,
    algorithm 2.

    Examples
    --------
    >>> half = Graph(np.array([0.5, 0.5]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    >>> adjusted(half, np.array([[0.02, 0.03]])).tolist()
    [[0.04, 0.04]]
    """
    replicates, count = p.shape
    rows = np.arange(replicates)
    weights = np.tile(graph.weights, (replicates, 1))
    passed = np.tile(graph.passed, (replicates, 1, 1))
    waiting = np.ones(p.shape, dtype=bool)
    found, highest = np.ones_like(p), np.zeros(replicates)
    tested = np.where(np.isnan(p), np.inf, p)
    for _ in range(count):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(waiting & (weights > 0), tested / weights, np.inf)
        next_one = ratio.argmin(axis=1)
        highest = np.maximum(highest, np.minimum(ratio[rows, next_one], 1.0))
        reached = np.isfinite(ratio[rows, next_one])
        found[rows[reached], next_one[reached]] = highest[reached]
        waiting[rows, next_one] = False
        moved, joined = _without(weights, passed, next_one)
        weights = np.where(reached[:, None], moved, weights)
        passed = np.where(reached[:, None, None], joined, passed)
    return np.where(np.isnan(p), np.nan, found)


def _without(
    weights: NDArray[np.float64], passed: NDArray[np.float64], gone: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Remove one hypothesis a replicate: its share goes along its edges, and edges through it are joined."""
    rows = np.arange(len(weights))
    out, into = passed[rows, gone], passed[rows, :, gone]
    moved = weights + weights[rows, gone][:, None] * out
    moved[rows, gone] = 0.0
    through = passed + into[:, :, None] * out[:, None, :]
    loop = into * out
    with np.errstate(divide="ignore", invalid="ignore"):
        renewed = np.where(loop[..., None] < 1 - 1e-15, through / (1 - loop)[..., None], 0.0)
    size = np.arange(passed.shape[1])
    renewed[:, size, size] = 0.0
    renewed[rows, gone] = 0.0
    renewed[rows, :, gone] = 0.0
    return moved, renewed


def false_discovery(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p values so that the expected share of false ones among those found is kept.

    Parameters
    ----------
    p : array of float64 [replicate, hypothesis]
        NaN where there is no test; it counts as one that finds nothing.

    Returns
    -------
    array of float64 [replicate, hypothesis]
        Found at any rate not below it; NaN where `p` is. The rate is kept where tests are independent or
        positively dependent.

    References
    ----------
    Benjamini Y., Hochberg Y. J R Stat Soc B 1995;57:289-300; dependence: Benjamini Y., Yekutieli D. Ann
    Stat 2001;29:1165-1188.

    Examples
    --------
    >>> false_discovery(np.array([[0.01, 0.04, 0.03]])).round(3).tolist()
    [[0.03, 0.04, 0.04]]
    """
    from scipy.stats import false_discovery_control

    known = np.where(np.isnan(p), 1.0, p)
    return np.where(np.isnan(p), np.nan, false_discovery_control(known, axis=1, method="bh"))
