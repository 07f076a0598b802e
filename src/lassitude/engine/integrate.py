"""The compiled segment: advance a block of people by some days or parts of a day, from visit to visit.

The order of one slow step: levers of the day; what opens the day; fast steps with their noise;
exposures; slow and closed pools and signed states, half a step and then the whole; what closes the day;
averages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from lassitude.engine.model import Clock, Model
from lassitude.engine.noise import (
    byte_sums,
    increments,
    path_counters,
    purpose_keys,
    unit_uniform,
    words,
)
from lassitude.engine.scheme import Midway, mean_exact_noise, midway, two_stage_step, whole_step
from lassitude.engine.slow_block import slow_block_step
from lassitude.randomness.streams import Keys

Arrays = dict[str, Any]


class Noise(NamedTuple):
    """Whether chance is on: 1 as in life, 0 for the mean path; one number, or one for each person."""

    counts: Any = 1.0
    signed: Any = 1.0


class Block(NamedTuple):
    """Everything about a block of people that does not change on the way; arrays [person] of float32."""

    parameters: Mapping[str, Any]
    covariates: Mapping[str, Any]
    regimen: Any
    keys: Keys


def _streams(model: Model, keys: Keys) -> Keys:
    """Return the keys of all purposes, [stream, person]: pairs of counts, of swings, opening and closing."""
    purposes = (
        *(f"counts of {' and '.join(pair)}" for pair in model.counted),
        *(f"swings of {' and '.join(pair)}" for pair in model.swinging),
        "opening of the day",
        "closing of the day",
    )
    return purpose_keys(keys, purposes)


class _Chance(NamedTuple):
    """All chance of one slow step, told apart by what it is for; arrays [person]."""

    counted: list[list[tuple[Any, Any]]]
    swinging: list[tuple[Any, Any]]
    opening: list[Any]
    closing: list[Any]


def _chance(model: Model, clock: Clock, streams: Keys, day: Any, part: Any) -> _Chance:
    """Encrypt everything that a slow step asks for at once, in one loop of machine code."""
    counted, swinging = len(model.counted), len(model.swinging)
    long, short = (path_counters(part, clock.parts, steps) for steps in (clock.steps, 1))
    asked = [(stream, one) for stream in range(counted) for one in long]
    asked += [(counted + stream, one) for stream in range(swinging) for one in short]
    paths, first = len(asked), counted + swinging
    for place, count in enumerate(model.uniforms):
        asked += [(first + place, pair) for pair in range(_pairs(count))]
    which, counters = zip(*asked, strict=True)
    word0, word1 = words(streams, which, day, counters)
    sums = iter(byte_sums(word0[:paths], word1[:paths]))
    uniforms = unit_uniform(jnp.stack([word0[paths:], word1[paths:]], axis=1))
    uniforms = uniforms.reshape(-1, *uniforms.shape[2:])
    opening, closing = model.uniforms
    close = 2 * _pairs(opening)
    return _Chance(
        [increments([next(sums) for _ in long], part, clock.parts, clock.steps) for _ in model.counted],
        [increments([next(sums) for _ in short], part, clock.parts, 1)[0] for _ in model.swinging],
        list(uniforms[:opening]),
        list(uniforms[close : close + closing]),
    )


def _pairs(uniforms: int) -> int:
    return (uniforms + 1) // 2


def _fast_steps(
    model: Model, clock: Clock, parameters: Any, context: Arrays, fast: Arrays, paths: Any, on: Any
) -> tuple[Arrays, Arrays]:
    """Advance the fast block through one slow step; return it and its mean exposures."""
    step = jnp.float32(1.0 / (clock.parts * clock.steps))
    shorter = jnp.float32(1.0 / (clock.parts * clock.steps * clock.substeps))

    def flows(pools: Arrays) -> Any:
        return model.fast_flows(SimpleNamespace(**{**context, **pools}), parameters)

    def exposures(pools: Arrays) -> Arrays:
        return model.exposures(SimpleNamespace(**{**context, **pools}), parameters)

    def fast_step(index: Any, carry: tuple[Arrays, Arrays]) -> tuple[Arrays, Arrays]:
        pools, seen = carry
        for _ in range(clock.substeps - 1):
            pools = two_stage_step(pools, flows, shorter)
        middle = midway(pools, flows, shorter)
        pools = _shaken(model, middle, whole_step(pools, middle, shorter), paths, index, on * step)
        now = exposures(pools)
        return pools, {name: seen[name] + now[name] * (1.0 / clock.steps) for name in seen}

    start = {name: jnp.zeros_like(value) for name, value in exposures(fast).items()}
    return jax.lax.fori_loop(0, clock.steps, fast_step, (fast, start))


def _shaken(model: Model, middle: Midway, pools: Arrays, paths: Any, index: Any, days: Any) -> Arrays:
    """Add the noise of the flows to the counted pools: variance of a step = amount that moved."""
    after = dict(pools)
    for pair, drawn in zip(model.counted, paths, strict=True):
        for name, normals in zip(pair, zip(*drawn, strict=True), strict=True):
            variance = days * middle.moved(name)
            after[name] = mean_exact_noise(pools[name], variance, _of_step(normals, index))
    return after


def _of_step(normals: tuple[Any, ...], index: Any) -> Any:
    """Choose the increment of a step by selects: stacking them would defeat vector code."""
    chosen = normals[0]
    for step, one in enumerate(normals[1:], start=1):
        chosen = jnp.where(index == step, one, chosen)
    return chosen


def _slow_step(
    model: Model,
    clock: Clock,
    block: Block,
    noise: Noise,
    when: tuple[Any, Any],
    chance: _Chance,
    state: Arrays,
) -> tuple[Arrays, Arrays]:
    day, part = when
    step = jnp.float32(1.0 / clock.parts)
    parameters = model.parameters(block.parameters)
    moment = day.astype(jnp.float32) + part.astype(jnp.float32) * step
    context = {**block.covariates, **model.levers(block.regimen, moment), "day": moment}

    def seen(values: Arrays) -> SimpleNamespace:
        return SimpleNamespace(**{**context, **values})

    opened = model.open_day(seen(state), parameters, chance.opening)
    state = {**state, **{name: jnp.where(part == 0, new, state[name]) for name, new in opened.items()}}

    others = {name: value for name, value in state.items() if name not in model.fast}
    fast, exposed = _fast_steps(
        model, clock, parameters, {**context, **others}, {name: state[name] for name in model.fast},
        chance.counted, noise.counts,
    )  # fmt: skip
    state = {**state, **fast}
    shown = {**state, **exposed}
    shown = {**shown, **model.derived(seen(shown), parameters)}

    after = slow_block_step(model, parameters, seen, shown, state, step, _normals(model, noise, chance))
    after = {name: _without_dust(value) for name, value in after.items()}
    ended = seen({**shown, **after})
    ended.day, ended.day_share = day.astype(jnp.float32), step
    ended.last_part = part == clock.parts - 1
    after |= model.close_day(ended, parameters, chance.closing)
    return after, model.averaged(seen({**shown, **after}), parameters)


def _normals(model: Model, noise: Noise, chance: _Chance) -> Arrays:
    """Return the increments of signed states over a slow step, by state."""
    told: Arrays = {}
    for pair, path in zip(model.swinging, chance.swinging, strict=True):
        told |= {name: noise.signed * value for name, value in zip(pair, path, strict=True)}
    return told


def advance(
    model: Model,
    clock: Clock,
    state: Arrays,
    block: Block,
    noise: Noise,
    sums: Arrays,
    start_day: Any,
    days: Any,
    start_part: Any = 0,
    parts: Any = 0,
) -> tuple[Arrays, Arrays]:
    """Advance a block of people by whole days, or by parts of a day.

    Parameters
    ----------
    model : Model
        The body.
    clock : Clock
        How a day is cut.
    state : dict of str to float32 array, [person]
        States at the start.
    block : Block
        Parameters, covariates, regimen and keys of the people.
    noise : Noise
        1 as in life, 0 for the mean path.
    sums : dict of str to float32 array, [person]
        Sums so far of the averaged signals over slow steps, from :func:`no_sums` at the start: a way adds up
        to the same bits in however many pieces it is gone.
    start_day, days : int32
        First absolute day (>= 0, counted from the start of the lead-in) and number of days (>= 0).
    start_part, parts : int32
        In which part of that day the way begins, and how many parts it is longer than `days`.

    Returns
    -------
    tuple of dict of str to float32 array, [person]
        States at the end, and the sums of the averaged signals.

    Examples
    --------
    >>> from lassitude.engine.toy import CLOCK, toy_model
    >>> model, one = toy_model(), jnp.ones(1, jnp.float32)
    >>> block = Block({}, {}, None, Keys(jnp.zeros(1, jnp.uint32), jnp.zeros(1, jnp.uint32)))
    >>> start = dict.fromkeys(model.states, one)
    >>> state, _ = advance(model, CLOCK, start, block, Noise(), no_sums(model, 1), 0, 0)
    >>> float(state["pool_00"][0])
    1.0
    """
    ended, added = advance_rows(
        model, clock, rows(state, model.states), lambda: block, noise, rows(sums, model.averages),
        start_day, days, start_part, parts,
    )  # fmt: skip
    return dict(zip(model.states, ended, strict=True)), dict(zip(model.averages, added, strict=True))


def rows(values: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Put what has these names into one array, [name, person].

    Examples
    --------
    >>> rows({"a": jnp.zeros(2), "b": jnp.ones(2)}, ("b", "a")).shape
    (2, 2)
    """
    return jnp.stack([values[name] for name in names])


