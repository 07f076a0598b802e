"""How long unstructured mixed models take here, beside the same model in statsmodels and in R's nlme."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.runs.rates import rates_by_processes
from lassitude.statistics.mixed_models.fit import fit_mixed_model
from lassitude.statistics.mixed_models.inference import contrasts, inference
from lassitude.statistics.mixed_models.measurements import Measurements
from lassitude.statistics.mixed_models.structures import Unstructured

PEOPLE, VISITS, BATCH = 200, 4, 64
_SEED = 4
_R = """
library(nlme)
d <- read.csv("trial.csv"); d$arm <- factor(d$arm); d$v <- factor(d$visit)
fit <- function() gls(y ~ 0 + arm:v + base:v, d, correlation = corSymm(form = ~visit | id),
                      weights = varIdent(form = ~1 | v), method = "REML")
invisible(fit())
times <- sapply(1:3, function(k) system.time(fit())[["elapsed"]])
cat(min(times), as.numeric(logLik(fit())), "\\n")
"""


def example(replicates: int, first: int = 0) -> Measurements:
    """Draw trials of 200 people and 4 visits with missing values, baseline and two arms.

    Parameters
    ----------
    replicates : int
        How many.
    first : int
        Number of the first.

    Returns
    -------
    Measurements
        Means by arm and visit and a slope on baseline by visit; 5% of values missing, and dropout of 6% a
        visit.

    Examples
    --------
    >>> example(2).outcome.shape
    (2, 200, 4)
    """
    visits, arm = np.arange(VISITS), np.arange(PEOPLE) % 2
    number = first + np.arange(replicates)[:, None, None]
    keys = person_keys(_SEED, number, np.arange(PEOPLE)[:, None])
    noise = normals(keys, "benchmark outcomes", 0, np.arange(VISITS + 2))
    base = 14 * noise[..., :1]
    values = 0.5 * base - 3 * arm[:, None] + 10 * noise[..., 1:2] + 7 * noise[..., 2:]
    left = uniforms(keys, "benchmark dropout", 0, visits) < 0.06
    missed = uniforms(keys, "benchmark missed visits", 0, visits) < 0.05
    outcome = np.where(np.logical_or.accumulate(left, axis=2) | missed, np.nan, values)
    regressors = np.zeros((*outcome.shape, 3, VISITS))
    for place in (0, 1):
        regressors[:, :, visits, place, visits] = (arm == place)[:, None]
    regressors[:, :, visits, 2, visits] = base
    return Measurements(outcome, regressors.reshape(*outcome.shape, 3 * VISITS))


@dataclass(frozen=True)
class FitTask:
    """One process that fits batch after batch.

    Attributes
    ----------
    first : int
        Number of its first trial.
    turns : int
        Batches that are timed, after one that is not.
    """

    first: int
    turns: int


def fit_batches(task: FitTask) -> dict[str, NDArray[np.float64]]:
    """Fit and test batches of trials.

    Returns
    -------
    dict of str to array of float
        ``rates``, [turn], fits a second.
    """
    data = example(BATCH, task.first)
    rates = [1 / _seconds(lambda: _fit(data), 1) * BATCH for _ in range(task.turns + 1)]
    return {"rates": np.array(rates[1:])}


def mixed_model_speeds(workers: int, prepare: Callable[[], None]) -> dict[str, Any]:
    """Measure single fits, batches on several processes, and the ratios to other software on the same data.

    Parameters
    ----------
    workers : int
        Processes of the measurement of batches.
    prepare : callable
        Called in each process first.

    Returns
    -------
    dict
        ``single_ms``, ``batched`` fits a second by processes, ``against_statsmodels`` and ``against_nlme``;
        the latter two hold ``absent`` with a reason where the other software is not there.

    Examples
    --------
    >>> mixed_model_speeds(2, lambda: None)["people"]  # doctest: +SKIP
    200
    """
    data = example(1)
    single = _seconds(lambda: _fit(data), 15)
    rates = rates_by_processes(fit_batches, lambda number: FitTask(number * 1000, 5), workers, prepare)
    return {
        "people": PEOPLE,
        "visits": VISITS,
        "single_ms": 1000 * single,
        "batched": rates,
        "against_statsmodels": _ratio(single, _statsmodels_seconds(data)),
        "against_nlme": _ratio(single, _nlme_seconds(data)),
    }


def _fit(data: Measurements) -> None:
    weights = np.zeros((VISITS, 3 * VISITS))
    place = np.arange(VISITS)
    weights[place, place], weights[place, VISITS + place] = -1.0, 1.0
    contrasts(inference(fit_mixed_model(data, Unstructured()), "satterthwaite"), weights)


def _seconds(work: Callable[[], object], times: int) -> float:
    """Return the shortest of several durations."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def _ratio(ours: float, other: float | str) -> dict[str, Any]:
    return {"absent": other} if isinstance(other, str) else {"seconds": other, "ratio": other / ours}


def _rows(data: Measurements) -> dict[str, NDArray]:
    person, visit = np.nonzero(data.used[0])
    x = data.regressors[0, person, visit]
    return {
        "id": person,
        "arm": x[:, VISITS : 2 * VISITS].sum(axis=1).astype(int),
        "visit": visit + 1,
        "base": x[:, 2 * VISITS :].sum(axis=1),
        "y": data.outcome[0, person, visit],
    }


def _statsmodels_seconds(data: Measurements) -> float | str:
    try:
        from statsmodels.regression.mixed_linear_model import MixedLM
    except ImportError:
        return "statsmodels is not installed"
    rows = _rows(data)
    person, visit = np.nonzero(data.used[0])
    random = np.eye(VISITS)[visit]
    model = MixedLM(rows["y"], data.regressors[0, person, visit], groups=rows["id"], exog_re=random)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _seconds(lambda: model.fit(reml=True), 1)


def _nlme_seconds(data: Measurements) -> float | str:
    program = shutil.which("Rscript")
    if program is None:
        return "R is not installed"
    rows = _rows(data)
    with tempfile.TemporaryDirectory() as folder:
        table = np.stack([column.astype(float) for column in rows.values()], axis=1)
        np.savetxt(
            Path(folder, "trial.csv"), table, fmt="%.17g", delimiter=",", header=",".join(rows), comments=""
        )
        told = subprocess.run([program, "-e", _R], cwd=folder, capture_output=True, text=True, check=False)
    if told.returncode:
        return f"R could not fit the model: {told.stderr.strip().splitlines()[-1:]}"
    return float(told.stdout.split()[0])
