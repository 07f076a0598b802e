"""What each subsystem does to the misfit of the calibrated numbers, and to speed.

Run ``python -m benchmarks.subsystems misfit FILE``, then ``speed FILE``, then ``page FILE FILE``, which
writes ``docs/devdocs/subsystems.md``.

A subsystem is held: its states stay where each person begins and everything else goes on. Every number that
the newest parameter set was fitted to is then simulated again, under the same draws and with the same people
and chance, so that what differs is the subsystem's doing. Misfit is published less predicted on the scale of
the number, over the spread of both, as in the set's own table. Speed is of one block on one core by processor
time, held and whole in turns; compiling is left out.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from lassitude.calibration.misfit import predicted
from lassitude.calibration.observing import observations_of
from lassitude.calibration.parameter_set import checked_rows
from lassitude.calibration.plan import full_plan
from lassitude.calibration.simulating import Bench, simulate_targets
from lassitude.calibration.stage_fit import Sizes
from lassitude.engine.flows import OUTSIDE, Flow
from lassitude.engine.model import BLOCK, Clock, Model
from lassitude.physiology.organism import organism
from lassitude.physiology.states import STATES
from lassitude.population.cohort import draw_cohort
from lassitude.population.parameter_sets import default_set
from lassitude.prediction.pipeline import prepare_process
from lassitude.report.markdown import between_marks, table_rows
from lassitude.therapies.levers import levers
from lassitude.therapies.regimen import inert
from lassitude.trial import models
from lassitude.trial.bodies import at_entry, embody, travel

DRAWS, PEOPLE, WORKERS = 4, 80, 2
MOVED = 0.1
"""A number has moved if it moved by this much of its own spread."""
DAYS, TURNS = 60, 3

PAGE = Path(__file__).parents[1] / "docs" / "devdocs" / "subsystems.md"

Row = dict[str, Any]


def states_by_subsystem() -> dict[str, tuple[str, ...]]:
    """Return the states of each subsystem that has any."""
    told: dict[str, list[str]] = defaultdict(list)
    for name, state in STATES.items():
        told[state.subsystem].append(name)
    return {name: tuple(states) for name, states in told.items()}


def held_flows(flows: Iterable[Flow], still: frozenset[str], amounts: Any) -> Iterator[Flow]:
    """Leave states out of flows: what comes out of one comes from outside, what goes into one is gone."""
    for one in flows:
        if one.source in still:
            one = replace(one, source=OUTSIDE, rate=one.rate * getattr(amounts, str(one.source)))
        if one.target in still:
            one = replace(one, target=OUTSIDE)
        if (one.source, one.target) != (OUTSIDE, OUTSIDE):
            yield one


def held(model: Model, still: frozenset[str]) -> Model:
    """Return a body in which some states stay where they are."""

    def open_flows(flows: Any) -> Any:
        return lambda s, p: tuple(held_flows(flows(s, p), still, s))

    def others(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name not in still}

    return replace(
        model,
        fast_flows=open_flows(model.fast_flows),
        slow_flows=open_flows(model.slow_flows),
        closed_flows=lambda s, p: tuple(
            one for one in model.closed_flows(s, p) if not {one.source, one.target} & still
        ),
        courses=tuple((name, course) for name, course in model.courses if name not in still),
        open_day=lambda s, p, chance: others(model.open_day(s, p, chance)),
        close_day=lambda s, p, chance: others(model.close_day(s, p, chance)),
    )


def live_in(model: Model) -> None:
    """Let everybody in this process live in this body."""
    models.organism = lambda _: model  # type: ignore[assignment]
    models.body_model.cache_clear()


def numbers_of(states: tuple[str, ...]) -> list[Row]:
    """Simulate every calibrated number with some states held, in this process."""
    live_in(held(organism(levers), frozenset(states)))
    plan = full_plan("held", 2026, Sizes(people=PEOPLE))
    chosen = default_set()
    rows = checked_rows(chosen.count, DRAWS)
    values = {name: one[rows] for name, one in chosen.draws.items()}
    targets = [target for own in plan.stages for target in own.targets]
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), 1, PEOPLE, 2026)
        found, _ = simulate_targets(bench, "held", targets, values, lambda *_: None)
    told = []
    for column, one in enumerate(observations_of(targets, PEOPLE)):
        seen = predicted(one, one.scale.forth(found.estimates[:, column]))
        off = None if seen is None or seen["z"] is None else float(one.told - one.scale.forth(seen["median"]))
        told.append({"pointer": one.pointer, "estimate": one.estimate, "off": off, "spread": one.spread})
    return told


def compared(whole: list[Row], one: list[Row]) -> Row:
    """Set the numbers of a body with a held subsystem beside those of the whole one."""
    both = [(w, h) for w, h in zip(whole, one, strict=True) if w["off"] is not None and h["off"] is not None]
    as_whole, as_held = (np.array([pair[at]["off"] / pair[at]["spread"] for pair in both]) for at in (0, 1))
    moved = np.abs(as_held - as_whole)
    most = both[int(np.argmax(moved))][0] if both else None
    return {
        "numbers": len(both),
        "misfit_whole": float(np.sqrt(np.mean(as_whole**2))),
        "misfit_held": float(np.sqrt(np.mean(as_held**2))),
        "moved": int((moved > MOVED).sum()),
        "lost": sum(w["off"] is not None and h["off"] is None for w, h in zip(whole, one, strict=True)),
        "most_moved": most["pointer"] if most else None,
        "by": float(moved.max()) if both else None,
    }


def misfits() -> dict[str, Row]:
    """Return what holding each subsystem does to the misfit."""
    known = {"": (), **states_by_subsystem()}
    fresh = ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with fresh as pool:
        answers = {name: pool.submit(numbers_of, states) for name, states in known.items()}
        told = {}
        for name, answer in answers.items():
            told[name] = answer.result()
            print(name or "whole", flush=True)
    whole = told.pop("")
    return {name: compared(whole, one) for name, one in told.items()}


def speeds() -> dict[str, Row]:
    """Return how much longer a day takes with each subsystem than with it held."""
    prepare_process()
    whole = organism(levers)
    told = {}
    for name, states in states_by_subsystem().items():
        part = held(whole, frozenset(states))
        _seconds(part)
        _seconds(whole)
        turns = [(_seconds(whole), _seconds(part)) for _ in range(TURNS)]
        slow, quick = (min(one) for one in zip(*turns, strict=True))
        told[name] = {"states": len(states), "share": slow / quick - 1.0}
        print(name, told[name], flush=True)
    return told


def _seconds(model: Model) -> float:
    live_in(model)
    cohort = draw_cohort("rrms", 1, np.arange(BLOCK))
    bodies = embody(cohort, cohort.keys, inert(BLOCK), Clock())
    start = at_entry(cohort)
    began = time.process_time()
    travel(bodies, start, DAYS)
    return time.process_time() - began


def page(misfit: dict[str, Row], speed: dict[str, Row]) -> str:
    """Return the table of both."""
    rows = [
        ("subsystem", "states", "numbers", "misfit", "held", "gone", "moved", "most of all", "time"),
        ("---", *("---:",) * 6, "---", "---:"),
    ]
    for name, told in sorted(misfit.items(), key=lambda one: -one[1]["moved"]):
        most = f"`{told['most_moved']}` by {told['by']:.1f}" if told["moved"] else "none"
        misfits = (f"{told['misfit_whole']:.2f}", f"{told['misfit_held']:.2f}", str(told["lost"]))
        share = f"{round(speed[name]['share'], 2) + 0.0:+.0%}".replace("-", "\N{MINUS SIGN}").replace(
            "+0%", "0%"
        )
        counted = (str(speed[name]["states"]), str(told["numbers"]))
        rows.append((words(name), *counted, *misfits, str(told["moved"]), most, share))
    return table_rows(rows)


def words(subsystem: str) -> str:
    """Return the name of a subsystem as people write it."""
    return subsystem.replace("_", " ").replace("hpa", "HPA")


def main(what: str, *files: str) -> None:
    """Measure into a file, or write the page from two."""
    if what == "page":
        told = [json.loads(Path(file).read_text(encoding="utf-8")) for file in files]
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(between_marks(text, "subsystems", page(*told)), encoding="utf-8")
        return
    found = {"misfit": misfits, "speed": speeds}[what]()
    Path(files[0]).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