def advance_rows(
    model: Model,
    clock: Clock,
    state: Any,
    block: Callable[[], Block],
    noise: Noise,
    sums: Any,
    start_day: Any,
    days: Any,
    start_part: Any = 0,
    parts: Any = 0,
) -> tuple[Any, Any]:
    """Advance as :func:`advance` does, with states and sums in one array each.

    Parameters
    ----------
    model, clock, noise, start_day, days, start_part, parts
        As there.
    state, sums : float32 array, [state, person] and [average, person]
        In the order of the model.
    block : callable
        Takes what does not change from where it lies, anew in every turn: taken once before the loop, each
        number would be carried and be a loop of its own in machine code.

    Returns
    -------
    tuple of float32 array
        States at the end, and the sums.

    Examples
    --------
    >>> from lassitude.engine.toy import CLOCK, toy_model
    >>> model = toy_model()
    >>> block = Block({}, {}, None, Keys(jnp.zeros(1, jnp.uint32), jnp.zeros(1, jnp.uint32)))
    >>> start, sums = (jnp.ones((len(names), 1)) for names in (model.states, model.averages))
    >>> [one.shape[0] for one in advance_rows(model, CLOCK, start, lambda: block, Noise(), sums, 0, 0)]
    [24, 1]
    """
    streams = _streams(model, block().keys)

    def place(count: Any) -> tuple[Any, Any]:
        gone = start_part + count
        return start_day + gone // clock.parts, gone % clock.parts

    def turn(count: Any, carry: tuple[Any, Any]) -> tuple[Any, Any]:
        values, added = carry
        chance = _chance(model, clock, streams, *place(count))
        before = dict(zip(model.states, values, strict=True))
        after, seen = _slow_step(model, clock, block(), noise, place(count), chance, before)
        return rows(after, model.states), added + rows(seen, model.averages)

    turns = days * clock.parts + parts
    ended: tuple[Any, Any] = jax.lax.fori_loop(0, turns, turn, (state, sums))
    return ended


def no_sums(model: Model, people: int) -> Arrays:
    """Return where sums of the averaged signals begin.

    Examples
    --------
    >>> from lassitude.engine.toy import toy_model
    >>> [float(zero.sum()) for zero in no_sums(toy_model(), 2).values()]
    [0.0]
    """
    return {name: np.zeros(people, np.float32) for name in model.averages}


def _without_dust(value: Any) -> Any:
    """Set what has decayed to nothing to zero: subnormal numbers would slow every later step."""
    return jnp.where(jnp.abs(value) < 1e-20, 0.0, value)
