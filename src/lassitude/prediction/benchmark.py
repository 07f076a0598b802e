"""How fast bodies live on this machine: the toy and the real body."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Literal

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Block, Noise, no_sums
from lassitude.engine.model import BLOCK, Clock, Model
from lassitude.engine.program import compiled
from lassitude.engine.toy import CLOCK as TOY_CLOCK
from lassitude.engine.toy import toy_model
from lassitude.population.cohort import draw_cohort
from lassitude.randomness.streams import Keys, person_keys
from lassitude.runs.pool import Progress, map_blocks, no_progress
from lassitude.therapies.regimen import inert
from lassitude.trial.bodies import body_model, embody
from lassitude.trial.schedule import YEAR

Which = Literal["toy", "body"]


@dataclass(frozen=True)
class SpeedTask:
    """One process that lets a block of people live for some days, over and over.

    Attributes
    ----------
    which : {"toy", "body"}
        The toy or the real body, both with noise.
    days : int
        Days of one turn.
    turns : int
        Turns that are counted, after one that is not.
    """

    which: Which
    days: int
    turns: int


@dataclass(frozen=True)
class Ready:
    """A block that can be sent through time.

    Attributes
    ----------
    model : Model
        The body.
    clock : Clock
        How a day is cut.
    state : dict of str to float32 array, [person]
        Where it starts.
    block : Block
        Everything that stays.
    """

    model: Model
    clock: Clock
    state: dict[str, Any]
    block: Block


def ready(which: Which) -> Ready:
    """Prepare a block of the toy or of untreated people with relapsing MS."""
    if which == "toy":
        keys = person_keys(1, 0, np.arange(BLOCK))
        model = toy_model()
        state = {name: jnp.full(BLOCK, 1.0, jnp.float32) for name in model.states}
        return Ready(model, TOY_CLOCK, state, Block({}, {}, {}, Keys(*(jnp.asarray(word) for word in keys))))
    cohort = draw_cohort("rrms", 1, np.arange(BLOCK))
    bodies = embody(cohort, cohort.keys, inert(BLOCK), Clock())
    state = {name: jnp.asarray(value, jnp.float32) for name, value in cohort.state.items()}
    return Ready(body_model(), bodies.clock, state, bodies.on(0))


def live(task: SpeedTask) -> dict[str, NDArray[np.float64]]:
    """Measure one process.

    Returns
    -------
    dict of str to array of float
        ``rates``, [turn], patient-years a second; ``wait_seconds`` until the first day is over.
    """
    made = ready(task.which)
    advance = compiled(made.model, made.clock)
    noise, sums = Noise(jnp.float32(1.0), jnp.float32(1.0)), no_sums(made.model, BLOCK)
    started = time.perf_counter()
    advance(made.state, made.block, noise, sums, jnp.int32(0), jnp.int32(1))
    waited = time.perf_counter() - started
    state = made.state
    rates = []
    for turn in range(task.turns + 1):
        started = time.perf_counter()
        state, _ = advance(state, made.block, noise, sums, jnp.int32(turn * task.days), jnp.int32(task.days))
        rates.append(BLOCK * task.days / YEAR / (time.perf_counter() - started))
    return {"rates": np.array(rates[1:]), "wait_seconds": np.array(waited)}


def live_uncached(task: SpeedTask) -> dict[str, NDArray[np.float64]]:
    """Measure a process that finds no compiled program and keeps none.

    Returns
    -------
    dict of str to array of float
        As of :func:`live`.
    """
    import jax

    jax.config.update("jax_enable_compilation_cache", False)
    return live(task)


def compile_seconds(which: Which, prepare: Callable[[], None]) -> float:
    """Measure what the first run of all waits for, in a process of its own.

    Parameters
    ----------
    which : {"toy", "body"}
        What is compiled.
    prepare : callable
        Called in the process first.

    Returns
    -------
    float
        Seconds.

    Examples
    --------
    >>> compile_seconds("toy", lambda: None) > 0.0  # doctest: +SKIP
    True
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=prepare) as fresh:
        return float(fresh.submit(live_uncached, SpeedTask(which, 1, 0)).result()["wait_seconds"])


def speeds(workers: int, prepare: Callable[[], None], progress: Progress = no_progress) -> dict[str, Any]:
    """Measure toy and body on one process and on several at once.

    Parameters
    ----------
    workers : int
        Processes of the second measurement.
    prepare : callable
        Called in each process first.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    dict
        By ``toy`` and ``body``: states, one process and all together, patient-years a second (median turn of
        each process, added up), and seconds until the first day is over with nothing compiled and with the
        program kept.

    Examples
    --------
    >>> speeds(2, lambda: None)["toy"]["states"]  # doctest: +SKIP
    24
    """
    found: dict[str, Any] = {}
    stages: list[tuple[Which, int]] = [(which, count) for which in ("toy", "body") for count in (1, workers)]
    for done, (which, count) in enumerate(stages):
        progress(done, len(stages))
        task = SpeedTask(which, 60, 12)
        told = map_blocks(
            live, [(f"{which}-{number}", task) for number in range(count)], None, count, no_progress, prepare
        )
        rate = sum(float(np.median(one["rates"])) for one in told.values())
        entry = found.setdefault(which, {"states": len(ready(which).model.states)})
        entry["one_process" if count == 1 else f"{count}_processes"] = rate
        entry["kept_seconds"] = max(float(one["wait_seconds"]) for one in told.values())
        if count == 1:
            entry["compile_seconds"] = compile_seconds(which, prepare)
    progress(len(stages), len(stages))
    return found


def hardware() -> dict[str, Any]:
    """Describe this machine: processor, cores and the vector instructions that matter.

    Examples
    --------
    >>> sorted(hardware())
    ['cores', 'machine', 'processor', 'vectors']
    """
    name, flags = platform.processor() or platform.machine(), set()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                key, _, value = line.partition(":")
                name = value.strip() if key.strip() == "model name" else name
                flags |= set(value.split()) if key.strip() == "flags" else set()
    except OSError:
        pass
    vectors = [one for one in ("fma", "avx2", "avx512f") if one in flags]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"processor": name, "machine": platform.machine(), "cores": cores, "vectors": vectors}
