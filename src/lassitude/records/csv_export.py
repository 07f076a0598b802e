"""Write one replicate of a study as the CSV files that a real study would come in."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Literal

import polars as pl

from lassitude.quantities.errors import RequestError
from lassitude.study.data import StudyData

_PERSON = ["subject", "arm", "sequence", "site", "sex", "age_years", "subject_status", "status_reason"]


def export_csv(
    data: StudyData,
    path: str | Path,
    replicate: int = 0,
    layout: Literal["long", "wide"] = "long",
    events: str | Path | None = None,
    exposures: str | Path | None = None,
) -> None:
    """Write one replicate, so that `read_csv_study` gives it back.

    People screened out are not written. Unscheduled observations (without a visit) stand in the long layout
    only.

    Parameters
    ----------
    data : StudyData
        Any study.
    path : str or Path
        Replaced if there is such a file.
    replicate : int
        Which one.
    layout : {"long", "wide"}
        One row a value, or one row a person with columns such as ``FIS.total@M0`` and ``day@M0``.
    events, exposures : str or Path, optional
        Where to write these tables, one row an event, and one row a treatment of a person.

    Raises
    ------
    RequestError
        If there is no such replicate, or a file cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> data = StudyData(
    ...     StudyDescription("demo", "", {}, ""),
    ...     table("subjects", person | {"population": "p", "arm": "a", "condition": "c", "sex": "female",
    ...                                 "status": "enrolled"}),
    ...     table("observations", person | {"instrument": "FIS", "part": "total", "visit": "M0", "day": 0.0,
    ...                                     "value": 36.0, "unit": "points", "status": "observed"}))
    >>> with TemporaryDirectory() as folder:
    ...     export_csv(data, Path(folder, "data.csv"), layout="wide")
    ...     print(Path(folder, "data.csv").read_text().splitlines()[1])
    P-01,a,,female,,enrolled,,0.0,36.0
    """
    people = data.subjects.filter((pl.col("replicate") == replicate) & (pl.col("status") != "screen_failed"))
    if people.is_empty():
        count = data.subjects["replicate"].n_unique()
        raise RequestError(f"There is nobody in repetition {replicate}; the study has {count} repetitions.")
    absent = {"sequence"} if people["sequence"].is_null().all() else set()
    told = [column for column in _PERSON if column not in absent]
    who = people.rename({"status": "subject_status"}).select(told).sort("subject")
    own = data.observations.filter(pl.col("replicate") == replicate)
    own = own.with_columns(text=_text(), endpoint=pl.col("instrument") + "." + pl.col("part"))
    frame = _long(who, own) if layout == "long" else _wide(who, own)
    written = {path: _csv(frame)}
    for table, place in ((data.events, events), (data.exposures, exposures)):
        if place is not None:
            written[place] = _csv(_of(table, people, replicate))
    for place, text in written.items():
        _write(Path(place), text)


def _of(table: pl.DataFrame, people: pl.DataFrame, replicate: int) -> pl.DataFrame:
    """Return the rows of some people, in order; numbers as text that gives the same number back."""
    own = table.filter(pl.col("replicate") == replicate).join(people, on="subject", how="semi")
    numbers = [name for name, kind in own.schema.items() if kind == pl.Float64]
    told = own.drop("replicate")
    told = told.sort(told.columns, nulls_last=True, maintain_order=True)
    return told.with_columns(pl.col(numbers).map_elements(repr, return_dtype=pl.String))


def _csv(frame: pl.DataFrame) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.iter_rows())
    return lines.getvalue()


def _text() -> pl.Expr:
    """Write what `read_csv_study` reads: a value, ``<limit``, a state, or nothing for a missed visit."""
    number = pl.col("value").map_elements(repr, return_dtype=pl.String)
    limit = pl.col("limit").map_elements(repr, return_dtype=pl.String)
    status = pl.col("status")
    return (
        pl.when(status == "observed")
        .then(number)
        .when(status == "below_limit")
        .then("<" + limit)
        .when(status == "above_limit")
        .then(">" + limit)
        .when(status == "missed")
        .then(pl.lit(""))
        .otherwise(status)
    )


def _long(who: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    rows = who.join(own.select("subject", "visit", "day", "endpoint", value="text"), on="subject")
    return rows.sort("subject", "day", "visit", "endpoint", nulls_last=True)


def _wide(who: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    scheduled = own.filter(pl.col("visit").is_not_null()).sort("day", "endpoint")
    days = scheduled.group_by("subject", "visit", maintain_order=True).agg(pl.col("day").first())
    cells = pl.concat(
        [
            days.select(
                "subject", column="day@" + pl.col("visit"), text=pl.col("day").map_elements(repr, pl.String)
            ),
            scheduled.select("subject", column=pl.col("endpoint") + "@" + pl.col("visit"), text="text"),
        ]
    )
    return who.join(cells.pivot("column", index="subject", values="text"), on="subject", how="left").sort(
        "subject"
    )


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8", newline="")
        os.replace(unfinished, path)
    except OSError as error:
        raise RequestError(f"{path} cannot be written: {error.strerror}.") from error
