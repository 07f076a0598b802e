"""Exposures of a real study: who received what from when until when, from a CSV file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from lassitude.records.columns import folded
from lassitude.records.mapping import CsvMapping
from lassitude.records.table_checks import day_problems, misspelled, number_problems, repeated, word_problems
from lassitude.records.table_layout import EXPOSURES_LAYOUT
from lassitude.records.table_rows import TableRows, read_rows, refuse
from lassitude.study.calendar import period_starts
from lassitude.study.protocol import Protocol
from lassitude.study.tables import table

_KEY = ("subject", "treatment", "start_day", "period")


def read_exposures(
    path: str | Path, mapping: CsvMapping, plan: Protocol, subjects: Collection[str], data_file: str
) -> pl.DataFrame:
    r"""Read a file with one treatment of one person a row.

    Its columns are subject, treatment, start_day, end_day, dose, dose_unit, adherence and period; days count
    from day zero, an empty end means to the end of the study, and adherence is a share of 0 to 1. What else
    than the plan's treatments people received may stand there too.

    Parameters
    ----------
    path : str or Path
        The file; it is only read. A header alone says that nobody received anything.
    mapping : CsvMapping
        What differs, under ``exposures``.
    plan : Protocol
        Its treatments are known by name, capitals aside, and its periods.
    subjects : collection of str
        People of the study.
    data_file : str
        Name of the file that names them, for messages.

    Returns
    -------
    polars.DataFrame
        Table ``exposures`` of replicate 0.

    Raises
    ------
    RequestError
        If the file is no such table, identifies people, names no treatment of the plan, or has people, days,
        shares or periods that there are not: how many, the first, and the way out; all of a kind at once.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("canadian-ahsct")
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "exposures.csv")
    ...     _ = file.write_text("subject,treatment,start_day\nP-01,AHSCT,0\n")
    ...     read_exposures(file, CsvMapping(), plan, ["P-01"], "data.csv")["treatment"].to_list()
    ['ahsct']
    """
    rows = read_rows(path, EXPOSURES_LAYOUT, mapping, subjects, data_file)
    planned = _planned(plan)
    treatments = [planned.get(folded(text), text) for text in rows.texts["treatment"]]
    periods = [_period(text, plan) for text in rows.texts["period"]]
    start = rows.numbers("start_day")
    problems = _treatment_problems(rows, treatments, plan)
    problems += _period_problems(rows, periods, plan)
    problems += day_problems(rows, "start_day", "end_day")
    problems += _amount_problems(rows)
    problems += repeated(rows, (rows.texts["subject"], treatments, start, periods), _KEY)
    refuse(problems)
    columns = {
        "replicate": [0] * len(treatments),
        "subject": list(rows.texts["subject"]),
        "treatment": treatments,
        "period": periods,
        "start_day": start,
        "end_day": rows.numbers("end_day"),
        "dose": rows.numbers("dose"),
        "dose_unit": rows.words("dose_unit"),
        "adherence": rows.numbers("adherence"),
    }
    return table("exposures", columns)


def _of_arms(plan: Protocol) -> list[str]:
    return list(dict.fromkeys(one.name for arm in plan.arms.values() for one in arm.treatments))


def _planned(plan: Protocol) -> dict[str, str]:
    former = [one.name for people in plan.populations.values() for one in people.background]
    return {folded(name): name for name in [*_of_arms(plan), *former]}


def _treatment_problems(rows: TableRows, treatments: list[str], plan: Protocol) -> list[str]:
    """Find names that are nearly one of the plan, and files that have none of its arms."""
    known, of_arms = _planned(plan), _of_arms(plan)
    problems = word_problems(rows, "treatment", [name or None for name in treatments], known.values())
    problems += misspelled(rows, "treatment", treatments, known, "a treatment")
    if not problems and treatments and of_arms and not set(treatments) & set(of_arms):
        problems += rows.problem(
            list(range(len(treatments))),
            f"name no treatment of the arms of the plan ({', '.join(of_arms)})",
            f"Translate names in the mapping: {rows.section}.values.treatment = "
            f'{{ "{treatments[0]}" = "{of_arms[0]}" }}, or leave the file out.',
        )
    return problems


def _period(text: str, plan: Protocol) -> str | None:
    """Return the period that a text names, ``P1`` or ``1``; None where it names none."""
    label = f"P{text.upper().removeprefix('P')}"
    return label if label in period_starts(plan) else None


def _period_problems(rows: TableRows, periods: list[str | None], plan: Protocol) -> list[str]:
    unknown = [i for i, text in enumerate(rows.texts["period"]) if text and periods[i] is None]
    labels = ", ".join(period_starts(plan))
    return rows.problem(
        unknown,
        f"have a period that the plan has not, such as {rows.texts['period'][unknown[0]]!r}"
        if unknown
        else "",
        f"Write one of {labels}."
        if labels
        else f'The plan has no periods; name the column in the mapping: {rows.section}.ignore = ["period"].',
    )


def _amount_problems(rows: TableRows) -> list[str]:
    problems = number_problems(rows, "dose", lambda dose: dose >= 0, "a number from 0 on", "200")
    problems += number_problems(
        rows, "adherence", lambda share: 0 <= share <= 1, "a share from 0 to 1", "0.8 for 80%"
    )
    unitless = [i for i, text in enumerate(rows.texts["dose"]) if text and not rows.texts["dose_unit"][i]]
    return problems + rows.problem(unitless, "have a dose and no dose_unit", "Write its unit, such as mg.")
