"""The Fatigue Impact Scale and its modified form: items answered one by one from two latents.

Published item parameters were not found, so thresholds follow one formula (equal steps, items
spread evenly). The two forms are answered separately from the same signals and never converted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.declarations import Answers, Observed, PartSpec, Signals
from lassitude.instruments.graded import by_item, graded_answers
from lassitude.instruments.missing import MissingRule, NoTotalIfAnyMissing, sum_of_items
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys, uniforms

HIGHEST_ANSWER = 4
_EVEN = "items differ in location and are spread evenly; no published item parameters were found"
_SAME = "as on the modified form, whose items come from this one; no fatigue score of this form was used"
_FIT = "solved with the other two from mean 34.6, SD 19.7 and person reliability 0.95"
_ANCHORS = "ziemssen2008_ga_mfis, learmonth2013_psychometrics, amtmann_maf_fss_mfis_irt"
_BOTH = "latents correlate 0.6, so that 1/sqrt(2 * 1.6) times their sum has SD 1"


@dataclass(frozen=True, slots=True)
class Form:
    """Which items a questionnaire has and what each of them asks about."""

    name: str
    physical: tuple[int, ...]
    cognitive: tuple[int, ...]
    psychosocial: tuple[int, ...]

    @property
    def subscales(self) -> dict[str, tuple[int, ...]]:
        """Item numbers by subscale."""
        return {
            "cognitive": self.cognitive,
            "physical": self.physical,
            "psychosocial": self.psychosocial,
        }

    @property
    def items(self) -> tuple[int, ...]:
        """Item numbers, subscale after subscale."""
        return (*self.cognitive, *self.physical, *self.psychosocial)


FIS_FORM = Form(
    "FIS",
    physical=(10, 13, 14, 17, 23, 24, 31, 32, 37, 38),
    cognitive=(1, 5, 6, 11, 18, 21, 26, 30, 34, 35),
    psychosocial=(2, 3, 4, 7, 8, 9, 12, 15, 16, 19, 20, 22, 25, 27, 28, 29, 33, 36, 39, 40),
)
MFIS_FORM = Form(
    "MFIS",
    physical=(4, 6, 7, 10, 13, 14, 17, 20, 21),
    cognitive=(1, 2, 3, 5, 11, 12, 15, 16, 18, 19),
    psychosocial=(8, 9),
)


class MfisParameters(Parameters):
    """Response model of the modified form; ``scripts/calibrate_questionnaires.py`` derives the numbers."""

    discrimination: float = parameter(
        2.12,
        "1",
        bounds=(1.5, 3.0),
        source=derived(_ANCHORS, _FIT),
        meaning="how sharply an item separates people, per latent SD",
    )
    location: float = parameter(
        0.348,
        "1",
        bounds=(0.0, 0.7),
        source=derived(_ANCHORS, _FIT),
        meaning="latent at the middle of the average item",
    )
    step: float = parameter(
        0.647,
        "1",
        bounds=(0.3, 0.9),
        source=derived(_ANCHORS, _FIT),
        meaning="distance between neighboring answers of one item, in latent SD",
    )
    spread: float = parameter(
        0.75,
        "1",
        bounds=(0.3, 1.2),
        source=hypothesis(_EVEN),
        meaning="half the distance between the easiest and the hardest item of a subscale",
    )
    psychosocial_loading: float = parameter(
        0.559,
        "1",
        bounds=(0.5, 0.71),
        source=hypothesis(_BOTH),
        meaning="weight of each latent in psychosocial items",
    )


class FisParameters(Parameters):
    """Response model of the full form, assumed to be that of the modified form."""

    discrimination: float = parameter(
        2.12,
        "1",
        bounds=(1.5, 3.0),
        source=hypothesis(_SAME, _ANCHORS),
        meaning="how sharply an item separates people, per latent SD",
    )
    location: float = parameter(
        0.348,
        "1",
        bounds=(-0.2, 0.9),
        source=hypothesis(_SAME, _ANCHORS),
        meaning="latent at the middle of the average item",
    )
    step: float = parameter(
        0.647,
        "1",
        bounds=(0.3, 0.9),
        source=hypothesis(_SAME, _ANCHORS),
        meaning="distance between neighboring answers of one item, in latent SD",
    )
    spread: float = parameter(
        0.75,
        "1",
        bounds=(0.3, 1.2),
        source=hypothesis(_EVEN),
        meaning="half the distance between the easiest and the hardest item of a subscale",
    )
    psychosocial_loading: float = parameter(
        0.559,
        "1",
        bounds=(0.5, 0.71),
        source=hypothesis(_BOTH),
        meaning="weight of each latent in psychosocial items",
    )


FatigueParameters = MfisParameters | FisParameters


def item_thresholds(count: int, chosen: FatigueParameters) -> NDArray[np.float64]:
    """Place the thresholds of the items of one subscale by formula.

    ``b[j, k] = location + spread (2j + 1 - n) / n + step (k - 2.5)`` with item j = 0 .. n - 1 and
    answer k = 1 .. 4.

    Parameters
    ----------
    count : int
        Number of items n of the subscale.
    chosen : MfisParameters or FisParameters
        Numbers of the form, in latent SD; each may be an array with one value a person.

    Returns
    -------
    array of float, shape [..., count, 4]
        Thresholds in latent SD.

    Examples
    --------
    >>> item_thresholds(2, MfisParameters(location=0.0, spread=1.0, step=1.0))
    array([[-2., -1.,  0.,  1.],
           [-1.,  0.,  1.,  2.]])
    """
    item = (2.0 * np.arange(count) + 1.0 - count) / count
    answer = np.arange(HIGHEST_ANSWER) - (HIGHEST_ANSWER - 1) / 2
    location, spread, step = (
        np.asarray(value)[..., None, None] for value in (chosen.location, chosen.spread, chosen.step)
    )
    return location + spread * item[:, None] + step * answer


def item_latents(form: Form, chosen: FatigueParameters, signals: Signals) -> NDArray[np.float64]:
    """Return where each person stands on what each item asks.

    Parameters
    ----------
    form : Form
        Which items load on what.
    chosen : MfisParameters or FisParameters
        Gives the weight of both latents in psychosocial items.
    signals : mapping of str to array of float, shape [...]
        ``fatigue_physical`` and ``fatigue_cognitive`` in latent SD.

    Returns
    -------
    array of float, shape [..., items]
        In latent SD, items in the order of ``form.items``.

    Examples
    --------
    >>> latents = {"fatigue_physical": np.array([1.0]), "fatigue_cognitive": np.array([-1.0])}
    >>> item_latents(MFIS_FORM, MfisParameters(), latents)[0, [0, 10, 20]]
    array([-1.,  1.,  0.])
    """
    physical = np.asarray(signals["fatigue_physical"], dtype=np.float64)
    cognitive = np.asarray(signals["fatigue_cognitive"], dtype=np.float64)
    social = chosen.psychosocial_loading * (physical + cognitive)
    columns = [cognitive] * len(form.cognitive) + [physical] * len(form.physical)
    return np.stack([*columns, *([social] * len(form.psychosocial))], axis=-1)


def respond_to_form(
    form: Form, chosen: FatigueParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Answer all items of a form and score them.

    Parameters
    ----------
    form : Form
        The questionnaire.
    chosen : MfisParameters or FisParameters
        Its response model.
    signals : mapping of str to array of float, shape [...]
        ``fatigue_physical`` and ``fatigue_cognitive``, averaged over the form's recall, in latent SD.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the visit.

    Returns
    -------
    dict of str to Observed
        Total, subscales and items, in points; NaN where a signal is NaN.
    """
    latent = item_latents(form, chosen, signals)
    thresholds = np.concatenate(
        [item_thresholds(len(numbers), chosen) for numbers in form.subscales.values()], axis=-2
    )
    chance = uniforms(
        by_item(keys), f"{form.name} item", np.asarray(occasion)[..., None], np.asarray(form.items)
    )
    sharpness = np.asarray(chosen.discrimination)[..., None]
    answers = graded_answers(latent, sharpness, thresholds, chance)
    numbered = {number: answers[..., place] for place, number in enumerate(form.items)}
    scores = tally_form(form, numbered, NoTotalIfAnyMissing())
    items = {f"item_{number:02d}": numbered[number] for number in sorted(numbered)}
    return {part: Observed(value) for part, value in {**scores, **items}.items()}


