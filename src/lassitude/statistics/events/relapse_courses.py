"""From a study's tables to what each recorded relapse did to a measure: before, at and long after it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.people import KEY, People, people_of

_INSTANT = 1e-6


@dataclass(frozen=True, eq=False)
class RelapseCourses:
    """Recorded relapses with a settled value before; arrays [relapse] unless said otherwise.

    Attributes
    ----------
    replicate, subject : array of int64
        Places of the person in arrays [replicate, subject].
    rise : array of float64
        Value at relapse less the one before; NaN where none was seen in time.
    residual : array of float64
        First settled value after the relapse less the one before; NaN where there is none before the next.
    shape : tuple of int
        Replicates and subjects.
    recorded : array of float64 [replicate, subject]
        Relapses recorded of each person, with values around them or not.
    """

    replicate: NDArray[np.int64]
    subject: NDArray[np.int64]
    rise: NDArray[np.float64]
    residual: NDArray[np.float64]
    shape: tuple[int, int]
    recorded: NDArray[np.float64]

    def by_person(self, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return sums and counts of one number a relapse, arrays [replicate, subject]; NaN is left out."""
        known = np.isfinite(values)
        place = self.replicate[known], self.subject[known]
        total, count = np.zeros(self.shape), np.zeros(self.shape)
        np.add.at(total, place, values[known])
        np.add.at(count, place, 1.0)
        return total, count


def relapse_courses(
    data: StudyData,
    endpoint: str,
    visits: Collection[str],
    until: float,
    seen_within: float,
    settled_after: float,
) -> RelapseCourses:
    """Find the values around every recorded relapse.

    Parameters
    ----------
    data : StudyData
        A checked study; values between visits have no visit.
    endpoint : str
        ``INSTRUMENT.part``.
    visits : collection of str
        Planned visits whose values count.
    until : float
        Day after which relapses, and values between visits, do not count.
    seen_within : float
        Days after the beginning of a relapse within which a value shows it.
    settled_after : float
        Days after a relapse from which values are settled.

    Returns
    -------
    RelapseCourses
        A relapse takes part if the last value before it is settled, by the relapses recorded earlier. A value
        that another relapse comes before belongs to that one.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> who = {"replicate": 0, "subject": "P-1"}
    >>> person = who | {"population": "p", "arm": "a", "condition": "c", "sex": "male"}
    >>> seen = who | {"instrument": "EDSS", "part": "total", "unit": "points", "status": "observed"}
    >>> seen = seen | {"visit": ["M0", None, "M6"], "day": [0.0, 40.0, 180.0], "value": [2.0, 4.0, 2.5]}
    >>> relapse = who | {"category": "relapse", "term": "relapse", "day": [30.0]}
    >>> subjects = table("subjects", person | {"status": ["completed"]})
    >>> tables = subjects, table("observations", seen), table("events", relapse)
    >>> data = StudyData(StudyDescription("", "", {}, ""), *tables)
    >>> found = relapse_courses(data, "EDSS.total", ("M0", "M6"), 180.0, 30.0, 90.0)
    >>> found.rise.tolist(), found.residual.tolist()
    ([2.0], [0.5])
    """
    people, values = people_of(data), _values(data, endpoint, visits, until)
    relapses = _relapses(data, until)
    around = _joined(relapses, values, "before", "backward")
    around = _joined(around, values, "at", "forward")
    settled = pl.col("day") + settled_after
    around = _joined(around.with_columns(later=settled), values, "after", "forward", "later")
    unbroken = pl.col("previous").is_null() | (pl.col("before_day") - pl.col("previous") >= settled_after)
    own = {
        name: pl.col("next").is_null() | (pl.col(f"{name}_day") < pl.col("next")) for name in ("at", "after")
    }
    soon = own["at"] & (pl.col("at_day") <= pl.col("day") + seen_within)
    found = around.filter(unbroken & pl.col("before").is_not_null()).select(
        *KEY,
        rise=pl.when(soon).then(pl.col("at") - pl.col("before")),
        residual=pl.when(own["after"]).then(pl.col("after") - pl.col("before")),
    )
    return _placed(people, found, relapses)


def _values(data: StudyData, endpoint: str, visits: Collection[str], until: float) -> pl.DataFrame:
    name = parse_endpoint(endpoint)
    own = (pl.col("instrument") == name.instrument) & (pl.col("part") == name.part)
    planned = pl.col("visit").is_in(list(visits))
    between = pl.col("visit").is_null() & (pl.col("day") <= until)
    rows = data.observations.filter(own & (pl.col("status") == "observed") & (planned | between))
    return (
        rows.select(*KEY, "day", "value").unique([*KEY, "day"], keep="first", maintain_order=True).sort("day")
    )


def _relapses(data: StudyData, until: float) -> pl.DataFrame:
    """Return the day of each relapse, and those of the ones before and after it in the same person."""
    rows = data.events.filter((pl.col("category") == "relapse") & (pl.col("day") <= until))
    days = rows.select(*KEY, "day").unique().sort(*KEY, "day")
    return days.with_columns(
        previous=pl.col("day").shift(1).over(KEY), next=pl.col("day").shift(-1).over(KEY)
    )


def _joined(
    relapses: pl.DataFrame,
    values: pl.DataFrame,
    name: str,
    strategy: Literal["backward", "forward"],
    on: str = "day",
) -> pl.DataFrame:
    """Add to each relapse the nearest value before it, or from a day on: its number and its day."""
    shift = -_INSTANT if strategy == "backward" else 0.0
    told = values.select(*KEY, pl.col("day").alias(f"{name}_day"), pl.col("value").alias(name))
    left = relapses.with_columns(sought=pl.col(on) + shift).sort("sought")
    return left.join_asof(
        told,
        left_on="sought",
        right_on=f"{name}_day",
        by=list(KEY),
        strategy=strategy,
        check_sortedness=False,
    ).drop("sought")


def _placed(people: People, found: pl.DataFrame, relapses: pl.DataFrame) -> RelapseCourses:
    shape = people.replicates, len(people.subjects)
    told = relapses.group_by(KEY).agg(pl.len().cast(pl.Float64).alias("count"))
    rows = found.join(people.rows.select(*KEY, "r", "s"), on=KEY).sort(*KEY, nulls_last=True)
    empty = pl.col("rise", "residual").fill_null(np.nan)
    rows = rows.with_columns(empty)
    return RelapseCourses(
        replicate=rows["r"].to_numpy().astype(np.int64),
        subject=rows["s"].to_numpy().astype(np.int64),
        rise=rows["rise"].to_numpy().astype(np.float64),
        residual=rows["residual"].to_numpy().astype(np.float64),
        shape=shape,
        recorded=np.nan_to_num(people.placed(told, "count")),
    )
