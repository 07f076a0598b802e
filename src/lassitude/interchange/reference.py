"""The reference: the same smooth equations, computed and not read, by SciPy's LSODA in double precision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from lassitude.engine.smooth import EXPECTED, derivatives
from lassitude.interchange.life import Happenings
from lassitude.interchange.patient import Patient
from lassitude.physiology import organism, readouts
from lassitude.trial.bodies import body_model

RELATIVE, ABSOLUTE = 1e-9, 1e-12
Arrays = dict[str, NDArray[np.float64]]


def solved(patient: Patient, happenings: Happenings, times: Iterable[float]) -> Arrays:
    """Solve a patient's smooth equations from one happening to the next.

    Parameters
    ----------
    patient : Patient
        Who.
    happenings : Happenings
        What strikes them and what they are given.
    times : iterable of float
        Days since the first visit, rising, above 0 and at most the patient's days; a state is told as it is
        before anything strikes at that moment.

    Returns
    -------
    dict of str to array, [time]
        Every state.
    """
    model, wanted = body_model(), np.asarray(list(times), float)
    names = tuple(name for name in model.states if name != EXPECTED)
    pulled = tuple(happenings.levers)
    with jax.enable_x64(True):
        right = _right_hand_side(names, tuple(patient.values), tuple(patient.covariates), pulled)
        fixed = jnp.asarray([*patient.values.values(), *patient.covariates.values()])
        state = np.array([patient.start[name] for name in names])
        found = np.empty((len(names), len(wanted)))
        for begin, end in pairwise((*happenings.days, patient.days)):
            for name, (kept, added) in happenings.struck(begin).items():
                state[names.index(name)] = kept * state[names.index(name)] + added
            levers = jnp.asarray([happenings.levers[name][begin] for name in pulled], float)
            among = (wanted > begin) & (wanted <= end)
            if begin < end:
                found[:, among], state = _between(right, state, (fixed, levers), (begin, end), wanted[among])
    return dict(zip(names, found, strict=True))


def _between(
    right: tuple[Callable[..., Any], Callable[..., Any]],
    state: NDArray[np.float64],
    fixed: tuple[Any, Any],
    span: tuple[float, float],
    wanted: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Solve from one happening to the next; return states at the wanted times, and at the end."""
    slope, jacobian = right

    def bends(_: float, y: NDArray[np.float64]) -> NDArray[np.float64]:
        # A kink has no slope; Newton's steps need only a rough one.
        return np.nan_to_num(np.asarray(jacobian(y, *fixed)), nan=0.0, posinf=0.0, neginf=0.0)

    told: Any = solve_ivp(
        lambda _, y: np.asarray(slope(y, *fixed)), span, state, method="LSODA",
        t_eval=np.union1d(wanted, [span[1]]), jac=bends,
        rtol=RELATIVE, atol=ABSOLUTE,
    )  # fmt: skip
    if not told.success:
        raise ArithmeticError(f"LSODA gave up between days {span[0]:g} and {span[1]:g}: {told.message}")
    return told.y[:, np.isin(told.t, wanted)], told.y[:, -1].copy()


@cache
def _right_hand_side(
    names: tuple[str, ...], parameters: tuple[str, ...], covariates: tuple[str, ...], levers: tuple[str, ...]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Compile the right-hand side and its Jacobian in double precision."""
    model = body_model()

    def slope(y: Any, fixed: Any, pulled: Any) -> Any:
        state = {name: y[place] for place, name in enumerate(names)} | {EXPECTED: jnp.zeros_like(y[0])}
        own = {name: fixed[place] for place, name in enumerate((*parameters, *covariates))}
        given = {name: pulled[place] for place, name in enumerate(levers)}
        context = {**{name: own[name] for name in covariates}, **given}
        rates = derivatives(model, model.parameters({name: own[name] for name in parameters}), context, state)
        return jnp.stack([jnp.asarray(rates[name], y.dtype) for name in names])

    return jax.jit(slope), jax.jit(jax.jacfwd(slope))


def signals_of(patient: Patient, happenings: Happenings, states: Arrays, days: NDArray[Any]) -> Arrays:
    """Read the signals of the moment off a course of states.

    Parameters
    ----------
    patient : Patient
        Whose numbers.
    happenings : Happenings
        Levers.
    states : dict of str to array, [time]
        The course.
    days : array of int, [time]
        The day on which each time lies.

    Returns
    -------
    dict of str to array, [time]
        By signal.
    """
    levers = {name: np.asarray(value, float)[days] for name, value in happenings.levers.items()}
    own = {name: np.float64(value) for name, value in {**patient.values, **patient.covariates}.items()}
    covariates = {name: own[name] for name in patient.covariates}
    seen = SimpleNamespace(**{**covariates, **levers, **states})
    p = body_model().parameters(own)
    vars(seen).update(body_model().derived(seen, p))
    told = readouts.signals(vars(seen), organism.averaged(seen, p), patient.start, own)
    return {name: np.broadcast_to(np.asarray(value, float), len(days)) for name, value in told.items()}
