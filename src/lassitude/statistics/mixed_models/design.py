"""The model matrix of a formula: terms, coding, and columns that say nothing new."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean

Array = NDArray[np.float64]
Levels = Mapping[str, tuple[object, ...]]
_ALIASED = 1e-9


@dataclass(frozen=True)
class Term:
    """A term of a formula.

    Attributes
    ----------
    name : str
        Such as ``ARMCD:AVISIT``; ``1`` is the intercept.
    factors : frozenset of str
        Categorical variables in it, as the formula writes them.
    covariates : frozenset of str
        Numerical ones.
    columns : tuple of int
        Its columns among those kept.
    """

    name: str
    factors: frozenset[str]
    covariates: frozenset[str]
    columns: tuple[int, ...]

    def within(self, other: Term) -> bool:
        """Tell whether the other has the same covariates, these factors and more (SAS: is contained)."""
        return self.covariates == other.covariates and self.factors < other.factors


@dataclass(frozen=True, eq=False)
class Design:
    """Rows of a table as regressors.

    Attributes
    ----------
    matrix : array of float64 [row, column]
        Of the columns kept.
    columns, aliased : tuple of str
        Names of the columns kept, and of those that are linear combinations of earlier ones.
    terms : tuple of Term
        In the order of the formula.
    levels : mapping of str to tuple
        Levels of each variable that is a factor; the first is the reference.
    means : mapping of str to float
        Mean of each numerical variable.
    kept, spec
        Which columns of the formula were kept, and how formulaic builds more rows.
    """

    matrix: Array
    columns: tuple[str, ...]
    aliased: tuple[str, ...]
    terms: tuple[Term, ...]
    levels: Levels
    means: Mapping[str, float]
    kept: NDArray[np.int64]
    spec: Any


Columns = Mapping[str, Sequence[object]]


def variables_of(formula: str, columns: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the outcome, the variables, and those of them that ``C(...)`` makes factors.

    Parameters
    ----------
    formula : str
        In R's notation, ``outcome ~ terms``.
    columns : sequence of str
        Of the table.

    Raises
    ------
    RequestError
        If it cannot be read, has no outcome, or names what the table does not have.

    Examples
    --------
    >>> variables_of("y ~ arm * C(week) + age", ["y", "arm", "week", "age"])
    ('y', ('age', 'arm', 'week'), ('week',))
    """
    sides = _read(formula)
    outcome = str(sides.lhs).strip()
    required = {str(name) for name in sides.rhs.required_variables} | _within_calls(sides.rhs, columns)
    for name in (outcome, *sorted(required)):
        if name not in columns:
            raise RequestError(
                f"The formula {formula!r} names {name!r}, which is no column of the table."
                f"{did_you_mean(name, columns)}"
            )
    made = {
        name
        for term in sides.rhs
        for factor in term.factors
        if (name := _categorical(factor.expr)) is not None
    }
    return outcome, tuple(sorted(required)), tuple(sorted(made))


def design_of(formula: str, data: Columns, levels: Levels, count: int) -> Design:
    """Build the model matrix.

    Parameters
    ----------
    formula : str
        ``outcome ~ terms``.
    data, levels
        The variables without missing values, and the levels of the factors among them.
    count : int
        Number of rows.

    Returns
    -------
    Design
        Factors are coded against their first level; columns that add nothing are left out and named.

    Raises
    ------
    RequestError
        If a term cannot be computed.

    Examples
    --------
    >>> made = design_of("y ~ arm + dose", {"arm": ["a", "b", "b"], "dose": [0.0, 1.0, 1.0]},
    ...     {"arm": ("a", "b")}, 3)
    >>> made.columns, made.aliased
    (('Intercept', 'arm[T.b]'), ('dose',))
    """
    from formulaic.errors import FactorEvaluationError, FormulaicError

    terms = _read(formula).rhs
    try:
        built = terms.get_model_matrix(frame_of(data, levels, count))
    except (FormulaicError, FactorEvaluationError) as problem:
        raise RequestError(f"The formula {formula!r} cannot be computed: {problem}") from problem
    spec = built.model_spec
    matrix = np.asarray(built, dtype=float)
    kept = independent_columns(matrix)
    place = {column: k for k, column in enumerate(kept)}
    names = [str(name) for name in built.columns]
    return Design(
        matrix=matrix[:, kept],
        columns=tuple(names[k] for k in kept),
        aliased=tuple(name for k, name in enumerate(names) if k not in place),
        terms=tuple(_term(term, spec, place) for term in spec.term_indices),
        levels=dict(levels),
        means={
            name: float(np.mean(np.asarray(values, dtype=float)))
            for name, values in data.items()
            if name not in levels
        },
        kept=kept,
        spec=spec,
    )


