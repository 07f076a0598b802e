"""A protocol with all that follows from it before anybody is simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.population.draws import AS_DECLARED, Draws, draws_of
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.randomness.streams import person_keys
from lassitude.study.analyses.between_arms import CrossoverAnalysis
from lassitude.study.analysis_plan import Analysis, endpoints_of
from lassitude.study.calendar import calendar
from lassitude.study.protocol import Protocol
from lassitude.therapies.regimen import Treatment, courses
from lassitude.trial.assignment import Assignment, assignments_of, background_of, nobody_is_randomized
from lassitude.trial.hours import Hours, by_hour
from lassitude.trial.schedule import Schedule, schedule_of
from lassitude.trial.treated import PARTS, Part, Switch

SCREENED_A_SLOT = 4
"""People screened under each draw of the parameters for one who is needed, at least."""


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
    backgrounds : dict of str to tuple of Treatment
        By population.
    assignments : dict of str to tuple of Assignment
        What people can be assigned to, by population.
    first : int
        Number of the first replicate; replicates of one seed share the pool.
    drawn : Draws
        Under which parameter values people live.
    """

    protocol: Protocol
    schedule: Schedule
    seed: int
    replicates: int
    clock: Clock
    backgrounds: Mapping[str, tuple[Treatment, ...]]
    assignments: Mapping[str, tuple[Assignment, ...]]
    first: int = 0
    drawn: Draws = AS_DECLARED

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Numbers of the replicates, by which chance is drawn."""
        return self.first + np.arange(self.replicates)

    @property
    def hours(self) -> Hours | None:
        """When people begin to live by the hour, if they do."""
        start = self.schedule.hours_from
        return None if start is None else Hours(start, by_hour(self.clock))

    @cached_property
    def attributed(self) -> tuple[str, ...]:
        """Endpoints whose change is taken apart: those of analyses of a change, variants included."""
        found = [
            variant.endpoint
            for analysis in self.protocol.analysis.values()
            if getattr(analysis, "change_from", None) or isinstance(analysis, CrossoverAnalysis)
            for variant in endpoints_of(analysis)
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """Visits to which a change is taken apart: the one that the first analysis names, or the last.

        In periods, that visit of every period.
        """
        for one in self.protocol.analysis.values():
            wanted = one.visit if isinstance(one, CrossoverAnalysis) else _end_of_change(one)
            found = [number for number, visit in enumerate(calendar(self.protocol)) if visit.visit == wanted]
            if found:
                return tuple(found)
        return (len(self.schedule.days) - 1,)

    @cached_property
    def removable(self) -> tuple[Part, ...]:
        """Which parts some treatment has, so that they can be taken away."""
        given = [one for chosen in self.assignments.values() for arm in chosen for one in arm.treatments]
        has = {
            "therapy": bool(given),
            "expectation": any(one.belief != "none" for one in given),
            "contact": any(_has_contact(one) for one in given),
        }
        return tuple(part for part in PARTS if has[part])

    @cached_property
    def switches(self) -> tuple[Switch, ...]:
        """Every way of taking parts away, nothing first."""
        parts = self.removable
        return tuple(chain.from_iterable(combinations(parts, count) for count in range(len(parts) + 1)))

    def slots(self, population: str) -> int:
        """Return how many people of a population one replicate enrolls."""
        n = self.protocol.populations[population].n
        return n * len(self.assignments[population]) if nobody_is_randomized(self.protocol) else n

    def counted(self, population: str) -> tuple[int | float, ...]:
        """Return the absolute days, or moments, between which doses and sessions are counted."""
        first, last = self.schedule.days[0], self.schedule.days[-1]
        given = [one for arm in self.assignments[population] for one in arm.treatments]
        bounds = [min(day, last) for one in given for day in (one.start, one.stop)]
        return tuple(sorted({day for day in bounds if first <= day <= last}))


def studied(made: Design) -> tuple[str, Assignment]:
    """Return the first arm or sequence that is more than a comparator, and its population.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> population, chosen = studied(design(read_protocol("canadian-ahsct"), 2018, 40, Clock()))
    >>> population, chosen.name
    ('patients', 'ahsct')
    """
    return next(
        (
            (name, one)
            for name, assignments in made.assignments.items()
            for one in assignments
            if one.arm is None or made.protocol.arms[one.arm].comparator is None
        ),
        next((name, one[0]) for name, one in made.assignments.items()),
    )


def _end_of_change(one: Analysis) -> str | None:
    """Return the visit to which an analysis of a change looks; None for one that names none."""
    return getattr(one, "at", None) if getattr(one, "change_from", None) else None


def _has_contact(one: Treatment) -> bool:
    """Tell whether people meet somebody for a treatment."""
    regimen = courses((one,), person_keys(0, 0, 0))[-1].regimen._asdict()
    return any(value.any() for name, value in regimen.items() if name.endswith("_contact"))


def design(
    protocol: Protocol, seed: int, replicates: int, clock: Clock, parameters: ParameterSet = DECLARED
) -> Design:
    """Work out days, treatments and assignments of a protocol.

    Parameters
    ----------
    protocol : Protocol
        What was planned.
    seed, replicates : int
        Which draws and how many.
    clock : Clock
        How a day is cut.
    parameters : ParameterSet
        Whose draws people live under; each replicate lives under one.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> made = design(read_protocol("canadian-ahsct"), 2018, 40, Clock())
    >>> made.attributed, made.removable
    (('FIS.total', 'MFIS.total'), ('therapy', 'expectation'))
    """
    schedule = schedule_of(protocol)
    made = Design(
        protocol,
        schedule,
        seed,
        replicates,
        clock,
        {name: background_of(protocol, name, schedule) for name in protocol.populations},
        {name: assignments_of(protocol, name, schedule) for name in protocol.populations},
    )
    slots = max(made.slots(name) for name in protocol.populations)
    pool = protocol.simulation.pool
    return replace(made, drawn=draws_of(parameters, replicates, pool, SCREENED_A_SLOT * slots))
