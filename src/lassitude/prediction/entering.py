"""Who enters every replicate: the pool is screened, people are enrolled and assigned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lassitude.population.draws import DRAWS_APART, PERSONS_APART
from lassitude.prediction.design import Design
from lassitude.study.designs import Allocation, Minimization, Simple, StratifiedBlocks, Stratum
from lassitude.study.protocol import Protocol
from lassitude.trial.allocation import allocate
from lassitude.trial.assignment import nobody_is_randomized, run_in_of, weights_of
from lassitude.trial.enrollment import Enrollment, draws_lived, enough, enroll, first_failed
from lassitude.trial.pool import Pool, PoolTask, joined, pool_tasks
from lassitude.trial.screening import Hurdle, days_before, hurdles, measures_of
from lassitude.trial.strata import factor_codes, strata_codes

Arrays = Mapping[str, NDArray]
Blocks = Mapping[str, Arrays]
ENOUGH_DRAWS, LARGER = 0.9, 16
"""Share of draws that must have enough people before more are screened, up to so many times as many."""
LISTS_APART = 1_000_000
"""How far the numbers of lists of different populations lie apart, so that none is drawn twice."""


def _whole_pool(made: Design, population: str) -> tuple[str, PoolTask]:
    """Return the beginning of the names of a pool's blocks, and the pool as one block."""
    number = list(made.protocol.populations).index(population)
    people, run_in = made.protocol.populations[population], run_in_of(made.protocol)
    first = made.schedule.screened_on
    # Blocks of pools of another size stand under other names, so that none is taken for another.
    return f"pool-{number:02d}" + (f"-{made.drawn.share}" if made.drawn.count else ""), PoolTask(
        condition=people.condition,
        seed=made.seed,
        first=number * PERSONS_APART,
        people=made.drawn.count * made.drawn.share or made.protocol.simulation.pool,
        background=made.backgrounds[population],
        day=first,
        clock=made.clock,
        earlier=tuple(first - days for days in days_before(people, run_in)),
        measures=tuple(
            dict.fromkeys((*measures_of(people, run_in), *(one.measure for one in _strata(made.protocol))))
        ),
        drawn=made.drawn,
    )


def _rule(protocol: Protocol) -> Allocation:
    """Return by which rule people are assigned; in a series each person's order is a draw of its own."""
    return getattr(protocol.design, "allocation", Simple(type="simple"))


def _strata(protocol: Protocol) -> tuple[Stratum, ...]:
    rule = _rule(protocol)
    if isinstance(rule, StratifiedBlocks):
        return rule.strata
    return rule.factors if isinstance(rule, Minimization) else ()


def screening_tasks(made: Design) -> list[tuple[str, PoolTask]]:
    """List the blocks of all pools."""
    return [task for name in made.protocol.populations for task in pool_tasks(*_whole_pool(made, name))]


@dataclass(frozen=True)
class Entered:
    """The pools after enrollment and assignment, by population.

    Attributes
    ----------
    pools : mapping of str to Pool
        Everybody who was screened.
    enrollments : mapping of str to Enrollment
        Who entered.
    assigned : mapping of str to array of int, [replicate, slot]
        Position of each person's assignment.
    """

    pools: Mapping[str, Pool]
    enrollments: Mapping[str, Enrollment]
    assigned: Mapping[str, NDArray[np.int64]]


def enter(made: Design, blocks: Blocks) -> Entered:
    """Screen every pool, enroll from it and assign.

    Raises
    ------
    RequestError
        If too few are eligible for a population.
    """
    return _entered(made, *_judged(made, blocks))


def _entered(made: Design, pools: dict[str, Pool], judged: Mapping[str, Sequence[Hurdle]]) -> Entered:
    fit = _fit(made, pools, judged)
    draws = draws_lived(fit, made.numbers) if fit.any() else np.zeros(made.replicates, np.int64)
    enrollments = {}
    for name, pool in pools.items():
        persons = made.drawn.persons(pool.first + np.arange(pool.people))
        enrollments[name] = enroll(
            name,
            persons,
            judged[name],
            made.slots(name),
            made.seed,
            made.replicates,
            made.first,
            made.drawn,
            draws,
        )
    assigned = {name: _assigned(made, name, pools[name], one.persons) for name, one in enrollments.items()}
    return Entered(pools, enrollments, assigned)