def rows_of(design: Design, data: Columns, count: int) -> Array:
    """Build regressors of so many more rows, aliased columns included: [row, column of the formula]."""
    return np.asarray(design.spec.get_model_matrix(frame_of(data, design.levels, count)), dtype=float)


def frame_of(data: Columns, levels: Levels, count: int) -> Any:
    """Make a data frame of so many rows whose factors have the levels given."""
    import pandas as pd

    return pd.DataFrame(
        {
            name: pd.Categorical(list(values), categories=list(levels[name]))
            if name in levels
            else np.asarray(values, dtype=float)
            for name, values in data.items()
        },
        index=range(count),
    )


def independent_columns(matrix: Array) -> NDArray[np.int64]:
    """Return the columns that are no linear combination of earlier ones.

    Examples
    --------
    >>> independent_columns(np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 1.0]]))
    array([0, 2])
    """
    basis = np.empty((matrix.shape[0], 0))
    kept = []
    for k, column in enumerate(matrix.T):
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)
        size = np.linalg.norm(left)
        if size > _ALIASED * max(float(np.linalg.norm(column)), 1e-300):
            basis = np.column_stack([basis, left / size])
            kept.append(k)
    return np.array(kept, dtype=np.int64)


def summed(design: Design, data: Columns) -> tuple[Array, dict[str, tuple[int, ...]]]:
    """Build the same model with factors coded to sum to 0, and the columns of each term by its name."""
    exchanged = {
        name: f"C(`{_categorical(name) or name}`, contr.sum)"
        for term in design.terms
        for name in term.factors
    }
    texts = [
        "1" if term.name == "1" else ":".join(exchanged.get(part, part) for part in _parts(term, design))
        for term in design.terms
    ]
    if "1" not in texts:
        texts = ["0", *texts]
    built = _parsed(" + ".join(texts)).get_model_matrix(frame_of(data, design.levels, len(design.matrix)))
    found = {
        frozenset(factor.expr for factor in term.factors): tuple(columns)
        for term, columns in built.model_spec.term_indices.items()
    }
    back = {_plain(key): columns for key, columns in found.items()}
    return np.asarray(built, dtype=float), {
        term.name: back[_plain(frozenset(_parts(term, design)))] for term in design.terms
    }


def _plain(parts: frozenset[str]) -> frozenset[str]:
    """Name the variables of a term without their coding."""
    return frozenset(_categorical(part) or part for part in parts)


def _parts(term: Term, design: Design) -> tuple[str, ...]:
    for known in design.spec.term_indices:
        if str(known) == term.name:
            return tuple(factor.expr for factor in known.factors)
    raise KeyError(term.name)


def _read(formula: str) -> Any:
    from formulaic.errors import FormulaicError

    try:
        sides = _parsed(formula)
    except FormulaicError as problem:
        raise RequestError(
            f"The formula {formula!r} cannot be read: {str(problem).splitlines()[0]}"
        ) from problem
    if getattr(sides, "lhs", None) is None or isinstance(sides.rhs, tuple):
        raise RequestError(f"The formula {formula!r} is not 'outcome ~ terms', such as 'y ~ arm * visit'.")
    return sides


def _within_calls(terms: Any, columns: Sequence[str]) -> set[str]:
    """Return columns that functions such as ``poly(age, 2)`` name."""
    words = {
        word
        for term in terms
        for factor in term.factors
        for word in re.findall(r"\w+\b(?!\s*[(.])", factor.expr)
    }
    return words & set(columns)


def _parsed(formula: str) -> Any:
    from formulaic import Formula

    made: Any = Formula
    return made(formula)


def _categorical(expression: str) -> str | None:
    """Return the variable that ``C(...)`` makes a factor."""
    if not (expression.startswith("C(") and expression.endswith(")")):
        return None
    return expression[2:-1].split(",")[0].strip().strip("`")


def _term(term: Any, spec: Any, place: Mapping[int, int]) -> Term:
    kinds = {
        factor.expr: str(spec.encoder_state[factor.expr][0].value)
        for factor in term.factors
        if str(term) != "1"
    }
    return Term(
        str(term),
        frozenset(name for name, kind in kinds.items() if kind == "categorical"),
        frozenset(name for name, kind in kinds.items() if kind != "categorical"),
        tuple(place[column] for column in spec.term_indices[term] if column in place),
    )
