"""Conduct: from visit to visit, live, measure, and do what happens besides the plan.

A block of people goes through the schedule, each under the arm they are assigned to. The same people can be
sent again with therapy, expectation or contact taken away: everything else that chance decides stays as it
was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from lassitude.engine.model import Clock
from lassitude.instruments.parts import Observed
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.population.draws import AS_DECLARED, Draws
from lassitude.randomness.streams import Keys, person_keys
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.simulation import Intercurrent, LateVisits, MissedVisits, NoMissedVisits, OnTime
from lassitude.trial.attendance import lateness, presence
from lassitude.trial.bodies import LONGEST_RECALL, Bodies, Snapshot, embody, travel, walk
from lassitude.trial.diary import Diary
from lassitude.trial.hours import MOMENT, by_hour
from lassitude.trial.intercurrent import NEVER, Days, Occasion, by_chance, happening, rescues, watched
from lassitude.trial.schedule import Schedule
from lassitude.trial.seeing import instruments_of, read, recalls_of, seen, totals
from lassitude.trial.treated import Switch, Treated, in_force

OCCASIONS_A_REPLICATE = 20_000
REPEAT = OCCASIONS_A_REPLICATE - 1
"""The occasion of a second measurement on the day of the first visit."""
ON_TIME = OnTime(type="on-time")
NONE_MISSED = NoMissedVisits(type="none")


@dataclass(frozen=True)
class ConductTask:
    """One block of people under one switch.

    Attributes
    ----------
    condition : str
        What they have.
    seed : int
        Of the study.
    replicates, persons : array of int, [person]
        Which replicate and which person of the pool; a person may stand in many replicates.
    start : Snapshot
        They at the first visit or, where people are seen by the hour, when their hours begin.
    before : dict of str to float32 array, [person]
        Running totals a year before.
    treated : Treated
        Background, arms and who is assigned to which, in absolute days.
    schedule : Schedule
        Visits.
    measure : tuple of str
        Instruments at every visit; under a switch those of `repeat`, at the visits of `targets`.
    repeat : tuple of str
        Instruments measured twice at the first visit.
    switch : Switch
        What is taken away.
    clock : Clock
        How a day is cut; where people are seen by the hour, each of its parts is cut as an hourly day is.
    targets : tuple of int
        Numbers of the visits whose change is taken apart.
    late_visits : LateVisits
        Who is late.
    missed_visits : MissedVisits
        Who does not come, so that nobody finds out what happened to them, nor counts it until they come.
    intercurrent : tuple of Intercurrent
        What happens besides the plan.
    unscheduled : tuple of str
        Instruments on clinic days.
    counted : tuple of int or float
        Absolute days on which doses and sessions are counted.
    place : int
        Place of the first of these people in the list of all.
    drawn : Draws
        Under which parameter values they live.
    """

    condition: str
    seed: int
    replicates: NDArray[np.int64]
    persons: NDArray[np.int64]
    start: Snapshot
    before: Mapping[str, NDArray[np.float32]]
    treated: Treated
    schedule: Schedule
    measure: tuple[str, ...]
    repeat: tuple[str, ...]
    switch: Switch
    clock: Clock
    targets: tuple[int, ...] = ()
    late_visits: LateVisits = ON_TIME
    missed_visits: MissedVisits = NONE_MISSED
    intercurrent: tuple[Intercurrent, ...] = ()
    unscheduled: tuple[str, ...] = ()
    counted: tuple[int | float, ...] = ()
    place: int = 0
    drawn: Draws = AS_DECLARED

    @property
    def lived(self) -> Clock:
        """How a day is cut while people are seen."""
        return self.clock if self.schedule.hours_from is None else by_hour(self.clock)


@dataclass(frozen=True)
class Stop:
    """A day on which something is done with some people.

    Attributes
    ----------
    day : int or float
        Absolute; a moment of a day where people are seen by the hour.
    visit, clinic, count : int or None
        Which visit, clinic day or count of doses it is.
    who : array of bool, [person]
        Whose stop it is. What would have been measured at a visit that is missed is known to the truth.
    came : array of bool, [person]
        Who of them comes.
    """

    day: int | float
    who: NDArray[np.bool_]
    came: NDArray[np.bool_]
    visit: int | None = None
    clinic: int | None = None
    count: int | None = None


class _Way:
    """Where a block of people is on its way; the one thing here that changes."""

    def __init__(self, task: ConductTask, bodies: Bodies, starts: list[Days], due: list[Days]) -> None:
        self.bodies = bodies
        self.due = due
        self.passed: list[Snapshot] = [task.start]
        self.before: Mapping[str, NDArray[np.float32]] = task.before
        self.starts = starts
        self.logged = task.schedule.days[0]
        self.seen_on = np.full(len(task.persons), self.logged)
        self.first: Mapping[str, Days] = {}


def conduct(task: ConductTask) -> dict[str, NDArray]:
    """Send a block of people through the visits.

    Parameters
    ----------
    task : ConductTask
        Who, what and when.

    Returns
    -------
    dict of str to array
        See :class:`lassitude.trial.diary.Diary`.

    Examples
    --------
    >>> healthy, own = draw_cohort("healthy", 1, np.arange(2)), np.zeros(2, np.float32)
    >>> now = {name: value.astype(np.float32) for name, value in healthy.state.items()}
    >>> from lassitude.trial.bodies import body_model
    >>> means = dict.fromkeys(body_model().averages, own)
    >>> start = Snapshot(730, now, dict.fromkeys((1, 7, 14, 28), means))
    >>> treated = Treated((), ((),), np.zeros(2, int))
    >>> task = ConductTask("healthy", 1, np.zeros(2, int), np.arange(2), start, totals(start), treated,
    ...                    Schedule(730, ("M0",), (730,)), ("relapses",), (), (), Clock())
    >>> conduct(task)["value.relapses.count"]
    array([[0., 0.]])
    """
    values = task.drawn.values(task.condition, task.persons)
    cohort = draw_cohort(task.condition, task.seed, task.persons, values)
    keys = person_keys(task.seed, task.replicates, task.persons)
    people = len(task.persons)
    starts = [np.full(people, NEVER) for _ in task.intercurrent]
    due = by_chance(task.intercurrent, keys, task.schedule.days[0])
    way = _Way(task, _embodied(task, cohort, keys, starts), starts, due)
    own = np.flatnonzero(task.replicates == 0)
    diary = Diary(people, len(task.schedule.days), len(task.counted), task.place, own)
    for stop in _stops(task, keys):
        _go(way, stop)
        if stop.count is not None:
            diary.count(stop.count, way.passed[-1])
        else:
            _attend(task, cohort, keys, stop, way, diary)
    return diary.pages()


def _go(way: _Way, stop: Stop) -> None:
    """Go on to a stop; where doses are only counted, nobody has to remember anything."""
    last = way.passed[-1]
    if stop.day == last.day:
        return
    counting = stop.count is not None
    way.passed.append(
        travel(way.bodies, last, stop.day) if counting else walk(way.bodies, way.passed, stop.day)
    )
    way.passed = _remembered(way.passed)


def _remembered(passed: list[Snapshot]) -> list[Snapshot]:
    """Forget the places before the last one that lies a whole recall back: nobody sets out from there again.

    Examples
    --------
    >>> [one.day for one in _remembered([Snapshot(day, {}, {}) for day in (0, 7, 14, 21, 28, 35, 42)])]
    [14, 21, 28, 35, 42]
    """
    back = passed[-1].day - LONGEST_RECALL
    first = max((place for place, one in enumerate(passed) if one.day <= back), default=0)
    return passed[first:]


def _embodied(task: ConductTask, cohort: Cohort, keys: Keys, starts: list[Days]) -> Bodies:
    given = task.treated._replace(rescues=rescues(task.intercurrent, starts))
    return embody(cohort, keys, in_force(given, keys, task.switch, cohort.told), task.lived)


def _stops(task: ConductTask, keys: Keys) -> list[Stop]:
    """List everything in order of time; on one day people are seen before doses are counted."""
    return sorted(_all_stops(task, keys), key=lambda one: (one.day, one.count is not None))


def _all_stops(task: ConductTask, keys: Keys) -> Iterator[Stop]:
    days = np.array(task.schedule.days)
    everybody = np.ones(len(task.persons), bool)
    late = lateness(task.late_visits, days, keys)
    stayed = np.full(len(task.persons), np.inf)
    came = presence(task.missed_visits, days, days[:, None] - days[0] + late, stayed, keys)
    for number, day in enumerate(task.schedule.days):
        for behind in sorted({0, task.schedule.late_by if number else 0}):
            who = late[number] == behind
            yield Stop(day + behind, who, who & came[number], visit=number)
    if task.unscheduled or task.intercurrent:
        yield from (Stop(day, everybody, everybody, clinic=i) for i, day in enumerate(task.schedule.clinics))
    if not task.switch:
        yield from (Stop(day, everybody, everybody, count=i) for i, day in enumerate(task.counted))


def _attend(task: ConductTask, cohort: Cohort, keys: Keys, stop: Stop, way: _Way, diary: Diary) -> None:
    """See people at a visit or on a clinic day, and begin what happens to them then."""
    now = way.passed[-1]
    looked_at = watched(task.intercurrent)
    names = _measured(task, stop, instruments_of(looked_at))
    moments = {MOMENT} & set(now.averages)
    shown = seen(now, way.before, cohort, {LONGEST_RECALL, *recalls_of(names), *moments})
    answers = {name: read(name, shown, cohort, _occasion(task, stop)) for name in names}
    relapsed = now.state["last_relapse_day"] >= np.floor(way.seen_on)
    if stop.day > way.logged:
        diary.relapses(now, floor(way.logged))
        way.logged = stop.day
    if stop.visit is not None:
        diary.visit(stop.visit, stop.who, stop.day, shown[LONGEST_RECALL], answers)
        if stop.visit == 0 and not task.switch:
            again = _occasion(task, stop, REPEAT)
            diary.again({name: read(name, shown, cohort, again) for name in task.repeat})
        way.before = {
            name: np.where(stop.came, value, way.before[name]) for name, value in totals(now).items()
        }
    elif task.unscheduled:
        diary.clinic(relapsed, stop.day, {name: answers[name] for name in task.unscheduled})
    if task.intercurrent:
        values = {name: _value(answers, name) for name in looked_at}
        found = stop.came if stop.clinic is None else relapsed
        way.first = way.first or values
        _happen(task, cohort, keys, Occasion(stop.day, found, values, way.first, relapsed), way, diary)
    way.seen_on = np.where(stop.came, stop.day, way.seen_on)


def _value(answers: Mapping[str, Mapping[str, Observed]], measure: str) -> NDArray[np.float64]:
    endpoint = parse_endpoint(measure)
    return answers[str(endpoint.instrument)][endpoint.part].value


def _measured(task: ConductTask, stop: Stop, looked_at: tuple[str, ...]) -> tuple[str, ...]:
    """Return which instruments are used at a stop."""
    if stop.visit is None:
        return tuple(dict.fromkeys((*task.unscheduled, *looked_at)))
    if not task.switch:
        return tuple(dict.fromkeys((*task.measure, *looked_at)))
    return tuple(dict.fromkeys((*(task.repeat if stop.visit in task.targets else ()), *looked_at)))


def _occasion(task: ConductTask, stop: Stop, later: int = 0) -> NDArray[np.int64]:
    """Return the occasion of a measurement; the first visit is measured when the pool is, so it selects."""
    gone = stop.day - task.schedule.days[0]
    since = later + (int(gone) if task.schedule.hours_from is None else round(gone * task.lived.parts))
    return (task.replicates + 1) * OCCASIONS_A_REPLICATE + since if since else np.zeros_like(task.replicates)


def _happen(task: ConductTask, cohort: Cohort, keys: Keys, now: Occasion, way: _Way, diary: Diary) -> None:
    begins = happening(task.intercurrent, way.starts, way.due, keys, now)
    for number, (who, day) in enumerate(zip(begins, way.due, strict=True)):
        diary.event(number, who, np.minimum(day, now.day))
    way.starts = [np.where(who, float(now.day), start) for who, start in zip(begins, way.starts, strict=True)]
    treated = [who for who, one in zip(begins, task.intercurrent, strict=True) if one.therapy is not None]
    if any(who.any() for who in treated):
        way.bodies = way.bodies.followed(_embodied(task, cohort, keys, way.starts), now.day)
