"""Sampling a posterior: one chain for every row of what is given, all of them at once (NUTS, blackjax).

A row holds what the numbers leave for the stage's own parameters to explain: published less what the earlier
parameters of that row contribute. Draws of row r are thus conditional on row r, and no stage reaches back
into those before it (a cut posterior).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from lassitude.calibration.emulator import Emulator, pairs, products
from lassitude.calibration.likelihood import TAILS, Likelihood
from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import Keys, person_keys, uniforms

Floats = NDArray[np.float64]

BURN_IN, KEPT, APART = 60, 8, 6
"""Steps of a chain before its first kept draw, kept draws, and steps from one to the next."""
_STEPS = BURN_IN + KEPT * APART
_STEP_SIZE = 0.5
_DOUBLINGS = 7
_STARTS = 1024
_CLIMBS = 40
_PARAMETERS_BY, _NUMBERS_BY = 4, 16


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of the parameters of a stage.

    Attributes
    ----------
    draws : array, [row, kept, parameter]
        Standard numbers; those of a row are one chain, in order.
    acceptance : float
        Mean acceptance of the moves of NUTS.
    divergent : float
        Share of moves that diverged.
    """

    draws: Floats
    acceptance: float
    divergent: float


class _Given(NamedTuple):
    """What all rows share, as arrays of JAX."""

    linear: Any
    quadratic: Any
    whitening: Any
    member: Any
    sizes: Any


def sample(emulator: Emulator, likelihood: Likelihood, left: Floats, seed: int, purpose: str) -> Posterior:
    """Sample the parameters of a stage given every row.

    Parameters
    ----------
    emulator : Emulator
        Of the stage.
    likelihood : Likelihood
        How its numbers may lie off.
    left : array, [row, number]
        What the stage's own parameters have to explain in every row.
    seed : int
        Of the calibration.
    purpose : str
        Names the random stream.

    Raises
    ------
    RequestError
        If the sampler is not installed.
    """
    need_sampler()
    import jax

    count = emulator.linear.shape[0]
    keys = person_keys(seed, 0, np.arange(len(left)))
    start = _starts(emulator, likelihood, left, keys, purpose)
    wide, shared = _padded(emulator, likelihood)
    begun, rest = _to_width(start, wide, 1), _to_width(left, shared.whitening.shape[0], 1)
    with jax.enable_x64(True), jax.numpy_dtype_promotion("standard"):
        told = _program(wide)(begun, rest, _words(keys, purpose), shared)
        drawn, accepted, diverged = (np.asarray(one) for one in told)
    kept = drawn[:, BURN_IN + APART - 1 :: APART, :count]
    return Posterior(kept, float(accepted.mean()), float(diverged.mean()))


def need_sampler() -> None:
    """Make sure that the sampler is installed, before anything is simulated for it.

    Raises
    ------
    RequestError
        With the command that installs it.

    Examples
    --------
    >>> need_sampler()
    """
    if find_spec("blackjax") is None:
        raise RequestError(
            "Calibration needs blackjax, which is not installed. Install it with: "
            "pip install 'lassitude[calibration]'"
        )


def left_to_explain(emulator: Emulator, likelihood: Likelihood, earlier: Floats) -> Floats:
    """Subtract from the published numbers what earlier parameters contribute, [row, number].

    Parameters
    ----------
    emulator : Emulator
        Of the stage.
    likelihood : Likelihood
        With the numbers.
    earlier : array, [row, earlier parameter]
        Standard numbers of the parameters fitted before.
    """
    return likelihood.told - emulator.constant - earlier @ emulator.earlier


def _starts(emulator: Emulator, likelihood: Likelihood, left: Floats, keys: Keys, purpose: str) -> Floats:
    """Start each chain at a point of the prior, by its likelihood, so that every mode has its share."""
    count = emulator.linear.shape[0]
    points = norm.ppf(qmc.Sobol(count, scramble=False).random(_STARTS) + 0.5 / _STARTS)
    own = points @ emulator.linear + products(points) @ emulator.quadratic
    member = np.eye(len(likelihood.sizes))[likelihood.groups]
    chosen = uniforms(keys, f"{purpose}: start", 0)
    found = np.empty((len(left), count))
    for row, rest in enumerate(left):
        squares = ((rest - own) @ likelihood.whitening.T) ** 2 @ member
        told = -0.5 * ((TAILS + likelihood.sizes) * np.log1p(squares / TAILS)).sum(axis=-1)
        weight = np.cumsum(np.exp(told - told.max()))
        found[row] = points[np.searchsorted(weight, chosen[row] * weight[-1])]
    return found


