"""From a study's tables to how long each person was followed, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.statistics.events.confirmed import Times
from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.people import KEY, People, people_of

_SHORTEST = 1e-6


@dataclass(frozen=True, eq=False)
class Histories:
    """What was recorded of one kind of event; arrays [replicate, subject], NaN for nobody.

    Attributes
    ----------
    days : array of float64
        Days followed, above 0.
    count : array of float64
        Events in that time.
    first : array of float64
        Days from the start to the first one; NaN where there is none.
    anybody : bool
        Whether the study records any event of the kind at all.
    since : array of float64
        Day of the study on which a person's time begins.
    last : array of float64
        Day of the study until which a person was to be followed.
    complete : array of bool
        Who was.
    """

    days: NDArray[np.float64]
    count: NDArray[np.float64]
    first: NDArray[np.float64]
    anybody: bool
    since: NDArray[np.float64]
    last: NDArray[np.float64]
    complete: NDArray[np.bool_]

    def times(self, enrolled: NDArray[np.bool_]) -> Times:
        """Return the time to the first event of the people of an analysis."""
        used = enrolled & np.isfinite(self.days)
        event = used & np.isfinite(self.first)
        return Times(np.where(event, self.first, self.days), event, used, enrolled & ~used)


def histories(
    data: StudyData,
    category: str,
    start: str,
    until: str,
    ends: pl.DataFrame | None = None,
    also: pl.DataFrame | None = None,
) -> Histories:
    """Count the recorded events of one category between two visits.

    Parameters
    ----------
    data : StudyData
        A checked study.
    category : str
        Such as ``relapse``.
    start, until : str
        Labels of the visits; people who left earlier were followed until then, by the day of their departure
        where it is recorded, else by their last observation.
    ends : polars.DataFrame, optional
        ``replicate``, ``subject`` and the ``day`` after which nothing of a person counts.
    also : polars.DataFrame, optional
        ``replicate``, ``subject``, ``term`` and ``day`` of events that count besides; not those whose term is
        one of the category, which count anyway. Who has one on the first day was followed for a day.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> who = {"replicate": 0, "subject": "P-1"}
    >>> person = who | {"population": "p", "arm": "a", "condition": "c", "sex": "male"}
    >>> seen = who | {"instrument": "EDSS", "part": "total", "unit": "points", "status": "observed"}
    >>> seen = seen | {"visit": ["M0", "M12"], "day": [0.0, 365.25], "value": 3.0}
    >>> relapse = who | {"category": "relapse", "term": "relapse", "day": [30.0, 200.0]}
    >>> subjects = table("subjects", person | {"status": ["completed"]})
    >>> tables = subjects, table("observations", seen), table("events", relapse)
    >>> data = StudyData(StudyDescription("", "", {}, ""), *tables)
    >>> found = histories(data, "relapse", "M0", "M12")
    >>> float(found.count[0, 0]), float(found.days[0, 0]), float(found.first[0, 0])
    (2.0, 365.25, 30.0)
    """
    people = people_of(data)
    own = data.events.filter(pl.col("category") == category)
    counted = own.select(*KEY, "day")
    if also is not None:
        more = also.filter(~pl.col("term").is_in(own["term"].unique().to_list()))
        counted = pl.concat([counted, more.select(*KEY, "day")])
    begin, end = _followed(data, start, until)
    spans = begin.join(end, on=KEY)
    if ends is not None:
        stop = ends.select(*KEY, pl.col("day").alias("stop"))
        spans = spans.join(stop, on=KEY, how="left").with_columns(end=pl.min_horizontal("end", "stop"))
    inside = counted.join(spans, on=KEY).filter(pl.col("day").is_between(pl.col("begin"), pl.col("end")))
    told = inside.group_by(KEY).agg(
        pl.len().cast(pl.Float64).alias("count"), (pl.col("day") - pl.col("begin")).min().alias("first")
    )
    days = people.placed(spans.with_columns(days=pl.col("end") - pl.col("begin")), "days")
    count = np.nan_to_num(people.placed(told, "count"), nan=0.0)
    if also is not None:
        days = np.where((days == 0) & (count > 0), 1.0, days)
    known = days > 0
    days = np.where(known, days, np.nan)
    first = np.maximum(people.placed(told, "first"), _SHORTEST)
    complete = people.placed(spans.with_columns(pl.col("complete").cast(pl.Float64)), "complete") == 1
    return Histories(
        days=days,
        count=np.where(known, count, np.nan),
        first=np.where(known, first, np.nan),
        anybody=not own.is_empty(),
        since=people.placed(spans, "begin"),
        last=people.placed(spans, "last"),
        complete=complete,
    )


def _followed(data: StudyData, start: str, until: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the day on which each person's time begins, and that on which it ends and whether as planned."""
    rows = data.observations
    planned = rows.group_by("visit").agg(pl.col("day").median()).drop_nulls()
    day_of = dict(planned.iter_rows())
    begin = rows.filter(pl.col("visit") == start).group_by(KEY).agg(pl.col("day").min().alias("begin"))
    begin = data.subjects.select(KEY).join(begin, on=KEY, how="left")
    begin = begin.with_columns(pl.col("begin").fill_null(day_of.get(start, 0.0)))
    seen = rows.filter(pl.col("status") != "missed").group_by(KEY).agg(pl.col("day").max().alias("seen"))
    due = rows.filter(pl.col("visit") == until).group_by(KEY).agg(pl.col("day").max().alias("due"))
    left = data.events.filter(pl.col("category") == "disposition")
    left = left.group_by(KEY).agg(pl.col("day").min().alias("left"))
    end = data.subjects.select(*KEY, "status")
    for part in (seen, due, left):
        end = end.join(part, on=KEY, how="left")
    last = pl.col("due").fill_null(day_of.get(until, np.inf))
    stayed = (
        pl.when(pl.col("status") == "withdrawn")
        .then(pl.coalesce("left", "seen"))
        .otherwise(pl.coalesce("left", pl.max_horizontal("seen", "due")))
    )
    end = end.select(*KEY, pl.min_horizontal(stayed, last).alias("end"), last.alias("last"))
    return begin, end.with_columns(complete=pl.col("end") >= pl.col("last"))


