"""A mixed model for repeated measures from a table and a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError
from lassitude.statistics.mixed_models.design import Design, design_of, variables_of
from lassitude.statistics.mixed_models.fit import Likelihood, MixedFit, fit_mixed_model
from lassitude.statistics.mixed_models.inference import (
    Contrasts,
    DegreesOfFreedom,
    Inference,
    StandardErrors,
    contrasts,
    inference,
)
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import Structure, Unstructured
from lassitude.statistics.mixed_models.table_rows import LeftOut, Roles, Rows, usable_rows

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FormulaModel:
    """A fitted model of a table.

    Attributes
    ----------
    formula : str
        As given.
    roles : Roles
        Which column says what.
    design : Design
        Terms, columns kept, and aliased columns by name.
    rows : Rows
        What was fitted; ``rows.left_out`` says what was not, whose and why.
    using : Inference
        The fit, with the method of standard errors and degrees of freedom.
    """

    formula: str
    roles: Roles
    design: Design
    rows: Rows
    using: Inference

    @property
    def fit(self) -> MixedFit:
        """The fit itself, of one replicate."""
        return self.using.fit

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Rows that were not used, by reason."""
        return self.rows.left_out

    def coefficients(self) -> pl.DataFrame:
        """Return each coefficient with standard error, degrees of freedom, t, p and 95% interval."""
        found = contrasts(self.using, np.eye(len(self.design.columns)))
        return table_of({"coefficient": self.design.columns}, found)

    def contrast(self, weights: Mapping[str, float]) -> pl.DataFrame:
        """Estimate a combination of coefficients, by name of the coefficient.

        Raises
        ------
        RequestError
            If a name is no coefficient.
        """
        row = np.zeros(len(self.design.columns))
        for name, weight in weights.items():
            if name not in self.design.columns:
                aliased = (
                    " It is a combination of others and was left out." if name in self.design.aliased else ""
                )
                raise RequestError(
                    f"{name!r} is no coefficient.{aliased} There are: {', '.join(self.design.columns)}."
                )
            row[self.design.columns.index(name)] = weight
        return table_of({}, contrasts(self.using, row[None]))

    def criteria(self) -> dict[str, float]:
        """Return minus twice the (restricted) log-likelihood, AIC, AICc and BIC (by people with an outcome).

        With REML they count covariance parameters only, and compare models of the same regressors.
        """
        fit = self.fit
        deviance = float(fit.deviance[0])
        regressors = len(self.design.columns)
        restricted = fit.likelihood == "REML"
        count = fit.parameters.size + (0 if restricted else regressors)
        rows = int(fit.rows[0]) - (regressors if restricted else 0)
        return {
            "-2 log-likelihood": deviance,
            "AIC": deviance + 2 * count,
            "AICc": deviance + 2 * count * rows / max(rows - count - 1, 1),
            "BIC": deviance + count * float(np.log(fit.people[0])),
        }

    def visit_covariance(self) -> dict[str, Array]:
        """Return the covariance [visit, visit] of each group; "" where there is one for all.

        For spatial structures, of visits at the mean coordinates of their rows.
        """
        visit = self.rows.visit
        place = np.arange(len(self.rows.visits), dtype=float)[:, None]
        if self.roles.coordinates:
            where = self.rows.table.select(self.roles.coordinates).to_numpy()
            place = np.stack([where[visit == k].mean(axis=0) for k in range(len(place))])
        distance = np.sqrt(((place[:, None] - place) ** 2).sum(axis=-1))
        return dict(zip(self.rows.groups, self.fit.visit_covariance(distance)[0], strict=True))


def mixed_model(
    table: pl.DataFrame,
    formula: str,
    *,
    subject: str,
    visit: str,
    covariance: Structure | None = None,
    group: str | None = None,
    weights: str | None = None,
    coordinates: tuple[str, ...] = (),
    likelihood: Likelihood = "REML",
    degrees_of_freedom: DegreesOfFreedom | None = None,
    standard_errors: StandardErrors = "model",
) -> FormulaModel:
    """Fit a mixed model for repeated measures to a table with one row a person and visit.

    Parameters
    ----------
    table : DataFrame
        Words, categories and truth values are factors, coded against their first level (in the order of an
        Enum, else sorted); numbers are covariates, and factors where the formula writes ``C(name)``.
    formula : str
        ``outcome ~ terms`` in R's notation (formulaic).
    subject, visit : str
        Columns that say who and when.
    covariance : Structure, optional
        Of a person's visits; unstructured where not given.
    group : str, optional
        Column whose levels have a covariance each.
    weights : str, optional
        Column that the variance of a row is divided by.
    coordinates : tuple of str
        Columns that say where a visit lies, for spatial structures.
    likelihood : str
        ``REML`` or ``ML``.
    degrees_of_freedom : str, optional
        Kenward-Roger with REML and model-based errors where not given, else Satterthwaite.
    standard_errors : str
        ``model``, ``CR0``, ``CR2`` or ``CR3``.

    Returns
    -------
    FormulaModel
        For `ls_means`, `ls_differences` and `effect_tests`.

    Raises
    ------
    RequestError
        If the table or the formula is not fit for it, naming rows and the way out, or if the fit has not
        converged.

    Examples
    --------
    >>> table = pl.DataFrame({
    ...     "who": ["a", "a", "b", "b", "c", "c", "d", "d", "e"],
    ...     "week": ["1", "2"] * 4 + ["1"],
    ...     "arm": ["drug", "drug", "placebo", "placebo"] * 2 + ["drug"],
    ...     "score": [1.0, 2.0, 2.0, 4.0, 3.0, 3.5, 2.5, 5.0, None]})
    >>> model = mixed_model(table, "score ~ arm * week", subject="who", visit="week")
    >>> model.coefficients()["estimate"].round(3).to_list()
    [2.0, 0.25, 0.75, 1.5]
    >>> model.left_out[0].reason, model.left_out[0].rows, model.left_out[0].subjects
    ('score is missing', (9,), ('e',))
    """
    outcome, variables, factors = variables_of(formula, table.columns)
    roles = Roles(outcome, subject, visit, group, weights, coordinates, variables, factors)
    rows = usable_rows(table, roles)
    design = design_of(formula, rows.data, rows.levels, rows.table.height)
    structure = Unstructured() if covariance is None else covariance
    _refuse_too_little(rows, design, structure, roles)
    fit = fit_mixed_model(_measurements(rows, design, roles), structure, likelihood)
    if not fit.converged[0]:
        raise RequestError(
            f"The model {formula!r} has not converged: {fit.reason[0]}. Try a covariance with fewer "
            "parameters."
        )
    kenward = likelihood == "REML" and standard_errors == "model"
    df: DegreesOfFreedom = degrees_of_freedom or ("kenward-roger" if kenward else "satterthwaite")
    return FormulaModel(formula, roles, design, rows, inference(fit, df, standard_errors))


