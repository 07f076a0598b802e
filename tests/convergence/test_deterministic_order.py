"""Protects: without chance, halving the step cuts the error of open pools by the order the scheme claims.

The bar, order 1.3, is the lower end of what the two-stage rational family reached on the published immune
net; both forms that the engine may use are of second order where steps are short. References: the closed
form for one pool; LSODA and DOP853 at a relative tolerance of 1e-9 for the fast block of the body.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from lassitude.engine.flows import OUTSIDE, Flow, balance
from lassitude.engine.model import Clock
from lassitude.engine.scheme import two_stage_step
from lassitude.physiology.organism import FAST, fast_flows
from lassitude.physiology.parameters import declared_parameters
from lassitude.physiology.states import at_rest

Pools = dict[str, np.float64]
Flows = Callable[[Pools], tuple[Flow, ...]]

LEAST_ORDER = 1.3
PULSE, DAYS = 100.0, 10
USUAL = Clock().parts * Clock().steps * Clock().substeps
REST = vars(at_rest())


def course(pools: Pools, flows: Flows, steps_a_day: int, days: int) -> NDArray[np.float64]:
    """Return the pools at the end of every day, [day, pool]."""
    seen = []
    for _ in range(days):
        for _ in range(steps_a_day):
            pools = two_stage_step(pools, flows, 1.0 / steps_a_day)
        seen.append(list(pools.values()))
    return np.array(seen, dtype=np.float64)


def orders(errors: list[float]) -> NDArray[np.float64]:
    """Return the observed order between each step and its half."""
    return np.log2(np.array(errors[:-1]) / np.array(errors[1:]))


def body_flows(pools: Pools) -> tuple[Flow, ...]:
    return fast_flows(SimpleNamespace(**{**REST, **pools}), declared_parameters())


def struck() -> Pools:
    """Return a resting healthy fast block at the moment of one antigen pulse."""
    return {name: np.float64(REST[name]) for name in FAST} | {"antigen": np.float64(PULSE)}


@cache
def solved(method: str) -> NDArray[np.float64]:
    """Return the fast block at the end of every day by an adaptive solver, [day, pool]."""

    def slope(_: float, values: NDArray[np.float64]) -> list[float]:
        pools = dict(zip(FAST, values, strict=True))
        terms = balance(body_flows(pools), pools)
        return [(gain or 0.0) - (loss or 0.0) * pools[name] for name, (gain, loss) in terms.items()]

    found = solve_ivp(
        slope,
        (0.0, float(DAYS)),
        list(struck().values()),
        method=method,
        t_eval=np.arange(1.0, DAYS + 1.0),
        rtol=1e-9,
        atol=1e-11,
    )
    return found.y.T


def worst(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the largest error of each pool on any day, as a share of its largest value."""
    exact = solved("LSODA")
    return np.abs(found - exact).max(axis=0) / np.abs(exact).max(axis=0)


@pytest.mark.parametrize("loss", [1.0, 9.0, 27.0])
def test_decay_with_a_source_has_the_order_of_the_scheme(loss: float) -> None:
    # 1, 9 and 27 a day are the fastest losses of regulators, effectors and barrier in the published net.
    source, start, until = 12.0, 3.0, 1
    exact = source / loss + (start - source / loss) * np.exp(-loss * until / 16)

    def flows(pools: Pools) -> tuple[Flow, ...]:
        return Flow("birth", OUTSIDE, "x", source), Flow("death", "x", OUTSIDE, loss)

    errors = []
    for steps in (4, 8, 16, 32, 64):
        pools = {"x": np.float64(start)}
        for _ in range(steps):
            pools = two_stage_step(pools, flows, 1.0 / (16 * steps))
        errors.append(abs(float(pools["x"]) - exact))
    assert orders(errors).min() >= LEAST_ORDER
    assert orders(errors)[-1] == pytest.approx(2.0, abs=0.1)


def test_two_adaptive_solvers_agree_on_the_reference() -> None:
    scale = np.abs(solved("LSODA")).max(axis=0)
    assert (np.abs(solved("LSODA") - solved("DOP853")) / scale).max() < 1e-6


def test_the_fast_block_of_the_body_has_the_order_of_the_scheme() -> None:
    # From the usual sub-step on: longer ones are not in the regime where an order is defined.
    errors = np.array([worst(course(struck(), body_flows, USUAL * finer, DAYS)) for finer in (1, 2, 4, 8)])
    of_all = orders(list(errors.max(axis=1)))
    assert of_all.min() >= LEAST_ORDER
    for name, pool in zip(FAST, errors.T, strict=True):
        assert np.log2(pool[0] / pool[-1]) / 3 >= LEAST_ORDER, name


def test_the_usual_substep_is_close_on_what_the_body_reads() -> None:
    # Measured 0.033 (local effectors) and 0.035 (interferon gamma) of their peaks on the worst day after a
    # pulse, with slack for another platform only; what reaches lesions and fatigue has its bar elsewhere.
    errors = dict(zip(FAST, worst(course(struck(), body_flows, USUAL, DAYS)), strict=True))
    assert errors["cns_effectors"] < 0.04
    assert errors["ifn_gamma"] < 0.04


@pytest.mark.parametrize("steps_a_day", [1, 2, 4, 8])
def test_pools_stay_positive_however_long_the_step(steps_a_day: int) -> None:
    found = course(struck(), body_flows, steps_a_day, DAYS)
    assert np.isfinite(found).all()
    assert (found >= 0.0).all()
