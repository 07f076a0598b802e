"""How far the usual time step is from half and a quarter of it, and in every study that ships.

Run ``python -m benchmarks.step_halving body`` for the table of ``docs/devdocs/engine.md``, at declared
parameters, or ``studies`` for the error that the report of each study and experiment prints, under the newest
parameter set. The bar of both is 2%.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import jax.numpy as jnp
import numpy as np

from lassitude.engine.integrate import Noise, no_sums
from lassitude.engine.model import BLOCK, Clock
from lassitude.engine.program import compiled
from lassitude.population.cohort import draw_cohort
from lassitude.population.parameter_sets import default_set
from lassitude.prediction.convergence import BAR, live_by_clock, step_halving, step_tasks
from lassitude.prediction.design import design
from lassitude.prediction.pipeline import USUAL, prepare_process, step_task
from lassitude.study.protocol import read_protocol, shipped_experiments, shipped_protocols
from lassitude.therapies.regimen import FOREVER, Course, Treatment, courses, inert
from lassitude.trial.bodies import LONGEST_RECALL, embody, filled
from lassitude.trial.models import model_on

SEED, LEAD_IN, STUDY = 2018, 731, 1096
PEOPLE = {
    "relapsing MS, untreated": ("rrms", ()),
    "aggressive MS, transplanted when the study starts": (
        "rrms-aggressive",
        (Treatment("ahsct", float(LEAD_IN), FOREVER, {}, "open"),),
    ),
}


def endpoints(
    condition: str, treatments: tuple[Treatment, ...], noise: bool, clock: Clock
) -> dict[str, np.ndarray]:
    """Return lesions born in all years and the change of physical fatigue over the study, [person]."""
    cohort = draw_cohort(condition, SEED, np.arange(BLOCK))
    given = courses(treatments, cohort.keys, cohort.told) if treatments else [Course(0.0, inert(BLOCK))]
    bodies = embody(cohort, cohort.keys, given, clock)
    counts = 1.0 / bodies.on(0).parameters["immunity.counted_volume"]
    chance = Noise(counts * noise, jnp.float32(noise))
    model = model_on(clock)
    live = compiled(model, clock)
    state = {name: filled(value) for name, value in cohort.state.items()}
    means, at = [], 0
    for visit in (LEAD_IN, LEAD_IN + STUDY):
        for day in (visit - LONGEST_RECALL, visit):
            on, days = bodies.on(at), jnp.int32(day - at)
            state, sums = live(state, on, chance, no_sums(model, BLOCK), jnp.int32(at), days)
            at = day
        means.append(np.asarray(sums["fatigue_physical"], float) / (LONGEST_RECALL * clock.parts))
    return {"lesions": np.asarray(state["lesions_born"], float), "fatigue": means[1] - means[0]}


def of_the_body() -> Iterator[str]:
    """Tell the difference that half and a quarter of the step make, with the standard error of it."""
    for people, (condition, treatments) in PEOPLE.items():
        for noise in (False, True):
            clocks = USUAL, USUAL.halved(), USUAL.halved().halved()
            usual, *finer = (endpoints(condition, treatments, noise, clock) for clock in clocks)
            for name, coarse in usual.items():
                told = (_against(coarse, one[name]) for one in finer)
                cells = people, "on" if noise else "off", name, f"{coarse.mean():.3g}", *told
                yield f"| {' | '.join(cells)} |"


def _against(coarse: np.ndarray, fine: np.ndarray) -> str:
    by, scale = coarse - fine, abs(fine.mean())
    return f"{by.mean() / scale:+.2%} ± {by.std() / len(by) ** 0.5 / scale:.2%}"


def of_studies() -> Iterator[str]:
    """Tell the error of every endpoint of every study that ships, and whether it meets the bar."""
    for name in (*shipped_protocols(), *shipped_experiments()):
        task = step_task(design(read_protocol(name), SEED, 1, USUAL, default_set()))
        found = {which: live_by_clock(one) for which, one in step_tasks(task)}
        for one in step_halving(found["steps-whole"], found["steps-halved"]):
            told = f"{name}: {one.endpoint}: {one.relative_error:.2%}"
            yield told if one.inside else f"{told}, beyond {BAR:.0%}"


def main(what: str) -> int:
    """Print one of both."""
    prepare_process()
    for line in {"body": of_the_body, "studies": of_studies}[what]():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
