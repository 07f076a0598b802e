"""Recovery from simulated data: known parameters, studies simulated under them, the stage fitted to those.

What :mod:`lassitude.calibration.recovery` asks of the emulator is asked of the whole chain here: numbers come
from virtual studies of real bodies, so an emulator that is surer than it is right is found out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from lassitude.calibration.emulator import Emulator, emulate
from lassitude.calibration.likelihood import Likelihood, Observation, draw_deviations, likelihood_of
from lassitude.calibration.prior import Draws
from lassitude.calibration.sampling import left_to_explain, sample
from lassitude.calibration.stage_fit import Simulated, StageWork, on_scales
from lassitude.calibration.waves import Allowed, first_wave, second_wave
from lassitude.randomness.streams import person_keys

Floats = NDArray[np.float64]

NEAR, FAR = 8, 8
"""Truths of every stage: so many where its second wave lies, so many where its first one does."""
WITHIN = 1.6449
"""Standard deviations to each side that hold 90% of a normal."""
_STREAM = 5


@dataclass(frozen=True, eq=False)
class Truths:
    """Parameters that are known because they were chosen.

    Attributes
    ----------
    own : array, [truth, parameter]
        Standard numbers of the stage's parameters.
    rows : array of int, [truth]
        Which draw of the earlier stages each truth lives under.
    near : array of bool, [truth]
        Whether it lies where the second wave does, around the posterior, or anywhere in the prior.
    """

    own: Floats
    rows: NDArray[np.int64]
    near: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Recovered:
    """What was known and what was found, in the units of the parameters.

    Attributes
    ----------
    truths : Truths
        Where they lie.
    truth, mean, sd, low, high : array, [truth, parameter]
        Known values; mean, standard deviation and central 90% of the draws.
    prior_sd : array, [parameter]
        Standard deviation of the prior.
    off : array, [truth, number]
        Simulated less emulated number under the truth, in standard deviations of what the emulator claims to
        get wrong and of what a study of this size scatters; NaN where there is no number.
    """

    truths: Truths
    truth: Floats
    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    prior_sd: Floats
    off: Floats

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Whether the central 90% of draws hold the truth, [truth, parameter]."""
        return (self.low <= self.truth) & (self.truth <= self.high)

    @property
    def z(self) -> Floats:
        """Mean less truth in standard deviations of the draws, [truth, parameter]."""
        return (self.mean - self.truth) / self.sd


def choose_truths(work: StageWork, drawn: Draws, near: int, far: int, allowed: Allowed) -> Truths:
    """Choose truths where the waves of a stage lie, none of them a point of a wave.

    Parameters
    ----------
    work : StageWork
        What the stage was given.
    drawn : dict of str to array, [row]
        What it found; truths near it lie around these draws, half as wide again.
    near, far : int
        How many around the posterior and how many anywhere in the prior.
    allowed : callable
        Which bodies are stable.
    """
    around = second_wave(work.prior.standard(drawn)[:, None, :], near, allowed)
    seed = int.from_bytes(sha256(f"{work.seed} truths".encode()).digest()[:6])
    anywhere = first_wave(work.prior.count, far, work.sizes.rows, seed, allowed)
    return Truths(
        np.concatenate([around.own, anywhere.own]),
        np.concatenate([around.rows, anywhere.rows]),
        np.arange(near + far) < near,
    )


def recover_truths(
    work: StageWork,
    emulator: Emulator,
    truths: Truths,
    simulated: Simulated,
    done: Callable[[int], None],
) -> Recovered:
    """Fit a stage to studies that were simulated under each truth, as it is fitted to published ones.

    Parameters
    ----------
    work : StageWork
        What the stage was given.
    emulator : Emulator
        Of the stage.
    truths : Truths
        Parameters of the simulated studies.
    simulated : Simulated
        What the targets of the stage gave under each of them.
    done : callable
        Told how many truths are fitted.

    Notes
    -----
    To a simulated number is added what a published one of this kind is off by, its error and that between
    studies, less what the virtual study scatters already. As in a calibration there is one chain for each row
    of earlier draws; the row of the truth is one of them and nobody knows which.
    """
    told, noise = on_scales(work.observations, simulated)
    published = _published(work.observations, told, noise, work.seed)
    draws = []
    for place, numbers in enumerate(published):
        likelihood = _known_only(work.observations, emulator, numbers)
        left = left_to_explain(emulator, likelihood, work.earlier_standard)
        found = sample(emulator, likelihood, left, work.seed, f"recovery of truth {place}").draws
        draws.append(found.reshape(-1, work.prior.count))
        done(place + 1)
    values = [_columns(work, one) for one in draws]
    low, high = (np.stack([np.quantile(one, edge, axis=0) for one in values]) for edge in (0.05, 0.95))
    at = emulate(emulator, truths.own, work.earlier_standard[truths.rows])
    claimed = np.sqrt(emulator.error**2 + np.where(np.isfinite(noise), noise, 0.0) ** 2)
    return Recovered(
        truths=truths,
        truth=_columns(work, truths.own),
        mean=np.stack([one.mean(axis=0) for one in values]),
        sd=np.stack([one.std(axis=0, ddof=1) for one in values]),
        low=low,
        high=high,
        prior_sd=work.prior.spread,
        off=np.where(np.isfinite(emulator.error), (told - at) / claimed, np.nan),
    )


def _published(observations: Sequence[Observation], told: Floats, noise: Floats, seed: int) -> Floats:
    """Add to simulated numbers what is missing to the error of published ones."""
    exact = likelihood_of(observations, np.zeros(len(observations)))
    drawn = draw_deviations(exact, person_keys(seed, _STREAM, np.arange(len(told))))
    spreads = np.array([one.spread for one in observations])
    has = np.where(np.isfinite(noise), noise, 0.0) / spreads
    return told + drawn * np.sqrt(np.maximum(1.0 - has**2, 0.0))


def _known_only(observations: Sequence[Observation], emulator: Emulator, numbers: Floats) -> Likelihood:
    """Return the likelihood of the numbers that the simulated study gave."""
    known = np.isfinite(numbers)
    likelihood = likelihood_of(observations, np.where(known, emulator.error, np.inf))
    return likelihood.with_numbers(np.where(known, numbers, 0.0))


def _columns(work: StageWork, own: Floats) -> Floats:
    """Return values of the stage's parameters, [draw, parameter]."""
    values = work.prior.values(own)
    return np.stack([values[name] for name in work.prior.names], axis=-1)
