"""Words that divide people into groups, as columns of 0 and 1."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from lassitude.study.cube import factor
from lassitude.study.data import StudyData

_ALWAYS = {"sex": ("female", "male")}
"""Levels that a factor has in every study, so that a small study names its estimates as a large one does."""


def factor_columns(data: StudyData, name: str) -> dict[str, tuple[str, NDArray[np.float64]]]:
    """Write a factor as differences from its first level.

    Parameters
    ----------
    data : StudyData
        A checked study.
    name : str
        ``sex`` or ``site``.

    Returns
    -------
    dict of str to (str, array of float64 [replicate, subject])
        By ``NAME=LEVEL``, levels in order of name and the first left out: the unit ``"1"``, and 1 for people
        of the level, 0 for others, NaN where nothing is known. A factor of one level is a column that does
        not vary.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import empty_table, table
    >>> people = {"replicate": 0, "subject": ["P-1", "P-2"], "population": "p", "arm": "a",
    ...           "condition": "c", "sex": ["female", "male"], "status": "completed"}
    >>> tables = table("subjects", people), empty_table("observations")
    >>> data = StudyData(StudyDescription("demo", "", {}, ""), *tables)
    >>> factor_columns(data, "sex")
    {'sex=male': ('1', array([[0., 1.]]))}
    """
    words = factor(data, name)
    levels = sorted({*_ALWAYS.get(name, ()), *np.unique(words[words != ""]).tolist()})
    known = words != ""
    columns = {level: np.where(known, (words == level).astype(np.float64), np.nan) for level in levels}
    return {f"{name}={_written(level)}": ("1", columns[level]) for level in (levels[1:] or levels)}


def _written(level: str) -> str:
    return re.sub(r"[|\s]+", "_", level)
