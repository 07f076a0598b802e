"""People of a block on their way through time: from NumPy arrays into the compiled body and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Block, Noise, no_sums
from lassitude.engine.model import BLOCK, Clock
from lassitude.engine.program import compiled
from lassitude.population.cohort import Cohort
from lassitude.randomness.streams import Keys
from lassitude.therapies.levers import conduction_aid
from lassitude.therapies.regimen import Course, Regimen
from lassitude.trial.hours import MOMENT, lives_by_hour
from lassitude.trial.models import body_model, entered, model_on

__all__ = ["Bodies", "Snapshot", "at_entry", "body_model", "embody", "filled", "travel", "walk"]

Arrays = dict[str, NDArray[np.float32]]
RECALLS = (1, 7, 14, 28)
"""Over how many days before a visit everything that is asked about is averaged."""
LONGEST_RECALL = RECALLS[-1]


class Snapshot(NamedTuple):
    """People on one day, or at a moment of it.

    Attributes
    ----------
    day : int or float
        Absolute day, counted from the start of the lead-in; a whole number of slow steps.
    state : dict of str to float32 array, [person]
        States.
    averages : dict of int to dict of str to float32 array, [person]
        By recall in days: means over so many days before this one, over fewer where the way was shorter; of
        people who live by the hour those of ``MOMENT`` too.
    """

    day: int | float
    state: Arrays
    averages: Mapping[int, Arrays]


@dataclass(frozen=True)
class Bodies:
    """A block of people with all that does not change on the way.

    Attributes
    ----------
    people : int
        How many of the block's places are taken, at most ``BLOCK``.
    blocks : tuple of (int or float, Block)
        The first day of each course of treatment and the block that lives through it: arrays, filled up
        to ``BLOCK`` with copies of the first person. They differ in nothing but the regimen.
    clock : Clock
        How a day is cut.
    """

    people: int
    blocks: tuple[tuple[int | float, Block], ...]
    clock: Clock

    def on(self, day: float) -> Block:
        """Return the block as it is treated on a day."""
        return next(block for first, block in reversed(self.blocks) if first <= day)

    def followed(self, later: Bodies, day: float) -> Bodies:
        """Return the same people, treated as before until a day and as `later` from then on."""
        before = [one for one in self.blocks if one[0] < day]
        after = [one for one in later.blocks if one[0] > day]
        return replace(self, blocks=(*before, (day, later.on(day)), *after))


def filled(values: Any) -> Any:
    """Fill an array up to a block with copies of its first person; a number that all share stays one.

    Examples
    --------
    >>> filled(np.array([1.0, 2.0])).shape == (BLOCK,), filled(0.5).dtype
    (True, dtype('float32'))
    """
    array = np.asarray(values)
    kind = np.uint32 if array.dtype == np.uint32 else np.float32
    if array.ndim == 0:
        return kind(array)
    missing = BLOCK - array.shape[0]
    full = np.concatenate([array, np.repeat(array[:1], missing)]) if missing else array
    return np.ascontiguousarray(full, kind)


def embody(cohort: Cohort, keys: Keys, given: Regimen | Sequence[Course], clock: Clock) -> Bodies:
    """Put people into a block.

    Parameters
    ----------
    cohort : Cohort
        At most ``BLOCK`` people.
    keys : Keys
        Keys of what happens to them from here on, [person].
    given : Regimen or sequence of Course
        What they receive, in absolute days: all the time, or by the day from which on it is in force.
    clock : Clock
        How a day is cut.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.therapies.regimen import inert
    >>> three = draw_cohort("rrms", 1, np.arange(3))
    >>> bodies = embody(three, three.keys, inert(3), Clock())
    >>> bodies.people, bodies.on(5).keys.word0.shape == (BLOCK,)
    (3, True)
    """
    # One program serves every set of draws: under a draw no value is shared by all.
    shape = np.shape(cohort.persons) if cohort.told else ()
    parameters = {name: filled(_spread_out(value, shape)) for name, value in cohort.parameters.items()}
    covariates = {name: filled(value) for name, value in cohort.covariates.items()}
    same = (parameters, covariates, Keys(*(filled(word) for word in keys)))
    in_turn = (Course(0.0, given),) if isinstance(given, Regimen) else given
    regimens = [Regimen(*(filled(value) for value in one.regimen)) for one in in_turn]
    return Bodies(
        people=len(cohort.persons),
        blocks=tuple(
            (_begun(one.from_day, clock), Block(same[0], same[1], regimen, same[2]))
            for one, regimen in zip(in_turn, regimens, strict=True)
        ),
        clock=clock,
    )


def _begun(day: float, clock: Clock) -> int | float:
    """Return the day, or the slow step of people who live by the hour, with which a course begins."""
    return int(day * clock.parts) / clock.parts if lives_by_hour(clock) else int(day)


def _spread_out(value: Any, shape: tuple[int, ...]) -> Any:
    return np.broadcast_to(value, shape) if shape and not np.ndim(value) else value


def at_entry(cohort: Cohort) -> Snapshot:
    """Return people as they are at the start of their lead-in.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> at_entry(draw_cohort("rrms", 1, np.arange(2))).day
    0
    """
    return Snapshot(0, {name: value.astype(np.float32) for name, value in cohort.state.items()}, {})


def travel(bodies: Bodies, start: Snapshot, day: float) -> Snapshot:
    """Let people live until a day or a moment of it, and average what instruments will ask about.

    Parameters
    ----------
    bodies : Bodies
        Who.
    start : Snapshot
        Where they are; its day is before `day`.
    day : int or float
        Absolute day to arrive at: a whole one, or a whole number of slow steps of a clock by the hour.

    Returns
    -------
    Snapshot
        On that day, with averages over every recall of :data:`RECALLS`.

    Raises
    ------
    ValueError
        If the day is not after that of the start.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.therapies.regimen import inert
    >>> one = draw_cohort("healthy", 1, np.arange(1))
    >>> travel(embody(one, one.keys, inert(1), Clock()), Snapshot(10, {}, {}), 10)
    Traceback (most recent call last):
    ValueError: people are on day 10 and cannot travel to day 10
    """
    if day <= start.day:
        raise ValueError(f"people are on day {start.day} and cannot travel to day {day}")
    counted = bodies.on(day).parameters["immunity.counted_volume"]
    noise = Noise(1.0 / counted, jnp.float32(1.0))
    model = model_on(bodies.clock)
    state = {name: filled(value) for name, value in start.state.items()}
    state = entered(model, bodies.on(start.day), start.day, state)
    begins = {recall: day - length for recall, length in _recalls(bodies.clock).items()}
    bounds = {max(start.day, begin) for begin in begins.values()}
    turns: list[tuple[float, float, Mapping[str, Any]]] = []
    at, since, sums = start.day, start.day, no_sums(model, BLOCK)
    for stop in _stops(bodies, begins, start.day, day):
        state, sums = _advanced(bodies, at, stop, state, noise, sums)
        at = stop
        if stop in bounds or stop == day:
            turns.append((since, (stop - since) * bodies.clock.parts, sums))
            since, sums = stop, no_sums(model, BLOCK)
    seen = {**_taken(state, bodies.people), **_at_once(bodies, day)}
    return Snapshot(day, seen, _recalled(turns, begins, bodies.people))


def _at_once(bodies: Bodies, day: float) -> Arrays:
    """Return the levers that act on what an instrument sees at that moment, where they are pulled."""
    aid = np.asarray(conduction_aid(bodies.on(day).regimen, np.float32(day)))[: bodies.people]
    return {"conduction_aid": aid} if aid.any() else {}


def _advanced(
    bodies: Bodies, at: float, stop: float, state: Mapping[str, Any], noise: Noise, sums: Mapping[str, Any]
) -> tuple[Any, Any]:
    """Go on with one regimen, by whole days or, where people live by the hour, by parts of a day."""
    advance = compiled(model_on(bodies.clock), bodies.clock)
    if not lives_by_hour(bodies.clock):
        return advance(state, bodies.on(at), noise, sums, jnp.int32(at), jnp.int32(stop - at))
    day, part = divmod(round(at * bodies.clock.parts), bodies.clock.parts)
    parts = round((stop - at) * bodies.clock.parts)
    when = (jnp.int32(one) for one in (day, 0, part, parts))
    return advance(state, bodies.on(at), noise, sums, *when)


def _recalls(clock: Clock) -> dict[int, float]:
    """Return how many days each recall holds; by the hour a moment is one slow step."""
    own: dict[int, float] = {MOMENT: 1.0 / clock.parts} if lives_by_hour(clock) else {}
    return own | {recall: recall for recall in RECALLS}


def walk(bodies: Bodies, passed: Sequence[Snapshot], day: float) -> Snapshot:
    """Return people on a day or at a moment of it, who remember all days that an instrument asks about.

    Parameters
    ----------
    bodies : Bodies
        Who.
    passed : sequence of Snapshot
        Where they have been, in order of time. They set out from the last place that lies a whole recall
        back, or from the first, so that a stop between changes nothing of what they remember.
    day : int or float
        Absolute day, not before the first place.

    Examples
    --------
    >>> from lassitude.population.cohort import draw_cohort
    >>> from lassitude.therapies.regimen import inert
    >>> one = draw_cohort("healthy", 1, np.arange(1))
    >>> walk(embody(one, one.keys, inert(1), Clock()), [Snapshot(10, {}, {})], 10).day
    10
    """
    if day == passed[0].day:
        return passed[0]
    start = next((one for one in reversed(passed) if one.day <= day - LONGEST_RECALL), passed[0])
    return travel(bodies, start, day)


def _stops(bodies: Bodies, begins: Mapping[int, float], start: float, day: float) -> list[float]:
    """Return where a way is interrupted: where a recall begins, where another course does, and at its end."""
    places = {day, *begins.values(), *(first for first, _ in bodies.blocks)}
    return sorted(one for one in places if start < one <= day)


def _recalled(
    turns: Sequence[tuple[float, float, Mapping[str, Any]]], begins: Mapping[int, float], people: int
) -> dict[int, Arrays]:
    """Average over each recall the sums between bounds; a course that begins between them changes none."""
    told = [(since, number, _taken(sums, people)) for since, number, sums in turns]
    recalled = {}
    for recall, begin in begins.items():
        within = [one for one in told if one[0] >= begin]
        number = np.float32(sum(steps for _, steps, _ in within))
        recalled[recall] = {name: sum(sums[name] for _, _, sums in within) / number for name in within[-1][2]}
    return recalled


def _taken(values: Mapping[str, Any], people: int) -> Arrays:
    return {name: value[:people] for name, value in values.items()}
