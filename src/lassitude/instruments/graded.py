"""Graded responses to items, after Samejima: one keyed uniform decides one answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from lassitude.randomness.streams import Keys, normals


def reach_probabilities(
    latent: ArrayLike, discrimination: ArrayLike, thresholds: ArrayLike
) -> NDArray[np.float64]:
    """Return the probabilities that answers reach each category above the lowest.

    ``P(answer >= k) = 1 / (1 + exp(-a (latent - b_k)))``

    Parameters
    ----------
    latent : array of float, shape [..., items]
        Where each person stands on what each item asks, in latent SD.
    discrimination : array of float, broadcastable to [..., items], 1 / latent SD
        How sharply each item separates people.
    thresholds : array of float, shape [..., items, categories - 1], latent SD
        Where half of the people reach each category; rising along the last axis.

    Returns
    -------
    array of float, shape [..., items, categories - 1]
        Falling along the last axis.

    References
    ----------
    Samejima F. Estimation of latent ability using a response pattern of graded scores. 1969.

    Examples
    --------
    >>> reach_probabilities([0.0], 2.0, [[-10.0, 0.0, 10.0]]).round(3)
    array([[1. , 0.5, 0. ]])
    """
    distance = np.asarray(latent)[..., None] - np.asarray(thresholds)
    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(discrimination)[..., None] * distance)


def graded_answers(
    latent: NDArray[np.float64],
    discrimination: ArrayLike,
    thresholds: ArrayLike,
    chance: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Answer items from one uniform number each.

    ``chance < 1 / (1 + exp(-a (latent - b_k)))`` is asked as ``latent - logit(chance) / a > b_k``, so that
    one logarithm serves all answers of an item.

    Parameters
    ----------
    latent, discrimination, thresholds
        As for :func:`reach_probabilities`.
    chance : array of float in (0, 1), shape [..., items]
        With the same chance a higher latent never gives a lower answer.

    Returns
    -------
    array of float, shape [..., items]
        Whole numbers from 0; NaN where the latent is NaN.

    Examples
    --------
    >>> graded_answers(np.array([0.0, np.nan]), 2.0, [[-1.0, 1.0], [-1.0, 1.0]], np.array([0.5, 0.5]))
    array([ 1., nan])
    """
    standing = latent - (np.log(chance) - np.log1p(-chance)) / np.asarray(discrimination)
    reached = (standing[..., None] > np.asarray(thresholds)).sum(axis=-1)
    return np.where(np.isnan(latent), np.nan, reached)


def lasting_normals(
    keys: Keys, purpose: str, occasion: ArrayLike, index: ArrayLike, lasting_share: ArrayLike
) -> NDArray[np.float64]:
    """Draw standard normal residuals of which one share belongs to the person for good.

    Parameters
    ----------
    keys : Keys
        Keys of persons.
    purpose : str
        The name of what is drawn.
    occasion, index : array of int, broadcastable
        When, and which of several; only the passing share depends on the occasion.
    lasting_share : float or array of float in 0 to 1
        Correlation of two occasions.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(3))
    >>> one, two = (lasting_normals(keys, "item", day, 1, 1.0) for day in (0, 180))
    >>> bool((one == two).all())
    True
    """
    lasting = normals(keys, f"{purpose} (lasting)", 0, index)
    passing = normals(keys, f"{purpose} (passing)", occasion, index)
    share = np.asarray(lasting_share, dtype=np.float64)
    return np.sqrt(share) * lasting + np.sqrt(1.0 - share) * passing


def lasting_uniforms(
    keys: Keys, purpose: str, occasion: ArrayLike, index: ArrayLike, lasting_share: ArrayLike
) -> NDArray[np.float64]:
    """Draw uniform numbers whose normal scores are those of :func:`lasting_normals`.

    Every single draw is uniform, so a response model keeps its published curves; only its noise
    repeats from visit to visit.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> keys = person_keys(1, 0, np.arange(3))
    >>> draws = lasting_uniforms(keys, "item", 0, 1, 0.9)
    >>> bool(((draws > 0) & (draws < 1)).all())
    True
    """
    return ndtr(lasting_normals(keys, purpose, occasion, index, lasting_share))


def by_item(keys: Keys) -> Keys:
    """Give the keys of persons a last axis along which items are drawn.

    Examples
    --------
    >>> by_item(Keys(np.zeros(3, np.uint32), np.zeros(3, np.uint32))).word0.shape
    (3, 1)
    """
    return Keys(np.asarray(keys.word0)[..., None], np.asarray(keys.word1)[..., None])
