"""A study's data, virtual or real: four tables and what they are the data of."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from lassitude.quantities.errors import RequestError
from lassitude.study.data_checks import check_tables
from lassitude.study.tables import TABLES, empty_table

SCHEMA = "lassitude.study/1"
_DESCRIPTION_FILE = "study.json"


@dataclass(frozen=True)
class StudyDescription:
    """What the tables are the data of; stored as ``study.json``.

    Attributes
    ----------
    plan, plan_sha256 : str
        Id of the protocol and the hash of its plan.
    instruments : mapping of str to str
        Name of each instrument to its version.
    day_zero : str
        What happened on day 0.
    """

    plan: str
    plan_sha256: str
    instruments: Mapping[str, str]
    day_zero: str


@dataclass(frozen=True, eq=False)
class StudyData:
    """A study after it happened; who simulated or recorded it cannot be told from here.

    Attributes
    ----------
    description : StudyDescription
        Plan, instruments and day zero.
    subjects : polars.DataFrame
        One row a person and replicate, people screened out included.
    observations : polars.DataFrame
        One row a part of an instrument and occasion.
    events, exposures : polars.DataFrame
        What happened to people and what they received; may have no rows.
    """

    description: StudyDescription
    subjects: pl.DataFrame
    observations: pl.DataFrame
    events: pl.DataFrame = field(default_factory=lambda: empty_table("events"))
    exposures: pl.DataFrame = field(default_factory=lambda: empty_table("exposures"))


def check(data: StudyData) -> StudyData:
    """Hold a study's tables against the contract, once, where they enter.

    Parameters
    ----------
    data : StudyData
        From anywhere.

    Returns
    -------
    StudyData
        The same object, so that a reader can end with it.

    Raises
    ------
    RequestError
        With the table, the column, how many rows, the first of them and what to do.

    Examples
    --------
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "completed"})
    >>> what = {"instrument": "FIS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 36.0, "status": "observed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, "first visit"), subjects, scores)
    >>> check(data) is data
    True
    """
    check_tables({name: getattr(data, name) for name in TABLES})
    return data


def write_study(data: StudyData, folder: str | Path) -> None:
    """Write a study as four Parquet files and ``study.json``.

    Rows are sorted by key, so the same study gives the same bytes whatever order it was made in.

    Parameters
    ----------
    data : StudyData
        A study that keeps the contract.
    folder : str or Path
        Made if absent; files of an earlier study in it are replaced, each in one step.

    Raises
    ------
    RequestError
        If the data break the contract or the folder cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "completed"})
    >>> what = {"instrument": "FIS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 36.0, "status": "observed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, "first visit"), subjects, scores)
    >>> with TemporaryDirectory() as folder:
    ...     write_study(data, folder)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['events.parquet', 'exposures.parquet', 'observations.parquet', 'study.json', 'subjects.parquet']
    """
    check(data)
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            frame: pl.DataFrame = getattr(data, name)
            _replace(target / f"{name}.parquet", lambda path, frame=frame: _write_parquet(frame, path))
        text = _description_text(data.description)
        _replace(target / _DESCRIPTION_FILE, lambda path: path.write_bytes(text.encode()))
    except OSError as error:
        raise RequestError(f"{target} cannot be written: {error.strerror or error}.") from error


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    write(unfinished)
    os.replace(unfinished, path)


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.sort(frame.columns, nulls_last=True, maintain_order=True).write_parquet(
        path, compression="zstd", compression_level=3, row_group_size=2**18
    )


def _description_text(description: StudyDescription) -> str:
    content = {
        "schema": SCHEMA,
        "plan": description.plan,
        "plan_sha256": description.plan_sha256,
        "instruments": dict(sorted(description.instruments.items())),
        "day_zero": description.day_zero,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_study(folder: str | Path) -> StudyData:
    """Read a study written by `write_study`.

    Parameters
    ----------
    folder : str or Path
        Holds four Parquet files and ``study.json``.

    Returns
    -------
    StudyData
        Checked against the contract.

    Raises
    ------
    RequestError
        If a file is absent, damaged or of another version, or the data break the contract.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"]}
    >>> subjects = table("subjects", person | {"population": "patients", "arm": "ahsct", "condition": "rrms",
    ...                                        "sex": "female", "age_years": 34.0, "status": "completed"})
    >>> what = {"instrument": "FIS", "part": "total", "unit": "points", "visit": "M0", "day": 0.0}
    >>> scores = table("observations", person | what | {"value": 36.0, "status": "observed"})
    >>> data = StudyData(StudyDescription("demo", "", {}, "first visit"), subjects, scores)
    >>> with TemporaryDirectory() as folder:
    ...     write_study(data, folder)
    ...     read_study(folder).subjects["age_years"].item()
    34.0
    """
    source = Path(folder)
    description = _read_description(source / _DESCRIPTION_FILE)
    frames = {name: _read_parquet(source / f"{name}.parquet") for name in TABLES}
    try:
        return check(StudyData(description, **frames))
    except RequestError as error:
        raise RequestError(f"{source}: {error}") from error


def _read_description(path: Path) -> StudyDescription:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        schema = content["schema"]
        if schema != SCHEMA:
            raise RequestError(f"{path}: schema is {schema!r}; this version of lassitude reads {SCHEMA!r}.")
        return StudyDescription(
            plan=str(content["plan"]),
            plan_sha256=str(content["plan_sha256"]),
            instruments={str(name): str(version) for name, version in content["instruments"].items()},
            day_zero=str(content["day_zero"]),
        )
    except OSError as error:
        raise RequestError(
            f"{path} cannot be read ({error.strerror}); a study is a folder with {_DESCRIPTION_FILE} "
            f"and {', '.join(f'{name}.parquet' for name in TABLES)}."
        ) from error
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RequestError(f"{path} is damaged: {error!r}. Write the study again.") from error


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        first_line = (str(error).splitlines() or [""])[0]
        raise RequestError(f"{path} cannot be read: {first_line}. Write the study again.") from error
