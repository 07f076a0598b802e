"""From a protocol to its power: pools, trials, truths, curves, ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.instruments import INSTRUMENTS
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.assumptions import assumptions, evidence_share, parameter_set
from lassitude.prediction.describing import cautioned, cited, described_study, disputed, versions
from lassitude.prediction.pipeline import prepare_process
from lassitude.prediction.power.closed_forms import Moments
from lassitude.prediction.power.curves import curve_of, moments_curve, trials_of
from lassitude.prediction.power.moments import MomentsFile, moments_for
from lassitude.prediction.power.priors import effect_tasks, shares_and_effects
from lassitude.prediction.power.question import ALPHA, Question, question
from lassitude.prediction.power.ranking import ranking, withheld
from lassitude.prediction.power.stored import pool_folder, to_compute
from lassitude.prediction.power.telling import assurance, conditional, conduct, headline, warnings
from lassitude.prediction.power.variants import PLANNED, Variant
from lassitude.prediction.power.work import (
    Arranged,
    Blocks,
    Draws,
    Task,
    arrange,
    compute,
    design_tasks,
    moment_tasks,
)
from lassitude.results import (
    Headline,
    Power,
    PowerCurve,
    PowerQuestion,
    Replicates,
    Results,
    Spread,
    Withheld,
)
from lassitude.results.citing import citations
from lassitude.runs.cache import shrink, touch
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol
from lassitude.trial.pool import live_to_screening


@dataclass(frozen=True)
class PowerRequest:
    """What is asked.

    Attributes
    ----------
    protocol : Protocol
        The study as planned.
    sizes : tuple of int
        People randomized, rising.
    trials, seed : int
        How many of each size, and which.
    arm : str or None
        Which arm; the first that is no comparator otherwise.
    variants : tuple of Variant
        Changes of the protocol.
    moments : MomentsFile or None
        A pilot's moments.
    moments_from : str
        Name of their file.
    priors : bool
        Whether the effect is also drawn from the declared priors.
    parameters : ParameterSet
        Power is given at its medians, assurance over its draws.
    """

    protocol: Protocol
    sizes: tuple[int, ...]
    trials: int
    seed: int
    arm: str | None = None
    variants: tuple[Variant, ...] = ()
    moments: MomentsFile | None = None
    moments_from: str = ""
    priors: bool = True
    parameters: ParameterSet = DECLARED


@dataclass(frozen=True)
class _Plan:
    """Everything that is to be simulated, as planned first."""

    draws: Draws
    arranged: tuple[Arranged, ...]
    changes: tuple[Variant, ...]
    withheld: tuple[Withheld, ...]
    moments: Moments | None


def find_power(
    request: PowerRequest,
    *,
    workers: int = 1,
    folder: Path,
    progress: Progress = no_progress,
) -> Results:
    """Simulate and analyze trials of every size, and summarize them.

    Parameters
    ----------
    request : PowerRequest
        What is asked; its names are known to exist.
    workers : int
        Processes; they change no byte.
    folder : Path
        Where finished blocks are kept.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    Results
        Of kind ``power``.

    Raises
    ------
    RequestError
        If the plan compares no arms, or too few people may enter.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> find_power(PowerRequest(read_protocol("canadian-ahsct"), (40,), 10, 1), folder=Path("nowhere"))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: canadian-ahsct randomizes nobody, so it has no power...
    """
    prepare_process()
    plan = _planned(request)
    pools = pool_folder(folder)
    unsure = [one.unsure for one in plan.arranged if one.unsure is not None]
    screening = to_compute(one.stored for one in (*plan.arranged, *unsure))
    tasks = _tasks(request, plan, pools)
    total = len(screening) + len(tasks)

    def tell(before: int) -> Progress:
        return lambda done, _: progress(before + done, total)

    map_blocks(live_to_screening, screening, pools, workers, tell(0), prepare_process)
    for name, _ in screening:
        touch(pools, name)
    shrink(pools)
    blocks = map_blocks(compute, tasks, folder, workers, tell(len(screening)), prepare_process)
    return _found(request, plan, blocks)


def _planned(request: PowerRequest) -> _Plan:
    draws = Draws(request.sizes, request.trials, request.seed, Clock(), request.parameters)
    asked = question(request.protocol, request.arm)
    moments = None if request.moments is None else moments_for(asked, request.moments, request.moments_from)
    arranged, changes, kept_back = [arrange("design-00", asked, draws)], [], []
    for variant in request.variants:
        changed = question(variant.protocol, request.arm)
        reason = withheld(asked, variant, changed)
        if reason is not None:
            kept_back.append(reason)
            continue
        changes.append(variant)
        arranged.append(arrange(f"design-{len(changes):02d}", changed, draws))
    return _Plan(draws, tuple(arranged), tuple(changes), tuple(kept_back), moments)


def _tasks(request: PowerRequest, plan: _Plan, pools: Path) -> list[tuple[str, Task]]:
    first = plan.arranged[0]
    tasks: list[tuple[str, Task]] = [
        task for one in plan.arranged for task in design_tasks(one, plan.draws, pools)
    ]
    if request.priors:
        tasks += effect_tasks(first.asked, first.made, request.parameters)
    if plan.moments is not None:
        tasks += moment_tasks(first.asked, plan.moments, plan.draws)
    return tasks


def _found(request: PowerRequest, plan: _Plan, blocks: Blocks) -> Results:
    first, draws = plan.arranged[0], plan.draws
    share, under_priors, effects = _under_priors(request, blocks)
    names = (PLANNED, *(one.name for one in plan.changes))
    curves = [
        curve_of(one, name, draws, blocks, effects if one is first and one.unsure is None else None)
        for one, name in zip(plan.arranged, names, strict=True)
    ]
    if plan.moments is not None:
        curves.append(moments_curve(first, plan.moments, draws, blocks))
    changed = [
        (one, trials_of(made, draws, blocks))
        for one, made in zip(plan.changes, plan.arranged[1:], strict=True)
    ]
    assumed = assumptions(request.protocol, request.parameters)
    power = Power(
        question=_question(first.asked),
        curves=tuple(curves),
        ranking=ranking(trials_of(first, draws, blocks), changed),
        withheld=plan.withheld,
        conditional=conditional(assumed, request.parameters),
        assurance=assurance(curves[0], request.parameters),
        effect_under_priors=under_priors,
        conduct=tuple(conduct(request.protocol)),
    )
    return _results(request, first.asked, power, share)


def _under_priors(
    request: PowerRequest, blocks: Blocks
) -> tuple[Spread | None, Spread | None, NDArray[np.float64] | None]:
    if "arm-prior-nothing" not in blocks:
        return None, None, None
    return shares_and_effects(blocks, request.seed)


def _question(asked: Question) -> PowerQuestion:
    endpoint = parse_endpoint(asked.endpoint)
    return PowerQuestion(
        analysis=asked.name,
        type=asked.analysis.type,
        endpoint=asked.endpoint,
        unit=INSTRUMENTS[str(endpoint.instrument)].parts[endpoint.part].unit,
        visit=asked.visit,
        population=asked.population,
        arm=asked.arm,
        comparator=asked.comparator,
        better=asked.better,
        alpha=ALPHA,
    )


def _results(request: PowerRequest, asked: Question, power: Power, share: Spread | None) -> Results:
    protocol = request.protocol
    assumed, quarrels = assumptions(protocol, request.parameters), disputed(protocol)
    named = {name for one in (*assumed, *quarrels) for name in one.citation_ids}
    pointers = [one.id for one in cited(protocol)]
    main: PowerCurve = power.curves[0]
    told: Sequence[str] = headline(asked, main)
    return Results(
        kind="power",
        study=described_study(protocol),
        seed=request.seed,
        parameter_set=parameter_set(assumed, request.parameters),
        replicates=Replicates(request.trials, request.trials, 0),
        headline=Headline("", tuple(told), share),
        power=power,
        evidence=evidence_share(assumed),
        assumptions=assumed,
        citations=citations([*pointers, *named]),
        conflicts=quarrels,
        warnings=(*cautioned(protocol), *warnings(power.curves)),
        versions=versions(("python", "numpy", "scipy", "polars", "jax", "jaxlib")),
    )
