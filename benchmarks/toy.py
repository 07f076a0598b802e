"""Measure how fast a 24-state stochastic immune model goes on one core.

Run ``python -m benchmarks.toy``. The state is a tuple of 1-D float32 arrays, stepped a quarter day at a time
in one compiled loop; noise comes from Threefry-2x32-20 inlined, made normal by a four-byte sum. Throughput
counts processor time, so a busy machine or a second core does not change it. See :mod:`benchmarks.adaptive`
for the same equations under adaptive solvers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
from benchmarks.toy_net import PULSE, START, Net, Person, gains_and_losses

from lassitude.randomness.streams import Keys, normals, person_keys
from lassitude.randomness.threefry import threefry2x32

BLOCK = 4096
STEPS_PER_DAY = 4
PULSE_EVERY_STEPS = 90 * STEPS_PER_DAY
NOISY = ("TE", "TR", "TEc", "TRc")
_MEAN, _SD = 510.0, float(np.sqrt(4 * (256**2 - 1) / 12))

Step: TypeAlias = Callable[[Net, Any, Person, float], Net]
"""Advance the states from a day by some days: (states, day, person, days) -> states."""


def byte_sum_normal(word: Any) -> Any:
    """Turn one uniform 32-bit word into a nearly normal number.

    z = 0.94903 s + 0.018642 s**3, s the standardized sum of the word's four bytes: variance 1, kurtosis 3,
    range +-4.04. Right for process noise, not for draws that make a person.

    Parameters
    ----------
    word : array of uint32

    Returns
    -------
    array of float32, same shape
    """
    total = sum((word >> np.uint32(shift)) & np.uint32(255) for shift in (0, 8, 16, 24))
    standard = (jnp.asarray(total).astype(jnp.float32) - _MEAN) / _SD
    return standard * (0.94903 + 0.018642 * standard * standard)


def one_stage(x: Net, day: Any, person: Person, days: float) -> Net:
    """Step by x+ = (x + h G) / (1 + h L): positive at any step, first order."""
    gains, losses = gains_and_losses(x, day, person, jnp.exp)
    pairs = zip(x, gains, losses, strict=True)
    return Net(*((value + days * gain) / (1.0 + days * loss) for value, gain, loss in pairs))


def two_stage(x: Net, day: Any, person: Person, days: float) -> Net:
    """Step by x+ = (x + h G (1 + z/2)) / (1 + z + z**2/2), z = h L, corrected with averaged G and L."""
    gains, losses = gains_and_losses(x, day, person, jnp.exp)
    ahead = _rational(x, gains, losses, days)
    later_gains, later_losses = gains_and_losses(ahead, day + days, person, jnp.exp)
    return _rational(x, _average(gains, later_gains), _average(losses, later_losses), days)


def _average(first: Net, second: Net) -> Net:
    return Net(*(0.5 * (one + other) for one, other in zip(first, second, strict=True)))


def _rational(x: Net, gains: Net, losses: Net, days: float) -> Net:
    stepped = []
    for value, gain, loss in zip(x, gains, losses, strict=True):
        z = days * loss
        stepped.append((value + days * gain * (1.0 + 0.5 * z)) / (1.0 + z * (1.0 + 0.5 * z)))
    return Net(*stepped)


def substepped(step: Step, times: int) -> Step:
    """Split each step into ``times`` equal ones, in an inner loop: unrolled they run slower."""

    def advance(x: Net, day: Any, person: Person, days: float) -> Net:
        part = days / times
        return jax.lax.fori_loop(
            0, times, lambda index, x: step(x, day + index.astype(jnp.float32) * part, person, part), x
        )

    return advance


SCHEMES: dict[str, Step] = {
    "one stage": one_stage,
    "two stages": two_stage,
    "two stages, 2 sub-steps": substepped(two_stage, 2),
    "two stages, 4 sub-steps": substepped(two_stage, 4),
}


def cohort(block: int) -> tuple[Person, Keys]:
    """Return the persons (activation rates with 10% log-normal spread) and the keys of their noise.

    Parameters
    ----------
    block : int
        How many persons.
    """
    keys = person_keys(2020, 0, np.arange(block))
    spread = np.exp(0.1 * normals(keys, "activation", 0, [[0], [1]])).astype(np.float32)
    return Person(np.float32(0.018) * spread[0], np.float32(7e-5) * spread[1]), keys


def start(block: int) -> Net:
    """Return the first day's states, each [person] in float32."""
    return Net(*(jnp.full(block, value, jnp.float32) for value in START))


