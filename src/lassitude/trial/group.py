"""A group: everybody of one population in all replicates, and what was seen of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.population.draws import AS_DECLARED, Draws
from lassitude.randomness.streams import Keys
from lassitude.study.protocol import Protocol
from lassitude.study.simulation import Chance, Dropout, Intercurrent, WhenNoBetter, WhenWorse
from lassitude.therapies.regimen import Treatment
from lassitude.trial.assignment import Assignment
from lassitude.trial.attendance import presence
from lassitude.trial.departures import AFTER_A_VISIT, STAYED, departures
from lassitude.trial.diary import LOG
from lassitude.trial.schedule import Schedule

Pages = Mapping[str, NDArray]


@dataclass(frozen=True)
class Log:
    """Things that happened to some people, one an entry.

    Attributes
    ----------
    replicate : array of int32, [entry]
        In which replicate.
    subject : array of str, [entry]
        To whom.
    place : array of int, [entry]
        Their place in the group, all replicates in order.
    day : array of float, [entry]
        Absolute day.
    values : dict of str to array, [entry]
        What was measured then, by ``INSTRUMENT.part``.
    """

    replicate: NDArray[np.int32]
    subject: NDArray[np.str_]
    place: NDArray[np.int64]
    day: NDArray[np.float64]
    values: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Group:
    """Everybody of one population.

    Attributes
    ----------
    population : str
        Name.
    first_slot : int
        Number of its first person within a replicate, from 1.
    persons : array of int, [replicate, slot]
        Who they are in the pool.
    assignments : tuple of Assignment
        What they can be assigned to.
    assigned : array of int, [replicate, slot]
        Position in `assignments`.
    measured : mapping of str to array, [..., replicate, slot]
        Pages of :class:`lassitude.trial.diary.Diary` that have an entry for each person.
    items : mapping of str to array, [visit, slot]
        Single items of the first replicate, by ``INSTRUMENT.item``.
    logs : mapping of str to array
        Pages with an entry for each thing that happened.
    came : array of bool, [visit, replicate, slot]
        Whether each visit took place.
    left : array of float, [replicate, slot]
        Day of leaving since the first visit; infinite for those who stayed.
    reason : array of int, [replicate, slot]
        Position in `reasons`; -1 for those who stayed.
    reasons : tuple of str
        Why people leave.
    background : tuple of Treatment
        What everybody has or had, in absolute days.
    counted : tuple of int
        Absolute days on which doses and sessions were counted.
    drawn : Draws
        Under which parameter values they lived.
    """

    population: str
    first_slot: int
    persons: NDArray[np.int64]
    assignments: tuple[Assignment, ...]
    assigned: NDArray[np.int64]
    measured: Pages
    items: Pages
    logs: Pages
    came: NDArray[np.bool_]
    left: NDArray[np.float64]
    reason: NDArray[np.int64]
    reasons: tuple[str, ...]
    background: tuple[Treatment, ...] = ()
    counted: tuple[int | float, ...] = ()
    drawn: Draws = AS_DECLARED

    @property
    def held(self) -> NDArray[np.float64]:
        """Absolute day of each visit, [visit, replicate, slot]."""
        return self.measured["held.day"]

    @property
    def stayed(self) -> NDArray[np.bool_]:
        """Who is there until the last visit, [replicate, slot]."""
        return self.reason == STAYED

    def among(self, name: str) -> NDArray[np.bool_]:
        """Return who is assigned to an arm or a sequence, [replicate, slot]."""
        names = [one.name for one in self.assignments]
        return self.assigned == names.index(name)

    def grid(self, chosen: range) -> dict[str, NDArray]:
        """Return replicate and subject of everybody in some replicates, flat."""
        slots = self.persons.shape[1]
        return {
            "replicate": np.repeat(np.arange(chosen.start, chosen.stop), slots).astype(np.int32),
            "subject": np.tile(self._labels, len(chosen)),
        }

    def log(self, what: str, chosen: range) -> Log:
        """Return things of one kind that happened in some replicates, empty if nothing did."""
        begin = f"{LOG}{what}."
        pages = {name.removeprefix(begin): page for name, page in self.logs.items() if name.startswith(begin)}
        place = pages.pop("place", np.empty(0)).astype(np.int64)
        day = pages.pop("day", np.empty(0))
        replicate, slot = np.divmod(place, self.persons.shape[1])
        among = (replicate >= chosen.start) & (replicate < chosen.stop)
        return Log(
            replicate[among].astype(np.int32),
            self._labels[slot[among]],
            place[among],
            day[among],
            {name: values[among] for name, values in pages.items()},
        )

    @property
    def _labels(self) -> NDArray[np.str_]:
        slots = self.persons.shape[1]
        return np.array([f"P-{self.first_slot + slot:03d}" for slot in range(slots)])


def leaving(
    protocol: Protocol, schedule: Schedule, pages: Pages, logs: Pages, keys: Keys
) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.int64], tuple[str, ...]]:
    """Decide who came, who left, when and why.

    Parameters
    ----------
    protocol, schedule : Protocol, Schedule
        What was planned.
    pages, logs : mapping of str to array
        What the diary says, [visit, replicate, slot] and by entry.
    keys : Keys
        Of the people in their replicates, [replicate, slot].

    Returns
    -------
    tuple
        ``came``, ``left``, ``reason`` and ``reasons`` of :class:`Group`.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.trial.schedule import schedule_of
    >>> plan = read_protocol("canadian-ahsct")
    >>> schedule = schedule_of(plan)
    >>> pages = {"held.day": np.array(schedule.days, float).reshape(-1, 1, 1)}
    >>> came, left, reason, reasons = leaving(plan, schedule, pages, {}, person_keys(1, [[0]], [[4]]))
    >>> came.shape, reasons
    ((7, 1, 1), ('constant hazard',))
    """
    simulation = protocol.simulation
    planned = np.array(schedule.days)
    days = pages["held.day"] - schedule.days[0]
    attended = presence(simulation.missed_visits, planned, days, np.full(days.shape[1:], np.inf), keys)
    shown = {
        name: np.where(attended, pages[f"value.{name}"], np.nan) for name in _watched(simulation.dropout)
    }
    gone = departures(simulation.dropout, planned - schedule.day_zero, days, shown, keys)
    left, reason, reasons = gone.day, gone.reason.astype(np.int64), gone.reasons
    for number, rule in enumerate(simulation.intercurrent):
        if rule.outcome != "stays":
            found = _first_day(logs, number, left.shape) - schedule.days[0]
            day = found if isinstance(rule.trigger, Chance) else found + AFTER_A_VISIT
            reason = np.where(day < left, len(reasons), reason)
            left, reasons = np.minimum(left, day), (*reasons, rule.event)
    return presence(simulation.missed_visits, planned, days, left, keys), left, reason, reasons


def _watched(dropout: Iterable[Dropout]) -> set[str]:
    return {one.measure for one in dropout if isinstance(one, WhenWorse | WhenNoBetter)}


def _first_day(logs: Pages, number: int, shape: tuple[int, ...]) -> NDArray[np.float64]:
    first = np.full(shape, np.inf)
    place = logs.get(f"{LOG}event.{number}.place", np.empty(0)).astype(np.int64)
    np.minimum.at(first.reshape(-1), place, logs.get(f"{LOG}event.{number}.day", np.empty(0)))
    return first


def died(protocol: Protocol, reason: str) -> bool:
    """Tell whether a reason of leaving is death.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> died(read_protocol("canadian-ahsct"), "constant hazard")
    False
    """
    rules: tuple[Intercurrent, ...] = protocol.simulation.intercurrent
    return any(rule.event == reason and rule.outcome == "dies" for rule in rules)
