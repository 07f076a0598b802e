"""Compare the fixed-step schemes of the toy with diffrax on the same right-hand side, noise off.

Run ``python -m benchmarks.adaptive``. Endpoints are memory cells and lost myelin 60 days after one pulse of
antigen; the error is that of the worst of eight persons against LSODA in float64 at a tolerance of 1e-9.
diffrax runs at the loosest tolerance, a power of ten, that keeps the error within the bar.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import diffrax
import jax
import jax.numpy as jnp
import numpy as np
from benchmarks.toy import BLOCK, SCHEMES, STEPS_PER_DAY, cohort, simulate, start
from benchmarks.toy_net import PULSE, START, Net, Person, derivative
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

DAYS = 60
ENDPOINTS = ("TM", "O1")
BAR = 0.02
CHECKED = 8
SOLVER = diffrax.Tsit5()
"""Explicit; the implicit Kvaerno3 was four times slower here and takes minutes to compile."""


def reference(person: Person) -> NDArray[np.float64]:
    """Return the endpoints of each person by LSODA in float64, [person, endpoint].

    Parameters
    ----------
    person : Person
        Rates, each [person]; only the first few are solved.
    """
    found = []
    for rates in zip(*(np.asarray(field, np.float64)[:CHECKED] for field in person), strict=True):
        course = solve_ivp(
            lambda day, state, *one: derivative(Net(*state), day, Person(*one), np.exp),
            (0.0, float(DAYS)),
            START._replace(Ag=PULSE),
            method="LSODA",
            args=rates,
            rtol=1e-9,
            atol=1e-9,
        )
        found.append([getattr(Net(*course.y[:, -1]), name) for name in ENDPOINTS])
    return np.array(found)


def worst_error(end: Net, exact: NDArray[np.float64]) -> float:
    """Return the largest relative error over persons and endpoints."""
    found = np.stack([np.asarray(getattr(end, name))[:CHECKED] for name in ENDPOINTS], axis=1)
    return float(np.abs(found / exact - 1).max())


@partial(jax.jit, static_argnames=("solver", "tolerance"))
def solve(x: Net, person: Person, *, solver: diffrax.AbstractSolver, tolerance: float) -> Net:
    """Solve each person over 60 days with steps of their own; states at the end, each [person].

    Parameters
    ----------
    x : Net
        States on day 0, each [person].
    person : Person
        Rates, each [person].
    solver : diffrax.AbstractSolver
        The method.
    tolerance : float
        Relative, and absolute in the units of the net.
    """
    term = diffrax.ODETerm(lambda day, state, one: derivative(state, day, one, jnp.exp))
    controller = diffrax.PIDController(rtol=tolerance, atol=tolerance)

    def one(state: Net, rates: Person) -> Net:
        solution = diffrax.diffeqsolve(
            term,
            solver,
            0.0,
            float(DAYS),
            0.01,
            state,
            args=rates,
            stepsize_controller=controller,
            max_steps=100_000,
        )
        return jax.tree.map(lambda course: course[-1], solution.ys)

    return jax.vmap(one)(x, person)


def timed(run: Callable[[], Net], block: int) -> tuple[Net, float]:
    """Return what a compiled run gives, and its patient-years per second of processor time."""
    jax.block_until_ready(run())
    began = time.process_time()
    end = jax.block_until_ready(run())
    return end, block * DAYS / 365.25 / (time.process_time() - began)


def loosest(run: Callable[[float], Net], exact: NDArray[np.float64]) -> float:
    """Return the loosest power of ten as tolerance that keeps the error within the bar.

    Raises
    ------
    ArithmeticError
        Where none from 1e-2 to 1e-6 does.
    """
    for exponent in range(2, 7):
        if worst_error(run(10.0**-exponent), exact) <= BAR:
            return 10.0**-exponent
    raise ArithmeticError(f"No tolerance from 1e-2 to 1e-6 keeps the error within {BAR:.0%}.")


def compare(block: int, adaptive_block: int) -> list[tuple[str, float, float]]:
    """Return (method, patient-years per second of one core, worst relative error) for each method.

    Parameters
    ----------
    block : int
        Persons simulated together by the fixed-step schemes, at least 8 (the persons checked).
    adaptive_block : int
        Persons solved together by diffrax, at most ``block``; the slowest sets the pace of all.
    """
    host, host_keys = cohort(block)
    exact = reference(host)
    person, keys = jax.tree.map(jnp.asarray, (host, host_keys))
    rows = []
    for label, step in SCHEMES.items():
        steps = DAYS * STEPS_PER_DAY
        run: Any = partial(simulate, start(block), person, keys, steps=steps, noise=0.0, step=step)
        end, speed = timed(run, block)
        rows.append((label, speed, worst_error(end, exact)))
    x = start(adaptive_block)._replace(Ag=jnp.full(adaptive_block, PULSE, jnp.float32))
    some = jax.tree.map(lambda array: array[:adaptive_block], person)
    tolerance = loosest(lambda tried: solve(x, some, solver=SOLVER, tolerance=tried), exact)
    end, speed = timed(partial(solve, x, some, solver=SOLVER, tolerance=tolerance), adaptive_block)
    name = f"diffrax {type(SOLVER).__name__}, tolerance {tolerance:g}"
    return [*rows, (name, speed, worst_error(end, exact))]


def main() -> None:
    """Print the comparison."""
    print(
        f"24 states, noise off, {DAYS} days from one pulse; error of {' and '.join(ENDPOINTS)}, bar {BAR:.0%}"
    )
    for label, speed, error in compare(BLOCK, adaptive_block=256):
        print(f"  {label:32s} {speed:10.0f} patient-years/s/core   worst error {error:7.2%}")


if __name__ == "__main__":
    main()
