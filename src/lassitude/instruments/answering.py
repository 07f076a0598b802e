"""How a questionnaire is answered: each item by a graded response to what it asks about.

Published item parameters were not found for any form, so thresholds follow one formula: equal steps
between answers, and items spread evenly. Every form is answered by itself from the same signals; none is
converted into another.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from lassitude.instruments.forms import Facet, Form, score_sheet
from lassitude.instruments.graded import by_item, graded_answers
from lassitude.instruments.missing import NoTotalIfAnyMissing
from lassitude.instruments.parts import Observed, Signals
from lassitude.randomness.streams import Keys, uniforms

LEAST_DISABILITY = -2.0
"""Below it no item tells a difference: a nervous system without lesions is no better than intact."""
_LASTING, _SWING = 1000, 2000


def item_thresholds(count: int, above: int, location: Any, spread: Any, step: Any) -> NDArray[np.float64]:
    """Place the thresholds of the items of one facet by formula.

    ``b[j, k] = location + spread (2j + 1 - n) / n + step (k - (K + 1) / 2)`` with item j = 0 .. n - 1 and
    answer k = 1 .. K above the lowest.

    Parameters
    ----------
    count : int
        Number of items n of the facet.
    above : int
        Number of answers K above the lowest.
    location, spread, step : float or array of float, one value a person
        In latent SD.

    Returns
    -------
    array of float, shape [..., count, above]
        Thresholds in latent SD.

    Examples
    --------
    >>> item_thresholds(2, 4, location=0.0, spread=1.0, step=1.0)
    array([[-2., -1.,  0.,  1.],
           [-1.,  0.,  1.,  2.]])
    """
    item = (2.0 * np.arange(count) + 1.0 - count) / count
    answer = np.arange(above) - (above - 1) / 2
    middle, width, apart = (np.asarray(value)[..., None, None] for value in (location, spread, step))
    return middle + width * item[:, None] + apart * answer


def form_thresholds(form: Form, chosen: Any) -> NDArray[np.float64]:
    """Place the thresholds of all items of a form, padded with infinity where items have fewer answers.

    Parameters
    ----------
    form : Form
        The questionnaire.
    chosen : Parameters
        Holds the locations, steps and spreads that the facets name.

    Returns
    -------
    array of float, shape [..., items, most answers]
        In latent SD, items in the order of ``form.items``.
    """
    most = max(high - low for low, high in (facet.answers for facet in form.facets))
    blocks = []
    for facet in form.facets:
        above = facet.answers[1] - facet.answers[0]
        numbers = (getattr(chosen, name) for name in (facet.location, facet.spread, facet.step))
        placed = item_thresholds(len(facet.items), above, *numbers)
        padding = [(0, 0)] * (placed.ndim - 1) + [(0, most - above)]
        blocks.append(np.pad(placed, padding, constant_values=np.inf) if above < most else placed)
    people = np.broadcast_shapes(*(block.shape[:-2] for block in blocks))
    return np.concatenate([np.broadcast_to(block, (*people, *block.shape[-2:])) for block in blocks], axis=-2)


def asked(facet: Facet, chosen: Any, signals: Signals) -> NDArray[np.float64]:
    """Return the weighted sum of signals that the items of a facet ask about.

    Examples
    --------
    >>> facet = Facet((1,), (("mood", 0.5), ("fatigue_physical", 1.0)))
    >>> asked(facet, None, {"mood": np.array([2.0]), "fatigue_physical": np.array([-1.0])})
    array([0.])
    """
    total: Any = 0.0
    for signal, weight in facet.weights:
        value = np.asarray(signals[signal], dtype=np.float64)
        seen = np.maximum(value, LEAST_DISABILITY) if signal == "disability" else value
        total = total + (getattr(chosen, weight) if isinstance(weight, str) else weight) * seen
    return total


def respond_to_form(
    form: Form, chosen: Any, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Answer all items of a form and score them.

    One call draws everything: a chance for every item, what lasts (which is drawn on occasion 0 whenever
    it is asked for), and what moves a facet on this occasion.

    Parameters
    ----------
    form : Form
        The questionnaire.
    chosen : Parameters
        Its response model.
    signals : mapping of str to array of float, shape [...]
        What the facets ask about, averaged over the form's recall.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the visit.

    Returns
    -------
    dict of str to Observed
        Scores and items; NaN where a signal is NaN.

    Examples
    --------
    >>> from lassitude.instruments.fatigue_impact import MFIS_FORM, MfisParameters
    >>> from lassitude.randomness.streams import person_keys
    >>> body = {"fatigue_physical": np.zeros(2), "fatigue_cognitive": np.zeros(2)}
    >>> seen = respond_to_form(MFIS_FORM, MfisParameters(), body, person_keys(1, 0, [0, 1]), 0)
    >>> bool((seen["total"].value <= 84).all())
    True
    """
    lasting = list(dict.fromkeys(facet.lasting for facet in form.facets if facet.lasting is not None))
    swings = [place for place, facet in enumerate(form.facets) if facet.swing is not None]
    items = len(form.items)
    index = [*form.items, *(_SWING + place for place in swings), *range(_LASTING, _LASTING + len(lasting))]
    today = np.arange(len(index)) < len(index) - len(lasting)
    when = np.where(today, np.asarray(occasion)[..., None], 0)
    chance = uniforms(by_item(keys), f"{form.name} item", when, np.array(index))
    own = dict(zip([*swings, *lasting], np.moveaxis(ndtri(chance[..., items:]), -1, 0), strict=True))
    facets = [_latent(place, facet, chosen, signals, own) for place, facet in enumerate(form.facets)]
    of_item, _, _ = _directions(form)
    latent = np.stack(np.broadcast_arrays(*facets), axis=-1)[..., of_item]
    sharpness = np.asarray(chosen.discrimination)[..., None]
    grade = graded_answers(latent, sharpness, form_thresholds(form, chosen), chance[..., :items])
    return _observed(form, grade)


def _latent(
    place: int, facet: Facet, chosen: Any, signals: Signals, own: Mapping[int | str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    latent = asked(facet, chosen, signals)
    if facet.lasting is not None:
        share = np.asarray(getattr(chosen, facet.lasting))
        latent = np.sqrt(1.0 - share) * latent + np.sqrt(share) * own[facet.lasting]
    if facet.swing is not None:
        latent = latent + getattr(chosen, facet.swing) * own[place]
    return latent


@cache
def _directions(form: Form) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the facet of every item, its answer to the lowest grade, and where higher grades lead."""
    of_item = np.repeat(np.arange(len(form.facets)), [len(facet.items) for facet in form.facets])
    falling = np.array([number in form.falling for number in form.items])
    low, high = np.array([form.facets[place].answers for place in of_item], dtype=np.float64).T
    return of_item, np.where(falling, high, low), np.where(falling, -1.0, 1.0)


def _observed(form: Form, grade: NDArray[np.float64]) -> dict[str, Observed]:
    _, first, toward = _directions(form)
    sheet = first + toward * grade
    scores = score_sheet(form, sheet, NoTotalIfAnyMissing())
    places = sorted(range(len(form.items)), key=form.items.__getitem__)
    items = {f"item_{form.items[place]:02d}": sheet[..., place] for place in places}
    return {part: Observed(value) for part, value in {**scores, **items}.items()}
