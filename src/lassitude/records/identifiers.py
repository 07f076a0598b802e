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


def refuse_identifying_columns(file: str, columns: Sequence[str]) -> None:
    """Refuse a file with a column that plainly names people.

    Parameters
    ----------
    file : str
        Name of the file, for the message.
    columns : sequence of str
        Column names that are to be read.

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
            f"them never read by naming them in the mapping: ignore = [{listed.replace(chr(39), chr(34))}]."
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
