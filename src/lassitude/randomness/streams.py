"""Draws keyed by (seed, replicate, person, purpose, occasion, index), never by order.

A person's key is made from the seed, the replicate and the person; a purpose is a name. Two draws
share a stream only when all of these are the same, so one more person, visit or arm moves nobody else.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from lassitude.randomness.threefry import threefry2x32


class Keys(NamedTuple):
    """Two arrays of uint32 of one shape: a 64-bit key each."""

    word0: Any
    word1: Any


def _words(value: ArrayLike) -> NDArray[np.uint32]:
    return np.asarray(value, dtype=np.int64).astype(np.uint32)


def _scramble(keys: Keys, counter0: ArrayLike, counter1: ArrayLike) -> Keys:
    shaped = np.broadcast_arrays(
        np.atleast_1d(keys.word0), np.atleast_1d(keys.word1), _words(counter0), _words(counter1)
    )
    return Keys(*threefry2x32(*shaped))


def person_keys(seed: int, replicate: ArrayLike, person: ArrayLike) -> Keys:
    """Give every person of every replicate a key of their own.

    Parameters
    ----------
    seed : int
        Any integer from 0 to 2**64 - 1.
    replicate, person : array of int, broadcastable, 0 to 2**32 - 1
        Which replicate and which person in it.

    Returns
    -------
    Keys
        Arrays of the broadcast shape (at least one-dimensional). No two pairs (replicate, person)
        share a key under one seed.

    Examples
    --------
    >>> keys = person_keys(2018, 0, np.arange(3))
    >>> keys.word0.shape
    (3,)
    """
    low, high = np.uint32(seed & 0xFFFFFFFF), np.uint32((seed >> 32) & 0xFFFFFFFF)
    return _scramble(Keys(low, high), replicate, person)


def purpose_keys(keys: Keys, purpose: str, index: ArrayLike = 0) -> Keys:
    """Derive the keys of one named purpose.

    Parameters
    ----------
    keys : Keys
        Keys of persons, any shape.
    purpose : str
        The name of what is drawn, such as ``"enrollment"``.
    index : array of int, broadcastable
        A number within the purpose, such as the item of a questionnaire.

    Examples
    --------
    >>> keys = person_keys(1, 0, np.arange(2))
    >>> purpose_keys(keys, "mood").word0.shape
    (2,)
    """
    return _scramble(keys, crc32(purpose.encode()), index)


def uniforms(keys: Keys, purpose: str, occasion: ArrayLike, index: ArrayLike = 0) -> NDArray[np.float64]:
    """Draw uniform numbers strictly between 0 and 1.

    Parameters
    ----------
    keys : Keys
        Keys of persons.
    purpose : str
        The name of what is drawn.
    occasion : array of int, broadcastable, 0 to 2**32 - 1
        When: a visit day, an absolute step.
    index : array of int, broadcastable
        Which of several draws on that occasion.

    Returns
    -------
    array of float64
        Of the broadcast shape; 53 random bits each.

    Examples
    --------
    >>> keys = person_keys(1, 0, np.arange(4))
    >>> one, two = uniforms(keys, "dropout", 0), uniforms(keys[:], "dropout", 0)
    >>> bool((one == two).all())
    True
    """
    word0, word1 = _scramble(purpose_keys(Keys(*keys), purpose), occasion, index)
    integer = (word0.astype(np.uint64) >> np.uint64(5)) << np.uint64(26)
    integer = integer | (word1.astype(np.uint64) >> np.uint64(6))
    return (integer.astype(np.float64) + 0.5) * 2.0**-53


def normals(keys: Keys, purpose: str, occasion: ArrayLike, index: ArrayLike = 0) -> NDArray[np.float64]:
    """Draw standard normal numbers; the arguments are those of :func:`uniforms`.

    Examples
    --------
    >>> keys = person_keys(1, 0, np.arange(4))
    >>> bool(np.isfinite(normals(keys, "mood", 0)).all())
    True
    """
    return ndtri(uniforms(keys, purpose, occasion, index))
