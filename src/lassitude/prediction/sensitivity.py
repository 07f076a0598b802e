"""How much of a prediction rests on hypotheses: the share of its variance over all parameters.

Every parameter is drawn from a triangle between its bounds that peaks at its value, or, where a set has been
calibrated, from its rows. One set of people lives under each draw, and once more with the parameters of
hypothesis grade drawn anew and the others kept. Half the mean squared difference over the variance is the
total-effect index of the hypotheses
(Jansen 1999, doi:10.1016/S0010-4655(98)00154-4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.instruments import instrument
from lassitude.instruments.catalog import assumptions
from lassitude.population.cohort import body_declarations
from lassitude.population.conditions import declarations_of
from lassitude.population.draws import names_for
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.lives import DRAWS, Life, mean_changes
from lassitude.prediction.triangles import triangular
from lassitude.quantities.parameters import Declaration
from lassitude.randomness.streams import person_keys, uniforms
from lassitude.results import Interval, Spread
from lassitude.study.endpoints import parse_endpoint
from lassitude.therapies import catalog
from lassitude.therapies.regimen import Treatment
from lassitude.trial.hours import Hours

PRIOR = 0xFFFFFFFE
"""The replicate number of draws from priors."""
_BOOTSTRAPS = 400

Redrawn = Literal["nothing", "hypotheses"]


@dataclass(frozen=True)
class PriorTask:
    """Some people who live under many draws of all parameters.

    Attributes
    ----------
    condition : str
        What they have.
    seed : int
        Of the study.
    treatments : tuple of Treatment
        Background and arm, in absolute days.
    first_visit, last_visit : int or float
        Absolute days.
    endpoint : str
        Whose change is predicted, such as ``FIS.total``.
    redrawn : {"nothing", "hypotheses"}
        Which parameters are drawn a second time.
    clock : Clock
        How a day is cut.
    parameters : ParameterSet
        Whose draws stand in place of triangles.
    hours : Hours or None
        When they begin to live by the hour, if they do.
    """

    condition: str
    seed: int
    treatments: tuple[Treatment, ...]
    first_visit: int | float
    last_visit: int | float
    endpoint: str
    redrawn: Redrawn
    clock: Clock
    parameters: ParameterSet = DECLARED
    hours: Hours | None = None


def prior_tasks(task: PriorTask) -> list[tuple[str, PriorTask]]:
    """List the two blocks that the share needs.

    Examples
    --------
    >>> task = PriorTask("rrms", 1, (), 731, 900, "FIS.total", "nothing", Clock())
    >>> [name for name, _ in prior_tasks(task)]
    ['prior-nothing', 'prior-hypotheses']
    """
    return [(f"prior-{one}", replace(task, redrawn=one)) for one in ("nothing", "hypotheses")]


def prior_draws(
    declared: Iterable[Declaration],
    seed: int,
    redrawn: Redrawn,
    known: Mapping[str, NDArray[np.float64]] | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Draw every parameter once for each draw.

    Parameters
    ----------
    declared : iterable of Declaration
        Parameters.
    seed : int
        Of the study.
    redrawn : {"nothing", "hypotheses"}
        Which parameters are drawn a second time.
    known : mapping of str to array, [row], optional
        Rows of a calibrated set, by parameter name.

    Returns
    -------
    dict of str to array, [draw]
        By parameter name.
    """
    keys = person_keys(seed, PRIOR, np.arange(DRAWS))
    rows = [uniforms(keys, "prior: row of the calibrated set", number) for number in (0, 1)]
    drawn = {}
    for one in declared:
        second = redrawn == "hypotheses" and one.source.grade == "hypothesis"
        if known and one.name in known:
            values = known[one.name]
            drawn[one.name] = values[(rows[second] * len(values)).astype(np.int64)]
        else:
            drawn[one.name] = triangular(uniforms(keys, f"prior: {one.name}", int(second)), one)
    return drawn


def _declared(task: PriorTask) -> list[Declaration]:
    prefix = f"{task.condition}."
    about = [
        replace(one, name=one.name.removeprefix(prefix))
        for one in declarations_of(task.condition)
        if "." not in one.name.removeprefix(prefix)
    ]
    return [*about, *body_declarations(task.condition), *catalog.all_declarations()]


def live_under_priors(task: PriorTask) -> dict[str, NDArray[np.float64]]:
    """Simulate a block of draws.

    Returns
    -------
    dict of str to array
        ``change``, [draw]: mean change of the endpoint over the people.
    """
    name = str(parse_endpoint(task.endpoint).instrument)
    form = instrument(name)
    scale = [replace(one, name=f"{name}.{one.name.rpartition('.')[2]}") for one in assumptions(form)]
    rows = task.parameters.draws
    known = {name: rows[column] for name, column in names_for(task.condition, tuple(rows)).items()}
    told = prior_draws([*_declared(task), *scale], task.seed, task.redrawn, known)
    visits = (task.first_visit, task.last_visit)
    life = Life(task.condition, task.seed, task.treatments, *visits, task.clock, task.hours)
    return {"change": mean_changes(life, [task.endpoint], told)[task.endpoint]}


def hypothesis_share(blocks: Mapping[str, Mapping[str, NDArray[np.float64]]], seed: int) -> Spread:
    """Return the share of the prior variance that rests on hypotheses, with its bootstrap interval.

    Parameters
    ----------
    blocks : mapping
        ``prior-nothing`` and ``prior-hypotheses`` as :func:`live_under_priors` returns them.
    seed : int
        Of the study, for the bootstrap.

    Examples
    --------
    >>> same = {"change": np.arange(4.0)}
    >>> hypothesis_share({"prior-nothing": same, "prior-hypotheses": same}, 1).median
    0.0
    """
    first, second = blocks["prior-nothing"]["change"], blocks["prior-hypotheses"]["change"]
    known = np.isfinite(first) & np.isfinite(second)
    first, second = first[known], second[known]
    keys = person_keys(seed, PRIOR, np.arange(len(first)))
    picks = np.stack(
        [
            (uniforms(keys, "bootstrap of draws", number) * len(first)).astype(int)
            for number in range(_BOOTSTRAPS)
        ]
    )
    shares = _total_index(first[picks], second[picks])
    low, quarter, upper_quarter, high = (float(one) for one in np.percentile(shares, [5, 25, 75, 95]))
    return Spread(float(_total_index(first, second)), Interval(quarter, upper_quarter), Interval(low, high))


def _total_index(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    variance = 0.5 * (first.var(axis=-1) + second.var(axis=-1))
    return np.minimum(0.5 * ((first - second) ** 2).mean(axis=-1) / np.maximum(variance, 1e-12), 1.0)
