"""Fitting one stage: two waves of simulations, an emulator, and a posterior given every earlier draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.diagnostics import effective_sample_size, split_r_hat
from lassitude.calibration.emulator import Emulator, emulate
from lassitude.calibration.es_mda import Ensemble, smooth
from lassitude.calibration.fitting import Points, fit_emulator
from lassitude.calibration.likelihood import Likelihood, Observation, likelihood_of
from lassitude.calibration.prior import Draws, Prior
from lassitude.calibration.sampling import Posterior, left_to_explain, sample
from lassitude.calibration.waves import Wave, first_wave, second_wave
from lassitude.randomness.streams import person_keys, uniforms

Floats = NDArray[np.float64]

NOTHING_EARLIER = Prior(())


@dataclass(frozen=True)
class Sizes:
    """How much is computed.

    Attributes
    ----------
    first, second : int
        Points of each wave.
    people : int
        In each population of a virtual study.
    rows : int
        Draws of the posterior.
    checked : int
        Final draws under which every target is simulated once more.
    """

    first: int = 96
    second: int = 80
    people: int = 160
    rows: int = 256
    checked: int = 24


@dataclass(frozen=True, eq=False)
class Simulated:
    """What a simulator answers.

    Attributes
    ----------
    estimates : array, [point, number]
        In the unit of the published numbers; NaN where there is none.
    errors : array, [point, number]
        Their standard errors; NaN where they are not known.
    """

    estimates: Floats
    errors: Floats


Simulator = Callable[[str, Draws], Simulated]
"""Runs every target of a stage at some points: the name of the wave and the values of all parameters."""
Stable = Callable[[Mapping[str, Floats]], NDArray[np.bool_]]
"""Tells under which draws the loops of a body are stable."""


@dataclass(frozen=True, eq=False)
class StageWork:
    """What a stage is given.

    Attributes
    ----------
    name : str
        Of the stage.
    prior : Prior
        Of the parameters that it fits.
    observations : tuple of Observation
        Published numbers.
    seed : int
        Of this stage.
    sizes : Sizes
        How much is computed.
    earlier : dict of str to array, [row]
        Draws of what earlier stages fitted; empty for the first.
    earlier_prior : Prior
        Of those parameters, in the same order.
    """

    name: str
    prior: Prior
    observations: tuple[Observation, ...]
    seed: int
    sizes: Sizes
    earlier: Draws = field(default_factory=dict)
    earlier_prior: Prior = NOTHING_EARLIER

    @property
    def earlier_standard(self) -> Floats:
        """Standard numbers of the earlier parameters, [row, earlier parameter]."""
        return self.earlier_prior.standard(self.earlier) if self.earlier else np.zeros((self.sizes.rows, 0))

    def values(self, own: Floats, rows: NDArray[np.int64]) -> Draws:
        """Return the values of all parameters fitted so far, for some points."""
        return {name: one[rows] for name, one in self.earlier.items()} | self.prior.values(own)


@dataclass(frozen=True, eq=False)
class FittedStage:
    """What a stage found.

    Attributes
    ----------
    work : StageWork
        What it was given.
    draws : dict of str to array, [row]
        Of the earlier parameters and its own; those of a row belong together.
    own : array, [row, parameter]
        Standard numbers of its own.
    emulator : Emulator
        Of both waves.
    likelihood : Likelihood
        Of its numbers.
    waves : tuple of Wave
        Where the simulator ran.
    missing : array, [number]
        Share of points without an estimate.
    posterior, alike : Posterior
        Chains given each row, and chains given the middle of all rows.
    ensemble : Ensemble
        A second opinion, given the middle of all rows.
    moved : int
        Rows whose draws all had unstable loops and that took over another row.
    """

    work: StageWork
    draws: Draws
    own: Floats
    emulator: Emulator
    likelihood: Likelihood
    waves: tuple[Wave, ...]
    missing: Floats
    posterior: Posterior
    alike: Posterior
    ensemble: Ensemble
    moved: int

    @property
    def r_hat(self) -> Floats:
        """Split R-hat of every parameter, over chains given the same."""
        return split_r_hat(self.alike.draws)

    @property
    def effective_draws(self) -> Floats:
        """Independent draws of every parameter among the rows, at most as many as there are."""
        kept = self.alike.draws.shape[0] * self.alike.draws.shape[1]
        return np.minimum(effective_sample_size(self.alike.draws) / kept, 1.0) * len(self.own)


def fit_stage(work: StageWork, simulate: Simulator, stable: Stable) -> FittedStage:
    """Fit the parameters of a stage.

    Parameters
    ----------
    work : StageWork
        What is fitted to what.
    simulate : callable
        Runs the targets at some points.
    stable : callable
        Which values make stable bodies.

    Raises
    ------
    RequestError
        If hardly any point of the prior makes a stable body.
    """

    def allowed(own: Floats, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        return stable(work.values(own, rows))

    sizes = work.sizes
    begun = first_wave(work.prior.count, sizes.first, sizes.rows, work.seed, allowed)
    points = _points(work, begun, simulate("first", work.values(begun.own, begun.rows)), near=False)
    emulator, likelihood = _emulated(work, points)
    drawn = _given_rows(work, emulator, likelihood, "first posterior")
    closer = second_wave(drawn.draws, sizes.second, allowed)
    more = _points(work, closer, simulate("second", work.values(closer.own, closer.rows)), near=True)
    points = _joined(points, more)
    emulator, likelihood = _emulated(work, points)
    posterior = _given_rows(work, emulator, likelihood, "posterior")
    rows, own, moved = _stable_rows(work, posterior.draws, allowed)
    return FittedStage(
        work=work,
        draws=work.values(own, rows),
        own=own,
        emulator=emulator,
        likelihood=likelihood,
        waves=(begun, closer),
        missing=1.0 - np.isfinite(points.told).mean(axis=0),
        posterior=posterior,
        alike=_given_the_middle(work, emulator, likelihood, posterior),
        ensemble=_second_opinion(work, emulator, likelihood),
        moved=moved,
    )


def on_scales(observations: Sequence[Observation], simulated: Simulated) -> tuple[Floats, Floats]:
    """Return estimates and their standard errors on the scales of the published numbers, [point, number].

    Examples
    --------
    >>> on_scales([], Simulated(np.zeros((2, 0)), np.zeros((2, 0))))[0].shape
    (2, 0)
    """
    told, noise = np.empty_like(simulated.estimates), np.empty_like(simulated.errors)
    for column, one in enumerate(observations):
        estimates = simulated.estimates[:, column]
        told[:, column] = one.scale.forth(estimates)
        noise[:, column] = simulated.errors[:, column] * one.scale.slope(estimates)
    return told, noise


def _points(work: StageWork, wave: Wave, simulated: Simulated, *, near: bool) -> Points:
    told, noise = on_scales(work.observations, simulated)
    return Points(wave.own, work.earlier_standard[wave.rows], told, noise, np.full(len(wave.own), near))


def _joined(one: Points, other: Points) -> Points:
    return Points(
        np.concatenate([one.own, other.own]),
        np.concatenate([one.earlier, other.earlier]),
        np.concatenate([one.told, other.told]),
        np.concatenate([one.noise, other.noise]),
        np.concatenate([one.near, other.near]),
    )


def _emulated(work: StageWork, points: Points) -> tuple[Emulator, Likelihood]:
    emulator = fit_emulator(points)
    return emulator, likelihood_of(work.observations, emulator.error)


def _given_rows(work: StageWork, emulator: Emulator, likelihood: Likelihood, purpose: str) -> Posterior:
    left = left_to_explain(emulator, likelihood, work.earlier_standard)
    return sample(emulator, likelihood, left, work.seed, purpose)


def _given_the_middle(
    work: StageWork, emulator: Emulator, likelihood: Likelihood, posterior: Posterior
) -> Posterior:
    if not work.earlier:
        return posterior
    middle = np.broadcast_to(work.earlier_standard.mean(axis=0), work.earlier_standard.shape)
    left = left_to_explain(emulator, likelihood, middle)
    return sample(emulator, likelihood, left, work.seed, "posterior given the middle")


def _second_opinion(work: StageWork, emulator: Emulator, likelihood: Likelihood) -> Ensemble:
    used = np.isfinite(emulator.error)
    middle = work.earlier_standard.mean(axis=0)

    def predict(own: Floats) -> Floats:
        return emulate(emulator, own, np.broadcast_to(middle, (len(own), len(middle))))[:, used]

    covariance = likelihood.covariance[np.ix_(used, used)]
    return smooth(predict, likelihood.told[used], covariance, work.prior.count, work.seed)


def _stable_rows(
    work: StageWork,
    draws: Floats,
    allowed: Callable[[Floats, NDArray[np.int64]], NDArray[np.bool_]],
) -> tuple[NDArray[np.int64], Floats, int]:
    """Take the last draw of each chain that makes a stable body; a row without one takes over another row."""
    rows = np.arange(len(draws))
    own, found = draws[:, -1].copy(), np.zeros(len(draws), bool)
    for kept in reversed(range(draws.shape[1])):
        waiting = np.flatnonzero(~found)
        fine = waiting[allowed(draws[waiting, kept], waiting)] if len(waiting) else waiting
        own[fine], found[fine] = draws[fine, kept], True
    lost, good = np.flatnonzero(~found), np.flatnonzero(found)
    if len(lost) and len(good):
        chance = uniforms(person_keys(work.seed, 0, lost), "rows taken over", 0)
        taken = good[(chance * len(good)).astype(np.int64)]
        rows[lost], own[lost] = taken, own[taken]
    return rows, own, len(lost)
