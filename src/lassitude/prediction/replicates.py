"""All replicates of a study: one pool, one enrollment, every arm with each switch on and off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK, Clock
from lassitude.population.cohort import draw_cohort
from lassitude.randomness.streams import person_keys
from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.endpoints import AGE, parse_endpoint
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import Treatment
from lassitude.trial.conduct import SWITCHES, ConductTask, Switch, attendance
from lassitude.trial.enrollment import Enrollment, enroll, first_failed
from lassitude.trial.pool import Pool, PoolTask, joined, pool_tasks, screening_values
from lassitude.trial.recording import ArmRecord
from lassitude.trial.schedule import Schedule, background_of, schedule_of, treatments_of

Arrays = Mapping[str, NDArray[np.float64]]
Blocks = Mapping[str, Arrays]
PERSONS_APART = 2**24
"""How far the numbers of people in different populations lie apart, so that nobody is in two."""


@dataclass(frozen=True)
class Design:
    """A protocol with all that follows from it before anybody is simulated.

    Attributes
    ----------
    protocol : Protocol
        What was planned.
    schedule : Schedule
        In absolute days.
    seed, replicates : int
        Which draws and how many.
    clock : Clock
        How a day is cut.
    backgrounds, treatments : dict of str to tuple of Treatment
        By population, by arm.
    """

    protocol: Protocol
    schedule: Schedule
    seed: int
    replicates: int
    clock: Clock
    backgrounds: Mapping[str, tuple[Treatment, ...]] = field(default_factory=dict)
    treatments: Mapping[str, tuple[Treatment, ...]] = field(default_factory=dict)

    @property
    def attributed(self) -> tuple[str, ...]:
        """Endpoints whose change is taken apart: those of analyses of a change, variants included."""
        found = [
            variant.endpoint
            for analysis in self.protocol.analysis.values()
            if getattr(analysis, "change_from", None) is not None
            for variant in endpoints_of(analysis)
        ]
        return tuple(dict.fromkeys(found))


def design(protocol: Protocol, seed: int, replicates: int, clock: Clock) -> Design:
    """Work out days and treatments of a protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> design(read_protocol("canadian-ahsct"), 2018, 40, Clock()).attributed
    ('FIS.total', 'MFIS.total')
    """
    schedule = schedule_of(protocol)
    return Design(
        protocol,
        schedule,
        seed,
        replicates,
        clock,
        {name: background_of(protocol, name, schedule) for name in protocol.populations},
        {name: treatments_of(protocol, name, schedule) for name in protocol.arms},
    )


def _whole_pool(made: Design, population: str) -> tuple[str, PoolTask]:
    """Return the beginning of the names of a pool's blocks, and the pool as one block."""
    number = list(made.protocol.populations).index(population)
    return f"pool-{number:02d}", PoolTask(
        condition=made.protocol.populations[population].condition,
        seed=made.seed,
        first=number * PERSONS_APART,
        people=made.protocol.simulation.pool,
        background=made.backgrounds[population],
        day=made.schedule.days[0],
        clock=made.clock,
    )


def screening_tasks(made: Design) -> list[tuple[str, PoolTask]]:
    """List the blocks of all pools."""
    return [task for name in made.protocol.populations for task in pool_tasks(*_whole_pool(made, name))]


@dataclass(frozen=True)
class Entered:
    """The pools after enrollment, by population."""

    pools: Mapping[str, Pool]
    enrollments: Mapping[str, Enrollment]


def enter(made: Design, blocks: Blocks) -> Entered:
    """Screen every pool and enroll from it.

    Raises
    ------
    RequestError
        If too few are eligible for a population.
    """
    pools, enrollments = {}, {}
    for name, population in made.protocol.populations.items():
        begin, everybody = _whole_pool(made, name)
        pool = joined(everybody, _numbered(blocks, begin))  # type: ignore[arg-type]
        persons = everybody.first + np.arange(everybody.people)
        criteria = population.eligibility
        measures = [one.measure for one in criteria] or [AGE]
        cohort = draw_cohort(population.condition, made.seed, persons)
        failed = first_failed(screening_values(pool, cohort, measures), criteria)
        arms = [arm for arm in made.protocol.arms.values() if arm.population == name]
        slots = population.n * max(len(arms), 1)
        pools[name] = pool
        enrollments[name] = enroll(name, persons, failed, criteria, slots, made.seed, made.replicates)
    return Entered(pools, enrollments)


