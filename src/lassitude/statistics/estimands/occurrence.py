"""When which event first happened to whom, and on which day everybody was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.estimands import DISCONTINUATION
from lassitude.study.people import KEY, people_of
from lassitude.study.protocol import Protocol

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Occurrence:
    """Days of events and visits.

    Attributes
    ----------
    first : mapping of str to array of float64 [replicate, subject]
        Term to the day on which it first happened; infinite for whom it did not.
    visit_days : array of float64 [replicate, subject, visit]
        On which a visit was held or, where it was not, planned.
    replicates : tuple of int
        Numbers of the replicates, in order.
    """

    first: Mapping[str, Floats]
    visit_days: Floats
    replicates: tuple[int, ...]

    def after(self, term: str) -> NDArray[np.bool_]:
        """Tell which visits come after an event; one on the same day comes before it."""
        return self.visit_days > self.first[term][..., None]


def replicates_of(data: StudyData) -> tuple[int, ...]:
    """List the numbers of the replicates in which anybody takes part, in the order of arrays.

    Parameters
    ----------
    data : StudyData
        A checked study.
    """
    taking_part = data.subjects.filter(pl.col("status") != "screen_failed")
    return tuple(taking_part["replicate"].unique().sort())


def occurrence(data: StudyData, plan: Protocol, endpoint: str, visits: Sequence[str]) -> Occurrence:
    """Find all events of a study, by term.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        Its arms say which treatments are planned until when, its visits when they are planned.
    endpoint : str
        Whose visits are meant.
    visits : sequence of str
        Labels, in the order wanted.

    Returns
    -------
    Occurrence
        Terms are those of events, the reasons of departures, and :data:`DISCONTINUATION` for who left the
        study or stopped a treatment of the own arm before its planned end: the day that the plan gives or,
        where it gives none, the last day on which anybody of the arm had it. Who left without a recorded
        day left after the last visit with a value. Events before day zero do not count.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "enrolled"})
    >>> what = {"instrument": "FIS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 36.0, "status": "observed"})
    >>> rescue = table("events", person | {"category": "intercurrent", "term": "rescue", "day": 12.0})
    >>> data = StudyData(StudyDescription("demo", "", {}, ""), subjects, scores, rescue)
    >>> found = occurrence(data, read_protocol("canadian-ahsct"), "FIS.total", ["M0", "M6"])
    >>> found.after("rescue").tolist()
    [[[False, True]]]
    """
    people = people_of(data)
    happened = first_events(data, plan)
    first = {
        term: _or_never(people.placed(happened.filter(pl.col("term") == term), "day"))
        for term in sorted({*happened["term"], DISCONTINUATION})
    }
    planned = {visit.label: visit.day for visit in calendar(plan)}
    name = parse_endpoint(endpoint)
    own = (pl.col("instrument") == name.instrument) & (pl.col("part") == name.part)
    held = people.pivoted(data.observations.filter(own), "day", visits)
    days = np.where(np.isfinite(held), held, [planned[label] for label in visits])
    return Occurrence(first, days, replicates_of(data))


def first_events(data: StudyData, plan: Protocol) -> pl.DataFrame:
    """List when each event first happened to each person.

    Parameters
    ----------
    data, plan
        See `occurrence`.

    Returns
    -------
    polars.DataFrame
        Columns ``replicate``, ``subject``, ``term`` and ``day``, one row a person and term.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import empty_table
    >>> nobody = StudyData(StudyDescription("", "", {}, ""), empty_table("subjects"),
    ...                    empty_table("observations"))
    >>> first_events(nobody, read_protocol("canadian-ahsct")).columns
    ['replicate', 'subject', 'term', 'day']
    """
    happened = pl.concat([_recorded(data), _departed(data), _stopped(data, plan)])
    return happened.filter(pl.col("day") >= 0.0).group_by(*KEY, "term").agg(pl.col("day").min())


def _or_never(days: Floats) -> Floats:
    return np.where(np.isfinite(days), days, np.inf)


def _taking_part(data: StudyData) -> pl.DataFrame:
    return data.subjects.filter(pl.col("status") != "screen_failed")


def _recorded(data: StudyData) -> pl.DataFrame:
    """List terms of events, and reasons of departures as terms."""
    events = data.events.join(_taking_part(data).select(KEY), on=KEY, how="semi")
    reasons = events.filter((pl.col("category") == "disposition") & pl.col("reason").is_not_null())
    return pl.concat(
        [events.select(*KEY, "term", "day"), reasons.select(*KEY, pl.col("reason").alias("term"), "day")]
    )


def _departed(data: StudyData) -> pl.DataFrame:
    """List who left the study: as a discontinuation, and under the reason where no event tells it."""
    left = _taking_part(data).filter(pl.col("status") == "withdrawn").select(*KEY, "status_reason")
    told = data.events.filter(pl.col("category") == "disposition").group_by(KEY).agg(pl.col("day").min())
    seen = data.observations.filter(pl.col("status") == "observed").group_by(KEY).agg(pl.col("day").max())
    dated = left.join(told, on=KEY, how="left").join(seen, on=KEY, how="left", suffix="_seen")
    dated = dated.with_columns(day=pl.coalesce("day", "day_seen", pl.lit(0.0)))
    named = dated.filter(pl.col("status_reason").is_not_null())
    return pl.concat(
        [
            dated.select(*KEY, pl.lit(DISCONTINUATION).alias("term"), "day"),
            named.select(*KEY, pl.col("status_reason").alias("term"), "day"),
        ]
    )


def _stopped(data: StudyData, plan: Protocol) -> pl.DataFrame:
    """List who stopped a treatment of the own arm before its planned end."""
    planned = [
        (arm, treatment.name, treatment.stop_day)
        for arm, content in plan.arms.items()
        for treatment in content.treatments
    ]
    schema = {"arm": pl.String, "treatment": pl.String, "stop_day": pl.Float64}
    people = _taking_part(data).select(*KEY, "arm")
    had = data.exposures.join(people, on=KEY).join(
        pl.DataFrame(planned, schema=schema, orient="row"), on=["arm", "treatment"]
    )
    to_the_end = pl.col("end_day").fill_null(np.inf)
    last = to_the_end.max().over("arm", "treatment")
    early = had.filter(to_the_end < pl.min_horizontal(pl.col("stop_day").fill_null(np.inf), last))
    return early.select(*KEY, pl.lit(DISCONTINUATION).alias("term"), pl.col("end_day").alias("day"))
