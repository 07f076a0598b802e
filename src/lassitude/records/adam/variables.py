"""The variables of the ADaM-shaped data sets: names, labels, types and where they come from.

Names and labels follow the ADaM Implementation Guide 1.1 (CDISC 2016) where it has the variable. A study here
knows days since day zero and no calendar dates, so that variables of dates are absent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

Kind = Literal["string", "integer", "float"]
Origin = Literal["Collected", "Assigned", "Derived", "Protocol"]

LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT = 8, 40, 200


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a data set.

    Attributes
    ----------
    name, label : str
        At most 8 and 40 characters, as SAS transport files and ADaM ask for.
    kind : {"string", "integer", "float"}
        Data type in Dataset-JSON.
    origin : {"Collected", "Assigned", "Derived", "Protocol"}
        Where values come from.
    method : str
        How they are made.
    key : int
        Position in the key of the data set; 0 for none.
    """

    name: str
    label: str
    kind: Kind
    origin: Origin
    method: str
    key: int = 0


@dataclass(frozen=True, eq=False)
class Dataset:
    """One data set with the description of its variables.

    Attributes
    ----------
    name, label, structure : str
        Such as ``ADSL``, what it is, and what a row is.
    variables : tuple of Variable
        In the order of the columns.
    rows : polars.DataFrame
        A column a variable, sorted by key; texts that are absent are empty.
    """

    name: str
    label: str
    structure: str
    variables: tuple[Variable, ...]
    rows: pl.DataFrame


_PERSON = (
    Variable("STUDYID", "Study Identifier", "string", "Protocol", "Id of the protocol"),
    Variable("USUBJID", "Unique Subject Identifier", "string", "Derived", "STUDYID-SUBJID", key=1),
    Variable("SUBJID", "Subject Identifier for the Study", "string", "Collected", "subject"),
)
ADSL_PERSON = (
    *_PERSON,
    Variable("SITEID", "Study Site Identifier", "string", "Collected", "site; empty where not recorded"),
    Variable("AGE", "Age", "integer", "Derived", "AAGE without its fraction"),
    Variable("AGEU", "Age Units", "string", "Assigned", "YEARS where AGE is known"),
    Variable("AAGE", "Analysis Age", "float", "Collected", "age_years, with its fraction"),
    Variable("SEX", "Sex", "string", "Collected", "F, M, or U for other and unknown"),
    Variable("CONDIT", "Condition under Study", "string", "Protocol", "condition of the population"),
    Variable("ARM", "Description of Planned Arm", "string", "Assigned", "arm, or arms of the sequence"),
    Variable("TRTSEQP", "Planned Sequence of Treatments", "string", "Assigned", "arms of the sequence"),
)
ADSL_COURSE = (
    Variable("ITTFL", "Intent-To-Treat Population Flag", "string", "Derived", "Y with an arm or sequence"),
    Variable("SAFFL", "Safety Population Flag", "string", "Derived", "Y with any exposure recorded"),
    Variable("COMPLFL", "Completers Population Flag", "string", "Derived", "Y if status is completed"),
    Variable(
        "EOSSTT", "End of Study Status", "string", "Derived", "status; empty where the end is not known"
    ),
    Variable("DCSREAS", "Reason for Discontinuation from Study", "string", "Collected", "status_reason"),
    Variable("SCRFREAS", "Reason for Screen Failure", "string", "Collected", "status_reason"),
)
BDS = (
    *_PERSON,
    Variable("TRTP", "Planned Treatment", "string", "Assigned", "arm of the record's period"),
    Variable("APERIOD", "Period", "integer", "Assigned", "period of a crossover or n-of-1 series"),
    Variable("PARAM", "Parameter", "string", "Assigned", "instrument, part and unit"),
    Variable("PARAMCD", "Parameter Code", "string", "Assigned", "see parameters.csv", key=2),
    Variable("AVISIT", "Analysis Visit", "string", "Assigned", "label of the visit in the protocol"),
    Variable("AVISITN", "Analysis Visit (N)", "integer", "Assigned", "place of the visit in time, from 0"),
    Variable("ADY", "Analysis Relative Day", "integer", "Derived", "whole days; day zero is 1, none is 0"),
    Variable("AVAL", "Analysis Value", "float", "Collected", "value; empty beyond a limit"),
    Variable("AVALC", "Analysis Value (C)", "string", "Collected", "AVAL, or < or > and the limit"),
    Variable("BASE", "Baseline Value", "float", "Derived", "AVAL where ABLFL is Y"),
    Variable("CHG", "Change from Baseline", "float", "Derived", "AVAL - BASE after baseline"),
    Variable("ABLFL", "Baseline Record Flag", "string", "Derived", "see parameters.csv"),
    Variable(
        "ANL01FL", "Analysis Flag 01", "string", "Derived", "Y at a planned visit of a person in an arm"
    ),
    Variable("DTYPE", "Derivation Type", "string", "Derived", "empty: no record is imputed"),
    Variable("ASEQ", "Analysis Sequence Number", "integer", "Derived", "numbers the rows of a person", key=3),
)
TTE = (
    *_PERSON,
    Variable("TRTP", "Planned Treatment", "string", "Assigned", "arm, or arms of the sequence"),
    Variable("PARAM", "Parameter", "string", "Assigned", "category of the event"),
    Variable("PARAMCD", "Parameter Code", "string", "Assigned", "see parameters.csv", key=2),
    Variable("AVAL", "Analysis Value", "float", "Derived", "days from day zero to ADY"),
    Variable("ADY", "Analysis Relative Day", "integer", "Derived", "of the event, or last day with a record"),
    Variable("CNSR", "Censor", "integer", "Derived", "0 event, 1 censored"),
    Variable("EVNTDESC", "Event or Censoring Description", "string", "Derived", "term, or LAST RECORD"),
)


