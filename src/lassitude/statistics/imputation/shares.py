"""Shares of responders in completed data sets, pooled by Rubin's rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.imputation.pooling import Pooled, rubin

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shares:
    """How many respond in each arm of every completed data set.

    Attributes
    ----------
    share : array of float64 [replicate, arm, imputation]
        NaN where an arm has nobody or nothing could be imputed.
    people : array of int64 [replicate, arm]
        Members of each arm.
    """

    share: Floats
    people: NDArray[np.int64]

    def of_arm(self, arm: int) -> Pooled:
        """Pool the share of one arm, array [replicate]."""
        return rubin(self.share[:, arm], self._variance(arm), self.people[:, arm].astype(np.float64) - 1.0)

    def difference(self, arm: int, reference: int) -> Pooled:
        """Pool the difference of two arms, array [replicate].

        Where nobody or everybody responds in both arms of every data set there is no standard error.
        """
        df = (self.people[:, arm] + self.people[:, reference]).astype(np.float64) - 2.0
        apart = self.share[:, arm] - self.share[:, reference]
        variance = self._variance(arm) + self._variance(reference)
        return rubin(apart, np.where(variance.any(axis=1, keepdims=True), variance, np.nan), df)

    def _variance(self, arm: int) -> Floats:
        share = self.share[:, arm]
        return share * (1 - share) / np.maximum(self.people[:, arm], 1)[:, None]


def shares(responded: NDArray[np.bool_], arm: NDArray[np.int64], arms: int) -> Shares:
    """Count who responds.

    Parameters
    ----------
    responded : array of bool [replicate, subject, imputation]
        Who does in which completed data set.
    arm : array of int64 [replicate, subject]
        Position of the arm; -1 for who is not used.
    arms : int
        How many.

    Returns
    -------
    Shares

    Examples
    --------
    >>> responded = np.array([[[True, True], [False, True], [False, False], [False, True]]])
    >>> found = shares(responded, np.array([[0, 0, 1, 1]]), 2).difference(0, 1)
    >>> float(found.value[0]), round(float(found.se[0]), 4)
    (0.5, 0.3536)
    """
    members = arm[..., None] == np.arange(arms)
    people = members.sum(axis=1)
    counts = np.einsum("rna,rnm->ram", members.astype(np.float64), responded.astype(np.float64))
    return Shares(counts / np.where(people > 0, people, np.nan)[..., None], people)
