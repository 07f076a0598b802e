"""All replicates of a study: every group of people with each part of what is done on and off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import BLOCK
from lassitude.prediction.design import Design
from lassitude.prediction.entering import Blocks, Entered, numbered
from lassitude.randomness.streams import person_keys
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.simulation import AfterRelapse
from lassitude.trial.conduct import ConductTask
from lassitude.trial.diary import LOG
from lassitude.trial.group import Group, leaving
from lassitude.trial.treated import Switch, Treated


def _begin(made: Design, population: str, switch: Switch) -> str:
    number = list(made.protocol.populations).index(population)
    return f"group-{number:02d}-" + ("as-planned" if not switch else "without-" + "-".join(switch))


def conduct_tasks(
    made: Design, entered: Entered, switches: tuple[Switch, ...] | None = None
) -> list[tuple[str, ConductTask]]:
    """List the blocks of all groups under all switches, or under some.

    Where nothing is taken away anywhere, no change is taken apart and nothing is measured twice.

    Examples
    --------
    >>> from lassitude.engine.model import Clock
    >>> from lassitude.prediction.design import design
    >>> from lassitude.study.protocol import read_protocol
    >>> made = design(read_protocol("canadian-ahsct"), 2018, 2, Clock())
    >>> conduct_tasks(made, Entered({}, {}, {}), ())
    []
    """
    chosen = made.switches if switches is None else switches
    repeated = made.attributed if any(chosen) else ()
    instruments = tuple(dict.fromkeys(str(parse_endpoint(name).instrument) for name in repeated))
    return [
        task
        for population in made.protocol.populations
        for switch in chosen
        for task in _group_tasks(made, entered, population, switch, instruments)
    ]


def _group_tasks(
    made: Design, entered: Entered, population: str, switch: Switch, repeated: tuple[str, ...]
) -> Iterator[tuple[str, ConductTask]]:
    pool, simulation = entered.pools[population], made.protocol.simulation
    persons = entered.enrollments[population].persons
    assigned = entered.assigned[population].ravel()
    replicate = np.repeat(made.numbers, persons.shape[1])
    people = persons.ravel()
    arms = tuple(one.treatments for one in made.assignments[population])
    clinic = simulation.unscheduled
    for number, first in enumerate(range(0, len(people), BLOCK)):
        part = slice(first, first + BLOCK)
        yield (
            f"{_begin(made, population, switch)}-{number:03d}",
            ConductTask(
                condition=pool.condition,
                seed=made.seed,
                replicates=replicate[part],
                persons=people[part],
                start=pool.snapshot(people[part]),
                before=pool.totals_before(people[part]),
                treated=Treated(made.backgrounds[population], arms, assigned[part]),
                schedule=made.schedule,
                measure=made.protocol.visits.measure,
                repeat=repeated,
                switch=switch,
                clock=made.clock,
                targets=made.targets,
                late_visits=simulation.late_visits,
                missed_visits=simulation.missed_visits,
                intercurrent=simulation.intercurrent,
                unscheduled=clinic.measure if isinstance(clinic, AfterRelapse) else (),
                counted=made.counted(population),
                place=first,
                drawn=made.drawn,
            ),
        )


def gathered(
    made: Design, entered: Entered, blocks: Blocks, population: str, switch: Switch
) -> dict[str, NDArray]:
    """Join the blocks of a group under one switch.

    Returns
    -------
    dict of str to array
        Arrays [..., replicate, slot], items [visit, slot of the first replicate], and logs.
    """
    own = numbered(blocks, _begin(made, population, switch))
    shape = entered.enrollments[population].persons.shape
    names = list(dict.fromkeys(name for block in own for name in block))
    joined_up = {
        name: np.concatenate([block[name] for block in own if name in block], axis=-1) for name in names
    }
    return {
        name: value if name.startswith((LOG, "item.")) else value.reshape(*value.shape[:-1], *shape)
        for name, value in joined_up.items()
    }


def groups(made: Design, entered: Entered, blocks: Blocks) -> tuple[Group, ...]:
    """Put together what was seen of every population as planned."""
    found: list[Group] = []
    slot = 1
    for population in made.protocol.populations:
        found.append(_group(made, entered, blocks, population, slot))
        slot += found[-1].persons.shape[1]
    return tuple(found)


def _group(made: Design, entered: Entered, blocks: Blocks, population: str, slot: int) -> Group:
    pages = gathered(made, entered, blocks, population, ())
    logs = {name: page for name, page in pages.items() if name.startswith(LOG)}
    items = {name.removeprefix("item."): page for name, page in pages.items() if name.startswith("item.")}
    measured = {name: page for name, page in pages.items() if not name.startswith((LOG, "item."))}
    persons = entered.enrollments[population].persons
    keys = person_keys(made.seed, made.numbers[:, None], persons)
    came, left, reason, reasons = leaving(made.protocol, made.schedule, measured, logs, keys)
    return Group(
        population=population,
        first_slot=slot,
        persons=persons,
        assignments=made.assignments[population],
        assigned=entered.assigned[population],
        measured=measured,
        items=items,
        logs=logs,
        came=came,
        left=left,
        reason=reason,
        reasons=reasons,
        background=made.backgrounds[population],
        counted=made.counted(population),
        drawn=made.drawn,
    )
