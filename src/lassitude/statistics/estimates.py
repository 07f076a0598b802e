"""What every analysis returns: one named estimate in every replicate of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Intervals(NamedTuple):
    """Lower and upper end of an interval, arrays of one shape; NaN where there is none."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class EstimateBatch:
    """One estimate of an analysis plan, in every replicate; a real study has one replicate.

    Attributes
    ----------
    id : str
        ``{endpoint}|{statistic}|{visit}|{arm}``, such as ``FIS.total|median|M36|ahsct``.
    analysis : str
        Name of the analysis in the plan.
    unit : str
        Unit of `value`; ``"1"`` for a pure number.
    value : array of float64 [replicate]
        NaN where it could not be estimated.
    n : array of int64 [replicate]
        People the estimate rests on.
    method : str
        How it was computed, in words for a reader.
    converged : array of bool [replicate]
        False where the estimate must not be used; the reason stands in `notes`.
    se : array of float64 [replicate], optional
        Standard error in `unit`.
    interval95 : Intervals, optional
        95% confidence interval in `unit`.
    df : array of float64 [replicate], optional
        Degrees of freedom (of the error term for an F statistic).
    p : array of float64 [replicate], optional
        Two-sided p value.
    df_numerator : array of float64 [replicate], optional
        Degrees of freedom of the numerator, of an F statistic.
    attempts : array of int64 [replicate], optional
        Covariance structures tried before the one in use; None where the method has no fallback.
    notes : tuple of str
        Whom the analysis left out, and which replicates gave no estimate and why.

    Raises
    ------
    ValueError
        If an array does not have one value per replicate.

    Examples
    --------
    >>> share = EstimateBatch("FIS.total|n|M0|ahsct", "primary", "people", np.array([23.0]),
    ...                       np.array([23]), "count", np.array([True]))
    >>> share.replicates
    1
    """

    id: str
    analysis: str
    unit: str
    value: NDArray[np.float64]
    n: NDArray[np.int64]
    method: str
    converged: NDArray[np.bool_]
    se: NDArray[np.float64] | None = None
    interval95: Intervals | None = None
    df: NDArray[np.float64] | None = None
    p: NDArray[np.float64] | None = None
    df_numerator: NDArray[np.float64] | None = None
    attempts: NDArray[np.int64] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse arrays of unequal length."""
        arrays = {"value": self.value, "n": self.n, "converged": self.converged}
        arrays |= {
            "se": self.se,
            "df": self.df,
            "p": self.p,
            "attempts": self.attempts,
            "df_numerator": self.df_numerator,
        }
        if self.interval95 is not None:
            arrays |= {"interval95.low": self.interval95.low, "interval95.high": self.interval95.high}
        shapes = {name: array.shape for name, array in arrays.items() if array is not None}
        if self.value.ndim != 1 or len(set(shapes.values())) != 1:
            raise ValueError(f"{self.id}: expected one value per replicate in every array, got {shapes}.")

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return self.value.shape[0]
