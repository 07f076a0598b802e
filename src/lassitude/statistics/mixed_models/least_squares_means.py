"""Least squares means of a model of a table, and their differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.statistics.mixed_models.design import rows_of
from lassitude.statistics.mixed_models.formula import FormulaModel, table_of
from lassitude.statistics.mixed_models.inference import Contrasts, contrasts

Array = NDArray[np.float64]


def ls_means(
    model: FormulaModel, factors: Sequence[str], at: Mapping[str, float] | None = None
) -> pl.DataFrame:
    """Estimate the mean at each combination of levels, as SAS ``LSMEANS`` and R's emmeans do.

    Other factors weigh their levels alike, and covariates are at their mean over the rows used.

    Parameters
    ----------
    model : FormulaModel
        From `mixed_model`.
    factors : sequence of str
        Such as ``("arm", "visit")``.
    at : mapping of str to float, optional
        Covariates at other values than their mean.

    Returns
    -------
    DataFrame
        A column of levels for each factor, then ``estimate``, ``se``, ``df``, ``t``, ``p``, ``low`` and
        ``high``; NaN where the data leave a mean undetermined.

    Raises
    ------
    RequestError
        If a name is no factor or no covariate of the model.

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.formula import mixed_model
    >>> table = pl.DataFrame({
    ...     "who": ["a", "a", "b", "b", "c", "c", "d", "d"],
    ...     "week": ["1", "2"] * 4,
    ...     "arm": ["drug", "drug", "placebo", "placebo"] * 2,
    ...     "score": [1.0, 2.0, 2.0, 4.0, 3.0, 3.5, 2.5, 5.0]})
    >>> model = mixed_model(table, "score ~ arm * week", subject="who", visit="week")
    >>> ls_means(model, ["arm", "week"])["estimate"].round(3).to_list()
    [2.0, 2.75, 2.25, 4.5]
    >>> ls_differences(model, "arm", by=["week"])["estimate"].round(3).to_list()
    [0.25, 1.75]
    """
    levels, weights, known = _weights(model, factors, at or {})
    labels = {name: tuple(str(one[k]) for one in levels) for k, name in enumerate(factors)}
    return table_of(labels, _known_only(contrasts(model.using, weights), known))


def ls_differences(
    model: FormulaModel,
    factor: str,
    by: Sequence[str] = (),
    reference: object = None,
    at: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """Compare levels of a factor, within each combination of levels of others.

    Parameters
    ----------
    model : FormulaModel
        From `mixed_model`.
    factor : str
        Whose levels are compared.
    by : sequence of str
        Factors within whose levels.
    reference : object, optional
        The level that each other is compared with; None for each pair, a later level less an earlier one.
    at : mapping of str to float, optional
        Covariates at other values than their mean; it matters where they interact with the factor.

    Returns
    -------
    DataFrame
        Columns of `by`, ``level``, ``reference``, and those of `ls_means`. Not adjusted for multiplicity.

    Raises
    ------
    RequestError
        If a name is no factor of the model, or the reference no level.

    Examples
    --------
    See `ls_means`.
    """
    levels, weights, known = _weights(model, [*by, factor], at or {})
    place = {one: k for k, one in enumerate(levels)}
    own = model.rows.levels[factor]
    if reference is not None and reference not in own:
        raise RequestError(f"{reference!r} is no level of {factor!r}. There are: {', '.join(map(str, own))}.")
    pairs = [
        (later, earlier)
        for k, later in enumerate(own)
        for earlier in own[:k]
    ] if reference is None else [(level, reference) for level in own if level != reference]  # fmt: skip
    within = list(dict.fromkeys(one[:-1] for one in levels))
    rows = [(others, pair) for others in within for pair in pairs]
    first = np.array([place[(*others, one)] for others, (one, _) in rows])
    second = np.array([place[(*others, other)] for others, (_, other) in rows])
    labels = {name: tuple(str(others[k]) for others, _ in rows) for k, name in enumerate(by)}
    labels |= {
        "level": tuple(str(one) for _, (one, _) in rows),
        "reference": tuple(str(other) for _, (_, other) in rows),
    }
    found = contrasts(model.using, weights[first] - weights[second])
    return table_of(labels, _known_only(found, known[first] & known[second]))


def _weights(
    model: FormulaModel, factors: Sequence[str], at: Mapping[str, float]
) -> tuple[list[tuple[object, ...]], Array, NDArray[np.bool_]]:
    """Return combinations of levels, their weights [combination, column], and which the data determine."""
    design, all_levels = model.design, model.rows.levels
    for name in factors:
        if name not in all_levels:
            raise RequestError(f"{name!r} is no factor of the model.{did_you_mean(name, all_levels)}")
    for name in at:
        if name not in design.means:
            raise RequestError(f"{name!r} is no covariate of the model.{did_you_mean(name, design.means)}")
    grid = list(product(*all_levels.values()))
    names = list(all_levels)
    data = {
        **{name: [one[k] for one in grid] for k, name in enumerate(names)},
        **{name: [at.get(name, mean)] * len(grid) for name, mean in design.means.items()},
    }
    rows = rows_of(design, data, len(grid))
    wanted = list(product(*(all_levels[name] for name in factors)))
    index = {one: k for k, one in enumerate(wanted)}
    mine = np.array([index[tuple(one[names.index(name)] for name in factors)] for one in grid])
    mean = np.stack([rows[mine == k].mean(axis=0) for k in range(len(wanted))])
    kept = mean[:, design.kept]
    if not design.aliased:
        return wanted, kept, np.ones(len(wanted), dtype=bool)
    full = rows_of(design, model.rows.data, len(design.matrix))
    ties = np.linalg.lstsq(design.matrix, full, rcond=None)[0]
    known = np.abs(kept @ ties - mean).max(axis=1) < 1e-8 * np.maximum(np.abs(mean).max(axis=1), 1.0)
    return wanted, kept, known


def _known_only(found: Contrasts, known: NDArray[np.bool_]) -> Contrasts:
    def kept(values: Array) -> Array:
        return np.where(known, values, np.nan)

    return Contrasts(
        kept(found.value), kept(found.se), kept(found.df), kept(found.p),
        type(found.interval)(kept(found.interval.low), kept(found.interval.high)),
    )  # fmt: skip