def table_of(labels: Mapping[str, tuple[str, ...]], found: Contrasts) -> pl.DataFrame:
    """Make a table of contrasts of one replicate.

    Parameters
    ----------
    labels : mapping of str to tuple of str
        Columns before the numbers.
    found : Contrasts
        The numbers.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        t = found.value[0] / found.se[0]
    return pl.DataFrame(
        {
            **{name: list(words) for name, words in labels.items()},
            "estimate": found.value[0], "se": found.se[0], "df": found.df[0], "t": t, "p": found.p[0],
            "low": found.interval.low[0], "high": found.interval.high[0],
        }
    )  # fmt: skip


def _measurements(rows: Rows, design: Design, roles: Roles) -> Measurements:
    shape = (1, len(rows.people), len(rows.visits))
    place = (0, rows.person, rows.visit)
    outcome = np.full(shape, np.nan)
    outcome[place] = rows.table[roles.outcome].to_numpy()
    regressors = np.zeros((*shape, design.matrix.shape[1]))
    regressors[place] = design.matrix
    weight = where = group = None
    if roles.weights is not None:
        weight = np.ones(shape)
        weight[place] = rows.table[roles.weights].to_numpy()
    if roles.coordinates:
        where = np.full((*shape, len(roles.coordinates)), np.nan)
        where[place] = rows.table.select(roles.coordinates).to_numpy()
    if roles.group is not None:
        group = np.zeros(shape[:2], dtype=np.int64)
        group[0, rows.person] = rows.group
    return Measurements(outcome, regressors, group, weight, where)


def _refuse_too_little(rows: Rows, design: Design, structure: Structure, roles: Roles) -> None:
    visits = len(rows.visits)
    if structure.spatial and not roles.coordinates:
        raise RequestError(
            "A spatial covariance needs to know where visits lie: give their columns as coordinates, such as "
            "('day',)."
        )
    count = design.matrix.shape[1] + len(rows.groups) * structure.count(visits)
    if rows.table.height <= count:
        raise RequestError(
            f"The model has {count} parameters ({design.matrix.shape[1]} coefficients, the rest of the "
            f"covariance of {visits} visits) and the table {rows.table.height} usable rows. Leave terms out, "
            "or take a covariance with fewer parameters."
        )
    _refuse_exact(rows, design, roles)
    _refuse_without_common_visits(rows, design, roles)
    for k, name in enumerate(rows.groups):
        seen = set(rows.visit[rows.group == k].tolist())
        if len(seen) < visits:
            lacking = next(visit for v, visit in enumerate(rows.visits) if v not in seen)
            raise RequestError(
                f"The group {name!r} has no outcome at {lacking}, so its covariance there is unknown. Take "
                "one covariance for all groups, or leave that visit out."
            )


def _refuse_exact(rows: Rows, design: Design, roles: Roles) -> None:
    outcome = rows.table[roles.outcome].to_numpy()
    left = outcome - design.matrix @ np.linalg.lstsq(design.matrix, outcome, rcond=None)[0]
    if np.linalg.norm(left) <= 1e-10 * np.linalg.norm(outcome):
        same = "is the same in every row" if np.ptp(outcome) == 0 else "is fitted exactly by the formula"
        raise RequestError(
            f"{roles.outcome!r} {same}, so that no variance is left to judge effects by. Check the column."
        )


def _refuse_without_common_visits(rows: Rows, design: Design, roles: Roles) -> None:
    """Refuse to compare levels over visits when they share none."""
    whens = {roles.visit, f"C({roles.visit})"}
    for term in design.terms:
        if not term.factors & whens:
            continue
        for name in term.factors - whens:
            plain = name[2:-1].split(",")[0].strip() if name.startswith("C(") else name
            values = np.array([rows.levels[plain].index(value) for value in rows.data[plain]])
            seen = {
                level: set(rows.visit[values == k].tolist()) for k, level in enumerate(rows.levels[plain])
            }
            first, *others = seen
            for other in others:
                if not seen[first] & seen[other]:
                    raise RequestError(
                        f"{plain} {first!s} and {other!s} have no visit in common: the first was seen at "
                        f"{', '.join(rows.visits[v] for v in sorted(seen[first]))}, the second at "
                        f"{', '.join(rows.visits[v] for v in sorted(seen[other]))}. They cannot be compared "
                        f"by visit; check the names of visits, or leave the interaction {term.name!r} out."
                    )