def tally_form(form: Form, answers: Answers, rule: MissingRule) -> dict[str, NDArray[np.float64]]:
    """Score a form: subscales first, and a total only where all subscales have a score.

    Parameters
    ----------
    form : Form
        The questionnaire.
    answers : mapping of int to array of float, shape [...]
        Answers by item number, 0 to 4; NaN where missing. All items must be given.
    rule : NoTotalIfAnyMissing or HalfRule
        What to do with missing items; it is applied within each subscale.

    Returns
    -------
    dict of str to array of float, shape [...]
        ``total``, ``cognitive``, ``physical`` and ``psychosocial``, in points.

    Examples
    --------
    >>> ones = {number: np.ones(2) for number in range(1, 22)}
    >>> tally_form(MFIS_FORM, ones, NoTotalIfAnyMissing())["total"]
    array([21., 21.])
    """
    scores = {
        name: sum_of_items(np.stack([answers[number] for number in numbers], axis=-1), rule)
        for name, numbers in form.subscales.items()
    }
    return {"total": np.stack(list(scores.values())).sum(axis=0), **scores}


def form_parts(form: Form) -> dict[str, PartSpec]:
    """Describe every part of a form: total, subscales and items.

    Examples
    --------
    >>> form_parts(FIS_FORM)["total"].range
    (0.0, 160.0)
    """
    parts = {"total": _points(len(form.items), "sum of all items")}
    for name, numbers in form.subscales.items():
        parts[name] = _points(len(numbers), f"sum of the {name} items")
    for number in sorted(form.items):
        parts[f"item_{number:02d}"] = _points(1, f"answer to item {number}")
    return parts


def _points(items: int, meaning: str) -> PartSpec:
    return PartSpec((0.0, float(HIGHEST_ANSWER * items)), "points", "higher_worse", 1.0, meaning)
