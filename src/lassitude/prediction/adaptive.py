"""The engine beside an adaptive solver: the same equations, no chance, one core each, the same error."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from scipy.integrate import solve_ivp

from lassitude.engine.integrate import Noise, no_sums
from lassitude.engine.model import BLOCK, Clock
from lassitude.engine.program import compiled
from lassitude.engine.smooth import EXPECTED, derivatives, without_events
from lassitude.physiology.inputs import Levers
from lassitude.physiology.organism import named_levers
from lassitude.population.cohort import Cohort, draw_cohort
from lassitude.quantities.errors import RequestError
from lassitude.therapies.regimen import inert
from lassitude.trial.bodies import body_model, embody, filled
from lassitude.trial.schedule import YEAR

PEOPLE = 32
PULSE = 100.0
PULSES = 2
DAYS_BETWEEN = 60
BAR = 0.02
TOLERANCES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)

States = dict[str, Any]


class Errors(NamedTuple):
    """Relative error of both endpoints against the reference."""

    lesions: float
    fatigue: float

    @property
    def inside(self) -> bool:
        """Whether both are within the bar."""
        return max(self) <= BAR


def against_diffrax() -> dict[str, Any]:
    """Compare the engine with diffrax on the noise-free body.

    Untreated people with relapsing MS live through two pulses of antigen, sixty days each. The engine runs
    its own clock on a block. diffrax runs Tsit5 on people mapped together or one after another, whichever is
    faster, at the loosest tolerance whose error is within the bar. The reference is SciPy's DOP853 in double
    precision at a tolerance of 1e-8.

    Returns
    -------
    dict
        Patient-years a second and errors of both, and the ratio.

    Raises
    ------
    RequestError
        If diffrax is not installed.

    Examples
    --------
    >>> against_diffrax()["ratio"] > 1.0  # doctest: +SKIP
    True
    """
    try:
        import diffrax  # noqa: F401
    except ImportError:
        raise RequestError(
            "The comparison needs diffrax, which is a development tool: install it beside lassitude "
            "(pip install diffrax) and run bench again."
        ) from None
    cohort = draw_cohort("rrms", 1, np.arange(PEOPLE))
    exact = _reference(cohort)
    engine = _engine(cohort, exact)
    adaptive = _diffrax(cohort, exact)
    return {"engine": engine, "diffrax": adaptive, "ratio": engine["rate"] / adaptive["rate"]}


def _context(cohort: Cohort) -> dict[str, Any]:
    return {**cohort.covariates, **named_levers(Levers())}


def _errors(end: States, exact: States, start: States) -> Errors:
    lesions = abs(np.mean(end[EXPECTED]) / np.mean(exact[EXPECTED]) - 1.0)
    moved = np.abs(exact["fatigue_physical"] - start["fatigue_physical"])
    missed = np.abs(np.asarray(end["fatigue_physical"], float) - exact["fatigue_physical"])
    return Errors(float(lesions), float(missed.mean() / moved.mean()))


def _reference(cohort: Cohort) -> States:
    model = body_model()
    parameters, context = model.parameters(cohort.parameters), _context(cohort)
    state = np.stack([cohort.state[name] for name in model.states])

    def slope(day: float, flat: Any) -> Any:
        values = dict(zip(model.states, flat.reshape(len(model.states), PEOPLE), strict=True))
        rates = derivatives(model, parameters, context, values)
        return np.concatenate([np.broadcast_to(rates[name], PEOPLE) for name in model.states])

    antigen = model.states.index("antigen")
    for _ in range(PULSES):
        state[antigen] += PULSE
        found = solve_ivp(
            slope, (0.0, float(DAYS_BETWEEN)), state.ravel(), method="DOP853", rtol=1e-8, atol=1e-9
        )
        state = found.y[:, -1].reshape(state.shape)
    return dict(zip(model.states, state, strict=True))


def _best_seconds(run: Callable[[], Any], turns: int) -> float:
    spent = []
    for _ in range(turns):
        started = time.process_time()
        jax.block_until_ready(run())
        spent.append(time.process_time() - started)
    return min(spent)


def _engine(cohort: Cohort, exact: States) -> dict[str, Any]:
    bodies = embody(cohort, cohort.keys, inert(PEOPLE), Clock())
    model = without_events(body_model())
    advance = compiled(model, bodies.clock)
    calm, sums = Noise(jnp.float32(0.0), jnp.float32(0.0)), no_sums(model, BLOCK)
    own = {name: filled(value) for name, value in cohort.state.items() if name in model.states}

    def run() -> States:
        state = own
        for number in range(PULSES):
            state = {**state, "antigen": state["antigen"] + jnp.float32(PULSE)}
            state, _ = advance(
                state, bodies.on(0), calm, sums, jnp.int32(number * DAYS_BETWEEN), jnp.int32(DAYS_BETWEEN)
            )
        return state

    end = {name: value[:PEOPLE] for name, value in run().items()}
    seconds = _best_seconds(run, 5)
    return {
        "rate": BLOCK * PULSES * DAYS_BETWEEN / YEAR / seconds,
        "errors": _errors(end, exact, cohort.state)._asdict(),
    }


def _diffrax(cohort: Cohort, exact: States) -> dict[str, Any]:
    import diffrax

    model = body_model()
    varying = {
        name: jnp.asarray(value, jnp.float32) for name, value in cohort.parameters.items() if np.ndim(value)
    }
    shared = {name: value for name, value in cohort.parameters.items() if not np.ndim(value)}
    covariates = {name: jnp.asarray(value, jnp.float32) for name, value in cohort.covariates.items()}
    levers = named_levers(Levers())

    def slope(day: Any, state: States, about: tuple[States, States]) -> States:
        parameters = model.parameters({**shared, **about[0]})
        rates = derivatives(model, parameters, {**about[1], **levers}, state)
        return {name: jnp.asarray(rates[name], jnp.float32) for name in state}

    def one(state: States, about: tuple[States, States], tolerance: Any) -> States:
        for _ in range(PULSES):
            state = {**state, "antigen": state["antigen"] + jnp.float32(PULSE)}
            solution = diffrax.diffeqsolve(
                diffrax.ODETerm(slope), diffrax.Tsit5(), 0.0, float(DAYS_BETWEEN), 0.05, state, about,
                stepsize_controller=diffrax.PIDController(rtol=tolerance, atol=tolerance), max_steps=100_000,
            )  # fmt: skip
            state = jax.tree.map(lambda leaf: leaf[-1], solution.ys)
        return state

    people = (
        {name: jnp.asarray(value, jnp.float32) for name, value in cohort.state.items()},
        (varying, covariates),
    )
    return _fastest_within_bar(one, people, cohort, exact)


def _fastest_within_bar(
    one: Callable[..., States], people: Any, cohort: Cohort, exact: States
) -> dict[str, Any]:
    """Find the loosest tolerance within the bar and time the better of the two ways to map over people."""
    together = jax.jit(jax.vmap(one, in_axes=(0, 0, None)))
    in_turn = jax.jit(lambda states, about, tolerance: jax.lax.map(_bound(one, tolerance), (states, about)))
    tolerance, errors = TOLERANCES[-1], Errors(float("nan"), float("nan"))
    with jax.numpy_dtype_promotion("standard"):
        for tolerance in TOLERANCES:
            end = together(*people, jnp.float32(tolerance))
            errors = _errors({name: np.asarray(value) for name, value in end.items()}, exact, cohort.state)
            if errors.inside:
                break
        chosen = jnp.float32(tolerance)
        jax.block_until_ready(in_turn(*people, chosen))
        seconds = min(_best_seconds(partial(way, *people, chosen), 3) for way in (together, in_turn))
    return {
        "rate": PEOPLE * PULSES * DAYS_BETWEEN / YEAR / seconds,
        "errors": errors._asdict(),
        "tolerance": tolerance,
    }


def _bound(one: Callable[..., States], tolerance: Any) -> Callable[[Any], States]:
    return lambda each: one(each[0], each[1], tolerance)
