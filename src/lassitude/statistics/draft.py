"""How the estimates of one analysis get their names, methods and notes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.completeness import left_out_notes
from lassitude.statistics.estimates import EstimateBatch, Intervals
from lassitude.study.endpoints import estimate_id

PURE = "1"
PEOPLE = "people"


@dataclass(frozen=True, eq=False)
class Draft:
    """What the estimates of one analysis at one visit in one arm have in common.

    Attributes
    ----------
    analysis, endpoint, visit, arm : str
        Parts of the name.
    method : str
        How it was computed, in words.
    n : array of int64 [replicate]
        People it rests on.
    converged : array of bool [replicate]
        False where the estimator gave nothing.
    notes : tuple of str
        Whom it left out and why it failed.
    attempts : array of int64 [replicate], optional
        Models tried before one converged.
    """

    analysis: str
    endpoint: str
    visit: str
    arm: str
    method: str
    n: NDArray[np.int64]
    converged: NDArray[np.bool_]
    notes: tuple[str, ...]
    attempts: NDArray[np.int64] | None = None

    def estimate(
        self,
        statistic: str,
        unit: str,
        value: NDArray[np.float64],
        *,
        se: NDArray[np.float64] | None = None,
        interval: Intervals | None = None,
        df: NDArray[np.float64] | None = None,
        p: NDArray[np.float64] | None = None,
        df_numerator: NDArray[np.float64] | None = None,
    ) -> EstimateBatch:
        """Fill in one statistic; it has converged where the estimator did and the value is a number."""
        return EstimateBatch(
            id=estimate_id(self.endpoint, statistic, self.visit, self.arm),
            analysis=self.analysis,
            unit=unit,
            value=np.where(self.converged, value, np.nan),
            n=self.n,
            method=self.method,
            converged=self.converged & np.isfinite(value),
            se=se,
            interval95=interval,
            df=df,
            p=p,
            df_numerator=df_numerator,
            attempts=self.attempts,
            notes=self.notes,
        )

    def f_test(
        self,
        names: tuple[str, str],
        f: NDArray[np.float64],
        freedom: tuple[NDArray[np.float64], NDArray[np.float64]],
        p: NDArray[np.float64],
    ) -> list[EstimateBatch]:
        """Fill in an F statistic and its p by their names, with degrees of freedom of both parts."""
        numerator, df = freedom
        return [
            self.estimate(name, PURE, value, df=df, df_numerator=numerator, p=p)
            for name, value in zip(names, (f, p), strict=True)
        ]


def draft_for(
    block: ArmBlock,
    analysis: str,
    visit: str,
    method: str,
    left_out: NDArray[np.bool_],
    n: NDArray[np.int64],
    converged: NDArray[np.bool_] | None = None,
    notes: tuple[str, ...] = (),
) -> Draft:
    """Start the estimates of one analysis with the note about whom it left out.

    Parameters
    ----------
    block : ArmBlock
        One endpoint in one arm.
    analysis, visit : str
        Name of the analysis in the plan; visit that the estimates are named by.
    method : str
        How they are computed, in words.
    left_out : array of bool [replicate, subject]
        People of the arm whom the analysis does not use.
    n : array of int64 [replicate]
        People whom it uses.
    converged : array of bool [replicate], optional
        Where the estimator gave something; None means everywhere.
    notes : tuple of str
        What else a reader must know.
    """
    names = np.broadcast_to(np.asarray(block.subjects, dtype=str), left_out.shape)
    said = (*block.notes, *notes, *left_out_notes(left_out, block.enrolled, names))
    usable = np.ones(n.shape, dtype=bool) if converged is None else converged
    return Draft(analysis, block.endpoint, visit, block.arm, method, n, usable, said)
