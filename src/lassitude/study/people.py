"""The places of people in arrays: replicates by subjects, the same for every endpoint of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.study.data import StudyData
from lassitude.study.endpoints import AGE

KEY = ("replicate", "subject")


@dataclass(frozen=True, eq=False)
class People:
    """Who takes part; people screened out are left out.

    Attributes
    ----------
    rows : polars.DataFrame
        A row a person: replicate, subject, arm (or sequence of arms), age_years, and the places r and s.
    replicates : int
        Length of the first axis.
    subjects : tuple of str
        Ids along the second axis, sorted.
    """

    rows: pl.DataFrame
    replicates: int
    subjects: tuple[str, ...]

    def placed(self, rows: pl.DataFrame, column: str) -> NDArray[np.float64]:
        """Put a column of numbers, one row a person, into an array [replicate, subject]; NaN elsewhere."""
        found = np.full((self.replicates, len(self.subjects)), np.nan)
        joined = self.rows.select(*KEY, "r", "s").join(rows.select(*KEY, column), on=KEY)
        joined = joined.filter(pl.col(column).is_not_null())
        found[_index(joined, "r"), _index(joined, "s")] = joined[column].to_numpy()
        return found

    def pivoted(self, rows: pl.DataFrame, column: str, visits: Sequence[str]) -> NDArray[np.float64]:
        """Put a column of numbers, a row a person and visit, into an array [replicate, subject, visit]."""
        found = np.full((self.replicates, len(self.subjects), len(visits)), np.nan)
        order = pl.DataFrame(
            {"visit": list(visits), "v": np.arange(len(visits))}, schema_overrides={"visit": pl.String}
        )
        own = rows.filter(pl.col(column).is_not_null()).join(order, on="visit")
        joined = own.select(*KEY, "v", column).join(self.rows.select(*KEY, "r", "s"), on=KEY)
        found[_index(joined, "r"), _index(joined, "s"), _index(joined, "v")] = joined[column].to_numpy()
        return found


def people_of(data: StudyData) -> People:
    """Find the place of everybody who takes part in a study.

    Parameters
    ----------
    data : StudyData
        A checked study.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import empty_table, table
    >>> who = {"replicate": 0, "subject": ["P-2", "P-1"], "population": "patients", "arm": "ahsct"}
    >>> subjects = table("subjects", who | {"condition": "rrms", "sex": "female", "status": "completed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, ""), subjects, empty_table("observations"))
    >>> people_of(data).subjects
    ('P-1', 'P-2')
    """
    rows = data.subjects.filter(pl.col("status") != "screen_failed").select(
        *KEY, pl.coalesce("sequence", "arm").alias("arm"), AGE
    )
    subjects = rows["subject"].unique().sort()
    replicates = rows["replicate"].unique().sort()
    rows = rows.with_columns(
        r=pl.col("replicate").replace_strict(replicates, np.arange(len(replicates)), return_dtype=pl.Int64),
        s=pl.col("subject").replace_strict(subjects, np.arange(len(subjects)), return_dtype=pl.Int64),
    )
    return People(rows, len(replicates), tuple(subjects))


def _index(rows: pl.DataFrame, column: str) -> NDArray[np.int64]:
    return rows[column].to_numpy().astype(np.int64)