def described(variables: tuple[Variable, ...], rows: pl.DataFrame) -> tuple[Variable, ...]:
    """Leave out permissible variables that a study has nothing for.

    Parameters
    ----------
    variables : tuple of Variable
        All that a data set may have.
    rows : polars.DataFrame
        Its columns.

    Returns
    -------
    tuple of Variable
        Those that stand in the rows, keys and order kept.

    Examples
    --------
    >>> [one.name for one in described(ADSL_PERSON, pl.DataFrame({"USUBJID": ["x-1"], "AGE": [34]}))]
    ['USUBJID', 'AGE']
    """
    return tuple(replace(one) for one in variables if one.name in rows.columns)


def dataset(
    name: str, label: str, structure: str, known: tuple[Variable, ...], rows: pl.DataFrame
) -> Dataset:
    """Shape rows into a data set: types, order of columns, order of rows, length of texts.

    Parameters
    ----------
    name, label, structure : str
        See `Dataset`.
    known : tuple of Variable
        What the data set may have.
    rows : polars.DataFrame
        Any order; texts longer than 200 characters are cut and end with an ellipsis.

    Examples
    --------
    >>> dataset("ADSL", "Subjects", "One row a person", ADSL_PERSON,
    ...         pl.DataFrame({"USUBJID": ["x-2", "x-1"]})).rows["USUBJID"].to_list()
    ['x-1', 'x-2']
    """
    variables = described(known, rows)
    types = {"string": pl.String, "integer": pl.Int64, "float": pl.Float64}
    shaped = rows.select(pl.col(one.name).cast(types[one.kind]) for one in variables)
    long = pl.col(pl.String).str.len_chars() > LONGEST_TEXT
    cut = pl.col(pl.String).str.slice(0, LONGEST_TEXT - 3) + "..."
    shaped = shaped.with_columns(pl.col(pl.String).fill_null(""))
    shaped = shaped.with_columns(pl.when(long).then(cut).otherwise(pl.col(pl.String)).name.keep())
    keys = [one.name for one in sorted(variables, key=lambda one: one.key) if one.key]
    return Dataset(name, label, structure, variables, shaped.sort(keys, nulls_last=True))
