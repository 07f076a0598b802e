"""Who took part, from rows that may each repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.records.hints import translation
from lassitude.records.identifiers import refuse_identifying_subjects
from lassitude.records.missing_codes import AGES, declaration
from lassitude.records.values import Notation
from lassitude.study.calendar import sequences_of
from lassitude.study.protocol import Protocol
from lassitude.study.tables import SEXES, SUBJECT_STATUS, table

if TYPE_CHECKING:
    import polars as pl

_SEX = {"f": "female", "m": "male", "": "unknown", **{word: word for word in SEXES}}


def people_of(
    rows: Iterable[Mapping[str, str]],
    plan: Protocol,
    notation: Notation,
    finished: frozenset[str],
    departed: Mapping[str, str],
    file: str,
) -> pl.DataFrame:
    """Make the table of subjects.

    Parameters
    ----------
    rows : iterable of mapping of str to str
        Line, subject and what the row says of the person; see `lassitude.records.layouts.rows_of`.
    plan : Protocol
        Its arms give population and condition; with one arm the file need not name it. Of a design with
        periods the file names sequences instead.
    notation : Notation
        How the file writes numbers.
    finished : frozenset of str
        Subjects measured at the last visit: ``completed`` unless the file says otherwise; others are
        ``enrolled``.
    departed : mapping of str to str
        Subjects who left, by a file of events, and why: ``withdrawn`` unless the file says otherwise.
    file : str
        Name of the file, for messages.

    Returns
    -------
    polars.DataFrame
        Table ``subjects`` of replicate 0, in order of appearance.

    Raises
    ------
    RequestError
        If rows of one person disagree, an arm or sex is wrong.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.records.values import notation_of
    >>> rows = [{"line": "2", "subject": "P-01", "sex": "f", "age_years": "34"}]
    >>> notation = notation_of([], (), "data.csv")
    >>> plan = read_protocol("canadian-ahsct")
    >>> people_of(rows, plan, notation, frozenset(), {}, "data.csv")["arm"].to_list()
    ['ahsct']
    """
    described = _gathered(rows, notation, file)
    columns: dict[str, list[object]] = {name: [] for name in _COLUMNS}
    for subject, person in described.items():
        arm, sequence = _group(subject, person, plan, file)
        population = (plan.arms[arm] if arm else next(iter(plan.arms.values()))).population
        standard = _standard_status(subject, finished, departed)
        values = (
            0, subject, population, arm, sequence, person.get("site") or None,
            plan.populations[population].condition,
            _word(subject, person.get("sex", "").casefold(), _SEX, "sex", file),
            notation.number(person.get("age_years", "")),
            _word(subject, person.get("subject_status") or standard, _STATUS, "subject_status", file),
            person.get("status_reason") or departed.get(subject),
        )  # fmt: skip
        for name, value in zip(_COLUMNS, values, strict=True):
            columns[name].append(value)
    return table("subjects", columns)


_STATUS = {word: word for word in SUBJECT_STATUS}
_COLUMNS = (
    "replicate", "subject", "population", "arm", "sequence", "site", "condition", "sex", "age_years",
    "status", "status_reason",
)  # fmt: skip


def known_people(rows: Iterable[Mapping[str, str]], file: str) -> tuple[str, ...]:
    """List the subjects of a file, in order of appearance.

    Parameters
    ----------
    rows, file
        As for `people_of`.

    Raises
    ------
    RequestError
        If ids identify people.

    Examples
    --------
    >>> known_people([{"subject": "P-01"}, {"subject": "P-01"}], "data.csv")
    ('P-01',)
    """
    subjects = tuple(dict.fromkeys(row["subject"] for row in rows))
    refuse_identifying_subjects(file, subjects)
    return subjects


def _standard_status(subject: str, finished: frozenset[str], departed: Mapping[str, str]) -> str:
    if subject in departed:
        return "withdrawn"
    return "completed" if subject in finished else "enrolled"


def _gathered(rows: Iterable[Mapping[str, str]], notation: Notation, file: str) -> dict[str, dict[str, str]]:
    people: dict[str, dict[str, str]] = {}
    for row in rows:
        person = people.setdefault(row["subject"], {})
        for role, text in row.items():
            if role in ("line", "subject") or notation.is_missing(text, role):
                continue
            if person.setdefault(role, text) != text:
                raise RequestError(
                    f"{file}, line {row['line']}: {role} of subject {row['subject']} is {text!r}, and "
                    f"{person[role]!r} in an earlier row. Write it once, or the same in every row "
                    "(age is that at the first visit)."
                )
    return people


def _group(
    subject: str, person: Mapping[str, str], plan: Protocol, file: str
) -> tuple[str | None, str | None]:
    """Return the arm or the sequence of a person."""
    sequences, order = sequences_of(plan), person.get("sequence", "")
    if not sequences and order:
        raise RequestError(
            f"{file} gives subject {subject} the sequence {order!r}, and the plan has none. Name the column "
            "under ignore in the mapping."
        )
    if not sequences:
        return _arm(subject, person, plan, file), None
    if not order:
        raise RequestError(
            f"{file} does not say in which sequence subject {subject} is; the plan has "
            f"{', '.join(sequences)}. Add a column sequence."
        )
    if order not in sequences:
        raise RequestError(
            f"{file}: the plan has no sequence {order!r} (subject {subject})."
            f"{did_you_mean(order, sequences)} Another name can be translated in the mapping: "
            f"{translation('sequence', order, sequences)}."
        )
    return None, order


def _arm(subject: str, person: Mapping[str, str], plan: Protocol, file: str) -> str:
    given = person.get("arm", "")
    if not given and len(plan.arms) == 1:
        return next(iter(plan.arms))
    if not given:
        raise RequestError(
            f"{file} does not say in which arm subject {subject} is; the plan has {', '.join(plan.arms)}. "
            "Add a column arm."
        )
    if given not in plan.arms:
        raise RequestError(
            f"{file}: the plan has no arm {given!r} (subject {subject}).{did_you_mean(given, plan.arms)} "
            f"Another name can be translated in the mapping: {translation('arm', given, plan.arms)}."
        )
    return given


def _word(subject: str, text: str, meanings: Mapping[str, str], role: str, file: str) -> str:
    if text not in meanings:
        raise RequestError(
            f"{file}: {role} of subject {subject} is {text!r}.{did_you_mean(text, meanings.values())} "
            f"Another word can be translated in the mapping: {translation(role, text, meanings.values())}."
        )
    return meanings[text]


def age_problems(rows: Iterable[Mapping[str, str]], notation: Notation, file: str) -> list[str]:
    """Say how many people have an age that no person has, and who is the first; nothing if all is well.

    Parameters
    ----------
    rows, notation, file
        As for `people_of`.

    Examples
    --------
    >>> age_problems([{"subject": "P-01", "age_years": "-39"}], Notation("."), "data.csv")[0][:40]
    "data.csv: age_years of subject P-01 is '"
    """
    low, high = AGES
    wrong: dict[str, str] = {}
    for row in rows:
        text = row.get("age_years", "")
        age = notation.number(text)
        if not notation.is_missing(text, "age_years") and (age is None or not low <= age <= high):
            wrong.setdefault(row["subject"], text)
    if not wrong:
        return []
    subject, text = next(iter(wrong.items()))
    code = notation.number(text)
    declared = (
        f"missing = ['{text}']" if code is None else declaration(notation.missing, "age_years", code, [])
    )
    return [
        f"{file}: age_years of subject {subject} is {text!r}; ages run from {low:g} to {high:g} years "
        f"({len(wrong)} such). If it codes a missing age, name it in the mapping: {declared}."
    ]
