"""Random numbers inside the compiled program: the named streams of `randomness`, day by day.

A day's normal increment is split by a Brownian bridge, so half steps see the same path as whole ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import jax
import jax.numpy as jnp

from lassitude.randomness.streams import Keys
from lassitude.randomness.threefry import threefry2x32

_BYTE_SUM_MEAN = 510.0
_BYTE_SUM_SD = 147.80  # sqrt(4 * (256**2 - 1) / 12)


def word_pair(keys: Keys, counter0: Any, counter1: Any) -> tuple[Any, Any]:
    """Return two words of random bits per person for one counter.

    Examples
    --------
    >>> keys = Keys(jnp.zeros(2, jnp.uint32), jnp.zeros(2, jnp.uint32))
    >>> word_pair(keys, 0, 0)[0].dtype
    dtype('uint32')
    """
    shape = keys.word0.shape
    counters = [jnp.broadcast_to(jnp.asarray(one).astype(jnp.uint32), shape) for one in (counter0, counter1)]
    return threefry2x32(keys.word0, keys.word1, *counters)


def purpose_keys(keys: Keys, purposes: Sequence[str]) -> Keys:
    """Derive the keys of purposes, each the same as ``randomness.streams.purpose_keys`` has.

    Parameters
    ----------
    keys : Keys
        Of people, [person].
    purposes : sequence of str, [stream]
        Names.

    Returns
    -------
    Keys
        [stream, person].

    Examples
    --------
    >>> keys = Keys(jnp.zeros(2, jnp.uint32), jnp.zeros(2, jnp.uint32))
    >>> purpose_keys(keys, ["mood", "sleep", "steps"]).word0.shape
    (3, 2)
    """
    names = jnp.asarray([crc32(one.encode()) for one in purposes], jnp.uint32)
    return Keys(*jax.lax.map(lambda name: word_pair(keys, name, 0), names))


def byte_sums(word0: Any, word1: Any) -> Any:
    """Add up the four bytes of each of two words, and pack both sums into one word.

    Packed, two streams cost one encryption: the compiler repeats it for every number that it stores.

    Examples
    --------
    >>> int(byte_sums(jnp.uint32(0x01010101), jnp.uint32(0x02000000))) == 4 + (2 << 16)
    True
    """
    return _byte_sum(word0) | (_byte_sum(word1) << jnp.uint32(16))


def _byte_sum(word: Any) -> Any:
    pairs = (word & jnp.uint32(0x00FF00FF)) + ((word >> jnp.uint32(8)) & jnp.uint32(0x00FF00FF))
    return (pairs & jnp.uint32(0xFFFF)) + (pairs >> jnp.uint32(16))


def normal_pair(packed: Any) -> tuple[Any, Any]:
    """Turn two packed byte sums into two near-normal numbers by a cubic correction.

    Variance 1, kurtosis 3, range +-4.04; right for the noise of a process, not for drawing persons.

    Examples
    --------
    >>> [float(one) for one in normal_pair(jnp.uint32(510 + (510 << 16)))]
    [0.0, 0.0]
    """
    return _corrected(packed & jnp.uint32(0xFFFF)), _corrected(packed >> jnp.uint32(16))


def _corrected(total: Any) -> Any:
    z = (total.astype(jnp.float32) - jnp.float32(_BYTE_SUM_MEAN)) * jnp.float32(1.0 / _BYTE_SUM_SD)
    return z * (jnp.float32(0.94903) + jnp.float32(0.018642) * z * z)


def unit_uniform(word: Any) -> Any:
    """Turn 32 bits into a uniform number in [0, 1) with 24 bits.

    Examples
    --------
    >>> float(unit_uniform(jnp.uint32(2**31)))
    0.5
    """
    return (word >> jnp.uint32(8)).astype(jnp.float32) * jnp.float32(2.0**-24)


def path_counters(part: Any, parts: int, steps: int) -> list[Any]:
    """Return the counters of what the path of one part of a day is made of.

    Parameters
    ----------
    part : int array
        Which part of the day, 0 to parts - 1.
    parts, steps : int, powers of two
        Parts a day, steps a part.

    Returns
    -------
    list of int array
        The day's own, those of each halving on the way down to the part, then those of each halving
        within it.

    Examples
    --------
    >>> path_counters(0, 1, 4)
    [0, 1, 2, 3]
    """
    depth, height = (parts - 1).bit_length(), (steps - 1).bit_length()
    counters: list[Any] = [0]
    counters += [(1 << level) + (part >> (depth - level)) for level in range(depth)]
    for level in range(height):
        first = (1 << (depth + level)) + (part << level)
        counters += [first + offset for offset in range(1 << level)]
    return counters


def words(keys: Keys, streams: Sequence[int], day: Any, counters: Sequence[Any]) -> tuple[Any, Any]:
    """Encrypt one counter after the other in a loop: written out, encryption is most of what is compiled.

    Parameters
    ----------
    keys : Keys
        Purpose keys, [stream, person].
    streams : sequence of int, [draw]
        Which stream each draw takes.
    day : int array
        Absolute day.
    counters : sequence of int array, [draw]
        Place of each draw within the day.

    Returns
    -------
    tuple of two arrays of uint32, [draw, person]
        Two words of random bits for each draw.

    Examples
    --------
    >>> keys = Keys(jnp.zeros((1, 2), jnp.uint32), jnp.zeros((1, 2), jnp.uint32))
    >>> words(keys, [0, 0, 0], 5, [0, 1, 2])[0].shape
    (3, 2)
    """
    asked = jnp.asarray(streams), jnp.stack([jnp.asarray(one, jnp.uint32) for one in counters])
    return jax.lax.map(lambda one: word_pair(Keys(*(word[one[0]] for word in keys)), day, one[1]), asked)


def increments(drawn: list[Any], part: Any, parts: int, steps: int) -> list[tuple[Any, Any]]:
    """Assemble the standardized increments of the steps of one part from its details.

    Parameters
    ----------
    drawn : list of array of uint32
        Packed pairs of byte sums of :func:`words` for the counters of :func:`path_counters` with the same
        part, parts and steps.
    part : int array
        Which part of the day.
    parts, steps : int, powers of two
        Parts a day, steps a part.

    Returns
    -------
    list of (array, array)
        For each step two independent standard normal numbers a person. The increments of two half
        steps add up to the increment of the whole step (each over the root of its length).

    Examples
    --------
    >>> keys = Keys(jnp.arange(3, dtype=jnp.uint32), jnp.arange(3, dtype=jnp.uint32))
    >>> drawn = [byte_sums(*word_pair(keys, 5, counter)) for counter in path_counters(0, 1, 2)]
    >>> whole = increments(drawn[:1], 0, 1, 1)[0][0]
    >>> halves = [pair[0] for pair in increments(drawn, 0, 1, 2)]
    >>> bool(jnp.allclose((halves[0] + halves[1]) * 0.5**0.5, whole, atol=1e-6))
    True
    """
    depth, height = (parts - 1).bit_length(), (steps - 1).bit_length()
    normals = [normal_pair(one) for one in drawn]
    path = [normals[0]]
    for level in range(depth):
        right = (part >> (depth - level - 1)) & 1
        sign = (1 - 2 * right).astype(jnp.float32)
        path = [_half(path[0], normals[1 + level], sign)]
    for level in range(height):
        extras = normals[depth + (1 << level) : depth + (2 << level)]
        pairs = zip(path, extras, strict=True)
        path = [
            half for whole, extra in pairs for half in (_half(whole, extra, 1.0), _half(whole, extra, -1.0))
        ]
    return path


def _half(whole: tuple[Any, Any], extra: tuple[Any, Any], sign: Any) -> tuple[Any, Any]:
    root = jnp.float32(0.5**0.5)
    return (whole[0] + sign * extra[0]) * root, (whole[1] + sign * extra[1]) * root