def _numbered(blocks: Blocks, begin: str) -> list[Arrays]:
    """Return the blocks whose names are this beginning and a number, in order."""
    return [block for name, block in blocks.items() if name.rpartition("-")[0] == begin]


def _arm_begin(made: Design, arm: str, switch: Switch) -> str:
    return f"arm-{list(made.protocol.arms).index(arm):02d}-{switch}"


def arm_persons(made: Design, entered: Entered, arm: str) -> NDArray[np.int64]:
    """Return who is in an arm, [replicate, slot]; a further arm never changes the arms before it."""
    population = made.protocol.arms[arm].population
    before = [name for name, one in made.protocol.arms.items() if one.population == population]
    n = made.protocol.populations[population].n
    first = before.index(arm) * n
    return entered.enrollments[population].persons[:, first : first + n]


def conduct_tasks(made: Design, entered: Entered) -> list[tuple[str, ConductTask]]:
    """List the blocks of all arms under all switches."""
    tasks = []
    instruments = dict.fromkeys(str(parse_endpoint(name).instrument) for name in made.attributed)
    for arm in made.protocol.arms:
        persons = arm_persons(made, entered, arm)
        replicate = np.repeat(np.arange(made.replicates), persons.shape[1])
        people = persons.ravel()
        for switch in SWITCHES:
            for number, first in enumerate(range(0, len(people), BLOCK)):
                part = slice(first, first + BLOCK)
                tasks.append(
                    (
                        f"{_arm_begin(made, arm, switch)}-{number:03d}",
                        _conduct_task(
                            made, entered, arm, switch, replicate[part], people[part], tuple(instruments)
                        ),
                    )
                )
    return tasks


def _conduct_task(
    made: Design,
    entered: Entered,
    arm: str,
    switch: Switch,
    replicates: NDArray[np.int64],
    people: NDArray[np.int64],
    attributed: tuple[str, ...],
) -> ConductTask:
    population = made.protocol.arms[arm].population
    pool = entered.pools[population]
    return ConductTask(
        condition=pool.condition,
        seed=made.seed,
        replicates=replicates,
        persons=people,
        start=pool.snapshot(people),
        before=pool.totals_before(people),
        background=made.backgrounds[population],
        treatments=made.treatments[arm],
        schedule=made.schedule,
        measure=made.protocol.visits.measure if switch == "as_planned" else attributed,
        repeat=attributed,
        switch=switch,
        clock=made.clock,
    )


def gathered(made: Design, entered: Entered, blocks: Blocks, arm: str, switch: Switch) -> dict[str, NDArray]:
    """Join the blocks of an arm under one pair of switches: arrays [..., replicate, slot]."""
    own = _numbered(blocks, _arm_begin(made, arm, switch))
    shape = arm_persons(made, entered, arm).shape
    joined_up = {name: np.concatenate([block[name] for block in own], axis=-1) for name in own[0]}
    return {name: value.reshape(*value.shape[:-1], *shape) for name, value in joined_up.items()}


def arm_records(made: Design, entered: Entered, blocks: Blocks) -> tuple[ArmRecord, ...]:
    """Write down what was seen of every arm as planned."""
    records: list[ArmRecord] = []
    slot = 1
    for arm in made.protocol.arms:
        persons = arm_persons(made, entered, arm)
        replicates = np.arange(made.replicates)[:, None]
        keys = person_keys(made.seed, np.broadcast_to(replicates, persons.shape), persons)
        came, left = attendance(made.protocol.simulation, made.schedule, keys)
        seen = gathered(made, entered, blocks, arm, "as_planned")
        records.append(ArmRecord(arm, slot, persons, seen, came, left))
        slot += persons.shape[1]
    return tuple(records)
