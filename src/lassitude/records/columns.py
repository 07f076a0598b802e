"""Understand the column names of a file: people, visits and endpoints, in any of three layouts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from lassitude.instruments.declarations import Instrument
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.hints import unknown_columns
from lassitude.records.identifiers import refuse_identifying_columns
from lassitude.records.mapping import CsvMapping
from lassitude.records.sheet import Sheet

Part = tuple[str, str]

SUBJECT = "subject subject_id subjectid subjid usubjid participant participant_id patient patient_id id"
"""How the column with the code of a person may be called."""

_ROLES = {
    "subject": SUBJECT,
    "visit": "visit visit_label timepoint",
    "period": "period",
    "day": "day study_day",
    "endpoint": "endpoint",
    "instrument": "instrument",
    "part": "part",
    "value": "value score result",
    "sex": "sex",
    "age_years": "age_years age",
    "arm": "arm group",
    "sequence": "sequence sequence_group",
    "site": "site",
    "subject_status": "subject_status",
    "status_reason": "status_reason",
}
_ROLE_OF = {alias: role for role, aliases in _ROLES.items() for alias in aliases.split()}


@dataclass(frozen=True)
class Columns:
    """Where in a row what stands; positions count from 0.

    Attributes
    ----------
    roles : dict of str to int
        Columns that describe people and rows, such as ``subject`` and ``visit``.
    endpoints : dict of int to (instrument, part)
        Columns of one endpoint, whose visit stands in the row.
    scheduled : dict of int to ((instrument, part), visit)
        Columns of one endpoint at one visit.
    days : dict of str to int
        Columns with the day on which a visit was held, by its label.
    """

    roles: dict[str, int]
    endpoints: dict[int, Part]
    scheduled: dict[int, tuple[Part, str]]
    days: dict[str, int]


@dataclass(frozen=True)
class Names:
    """Every way in which a file may write an endpoint or a visit, folded to what it can mean."""

    parts: Mapping[str, tuple[Part, ...]]
    visits: Mapping[str, str]

    def part(self, text: str) -> Part | None:
        """Return the instrument and part that a text names, or None; refuse what could be two."""
        found = self.parts.get(folded(text), ())
        if len(found) > 1:
            meant = " or ".join(f"{instrument}.{part}" for instrument, part in found)
            raise RequestError(f"Column {text!r} can mean {meant}. Rename it to the one that it is.")
        return found[0] if found else None

    @property
    def known(self) -> list[Part]:
        """Every instrument and part, each once."""
        return list(dict.fromkeys(part for owners in self.parts.values() for part in owners))

    def visit(self, text: str) -> str | None:
        """Return the label that a text names, capitals aside, or None."""
        return self.visits.get(text) or self.visits.get(folded(text))

    def scheduled(self, text: str) -> tuple[str, str] | None:
        """Split ``something@VISIT`` or ``something_VISIT``; None if it does not end in a visit."""
        head, sign, label = text.rpartition("@")
        if sign:
            visit = self.visit(label.strip())
            return None if visit is None else (head, visit)
        for match in re.finditer(r"[_.\s-]+", text):
            visit = self.visit(text[match.end() :])
            if visit is not None:
                return text[: match.start()], visit
        return None


def folded(text: str) -> str:
    """Return a name without what does not matter in it: capitals, and which of blank, point and dash."""
    return re.sub(r"[\s._-]+", "_", text.strip()).casefold()


def names_of(instruments: Mapping[str, Instrument], visits: tuple[str, ...]) -> Names:
    """Collect the ways in which endpoints and visits may be written.

    ``FIS.total`` may stand as ``fis_total``, ``FIS total`` or ``FIS``; ``FIS.item_07`` as ``FIS_07``,
    ``FIS 7`` or ``FIS7``.

    Parameters
    ----------
    instruments : mapping of str to Instrument
        Those that the plan measures.
    visits : tuple of str
        Labels of the plan.

    Returns
    -------
    Names
        For looking up.

    Examples
    --------
    >>> from lassitude.instruments.catalog import instrument
    >>> names_of({"FIS": instrument("FIS")}, ("M0",)).part("fis 7")
    ('FIS', 'item_07')
    """
    from lassitude.instruments.scoring import item_parts

    claims: dict[str, list[Part]] = {}

    def claim(written: str, part: Part) -> None:
        owners = claims.setdefault(folded(written), [])
        if part not in owners:
            owners.append(part)

    for name, one in instruments.items():
        for number, part in item_parts(one).items():
            for digits in (f"{number:02d}", f"{number}"):
                claim(f"{name}_{digits}", (name, part))
                claim(f"{name}{digits}", (name, part))
            claim(f"{name}_item_{number}", (name, part))
        for part in one.parts:
            claim(f"{name}_{part}", (name, part))
        if "total" in one.parts or len(one.parts) == 1:
            whole = (name, "total" if "total" in one.parts else next(iter(one.parts)))
            claim(name, whole)
            claim(name.replace("-", ""), whole)
    known = {folded(label): label for label in visits} | {label: label for label in visits}
    return Names({written: tuple(owners) for written, owners in claims.items()}, known)


def understand(sheet: Sheet, mapping: CsvMapping, names: Names) -> Columns:
    r"""Say what each column of a sheet is.

    Parameters
    ----------
    sheet : Sheet
        Header and rows.
    mapping : CsvMapping
        Renames and columns never read.
    names : Names
        Endpoints and visits of the plan.

    Returns
    -------
    Columns
        Every column that is read.

    Raises
    ------
    RequestError
        If a column identifies people, is unknown, or means the same as another; if there is no subject.

    Examples
    --------
    >>> from lassitude.instruments.catalog import instrument
    >>> from lassitude.records.sheet import parse_sheet
    >>> sheet = parse_sheet("id,FIS_M0,Sex\nP-01,36,f", "data.csv", None)
    >>> understand(sheet, CsvMapping(), names_of({"FIS": instrument("FIS")}, ("M0",))).scheduled
    {1: (('FIS', 'total'), 'M0')}
    """
    _check_mapping(sheet, mapping)
    read = {
        place: column for place, column in enumerate(sheet.header) if not _is_ignored(column, names, mapping)
    }
    refuse_identifying_columns(sheet.name, list(read.values()))
    found = Columns({}, {}, {}, {})
    unknown: list[str] = []
    for place, column in read.items():
        if not _place(found, place, mapping.columns.get(column, column), names, sheet.name):
            unknown.append(column)
    if "subject" not in found.roles:
        raise RequestError(
            f"{sheet.name} has no column subject.{did_you_mean('subject', sheet.header)} If another "
            f"column holds "
            'the code of a person, name it in the mapping: columns = { "code" = "subject" }.'
        )
    if unknown:
        raise unknown_columns(sheet.name, unknown, list(_ROLE_OF), names.known, names.scheduled)
    return found


def _is_ignored(column: str, names: Names, mapping: CsvMapping) -> bool:
    """Tell whether a column is never read; a pattern does not hide columns that lassitude knows."""
    if column in mapping.ignore:
        return True
    nothing = Columns({}, {}, {}, {})
    known = _place(nothing, 0, mapping.columns.get(column, column), names, "")
    return not known and any(fnmatchcase(column, pattern) for pattern in mapping.ignore)


def _place(found: Columns, place: int, column: str, names: Names, file: str) -> bool:
    role = _ROLE_OF.get(folded(column))
    part = names.part(column)
    split = names.scheduled(column)
    if role is not None:
        _once(found.roles.setdefault(role, place), place, column, file)
    elif part is not None:
        found.endpoints[place] = part
        _once(next(at for at, other in found.endpoints.items() if other == part), place, column, file)
    elif split is not None and (part := names.part(split[0])) is not None:
        entry = (part, split[1])
        found.scheduled[place] = entry
        _once(next(at for at, other in found.scheduled.items() if other == entry), place, column, file)
    elif split is not None and folded(split[0]) == "day":
        _once(found.days.setdefault(split[1], place), place, column, file)
    else:
        return False
    return True


def _once(first: int, place: int, column: str, file: str) -> None:
    if first != place:
        raise RequestError(
            f"Columns {first + 1} and {place + 1} of {file} mean the same ({column}). Remove one, or "
            f"name it in "
            "the mapping under ignore."
        )


def _check_mapping(sheet: Sheet, mapping: CsvMapping) -> None:
    for column in mapping.columns:
        if column not in sheet.header:
            hint = did_you_mean(column, sheet.header)
            raise RequestError(f"The mapping renames {column!r}, which {sheet.name} does not have.{hint}")
    for role in mapping.values:
        if role not in _ROLES:
            raise RequestError(f"The mapping translates values of {role!r}.{did_you_mean(role, _ROLES)}")
