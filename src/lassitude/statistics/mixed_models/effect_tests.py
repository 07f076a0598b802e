"""Tests of a model's terms: types II and III as SAS defines them."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.statistics.mixed_models.design import Design, Term, independent_columns, summed
from lassitude.statistics.mixed_models.formula import FormulaModel
from lassitude.statistics.mixed_models.inference import joint_test

Array = NDArray[np.float64]
Kind = Literal["II", "III"]


def effect_tests(model: FormulaModel, kind: Kind = "III") -> pl.DataFrame:
    """Test each term of a formula but the intercept.

    Type III: the marginal hypothesis, levels of other factors weighing alike and covariates at 0 (a main
    effect beside its interaction with a covariate is the difference where the covariate is 0: center it).
    Type II: each term after all terms that do not contain it. A term is contained in another that has the
    same covariates, the same factors and more.

    Parameters
    ----------
    model : FormulaModel
        From `mixed_model`.
    kind : str
        ``II`` or ``III``.

    Returns
    -------
    DataFrame
        Columns ``term``, ``df`` and ``denominator_df``, ``f``, ``p``. A type III test that empty cells make
        impossible is NaN.

    References
    ----------
    SAS/STAT User's Guide, "The Four Types of Estimable Functions".

    Examples
    --------
    >>> from lassitude.statistics.mixed_models.formula import mixed_model
    >>> table = pl.DataFrame({
    ...     "who": ["a", "a", "b", "b", "c", "c", "d", "d"],
    ...     "week": ["1", "2"] * 4,
    ...     "arm": ["drug", "drug", "placebo", "placebo"] * 2,
    ...     "score": [1.0, 2.0, 2.0, 4.0, 3.0, 3.5, 2.5, 5.0]})
    >>> model = mixed_model(table, "score ~ arm * week", subject="who", visit="week")
    >>> effect_tests(model)["term"].to_list()
    ['arm', 'week', 'arm:week']
    """
    hypotheses = _marginal(model) if kind == "III" else _after_others(model.design)
    rows = []
    for term in model.design.terms:
        if term.name == "1":
            continue
        weights = hypotheses[term.name]
        if weights is None:
            rows.append((term.name, 0.0, np.nan, np.nan, np.nan))
            continue
        test = joint_test(model.using, weights)
        rows.append((term.name, float(len(weights)), float(test.df[0]), float(test.f[0]), float(test.p[0])))
    return pl.DataFrame(rows, schema=["term", "df", "denominator_df", "f", "p"], orient="row")


def _marginal(model: FormulaModel) -> dict[str, Array | None]:
    """Rows that give the coefficients of each term where factors are coded to sum to 0."""
    design = model.design
    other, columns = summed(design, model.rows.data)
    kept = independent_columns(other)
    if design.aliased or len(kept) < other.shape[1]:
        whole = {name for name, mine in columns.items() if set(mine) <= set(kept.tolist())}
    else:
        whole = set(columns)
    turn = np.linalg.lstsq(design.matrix, other[:, kept], rcond=None)[0]
    back = np.asarray(np.linalg.inv(turn), dtype=np.float64)
    place = {column: k for k, column in enumerate(kept)}
    lost = {term.name for term in design.terms if not set(columns[term.name]) <= set(place)}
    found: dict[str, Array | None] = {}
    for term in design.terms:
        above = any(term.within(upper) and upper.name in lost for upper in design.terms)
        good = term.name in whole and not above
        mine = [place[column] for column in columns[term.name]] if good else []
        found[term.name] = _against_reference(back[mine], term) if good else None
    return found


def _against_reference(weights: Array, term: Term) -> Array:
    """Write a hypothesis as differences from reference levels, as SAS does.

    F does not depend on how it is written; Satterthwaite's degrees of freedom for several rows do.
    """
    return np.asarray(np.linalg.solve(weights[:, list(term.columns)], weights), dtype=np.float64)


def _after_others(design: Design) -> dict[str, Array | None]:
    """Rows of Goodnight's type II functions: a term adjusted for all that do not contain it."""
    found: dict[str, Array | None] = {}
    count = design.matrix.shape[1]
    for term in design.terms:
        own = list(term.columns)
        if not own:
            found[term.name] = None
            continue
        above = [column for other in design.terms if term.within(other) for column in other.columns]
        before = _before(design, term)
        x1, x2, x3 = (design.matrix[:, columns] for columns in (before, own, above))

        def left(values: Array, x1: Array = x1) -> Array:
            return values - x1 @ np.linalg.lstsq(x1, values, rcond=None)[0] if x1.shape[1] else values

        weights = np.zeros((len(own), count))
        weights[:, own] = np.eye(len(own))
        if above:
            adjusted = left(x2)
            weights[:, above] = np.linalg.solve(x2.T @ adjusted, adjusted.T @ x3)
        found[term.name] = weights
    return found


def _before(design: Design, term: Term) -> list[int]:
    return [
        column
        for other in design.terms
        if other.name != term.name and not term.within(other)
        for column in other.columns
    ]
