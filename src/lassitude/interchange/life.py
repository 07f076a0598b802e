"""What happened to a patient, day by day: their own chance lived once more, and every jump written down.

With the jumps told instead of drawn, the same stepper gives the body's course without any chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from lassitude.engine.integrate import Block, Noise, advance, no_sums
from lassitude.engine.model import Clock, Model
from lassitude.engine.smooth import EXPECTED
from lassitude.interchange.patient import Patient, levers_by_day
from lassitude.randomness.streams import Keys
from lassitude.trial.bodies import body_model

CHANCE = "chance"
"""The lever that lets the opening and the closing of a day happen by chance."""
_OPENING, _CLOSING = "opening", "closing"
Arrays = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Happenings:
    """What is done to a body from outside its smooth equations, by day since the first visit.

    Attributes
    ----------
    keeps, adds : dict of str to array, [day]
        At the start of a day a state x becomes ``keeps * x + adds``; states to which nothing ever happens
        are left out.
    levers : dict of str to array, [day]
        Levers from the start of that day to the next.
    """

    keeps: Arrays
    adds: Arrays
    levers: Arrays

    def struck(self, day: int) -> dict[str, tuple[float, float]]:
        """Return what happens to which states at the start of a day: what each keeps and what it gains."""
        told = {name: (float(self.keeps[name][day]), float(self.adds[name][day])) for name in self.keeps}
        return {name: one for name, one in told.items() if one != (1.0, 0.0)}

    def pulled(self, day: int) -> dict[str, float]:
        """Return the levers whose value on a day is not that of the day before."""
        if day == 0:
            return {name: float(value[0]) for name, value in self.levers.items()}
        return {
            name: float(value[day]) for name, value in self.levers.items() if value[day] != value[day - 1]
        }

    @property
    def days(self) -> tuple[int, ...]:
        """Days on which anything happens, the first day besides."""
        changed = [value[1:] != value[:-1] for value in self.levers.values()]
        struck = [(self.keeps[name][1:] != 1.0) | (self.adds[name][1:] != 0.0) for name in self.keeps]
        some = np.logical_or.reduce([*changed, *struck]) if changed or struck else np.array([], bool)
        return (0, *(int(day) + 1 for day in np.flatnonzero(some)))


@dataclass(frozen=True)
class Life:
    """A patient's life with their own chance.

    Attributes
    ----------
    happenings : Happenings
        Infections, antigen, lesions and whatever else opened or closed a day, and levers, as they were.
    states : dict of str to array, [day]
        States at the end of each day.
    """

    happenings: Happenings
    states: Arrays


def lived(patient: Patient) -> Life:
    """Live a patient's life with their own chance and write down what struck them and what they were given.

    Parameters
    ----------
    patient : Patient
        Who, and for how long.

    Returns
    -------
    Life
        The life that the study simulates, to the rounding of another program.

    Examples
    --------
    >>> from lassitude.interchange.patient import patient_of
    >>> from lassitude.study.protocol import read_protocol
    >>> patient = patient_of(read_protocol("canadian-ahsct"), "P-001").until(28)  # doctest: +SKIP
    >>> lived(patient).states["strength"].shape  # doctest: +SKIP
    (28,)
    """
    levers = levers_by_day(patient, body_model().levers)
    nothing = Happenings({}, {}, levers)
    told = _days_of(patient, nothing, chance=True)
    names = sorted({name.partition(" keeps ")[2] for name in told if " keeps " in name} - {EXPECTED})
    keeps, adds = {}, {}
    for name in names:
        kept, added = np.ones(patient.days + 1), np.zeros(patient.days + 1)
        # What closes a day and what opens the next one strike at the same moment.
        for when, place in ((_CLOSING, slice(1, None)), (_OPENING, slice(None, -1))):
            own_keeps, own_adds = (told.get(f"{when} {what} {name}") for what in ("keeps", "adds"))
            if own_keeps is not None and own_adds is not None:
                kept[place], added[place] = (
                    own_keeps * kept[place],
                    own_keeps * added[place] + own_adds,
                )
        if (kept != 1.0).any() or (added != 0.0).any():
            keeps[name], adds[name] = kept, added
    return Life(Happenings(keeps, adds, levers), {name: told[name] for name in body_model().states})


def stepped(patient: Patient, happenings: Happenings) -> Arrays:
    """Step the body without chance through what happened, as production does.

    Returns
    -------
    dict of str to array, [day]
        States at the end of each day, before anything strikes at the start of the next.
    """
    told = _days_of(patient, happenings, chance=False)
    return {name: told[name] for name in body_model().states}


def _days_of(patient: Patient, happenings: Happenings, *, chance: bool) -> Arrays:
    model, days, one = _written_down(body_model()), np.arange(patient.days), np.float32(1.0)
    struck = {
        name: {
            "keeps": happenings.keeps[name][:-1].astype(np.float32),
            "adds": happenings.adds[name][:-1].astype(np.float32),
        }
        for name in happenings.keeps
    }
    every = {
        name: {"keeps": np.ones(patient.days, np.float32), "adds": np.zeros(patient.days, np.float32)}
        for name in model.states
    } | struck
    levers = {name: value[:-1].astype(np.float32) for name, value in happenings.levers.items()}
    levers[CHANCE] = np.full(patient.days, one if chance else 0.0, np.float32)
    start = {name: np.array([patient.start[name]], np.float32) for name in model.states}
    volume = np.array([patient.values["immunity.counted_volume"]], np.float32)
    noise = Noise(*((1.0 / volume, one) if chance else (0.0 * volume, 0.0 * one)))
    parameters = {name: np.array([value], np.float32) for name, value in patient.values.items()}
    covariates = {name: np.array([value], np.float32) for name, value in patient.covariates.items()}
    keys = Keys(*(jnp.asarray(word) for word in patient.keys))
    xs = (jnp.int32(patient.first_day + days), every, levers)
    written = _walker(model)(start, parameters, covariates, keys, noise, xs)
    return {name: np.asarray(value, np.float64)[:, 0] for name, value in written.items()}


@cache
def _walker(model: Model) -> Callable[..., Any]:
    """Compile a walk day by day, which keeps every day."""
    clock, records = Clock(), _records(model)
    writing = replace(model, totals=(*model.totals, *records))

    def walk(start: Any, parameters: Any, covariates: Any, keys: Any, noise: Any, xs: Any) -> Any:
        def day(state: Any, told: Any) -> tuple[Any, Any]:
            number, struck, levers = told
            state = {name: struck[name]["keeps"] * state[name] + struck[name]["adds"] for name in state}
            beside = {name: jnp.zeros(1, jnp.float32) for name in records}
            pulled = {name: jnp.broadcast_to(value, (1,)) for name, value in levers.items()}
            block = Block(parameters, covariates, pulled, keys)
            after, _ = advance(
                writing, clock, {**state, **beside}, block, noise, no_sums(model, 1), number, jnp.int32(1)
            )
            return {name: after[name] for name in state}, after

        return jax.lax.scan(day, start, xs)[1]

    return jax.jit(walk)


@cache
def _written_down(model: Model) -> Model:
    """Return the same body, which writes down what opens and closes its days, and takes levers as given."""

    def written(when: str, happen: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        def wrapped(s: SimpleNamespace, p: Any, uniforms: list[Any]) -> dict[str, Any]:
            before = dict(vars(s))
            told: dict[str, Any] = {}
            for name, new in happen(SimpleNamespace(**before), p, uniforms).items():
                kept = _slope(happen, before, name, p, uniforms)
                by_chance = before[CHANCE] > 0.0
                told[name] = jnp.where(by_chance, new, before[name])
                told[f"{when} keeps {name}"] = jnp.where(by_chance, kept, 1.0)
                told[f"{when} adds {name}"] = jnp.where(by_chance, new - kept * before[name], 0.0)
            return told

        return wrapped

    return replace(
        model,
        open_day=written(_OPENING, model.open_day),
        close_day=written(_CLOSING, model.close_day),
        levers=lambda regimen, day: regimen,
    )


def _slope(
    happen: Callable[..., dict[str, Any]], before: Mapping[str, Any], name: str, p: Any, uniforms: list[Any]
) -> Any:
    """Return how much of a state is kept when something happens to it: 1 if added to, 0 if set."""

    def own(value: Any) -> Any:
        return happen(SimpleNamespace(**{**before, name: value}), p, uniforms)[name]

    value = jnp.asarray(before[name], jnp.float32)
    return jax.jvp(own, (value,), (jnp.ones_like(value),))[1]


@cache
def _records(model: Model) -> tuple[str, ...]:
    """Return the names under which a body writes down what opens and closes its days."""
    from lassitude.physiology.chance import events

    written = {one.name.split()[0]: one.writes for one in events() if "day" in one.name}
    return tuple(
        f"{when} {what} {name}"
        for when in (_OPENING, _CLOSING)
        for name in written[when]
        for what in ("keeps", "adds")
    )
