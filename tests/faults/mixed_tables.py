"""A small trial as a table, for what mixed models refuse and what they keep."""

from __future__ import annotations

import numpy as np
import polars as pl

from lassitude.randomness.streams import normals, person_keys
from lassitude.statistics.mixed_models.formula import FormulaModel, mixed_model
from lassitude.statistics.mixed_models.structures import STRUCTURES

PEOPLE = 20
FORMULA = "score ~ arm * visit + age"


def table() -> pl.DataFrame:
    """Three visits of twenty people in two arms."""
    noise = normals(person_keys(5, np.int64(0), np.arange(PEOPLE)[:, None]), "fault", 0, np.arange(4))
    who = [f"P{k:02d}" for k in range(PEOPLE) for _ in range(3)]
    return pl.DataFrame(
        {
            "who": who,
            "visit": ["A", "B", "C"] * PEOPLE,
            "arm": [("drug", "placebo")[k % 2] for k in range(PEOPLE) for _ in range(3)],
            "age": np.repeat(40 + 5 * noise[:, 3], 3),
            "score": (noise[:, :3] + noise[:, 3:]).ravel(),
        }
    )


def fitted(made: pl.DataFrame, formula: str = FORMULA) -> FormulaModel:
    return mixed_model(
        made, formula, subject="who", visit="visit", covariance=STRUCTURES["heterogeneous-compound-symmetry"]
    )