def _shaken(x: Net, before: Net, keys: Keys, step: Any, noise: float) -> Net:
    """Multiply each noisy state by exp(s z - s**2 / 2), s**2 = ln(1 + v / m**2): positive, mean kept."""
    moved = {}
    for pair in range(0, len(NOISY), 2):
        words = threefry2x32(keys.word0, keys.word1, step.astype(jnp.uint32), np.uint32(pair // 2))
        for name, word in zip(NOISY[pair : pair + 2], words, strict=True):
            mean = getattr(x, name)
            variance = noise * (mean + getattr(before, name)) / STEPS_PER_DAY
            log_variance = jnp.log1p(variance / (mean * mean + 1e-12))
            moved[name] = mean * jnp.exp(jnp.sqrt(log_variance) * byte_sum_normal(word) - 0.5 * log_variance)
    return x._replace(**moved)


@partial(jax.jit, static_argnames=("steps", "noise", "step"))
def simulate(x: Net, person: Person, keys: Keys, *, steps: int, noise: float, step: Step) -> Net:
    """Run all persons for ``steps`` quarter days, one pulse of antigen every 90 days.

    Parameters
    ----------
    x : Net
        States, each [person].
    person : Person
        Rates, each [person].
    keys : Keys
        Keys of the noise, each [person].
    steps : int
        Quarter days.
    noise : float
        Variance of a noisy state per day, in its own mean; 0 leaves the draws out of the program.
    step : Step
        The scheme.
    """
    days = 1.0 / STEPS_PER_DAY

    def advance(index: Any, x: Net) -> Net:
        pulse = jnp.where(index % PULSE_EVERY_STEPS == 0, PULSE, 0.0).astype(jnp.float32)
        x = x._replace(Ag=x.Ag + pulse)
        after = step(x, index.astype(jnp.float32) * days, person, days)
        return _shaken(after, x, keys, index, noise) if noise else after

    return jax.lax.fori_loop(0, steps, advance, x)


def toy_throughput(block: int, days: int, noise: float, step: Step = one_stage) -> float:
    """Measure patient-years per second of one core, compilation left out.

    Parameters
    ----------
    block : int
        Persons simulated together.
    days : int
        Length of the run.
    noise : float
        See :func:`simulate`; 0 for none.
    step : Step
        The scheme.

    Returns
    -------
    float
        Patient-years per second of processor time, all threads added up.

    Examples
    --------
    >>> toy_throughput(block=64, days=2, noise=1.0) > 0
    True
    """
    person, keys = cohort(block)
    person, keys = jax.tree.map(jnp.asarray, (person, keys))
    run = partial(simulate, start(block), person, keys, steps=days * STEPS_PER_DAY, noise=noise, step=step)
    jax.block_until_ready(run())
    began = time.process_time()
    jax.block_until_ready(run())
    return block * days / 365.25 / (time.process_time() - began)


def main() -> None:
    """Print the table of schemes and noise."""
    print(f"24 states, block {BLOCK}, quarter-day steps; thousand patient-years per second of one core")
    for label, step in SCHEMES.items():
        quiet, noisy = (toy_throughput(BLOCK, 365, noise, step) / 1e3 for noise in (0.0, 1.0))
        print(f"  {label:24s} no noise {quiet:6.1f}   noise on {len(NOISY)} states {noisy:6.1f}")


if __name__ == "__main__":
    main()
