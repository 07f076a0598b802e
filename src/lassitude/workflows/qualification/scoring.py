"""Scores of questionnaires and steps of the EDSS, counted by hand from the published rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lassitude.instruments.edss import NEUROSTATUS_2011, edss_step
from lassitude.instruments.missing import HalfRule
from lassitude.instruments.scoring import score
from lassitude.workflows.qualification.check import Check

GROUP = "Scoring"
_ORDER = ("visual", "brainstem", "pyramidal", "cerebellar", "sensory", "bowel_bladder", "mental")
_EXAMPLES = (
    ("00000000", 0.0), ("00100000", 1.0), ("01100000", 1.5), ("11111110", 1.5), ("00000001", 2.0),
    ("30000000", 2.0), ("00220000", 2.5), ("00222200", 3.0), ("22222000", 3.5), ("00031030", 3.5),
    ("11111140", 4.0), ("60000000", 4.0), ("00000002", 4.5), ("13333130", 4.5), ("00000003", 5.0),
    ("00440000", 5.0), ("00000004", 5.5), ("00000007", 6.0), ("00000009", 6.5), ("12131421", 4.0),
)  # fmt: skip
_BEYOND_WALKING = {10: 7.0, 11: 7.5, 12: 8.0, 13: 8.5, 14: 9.0, 15: 9.5, 16: 10.0}


def _steps() -> Sequence[float]:
    digits = np.array([[float(digit) for digit in code] for code, _ in _EXAMPLES])
    scores = {name: digits[:, place] for place, name in enumerate(_ORDER)}
    walking = edss_step(scores, digits[:, 7], NEUROSTATUS_2011)
    still = {name: np.zeros(len(_BEYOND_WALKING)) for name in _ORDER}
    return [*walking, *edss_step(still, np.array([*map(float, _BEYOND_WALKING)]), NEUROSTATUS_2011)]


def _totals() -> Sequence[float]:
    """Score FIS and MFIS with every answer the remainder of its item number divided by five."""
    long = score("FIS", {item: float(item % 5) for item in range(1, 41)})
    short = score("MFIS", {item: float(item % 5) for item in range(1, 22)})
    parts = ("cognitive", "physical", "psychosocial", "total")
    return [*(float(long[part]) for part in parts), *(float(short[part]) for part in parts)]


def _severity() -> Sequence[float]:
    answers = {item: float(1 + item % 7) for item in range(1, 10)}
    return [float(score("FSS", answers)["total"])]


def _missing() -> Sequence[float]:
    """Leave one of the nine physical items of the MFIS out, the others being 2; 1 is for no score."""
    answers = {item: 2.0 for item in range(1, 22) if item != 4}
    refused = score("MFIS", answers)["physical"]
    return [float(np.isnan(refused)), float(score("MFIS", answers, HalfRule())["physical"])]


CHECKS = (
    Check(
        "edss-steps",
        GROUP,
        "EDSS steps of 27 combinations of functional-system and ambulation scores",
        (*(step for _, step in _EXAMPLES), *_BEYOND_WALKING.values()),
        "Kurtzke, Neurology 1983;33:1444, in the Neurostatus reading 04/10.2",
        "absolute",
        0.0,
        _steps,
    ),
    Check(
        "fis-mfis",
        GROUP,
        "FIS and MFIS: cognitive, physical, psychosocial, total, each answer its item number modulo 5",
        (12.0, 24.0, 44.0, 80.0, 17.0, 17.0, 7.0, 41.0),
        "added by hand over the published item numbers of each subscale",
        "absolute",
        0.0,
        _totals,
    ),
    Check(
        "fss",
        GROUP,
        "FSS: mean of nine answers 2 3 4 5 6 7 1 2 3",
        (33 / 9,),
        "added by hand; Krupp et al., Arch Neurol 1989;46:1121",
        "absolute",
        1e-12,
        _severity,
    ),
    Check(
        "missing-items",
        GROUP,
        "one missing item: no MFIS score by default (1 = none), a prorated one when asked for",
        (1.0, 18.0),
        "by hand: nine items of 2 are 18 where eight of them are known",
        "absolute",
        0.0,
        _missing,
    ),
)
