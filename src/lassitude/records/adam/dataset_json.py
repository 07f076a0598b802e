"""Data sets as Dataset-JSON 1.1, as CSV, and the table that describes their variables.

Form: CDISC Dataset-JSON v1.1, https://www.cdisc.org/standards/data-exchange/dataset-json/dataset-json-v1-1.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lassitude.records.adam.parameters import Parameter
from lassitude.records.adam.variables import Dataset, Variable

VERSION = "1.1.0"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the data sets.

    Attributes
    ----------
    study : str
        Id of the protocol.
    version : str
        Version of lassitude.
    created : str
        When the run that is exported ended, ISO 8601 in UTC; the export itself has no clock.
    """

    study: str
    version: str
    created: str


def dataset_json(made: Dataset, about: Provenance) -> bytes:
    """Write a data set as Dataset-JSON.

    Parameters
    ----------
    made : Dataset
        Texts that are absent are written as ``""`` and numbers as ``null``.
    about : Provenance
        Goes into the head.

    Returns
    -------
    bytes
        UTF-8; equal data sets give equal bytes.

    Examples
    --------
    >>> import polars as pl
    >>> from lassitude.records.adam.variables import ADSL_PERSON, dataset
    >>> one = dataset("ADSL", "Subjects", "", ADSL_PERSON, pl.DataFrame({"USUBJID": ["x-1"], "AGE": [None]}))
    >>> json.loads(dataset_json(one, Provenance("x", "0.1.0", "2026-01-01T00:00:00")))["rows"]
    [['x-1', None]]
    """
    content = {
        "datasetJSONCreationDateTime": about.created,
        "datasetJSONVersion": VERSION,
        "fileOID": f"lassitude/{about.study}/{made.name}",
        "dbLastModifiedDateTime": about.created,
        "originator": "lassitude",
        "sourceSystem": {"name": "lassitude", "version": about.version},
        "studyOID": about.study,
        "metaDataVersionOID": f"MDV.{about.study}",
        "itemGroupOID": f"IG.{made.name}",
        "records": made.rows.height,
        "name": made.name,
        "label": made.label,
        "columns": [_column(made, one) for one in made.variables],
        "rows": [list(row) for row in made.rows.iter_rows()],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (text + "\n").encode()


def length(made: Dataset, one: Variable) -> int | None:
    """Return the length of the longest text of a variable, at least 1; None for a number.

    Examples
    --------
    >>> import polars as pl
    >>> from lassitude.records.adam.variables import ADSL_PERSON, dataset
    >>> people = pl.DataFrame({"USUBJID": ["x-1", "x-10"], "AGE": [3, 4]})
    >>> made = dataset("ADSL", "Subjects", "", ADSL_PERSON, people)
    >>> [length(made, variable) for variable in made.variables]
    [4, None]
    """
    if one.kind != "string":
        return None
    longest: Any = made.rows[one.name].str.len_bytes().max()
    return max(int(longest or 0), 1)


def as_csv(made: Dataset) -> bytes:
    """Write a data set as CSV with one header line; what is absent is empty.

    Examples
    --------
    >>> import polars as pl
    >>> from lassitude.records.adam.variables import ADSL_PERSON, dataset
    >>> one = dataset("ADSL", "Subjects", "", ADSL_PERSON, pl.DataFrame({"USUBJID": ["x-1"], "AGE": [None]}))
    >>> as_csv(one).decode().splitlines()
    ['USUBJID,AGE', 'x-1,']
    """
    return _lines(made.rows.columns, made.rows.iter_rows())


def variables_csv(datasets: Iterable[Dataset]) -> bytes:
    """Describe every variable of every data set, as a define file would.

    Examples
    --------
    >>> variables_csv(()).decode().splitlines()[0].split(",")[:4]
    ['dataset', 'variable', 'label', 'type']
    """
    header = ("dataset", "variable", "label", "type", "length", "key", "origin", "method")
    rows = (
        (made.name, one.name, one.label, one.kind, length(made, one), one.key or None, one.origin, one.method)
        for made in datasets
        for one in made.variables
    )
    return _lines(header, rows)


def parameters_csv(parameters: Iterable[Parameter]) -> bytes:
    r"""Describe every parameter: its code, its source in the study and its baseline.

    Examples
    --------
    >>> parameters_csv((Parameter("ADQS", "FISTOTAL", "FIS total (points)", "FIS.total", "M0"),)).decode()
    'dataset,paramcd,param,source,baseline\nADQS,FISTOTAL,FIS total (points),FIS.total,M0\n'
    """
    header = ("dataset", "paramcd", "param", "source", "baseline")
    return _lines(header, ((p.dataset, p.code, p.label, p.source, p.baseline) for p in parameters))


def _column(made: Dataset, one: Variable) -> dict[str, str | int]:
    size = length(made, one)
    return {
        "itemOID": f"IT.{made.name}.{one.name}",
        "name": one.name,
        "label": one.label,
        "dataType": one.kind,
        **({"length": size} if size is not None else {}),
        **({"keySequence": one.key} if one.key else {}),
    }


def _lines(header: Sequence[str], rows: Iterable[Sequence[Any]] | Iterator[tuple[Any, ...]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return target.getvalue().encode()


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
