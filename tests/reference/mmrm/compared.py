"""Every number of a listing beside its own computation at given covariance parameters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from lassitude.statistics.mixed_models.covariance_limits import covariance_limits
from lassitude.statistics.mixed_models.fit import MixedFit, mixed_model_at
from lassitude.statistics.mixed_models.inference import Inference, contrasts, inference, joint_test
from lassitude.statistics.mixed_models.likelihood import evaluate
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import CommonCovariance
from tests.reference.mmrm.listings import Listing
from tests.reference.mmrm.printed import Printed
from tests.reference.mmrm.runs import Run, lungs

Array = NDArray[np.float64]


class Number(NamedTuple):
    """A printed number and the computed one."""

    where: str
    printed: Printed | None
    computed: float


def numbers(listing: Listing, run: Run, fit: MixedFit) -> Iterator[Number]:
    """Compute everything in a listing from a fit."""
    using = inference(fit, run.degrees_of_freedom, run.standard_errors)
    yield from _sizes(listing, run, fit)
    yield from _likelihood(listing, run, fit)
    yield from _matrices(listing, run, fit)
    yield from _parameters(listing, run, fit)
    yield from _coefficients(listing, run, using)
    yield from _means(listing, run, using)


def _sizes(listing: Listing, run: Run, fit: MixedFit) -> Iterator[Number]:
    counted = {
        "Covariance Parameters": fit.parameters.size,
        "Columns in X": len(listing.effects),
        "Columns in Z": 0,
        "Subjects": run.data.outcome.shape[1],
        "Max Obs per Subject": int(run.data.used.sum(axis=2).max()),
        "Number of Observations Read": run.data.outcome.size,
        "Number of Observations Used": int(fit.rows[0]),
        "Number of Observations Not Used": run.data.outcome.size - int(fit.rows[0]),
    }
    for name, size in listing.sizes.items():
        yield Number(name, Printed(size, 1.0), counted[name])
    assert int(listing.levels["USUBJID"][0]) == len(lungs().people)


@cache
def independent(run: Run) -> float:
    """Minus twice the log-likelihood of independent outcomes of one variance."""
    x = run.data.regressors[run.data.used]
    y = run.data.outcome[run.data.used]
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    free = len(y) - (x.shape[1] if run.likelihood == "REML" else 0)
    residual = np.array([[[0.0, left @ left / free]]])
    plain = Measurements(run.data.outcome, run.data.regressors)
    return float(mixed_model_at(plain, CommonCovariance(), residual, run.likelihood).deviance[0])


def criteria(run: Run, fit: MixedFit) -> dict[str, float]:
    """Information criteria as SAS computes them: BIC by all people, also those never seen."""
    deviance = float(fit.deviance[0])
    regressors = len(run.columns)
    restricted = run.likelihood == "REML"
    count = fit.parameters.size + (0 if restricted else regressors)
    rows = int(fit.rows[0]) - (regressors if restricted else 0)
    return {
        "-2 Res Log Likelihood" if restricted else "-2 Log Likelihood": deviance,
        "AIC": deviance + 2 * count,
        "AICC": deviance + 2 * count * rows / (rows - count - 1),
        "BIC": deviance + count * np.log(run.data.outcome.shape[1]),
    }


def criterion(run: Run, fit: MixedFit) -> float:
    """How far SAS takes the estimate to be from the best: it stops below 1e-8.

    Newton's decrement over the objective, which SAS counts without its constant.
    """
    at = evaluate(fit.cells, run.structure, fit.parameters, run.likelihood == "REML")
    gradient = at.gradient[0]
    free = int(fit.rows[0]) - (len(run.columns) if run.likelihood == "REML" else 0)
    decrement = gradient @ np.linalg.solve(at.observed[0], gradient)
    return float(decrement / abs(fit.deviance[0] - free * np.log(2 * np.pi)))


def _likelihood(listing: Listing, run: Run, fit: MixedFit) -> Iterator[Number]:
    deviance = float(fit.deviance[0])
    null = independent(run)
    yield Number("history first", listing.history[0][2], null)
    yield Number("history last", listing.history[-1][2], deviance)
    yield Number("criterion", listing.history[-1][3], criterion(run, fit))
    found = criteria(run, fit)
    for name, value in listing.fit.items():
        yield Number(name, value, found[name])
    freedom = fit.parameters.size - 1
    chi = null - deviance
    for name, value, computed in zip(
        ("df", "chi-square", "p"), listing.null_model, (freedom, chi, chdtrc(freedom, chi)), strict=True
    ):
        yield Number(f"null model {name}", value, computed)


def _matrices(listing: Listing, run: Run, fit: MixedFit) -> Iterator[Number]:
    for kind, shown in (("R", listing.matrices), ("R correlation", listing.correlations)):
        for person, rows in shown.items():
            matrix = _of_person(run, fit, person)
            if kind != "R":
                sd = np.sqrt(np.diag(matrix))
                matrix = matrix / sd[:, None] / sd
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    yield Number(f"{kind} {person} {i + 1},{j + 1}", value, float(matrix[i, j]))
            assert len(rows) == len(matrix)


def _of_person(run: Run, fit: MixedFit, person: str) -> Array:
    index = lungs().people.index(person)
    used = np.flatnonzero(run.data.used[0, index])
    visits = np.arange(4.0)[:, None] if run.data.place is None else run.data.place[0, index]
    distance = np.sqrt(((visits[:, None] - visits) ** 2).sum(axis=-1))
    group = 0 if run.data.group is None else int(run.data.group[0, index])
    return fit.structure.derive(fit.parameters[0, group], distance).value[np.ix_(used, used)]


def _parameters(listing: Listing, run: Run, fit: MixedFit) -> Iterator[Number]:
    limits = covariance_limits(fit)
    count = fit.parameters.shape[2]
    for k, (group, name, row) in enumerate(listing.parameters):
        place = (0, k // count, run.order[k % count])
        value, where = float(fit.parameters[place]), f"{name} {group}".strip()
        lower, upper = float(limits.low[place]), float(limits.high[place])
        for part, one, computed in zip(
            ("", "alpha", "lower", "upper"), row, (value, 0.05, lower, upper), strict=True
        ):
            yield Number(f"{where} {part}".strip(), one, computed)
        again = listing.digits.get(f"{name} USUBJID ARMCD {group}")
        if again is not None:
            yield Number(f"{where} again", again, value)


def _t_row(
    where: str, row: list[Printed | None], using: Inference, weights: Array, last: int = 8
) -> Iterator[Number]:
    found = contrasts(using, weights[None])
    value, se, df, p = (float(one[0, 0]) for one in (found.value, found.se, found.df, found.p))
    low, high = float(found.interval.low[0, 0]), float(found.interval.high[0, 0])
    parts = ("estimate", "se", "df", "t", "p", "alpha", "lower", "upper")
    for part, one, computed in zip(parts, row, (value, se, df, value / se, p, 0.05, low, high), strict=False):
        if one is None:
            raise ValueError(f"{where} {part} is missing.")
        yield Number(f"{where} {part}", one, computed)


def _coefficients(listing: Listing, run: Run, using: Inference) -> Iterator[Number]:
    identity = np.eye(len(run.columns))
    for effect, level, row in listing.effects:
        name = f"{effect} {level}".strip()
        if name not in run.columns:
            yield Number(f"{name} of the reference", row[0], 0.0)
            continue
        yield from _t_row(name, row, using, identity[run.columns.index(name)])
    for i, row in enumerate(listing.empirical):
        for j, one in enumerate(row):
            yield Number(f"empirical {i + 1},{j + 1}", one, float(using.covariance[0, i, j]))
    for effect, row in listing.type3.items():
        mine = [k for k, column in enumerate(run.columns) if column.split()[0] == effect]
        test = joint_test(using, identity[mine])
        f, df, p, count = float(test.f[0]), float(test.df[0]), float(test.p[0]), len(mine)
        computed = (count, df, count * f, f, chdtrc(count, count * f), p)
        parts = ("df", "denominator df", "chi-square", "F", "p of chi-square", "p")
        for part, one, value in zip(parts, row, computed, strict=True):
            yield Number(f"type 3 {effect} {part}", one, float(value))
    for name, part in (("Intercept", "value"), ("Intercept se", "se")):
        if name in listing.digits:
            found = contrasts(using, identity[:1])
            yield Number(f"{name} again", listing.digits[name], float(getattr(found, part)[0, 0]))


def _means(listing: Listing, run: Run, using: Inference) -> Iterator[Number]:
    """Least squares means of the one factor of these models."""

    def row_of(factor: str, level: str) -> Array:
        return np.array([float(name in ("Intercept", f"{factor} {level}")) for name in run.columns])

    for (factor, level), row in listing.means:
        yield from _t_row(f"mean {level}", row, using, row_of(factor, level))
    for (factor, one, other), row in listing.differences:
        yield from _t_row(f"{one} - {other}", row, using, row_of(factor, one) - row_of(factor, other))
