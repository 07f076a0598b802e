"""Which columns a file of events or of exposures has, and where in a row they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.columns import SUBJECT, folded
from lassitude.records.hints import unknown_columns_of_table
from lassitude.records.identifiers import refuse_identifying_columns
from lassitude.records.mapping import TableMapping
from lassitude.records.sheet import Sheet


@dataclass(frozen=True)
class TableLayout:
    """The columns of one table.

    Attributes
    ----------
    section : str
        Name of the table, and of what the mapping says about its file.
    names : mapping of str to str
        Column of lassitude to the ways in which a file may call it, blanks between.
    needed : tuple of str
        Columns without which there is no such table.
    days, amounts : tuple of str
        Columns of numbers: those that may have any, and those that are not below 0.
    """

    section: str
    names: Mapping[str, str]
    needed: tuple[str, ...]
    days: tuple[str, ...]
    amounts: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Columns of free text, in which people may have written anything."""
        return tuple(name for name in self.names if name not in (*self.days, *self.amounts, "subject"))


EVENTS_LAYOUT = TableLayout(
    section="events",
    names={
        "subject": SUBJECT,
        "category": "category event_category event_type",
        "term": "term event",
        "day": "day study_day start_day",
        "end_day": "end_day stop_day",
        "severity": "severity",
        "reason": "reason",
    },
    needed=("subject", "category", "day"),
    days=("day", "end_day"),
)
EXPOSURES_LAYOUT = TableLayout(
    section="exposures",
    names={
        "subject": SUBJECT,
        "treatment": "treatment therapy drug",
        "period": "period",
        "start_day": "start_day day study_day",
        "end_day": "end_day stop_day",
        "dose": "dose",
        "dose_unit": "dose_unit",
        "adherence": "adherence",
    },
    needed=("subject", "treatment", "start_day"),
    days=("start_day", "end_day"),
    amounts=("dose", "adherence"),
)


def places(sheet: Sheet, layout: TableLayout, declared: TableMapping) -> dict[str, int]:
    r"""Say where in a row which column stands.

    Parameters
    ----------
    sheet : Sheet
        Header and rows.
    layout : TableLayout
        Columns there may be.
    declared : TableMapping
        Renames and columns never read.

    Returns
    -------
    dict of str to int
        Column of lassitude to its position, from 0.

    Raises
    ------
    RequestError
        If a column identifies people, is unknown, means the same as another, or one that is needed is absent.

    Examples
    --------
    >>> from lassitude.records.sheet import parse_sheet
    >>> sheet = parse_sheet("Subject ID,event type,Day\nP-01,relapse,30", "events.csv", None)
    >>> places(sheet, EVENTS_LAYOUT, TableMapping())
    {'subject': 0, 'category': 1, 'day': 2}
    """
    _check_declared(sheet, layout, declared)
    meant = {folded(alias): name for name, aliases in layout.names.items() for alias in aliases.split()}
    read = [
        (place, column, meant.get(folded(declared.columns.get(column, column))))
        for place, column in enumerate(sheet.header)
        if column not in declared.ignore
    ]
    read = [one for one in read if one[2] or not any(fnmatchcase(one[1], sign) for sign in declared.ignore)]
    ignore = f"{layout.section}.ignore"
    refuse_identifying_columns(sheet.name, [column for _, column, _ in read], ignore)
    found: dict[str, int] = {}
    for place, column, name in read:
        if name is not None and found.setdefault(name, place) != place:
            raise RequestError(
                f"Columns {found[name] + 1} and {place + 1} of {sheet.name} mean the same ({name}). Remove "
                f'one, or name it in the mapping: {ignore} = ["{column}"].'
            )
    _check_needed(sheet, layout, found)
    unknown = [column for _, column, name in read if name is None]
    if unknown:
        raise unknown_columns_of_table(sheet.name, layout.section, unknown, layout.names)
    return found


def _check_declared(sheet: Sheet, layout: TableLayout, declared: TableMapping) -> None:
    for column in declared.columns:
        if column not in sheet.header:
            raise RequestError(
                f"{layout.section}.columns in the mapping renames {column!r}, which {sheet.name} does not "
                f"have.{did_you_mean(column, sheet.header)}"
            )
    for key, names in (("values", declared.values), ("missing", declared.missing)):
        for name in names:
            if name not in layout.names and (key == "values" or name != "*"):
                raise RequestError(
                    f"{layout.section}.{key} in the mapping names {name!r}, which is no column of "
                    f"{layout.section}.{did_you_mean(name, layout.names)}"
                )


def _check_needed(sheet: Sheet, layout: TableLayout, found: Mapping[str, int]) -> None:
    absent = [name for name in layout.needed if name not in found]
    if absent:
        first = absent[0]
        raise RequestError(
            f"{sheet.name} has no column {', '.join(absent)}.{did_you_mean(first, sheet.header)} If another "
            f"column holds it, name it in the mapping: {layout.section}.columns = "
            f'{{ "..." = "{first}" }}.'
        )
