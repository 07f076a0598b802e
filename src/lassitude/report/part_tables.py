"""The parts of the change of several arms as tables: a part a row, an arm or a contrast a column."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.report import wording
from lassitude.report.compared_parts import Columns, by_endpoint
from lassitude.results import AttributionPart, Results


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part: its name, whether it rests on priors only, and its median and 90% interval in each column."""

    label: str
    prior_only: bool
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartTable:
    """The change of one endpoint, by arm or by arm minus comparator."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[PartRow, ...]


def part_tables(results: Results) -> tuple[PartTable, ...]:
    """Return a table for each endpoint and, where there are contrasts, one for them.

    Parameters
    ----------
    results : Results
        Its attribution and contrasts.

    Returns
    -------
    tuple of PartTable
        Numbers of a table have the same decimals.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> part_tables(Results("analysis", Study("pilot", "00")))
    ()
    """
    arms, contrasts = by_endpoint(results.attribution), by_endpoint(results.contrasts)
    return tuple(
        _table(results, key, columns, what)
        for key in arms
        for columns, what in ((arms[key], "mean change"), (contrasts.get(key, {}), "arm minus comparator"))
        if columns
    )


def _table(results: Results, key: tuple[str, str], columns: Columns, what: str) -> PartTable:
    endpoint, when = wording.endpoint_of(results, key[0]), wording.visit_label(results, key[1])
    unit = f", {endpoint.unit}" if endpoint.unit not in ("", "1") else ""
    names = dict.fromkeys(name for parts in columns.values() for name in parts)
    return PartTable(
        f"{endpoint.label}: {what} by {when}{unit}",
        tuple(wording.arm_label(results, arm) for arm in columns),
        tuple(
            _row([parts.get(name) for parts in columns.values()], wording.decimals_of(endpoint))
            for name in names
        ),
    )


def _row(given: list[AttributionPart | None], decimals: int) -> PartRow:
    known = [one for one in given if one is not None]
    return PartRow(
        known[0].label, all(one.prior_only for one in known), tuple(_cell(one, decimals) for one in given)
    )


def _cell(one: AttributionPart | None, decimals: int) -> tuple[str, str]:
    if one is None:
        return "", ""
    return wording.fixed(one.change.median, decimals), wording.fixed_interval(one.change.interval90, decimals)
