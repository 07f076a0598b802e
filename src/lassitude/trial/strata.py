"""Groups of people by measured values, within which an allocation is kept even."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lassitude.study.designs import Stratum

_TWO_GROUPS = (0.5,)
"""The cut of a measure that is 0 or 1, such as sex."""


def factor_codes(
    factors: Sequence[Stratum], values: Mapping[str, NDArray[np.float64]]
) -> tuple[NDArray[np.int64], ...]:
    """Return which group of each factor everyone belongs to.

    Parameters
    ----------
    factors : sequence of Stratum
        Measures and their cuts; one without cuts is 0 or 1.
    values : mapping of str to array, any one shape
        By measure, in its unit; NaN where it was not obtained.

    Returns
    -------
    tuple of int array of that shape
        From 0 for values below the first cut upwards; a value at a cut belongs above it, and those without
        a value are a group of their own, the last. Groups follow from the cuts, never from who is there.

    Examples
    --------
    >>> edss = {"EDSS.total": np.array([2.0, 3.5, 6.0, np.nan])}
    >>> factor_codes([Stratum(measure="EDSS.total", cuts=(3.5, 5.5))], edss)[0].tolist()
    [0, 1, 2, 3]
    """
    return tuple(np.digitize(values[one.measure], [*_cuts(one), np.inf]) for one in factors)


def strata_codes(strata: Sequence[Stratum], values: Mapping[str, NDArray[np.float64]]) -> NDArray[np.int64]:
    """Return which combination of groups everyone belongs to.

    Parameters
    ----------
    strata : sequence of Stratum
        At least one.
    values : mapping of str to array, any one shape
        As for :func:`factor_codes`.

    Returns
    -------
    int array of that shape
        One number, from 0, for each combination of the groups.

    Examples
    --------
    >>> people = {"sex": np.array([0.0, 1.0, 1.0]), "age_years": np.array([30.0, 30.0, 50.0])}
    >>> strata_codes([Stratum(measure="sex"), Stratum(measure="age_years", cuts=(40.0,))], people).tolist()
    [0, 3, 4]
    """
    codes = factor_codes(strata, values)
    return np.ravel_multi_index(codes, [len(_cuts(one)) + 2 for one in strata])


def _cuts(one: Stratum) -> tuple[float, ...]:
    return one.cuts or _TWO_GROUPS