def _padded(emulator: Emulator, likelihood: Likelihood) -> tuple[int, _Given]:
    """Fill up to round numbers of parameters and numbers, so that few programs serve all stages.

    An added parameter moves nothing and an added number says nothing.
    """
    count, numbers = emulator.linear.shape
    wide, many = _rounded(count, _PARAMETERS_BY), _rounded(numbers, _NUMBERS_BY)
    quadratic = np.zeros((len(pairs(wide)), numbers))
    place = {(int(one), int(other)): row for row, (one, other) in enumerate(pairs(wide))}
    quadratic[[place[int(one), int(other)] for one, other in pairs(count)]] = emulator.quadratic
    member = np.eye(len(likelihood.sizes))[likelihood.groups]
    given = _Given(
        _to_width(_to_width(emulator.linear, wide, 0), many, 1),
        _to_width(quadratic, many, 1),
        _to_width(_to_width(likelihood.whitening, many, 0), many, 1),
        _to_width(_to_width(member, many, 0), many, 1),
        _to_width(likelihood.sizes, many, 0),
    )
    return wide, given


def _rounded(count: int, by: int) -> int:
    return max(-(-count // by), 1) * by


def _to_width(array: Floats, width: int, axis: int) -> Floats:
    added = [(0, width - array.shape[axis] if one == axis else 0) for one in range(array.ndim)]
    return np.pad(array, added)


def _words(keys: Keys, purpose: str) -> NDArray[np.uint32]:
    """Return two words for every step of every chain, [row, step, 2], from the named stream."""
    each = Keys(keys.word0[:, None], keys.word1[:, None])
    steps = np.arange(_STEPS)
    drawn = [uniforms(each, f"{purpose}: moves", steps, half) for half in (0, 1)]
    return np.stack([(one * 2.0**32).astype(np.uint32) for one in drawn], axis=-1)


@cache
def _program(count: int) -> Callable[..., Any]:
    """Compile the sampler of a number of parameters; other shapes are found by JAX itself."""
    import jax

    return jax.jit(jax.vmap(partial(_chain, count), in_axes=(0, 0, 0, None)))


def _chain(count: int, start: Any, left: Any, words: Any, shared: _Given) -> Any:
    """Return the states of one chain, [step, parameter], their acceptance and whether a move diverged."""
    import blackjax
    import jax
    import jax.numpy as jnp

    middle, shape = _shape(count, start, left, shared)

    def density(moved: Any) -> Any:
        return _log_density(count, middle + shape @ moved, left, shared)

    nuts: Any = blackjax.nuts(density, _STEP_SIZE, jnp.ones(count), max_num_doublings=_DOUBLINGS)

    def step(state: Any, word: Any) -> Any:
        state, told = nuts.step(word, state)
        return state, (middle + shape @ state.position, told.acceptance_rate, told.is_divergent)

    begun = nuts.init(jnp.linalg.solve(shape, start - middle))
    return jax.lax.scan(step, begun, words)[1]


def _whitened(count: int, at: Any, left: Any, shared: _Given) -> Any:
    import jax.numpy as jnp

    first, second = pairs(count).T
    multiplied = at[first] * at[second]
    made = jnp.where(first == second, (multiplied - 1.0) / np.sqrt(2.0), multiplied)
    return shared.whitening @ (left - at @ shared.linear - made @ shared.quadratic)


def _log_density(count: int, at: Any, left: Any, shared: _Given) -> Any:
    import jax.numpy as jnp

    squares = _whitened(count, at, left, shared) ** 2 @ shared.member
    told = ((TAILS + shared.sizes) * jnp.log1p(squares / TAILS)).sum()
    return -0.5 * (at @ at + told)


def _shape(count: int, start: Any, left: Any, shared: _Given) -> Any:
    """Climb from the start to the nearest peak, and return it with the spread of the normal there."""
    import jax
    import jax.numpy as jnp

    whitened = partial(_whitened, count, left=left, shared=shared)
    density = partial(_log_density, count, left=left, shared=shared)

    def curvature(at: Any) -> Any:
        parts, slopes = whitened(at), jax.jacfwd(whitened)(at)
        weights = shared.member @ ((TAILS + shared.sizes) / (TAILS + parts**2 @ shared.member))
        return at + (slopes.T * weights) @ parts, jnp.eye(count) + (slopes.T * weights) @ slopes

    def climb(_: Any, held: Any) -> Any:
        at, damping = held
        downhill, bent = curvature(at)
        tried = at - jnp.linalg.solve(bent + damping * jnp.eye(count), downhill)
        better = density(tried) > density(at)
        return jnp.where(better, tried, at), jnp.where(better, damping / 4.0, damping * 4.0)

    peak, _ = jax.lax.fori_loop(0, _CLIMBS, climb, (start, jnp.array(0.01)))
    inverse = jnp.linalg.inv(curvature(peak)[1])
    return peak, jnp.linalg.cholesky(inverse)
