"""ADTTE: one row a person and kind of event, from day zero to the first such event or the last record."""

from __future__ import annotations

import polars as pl

from lassitude.records.adam.days import relative_day
from lassitude.records.adam.parameters import Parameter
from lassitude.records.adam.subjects import identified
from lassitude.records.adam.variables import TTE, Dataset, dataset
from lassitude.study.calendar import sequences_of
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol

NAME = "ADTTE"
_KINDS = {
    "relapse": ("TTRELAP", "Time to First Relapse (days)"),
    "adverse_event": ("TTADVEV", "Time to First Adverse Event (days)"),
    "intercurrent": ("TTINTER", "Time to First Intercurrent Event (days)"),
}


def times_to_event(data: StudyData, plan: Protocol) -> tuple[tuple[Dataset, ...], tuple[Parameter, ...]]:
    """Shape events as ADTTE: everybody in an arm, for each kind of event that anybody had.

    Parameters
    ----------
    data : StudyData
        One replicate.
    plan : Protocol
        Its id and its sequences of arms are used.

    Returns
    -------
    tuple of Dataset, tuple of Parameter
        Empty where no such event was recorded. Events before day zero do not count. People without an event
        are censored on the last day on which anything was recorded of them; people without any record from
        day zero on have no row.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> people = person | {"population": "patients", "arm": "ahsct", "condition": "rrms", "sex": "female",
    ...                    "status": "completed"}
    >>> seen = person | {"instrument": "FIS", "part": "total", "visit": "M6", "day": [180.0], "value": 22.0,
    ...                  "unit": "points", "status": "observed"}
    >>> fell = person | {"category": "relapse", "term": "relapse", "day": [41.5]}
    >>> tables = table("subjects", people), table("observations", seen), table("events", fell)
    >>> made, _ = times_to_event(StudyData(StudyDescription("", "", {}, ""), *tables),
    ...                          read_protocol("canadian-ahsct"))
    >>> made[0].rows.select("PARAMCD", "AVAL", "ADY", "CNSR").rows()
    [('TTRELAP', 41.5, 42, 0)]
    """
    events = data.events.filter((pl.col("day") >= 0) & pl.col("category").is_in(list(_KINDS)))
    if events.is_empty():
        return (), ()
    orders = {name: " - ".join(arms) for name, arms in sequences_of(plan).items()}
    planned = pl.col("sequence").replace_strict(orders, default=None, return_dtype=pl.String)
    people = data.subjects.filter(pl.col("status") != "screen_failed").select(
        "subject", treatment=pl.coalesce(planned, "arm")
    )
    followed = people.join(_last_days(data), on="subject")
    found, parameters = [], []
    for category, (code, label) in _KINDS.items():
        own = events.filter(pl.col("category") == category)
        if own.height:
            parameters.append(Parameter(NAME, code, label, f"events: {category}"))
            found.append(_times(own, followed, plan.id, code, label))
    made = dataset(
        NAME,
        "Time-to-Event Analysis",
        "One record per subject per parameter",
        TTE,
        pl.concat(found),
    )
    return (made,), tuple(parameters)


def _last_days(data: StudyData) -> pl.DataFrame:
    had = data.observations.filter(pl.col("status") != "missed").select("subject", "day")
    days = pl.concat([had, data.events.select("subject", "day")])
    return days.group_by("subject").agg(last=pl.col("day").max()).filter(pl.col("last") >= 0)


def _times(own: pl.DataFrame, followed: pl.DataFrame, study: str, code: str, label: str) -> pl.DataFrame:
    firsts = own.sort("day").group_by("subject", maintain_order=True).agg(pl.col("day", "term").first())
    rows = followed.join(firsts, on="subject", how="left")
    day = pl.coalesce("day", "last")
    return rows.select(
        **identified(study),
        TRTP=pl.col("treatment"),
        PARAM=pl.lit(label),
        PARAMCD=pl.lit(code),
        AVAL=day,
        ADY=relative_day(day),
        CNSR=pl.col("day").is_null().cast(pl.Int64),
        EVNTDESC=pl.coalesce("term", pl.lit("LAST RECORD")),
    )
