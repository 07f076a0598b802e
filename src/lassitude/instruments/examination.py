"""The neurological examination behind the EDSS: eight scores, each from the latent of its own system.

Item curves were estimated in CLARITY (Novakovic 2017). That its ambulation item counts walking
range in the older Neurostatus coding (0 = 500 m or more) is inferred: its listing shows only numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.edss import HIGHEST_SYSTEM_SCORES, SYSTEMS, WALKING_RANGE, edss_step
from lassitude.instruments.graded import by_item, graded_answers, lasting_uniforms
from lassitude.instruments.missing import MissingRule, NoTotalIfAnyMissing
from lassitude.instruments.parts import Answers, Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, hypothesis, parameter
from lassitude.randomness.streams import Keys


@dataclass(frozen=True, slots=True)
class ItemCurve:
    """Published curve of one item: sharpness a, first threshold b1 and the increments after it."""

    name: str
    a: float
    increments: tuple[float, ...]

    @property
    def thresholds(self) -> NDArray[np.float64]:
        """Thresholds in latent SD, rising."""
        return np.cumsum(self.increments)


CURVES = (
    ItemCurve("pyramidal", 3.16, (-1.57, 1.27, 0.823, 1.43, 1.31)),
    ItemCurve("cerebellar", 2.81, (-0.929, 0.979, 1.03, 1.64, 1.11)),
    ItemCurve("brainstem", 1.02, (-0.121, 1.74, 2.02, 2.81)),
    ItemCurve("sensory", 0.980, (-0.799, 1.20, 1.97, 2.39, 3.02, 2.35)),
    ItemCurve("bowel_bladder", 1.25, (-0.151, 1.90, 1.54, 3.03, 0.962)),
    ItemCurve("visual", 0.424, (0.0351, 3.87, 2.76, 1.76, 1.77, 1.75)),
    ItemCurve("mental", 0.907, (0.400, 1.12, 4.17, 2.90)),
    ItemCurve("ambulation", 3.71, (1.14, 0.243, 0.225, 0.423, 0.439, 0.477, 0.139, 0.257, 0.349)),
)
"""Novakovic 2017, AAPS J 19:172, doi:10.1208/s12248-016-9977-z, DDMODEL00000223, final estimates."""

HIGHEST_SCORES = {**HIGHEST_SYSTEM_SCORES, "ambulation": len(WALKING_RANGE.least_step) - 1}
ITEM_NAMES = {number: curve.name for number, curve in enumerate(CURVES, start=1)}
READ = {name: f"{'walking' if name == 'ambulation' else name}_disability" for name in ITEM_NAMES.values()}
"""The signal that each item follows."""


class EdssParameters(Parameters):
    """What the published curves leave open."""

    lasting_share: float = parameter(
        0.9,
        "1",
        bounds=(0.7, 0.99),
        source=hypothesis(
            "most of what an examiner finds beyond overall disability stays with the person; 0.9 gives a "
            "retest correlation of 0.93, as seen after one week",
            "Markowitz 2008, Int J MS Care 10:33",
        ),
        meaning="correlation of an item's residual between two examinations of an unchanged person",
    )


def examine(chosen: EdssParameters, signals: Signals, keys: Keys, occasion: ArrayLike) -> dict[str, Observed]:
    """Score the functional systems and walking, and from them the EDSS.

    Parameters
    ----------
    chosen : EdssParameters
        How much of the residual lasts.
    signals : mapping of str to array of float, shape [...]
        ``<item>_disability`` of the seven systems and of walking, in SD of relapsing MS.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the examination.

    Returns
    -------
    dict of str to Observed
        ``total`` and the eight scores; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> average = dict.fromkeys(READ.values(), np.array([0.0]))
    >>> seen = examine(EdssParameters(), average, person_keys(1, 0, [7]), 0)
    >>> bool(0.0 <= seen["total"].value[0] <= 7.0)
    True
    """
    numbers = np.arange(1, len(CURVES) + 1)
    days = np.asarray(occasion)[..., None]
    chance = lasting_uniforms(
        by_item(keys), "EDSS item", days, numbers, np.asarray(chosen.lasting_share)[..., None]
    )
    scores = {
        place: graded_answers(
            _latent(signals, curve.name), curve.a, curve.thresholds[None], chance[..., [place - 1]]
        )[..., 0]
        for place, curve in enumerate(CURVES, start=1)
    }
    return {part: Observed(value) for part, value in tally_examination(scores, None).items()}


def _latent(signals: Signals, item: str) -> NDArray[np.float64]:
    return np.asarray(signals[READ[item]], dtype=np.float64)[..., None]


def tally_examination(answers: Answers, rule: MissingRule | None) -> dict[str, NDArray[np.float64]]:
    """Put the eight scores together to an EDSS step.

    Parameters
    ----------
    answers : mapping of int to array of float, shape [...]
        1 pyramidal, 2 cerebellar, 3 brainstem, 4 sensory, 5 bowel/bladder, 6 visual, 7 mental,
        8 ambulation (walking range, 0 to 9); NaN where missing.
    rule : MissingRule or None
        Not used: there is no EDSS without all eight scores.

    Returns
    -------
    dict of str to array of float, shape [...]
        ``total`` and the eight scores by name.
    """
    scores = {ITEM_NAMES[number]: np.asarray(answers[number], dtype=np.float64) for number in ITEM_NAMES}
    systems = {name: scores[name] for name in SYSTEMS}
    return {"total": edss_step(systems, scores["ambulation"]), **scores}


def examination_parts() -> dict[str, PartSpec]:
    """Describe the EDSS and its eight scores; simulated scores stay within what CLARITY saw.

    Examples
    --------
    >>> examination_parts()["visual"].range
    (0.0, 6.0)
    """
    parts = {"total": PartSpec((0.0, 10.0), "points", "higher_worse", 0.5, "EDSS step")}
    for name in ITEM_NAMES.values():
        reach = (0.0, float(HIGHEST_SCORES[name]))
        parts[name] = PartSpec(reach, "points", "higher_worse", 1.0, f"{name.replace('_', ' and ')} score")
    return parts


EXAMINATION = (
    Instrument(
        name="EDSS",
        label="Expanded Disability Status Scale",
        version="Kurtzke 1983; functional systems as in Neurostatus 04/10.2, walking range 0 to 9",
        parts=examination_parts(),
        reads=tuple(READ.values()),
        recall_days=0,
        rights="scale published; Neurostatus forms are licensed; scores and rules only",
        source=("doi:10.1208/s12248-016-9977-z", "doi:10.1212/wnl.33.11.1444"),
        assumed=(
            "the ambulation item of the published curves counts walking range",
            "share of an item's residual that lasts",
            "each item follows the latent of its own system with the curve published for one latent of all",
        ),
        parameters=central(EdssParameters),
        respond=examine,
        tally=tally_examination,
        missing_rules=(NoTotalIfAnyMissing(),),
    ),
)