def screen(made: Design, run: Callable[[list[tuple[str, PoolTask]]], Blocks]) -> tuple[Design, Entered]:
    """Screen, and screen twice as many under each draw as long as few draws have enough people.

    Parameters
    ----------
    made : Design
        What was planned.
    run : callable
        Computes blocks of pools.

    Returns
    -------
    Design
        The same, with as many people under each draw as were screened at last.
    Entered
        Who entered.

    Raises
    ------
    RequestError
        If too few are eligible for a population though sixteen times as many were screened.

    Examples
    --------
    >>> from lassitude.engine.model import Clock
    >>> from lassitude.prediction.design import design
    >>> from lassitude.study.protocol import read_protocol
    >>> def nobody_can_walk(tasks):
    ...     return {
    ...         name: {f"reading.0.{measure}": np.full(task.people, 9.5) for measure in task.measures}
    ...         for name, task in tasks
    ...     }
    >>> screen(design(read_protocol("canadian-ahsct"), 2018, 2, Clock()), nobody_can_walk)
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: ...
    """
    largest = min(made.drawn.share * LARGER, DRAWS_APART)
    while True:
        pools, judged = _judged(made, run(screening_tasks(made)))
        more = 2 * made.drawn.share
        if not made.drawn.count or more > largest or _fit(made, pools, judged).mean() >= ENOUGH_DRAWS:
            return made, _entered(made, pools, judged)
        made = replace(made, drawn=replace(made.drawn, share=more))


def _judged(made: Design, blocks: Blocks) -> tuple[dict[str, Pool], dict[str, tuple[Hurdle, ...]]]:
    pools = {}
    for name in made.protocol.populations:
        begin, everybody = _whole_pool(made, name)
        pools[name] = joined(everybody, numbered(blocks, begin))
    judged = {
        name: hurdles(made.protocol.populations[name], run_in_of(made.protocol), pool.readings)
        for name, pool in pools.items()
    }
    return pools, judged


def _fit(
    made: Design, pools: Mapping[str, Pool], judged: Mapping[str, Sequence[Hurdle]]
) -> NDArray[np.bool_]:
    """Tell under which draws every population has enough people."""
    fit = np.ones(max(made.drawn.count, 1), bool)
    for name, pool in pools.items():
        eligible = first_failed(judged[name], pool.people) == len(judged[name])
        fit &= enough(eligible, made.slots(name), made.drawn)
    return fit


def _assigned(made: Design, population: str, pool: Pool, persons: NDArray[np.int64]) -> NDArray[np.int64]:
    """Randomize, or fill one arm after the other where nobody is randomized."""
    chosen = made.assignments[population]
    if nobody_is_randomized(made.protocol):
        own = np.repeat(np.arange(len(chosen)), made.protocol.populations[population].n)
        return np.broadcast_to(own, persons.shape).copy()
    rule, strata = _rule(made.protocol), _strata(made.protocol)
    values = {name: value[pool.places(persons)] for name, value in pool.readings[-1].items()}
    stratified = isinstance(rule, StratifiedBlocks)
    own_list = strata_codes(strata, values) if stratified else np.zeros(persons.shape, np.int64)
    return allocate(
        rule,
        weights_of(made.protocol, chosen),
        own_list + LISTS_APART * list(made.protocol.populations).index(population),
        () if stratified else factor_codes(strata, values),
        made.seed,
        made.numbers,
    )


def numbered(blocks: Blocks, begin: str) -> list[Arrays]:
    """Return the blocks whose names are this beginning and a number, in order."""
    return [block for name, block in blocks.items() if name.rpartition("-")[0] == begin]
