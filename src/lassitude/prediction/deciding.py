"""Which parameters decide the change of a study's endpoints: a Morris screen of all, then Sobol indices.

Parameters are independent: each has the triangle between its bounds, or the marginal distribution of a
calibrated set. The people are the same under every draw; a parameter without influence changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.physiology.parameters import OWNERS
from lassitude.population.declared import all_parameters
from lassitude.population.draws import names_for
from lassitude.population.parameter_sets import ParameterSet
from lassitude.prediction.decided import decided, singled_out
from lassitude.prediction.describing import versions
from lassitude.prediction.design import Design, design, studied
from lassitude.prediction.lives import DRAWS, PEOPLE, Life, mean_changes
from lassitude.prediction.pipeline import prepare_process
from lassitude.prediction.sobol import morris_design, morris_effects, need_salib, sobol_design
from lassitude.prediction.triangles import triangular
from lassitude.quantities.errors import RequestError
from lassitude.quantities.parameters import Declaration
from lassitude.results.sensitivity import Sensitivity
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol, plan_sha256

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """How thoroughly to look.

    Attributes
    ----------
    seed : int
        Of design and people.
    rows : int
        Of the Sobol design, a power of two.
    kept : int
        How many parameters are singled out.
    trajectories : int
        Of the screen.
    parameters : ParameterSet
        Whose marginal distributions are used.
    """

    seed: int
    rows: int
    kept: int
    trajectories: int
    parameters: ParameterSet


@dataclass(frozen=True)
class DrawsTask:
    """A block of draws under which the people live.

    Attributes
    ----------
    life : Life
        What they live through.
    endpoints : tuple of str
        Whose changes are returned.
    names : tuple of str
        Of the parameters, a condition's own without its name.
    values : array of float, [draw, parameter]
        `DRAWS` draws.
    """

    life: Life
    endpoints: tuple[str, ...]
    names: tuple[str, ...]
    values: Floats


@dataclass(frozen=True)
class _Question:
    """What is varied and what is looked at."""

    life: Life
    endpoints: tuple[str, ...]
    declared: tuple[Declaration, ...]
    local: tuple[str, ...]
    known: Mapping[str, Floats]

    def values(self, uniform: Floats) -> Floats:
        """Turn uniform numbers, [draw, parameter], into values."""
        columns = [
            np.quantile(self.known[one.name], uniform[:, place])
            if one.name in self.known
            else triangular(uniform[:, place], one)
            for place, one in enumerate(self.declared)
        ]
        return np.stack(columns, axis=1)


def live_under_draws(task: DrawsTask) -> dict[str, Floats]:
    """Simulate a block of draws; the function that worker processes import."""
    drawn = {name: task.values[:, place] for place, name in enumerate(task.names)}
    return mean_changes(task.life, task.endpoints, drawn)


def sensitivity_of(
    protocol: Protocol, asked: Asked, *, workers: int = 1, progress: Progress = no_progress
) -> Sensitivity:
    """Screen all parameters of a study and estimate the Sobol indices of those that matter most.

    Parameters
    ----------
    protocol : Protocol
        What was planned; its names are known to exist.
    asked : Asked
        How thoroughly to look.
    workers : int
        Processes; they change no byte.
    progress : callable
        Called as ``progress(done, total)``, once for each of both stages.

    Returns
    -------
    Sensitivity
        Of every primary endpoint.

    Raises
    ------
    RequestError
        If SALib is missing or the plan analyzes no change.

    Examples
    --------
    >>> from lassitude.population.parameter_sets import DECLARED
    >>> from lassitude.study.protocol import read_protocol
    >>> sensitivity_of(read_protocol("canadian-ahsct"), Asked(1, 64, 4, 2, DECLARED))  # doctest: +SKIP
    Sensitivity(study='canadian-ahsct', ...)
    """
    need_salib()
    made = design(protocol, asked.seed, 1, Clock())
    question = _question(made, asked)
    trajectories = morris_design(len(question.declared), asked.trajectories, asked.seed)
    screened = _lived(question, trajectories, "screen", workers, progress)
    effects = {name: morris_effects(trajectories, changes) for name, changes in screened.items()}
    groups = singled_out(question.declared, effects, asked.kept)
    drawn = sobol_design(groups, asked.rows, asked.seed)
    changes = _lived(question, drawn, "sobol", workers, progress)
    visits = made.schedule.labels
    return Sensitivity(
        study=protocol.id,
        plan_sha256=plan_sha256(protocol),
        arm=studied(made)[1].name,
        seed=asked.seed,
        parameter_set=asked.parameters.name,
        parameters=len(question.declared),
        rows=asked.rows,
        draws=len(trajectories) + len(drawn),
        people=PEOPLE,
        visits=(visits[0], visits[made.targets[-1]]),
        endpoints=tuple(
            decided(question.declared, groups, one, changes[one], effects[one], asked.seed)
            for one in question.endpoints
        ),
        versions=versions(("python", "numpy", "scipy", "jax", "jaxlib")),
    )


def primary_endpoints(made: Design) -> tuple[str, ...]:
    """Return the endpoints of the analysis called primary, or the first whose change is analyzed.

    Parameters
    ----------
    made : Design
        Of a plan.

    Raises
    ------
    RequestError
        If the plan analyzes no change.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> primary_endpoints(design(read_protocol("canadian-ahsct"), 2018, 1, Clock()))
    ('FIS.total', 'MFIS.total')
    """
    if not made.attributed:
        raise RequestError(
            f"{made.protocol.id} analyzes no change from one visit to another, so there is nothing that "
            "parameters could decide. Give an analysis the key change_from."
        )
    primary = made.protocol.analysis.get("primary")
    named = [] if primary is None else [one.endpoint for one in endpoints_of(primary)]
    return tuple(one for one in dict.fromkeys(named) if one in made.attributed) or made.attributed[:1]


def varied(condition: str, therapies: Sequence[str], endpoints: Sequence[str]) -> tuple[Declaration, ...]:
    """List every parameter of a study that can vary: of bodies, its condition, therapies and instruments.

    Parameters
    ----------
    condition : str
        What the people have.
    therapies, endpoints : sequence of str
        What they are given, and what is measured.

    Examples
    --------
    >>> names = [one.name for one in varied("rrms", ["modafinil"], ["MFIS.total"])]
    >>> "rrms.age" in names, "modafinil.ceiling" in names, "healthy.age" in names, "FSS.location" in names
    (True, True, False, False)
    """
    instruments = (str(parse_endpoint(one).instrument) for one in endpoints)
    owners = {*OWNERS, condition, "expectation", *therapies, *instruments}
    listed = {
        name: one
        for name, one in all_parameters().items()
        if name.partition(".")[0] in owners and one.bounds[0] < one.bounds[1]
    }
    return tuple(listed[name] for name in names_for(condition, tuple(listed)).values())


def _question(made: Design, asked: Asked) -> _Question:
    endpoints = primary_endpoints(made)
    population, chosen = studied(made)
    condition = made.protocol.populations[population].condition
    given = (*made.backgrounds[population], *chosen.treatments)
    days = made.schedule.days
    declared = varied(condition, [one.name for one in given], endpoints)
    local = {
        column: name for name, column in names_for(condition, tuple(one.name for one in declared)).items()
    }
    return _Question(
        Life(
            condition,
            asked.seed,
            given,
            days[0],
            days[made.targets[-1]],
            made.clock,
            made.hours,
        ),
        endpoints,
        declared,
        tuple(local[one.name] for one in declared),
        asked.parameters.draws,
    )


def _lived(
    question: _Question, uniform: Floats, name: str, workers: int, progress: Progress
) -> dict[str, Floats]:
    """Return the change of each endpoint under every draw; the last block is filled up."""
    count = len(uniform)
    blocks = -(-count // DRAWS)
    values = np.resize(question.values(uniform), (blocks * DRAWS, uniform.shape[1]))
    tasks = [
        (
            f"{name}-{block:05d}",
            DrawsTask(
                question.life,
                question.endpoints,
                question.local,
                values[block * DRAWS : (block + 1) * DRAWS],
            ),
        )
        for block in range(blocks)
    ]
    found = map_blocks(live_under_draws, tasks, None, workers, progress, prepare_process)
    return {
        one: np.concatenate([changes[one] for changes in found.values()])[:count]
        for one in question.endpoints
    }
