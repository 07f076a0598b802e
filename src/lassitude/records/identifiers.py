"""Keep what names a person out of study data.

A column is refused by its name, and subject ids by their look: an id is a code, of letters, digits and
``- _ . /``, with a digit in it unless it has at most three characters. What looks like a date, an e-mail
address, a telephone or a national number is refused. This finds the obvious only; it does not make a file
anonymous.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lassitude.quantities.errors import RequestError

_IDENTIFYING = """
name firstname lastname surname familyname givenname middlename maidenname fullname patientname subjectname
initials vorname nachname prenom nom
dateofbirth birthdate birthday dob brthdtc geburtsdatum
email emailaddress mail phone phonenumber telephone mobile cell fax ipaddress
address street streetaddress postcode postalcode zip zipcode
ssn socialsecurity socialsecuritynumber nhs nhsnumber nhsno mrn medicalrecordnumber hospitalnumber
insurancenumber passport personnummer cpr cprnumber bsn nationalid
"""
_NAMES = frozenset(_IDENTIFYING.split())
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,63}")
_LOOKS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "an e-mail address"),
    (re.compile(r"\+?\d{1,3}[ -]?\(?\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}|\+\d{7,}"), "a telephone number"),
    (re.compile(r"\d{3}-\d{2}-\d{4}"), "a social security number"),
    (re.compile(r"\d{6}(\d{2})?[-+]\d{4}"), "a national identity number"),
    (re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}"), "a date"),
)
_LOOKS_WITHIN = (
    (re.compile(r"\S@[^\s@]{1,250}\.\S"), "an e-mail address"),
    *((re.compile(rf"(?<![\w+])(?:{look.pattern})(?!\w)"), what) for look, what in _LOOKS[1:]),
)
_DATE = re.compile(
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})|"
    r"\d{1,2}[-./ ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-./ ]?(?:\d{4}|\d{2}))"
    r"(?:[T ].*)?",
    re.IGNORECASE,
)


def refuse_identifying_columns(file: str, columns: Sequence[str], key: str = "ignore") -> None:
    """Refuse a file with a column that plainly names people.

    Parameters
    ----------
    file : str
        Name of the file, for the message.
    columns : sequence of str
        Column names that are to be read.
    key : str
        Where the mapping says which columns of this file are never read.

    Raises
    ------
    RequestError
        With the columns found and both ways out: remove them, or declare that they are never read.

    Examples
    --------
    >>> refuse_identifying_columns("data.csv", ["subject", "sex", "age_years"])
    """
    found = [column for column in columns if re.sub(r"[\W_]+", "", column).casefold() in _NAMES]
    if found:
        listed = ", ".join(repr(column) for column in found)
        raise RequestError(
            f"{file} has {len(found)} columns that identify people: {listed}. Remove them from the "
            f"file, or have "
            f"them never read by naming them in the mapping: {key} = [{listed.replace(chr(39), chr(34))}]."
        )


def refuse_identifying_subjects(file: str, subjects: Sequence[str]) -> None:
    """Refuse subject ids that are not codes.

    Parameters
    ----------
    file : str
        Name of the file, for the message.
    subjects : sequence of str
        Ids as in the file.

    Raises
    ------
    RequestError
        With how many, why, and what to use instead. The id itself is not repeated.

    Examples
    --------
    >>> refuse_identifying_subjects("data.csv", ["P-01", "017", "A"])
    """
    reasons = [(place, reason) for place, subject in enumerate(subjects) if (reason := _reason(subject))]
    if not reasons and len(subjects) > 1 and all(_is_nhs_number(subject) for subject in subjects):
        reasons = [(place, "an NHS number") for place in range(len(subjects))]
    if reasons:
        place, reason = reasons[0]
        raise RequestError(
            f"{len(reasons)} of {len(subjects)} subject ids in {file} may identify a person: the id of "
            f"person "
            f"{place + 1} looks like {reason}. Replace ids by codes such as P-001 and keep the key elsewhere."
        )


def refuse_identifying_texts(file: str, column: str, texts: Sequence[str], key: str) -> None:
    """Refuse a column of words, such as reasons, that holds addresses, numbers or dates of people.

    Parameters
    ----------
    file : str
        Name of the file, for the message.
    column : str
        Name of the column.
    texts : sequence of str
        Its fields.
    key : str
        Where the mapping says which columns of this file are never read.

    Raises
    ------
    RequestError
        With how many, where the first stands, why, and what to do. The text itself is not repeated.

    Examples
    --------
    >>> refuse_identifying_texts("events.csv", "reason", ["moved away", "lack of efficacy"], "events.ignore")
    """
    found = [
        (place, what) for place, text in enumerate(texts) for look, what in _LOOKS_WITHIN if look.search(text)
    ]
    if found:
        place, what = found[0]
        raise RequestError(
            f"{len({place for place, _ in found})} of {len(texts)} fields of the column {column} in {file} "
            f"may identify a person: that of row {place + 1} holds what looks like {what}. Take it out, or "
            f'have the column never read by naming it in the mapping: {key} = ["{column}"].'
        )


def is_date(text: str) -> bool:
    """Tell whether a field is a date of the calendar, with or without a time of day.

    Examples
    --------
    >>> is_date("2019-03-12"), is_date("12MAR2019"), is_date("12")
    (True, True, False)
    """
    return _DATE.fullmatch(text.strip()) is not None


def _reason(subject: str) -> str | None:
    for look, what in _LOOKS:
        if look.fullmatch(subject):
            return what
    if _CODE.fullmatch(subject) is None:
        return "free text (a code has letters, digits and - _ . / only, at most 64)"
    if len(subject) > 3 and not any(sign.isdigit() for sign in subject):
        return "a name (a code of more than three letters has a digit in it)"
    return None


def _is_nhs_number(subject: str) -> bool:
    digits = re.sub(r"[ -]", "", subject)
    if re.fullmatch(r"[0-9]{10}", digits) is None:
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighted % 11) % 11 == int(digits[9])