def visit_counts(
    data: StudyData,
    endpoint: str,
    visits: tuple[str, ...],
    ends: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add up a count that is told at visits, each since the one before.

    Parameters
    ----------
    data : StudyData
        A checked study.
    endpoint : str
        Such as ``relapses.count``.
    visits : tuple of str
        Labels in order of time; what is told at the first belongs to the time before the study.
    ends : array of float64 [replicate, subject], optional
        Day after which nothing of a person counts.

    Returns
    -------
    count, days : array of float64 [replicate, subject]
        Up to the last visit before the first gap: a count that is missing cannot be made up by a later one.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> who = {"replicate": 0, "subject": "P-1"}
    >>> person = who | {"population": "p", "arm": "a", "condition": "c", "sex": "male"}
    >>> seen = who | {"instrument": "relapses", "part": "count", "unit": "1", "status": "observed"}
    >>> seen = seen | {"visit": ["M0", "M6", "M12"], "day": [0.0, 180.0, 360.0], "value": [3.0, 1.0, 2.0]}
    >>> subjects = table("subjects", person | {"status": ["completed"]})
    >>> data = StudyData(StudyDescription("", "", {}, ""), subjects, table("observations", seen))
    >>> [part.tolist() for part in visit_counts(data, "relapses.count", ("M0", "M6", "M12"))]
    [[[3.0]], [[360.0]]]
    """
    people = people_of(data)
    values, days = _told(data, people, endpoint, visits)
    if ends is not None:
        values = np.where(days > ends[..., None], np.nan, values)
    unbroken = np.logical_and.accumulate(np.isfinite(values[..., 1:]), axis=2)
    count = np.where(unbroken, values[..., 1:], 0.0).sum(axis=2)
    start = np.where(np.isfinite(days[..., 0]), days[..., 0], 0.0)
    last = np.where(unbroken, days[..., 1:], -np.inf).max(axis=2, initial=-np.inf)
    followed = np.where(np.isfinite(last), last - start, np.nan)
    return np.where(np.isfinite(followed), count, np.nan), followed


def _told(
    data: StudyData, people: People, endpoint: str, visits: tuple[str, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    name = parse_endpoint(endpoint)
    own = data.observations.filter((pl.col("instrument") == name.instrument) & (pl.col("part") == name.part))
    seen = own.filter(pl.col("status") == "observed")
    return people.pivoted(seen, "value", visits), people.pivoted(own, "day", visits)


def visit_days(data: StudyData, endpoint: str, visits: tuple[str, ...]) -> NDArray[np.float64]:
    """Return when each person was measured, array [replicate, subject, visit]; NaN where not planned.

    Parameters
    ----------
    data : StudyData
        A checked study.
    endpoint : str
        ``INSTRUMENT.part``.
    visits : tuple of str
        Labels in order of time.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import empty_table
    >>> nobody = StudyData(StudyDescription("", "", {}, ""), empty_table("subjects"),
    ...                    empty_table("observations"))
    >>> visit_days(nobody, "EDSS.total", ("M0",)).shape
    (0, 0, 1)
    """
    return _told(data, people_of(data), endpoint, visits)[1]
