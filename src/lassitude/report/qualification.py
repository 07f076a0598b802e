"""The report of a qualification: what was installed, what was checked, and what that does not show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lassitude.report.paper_html import style, template
from lassitude.results.qualification import Finding, Qualification

NOT_SHOWN = (
    "It is installation and operational qualification (IQ, OQ): the program stands here as it was packed and "
    "computes here what it should. Performance qualification (PQ), that it suits your intended use with your "
    "data and staff, is yours.",
    "It does not show that the model of the body is true. Reference results judge arithmetic; predictions "
    "are judged by studies that were held out.",
    "It checks cases, not every path: a method passes on data for which the answer is known.",
    "It is evidence for a validation under GAMP 5 or ICH E9, section 5.8, not the validation. 21 CFR Part 11 "
    "asks for signatures, access and audit trails, of which this program has none; files are protected by "
    "hashes only.",
    "It holds for this machine, these versions and this day. Repeat it after any change of them.",
)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check in words."""

    name: str
    protects: str
    computed: str
    expected: str
    difference: str
    tolerance: str
    measure: str
    passed: bool
    source: str
    count: str
    problem: str


def qualification_html(found: Qualification, environment: Mapping[str, str], program: str, when: str) -> str:
    """Write the report as a page that can be printed and signed.

    Parameters
    ----------
    found : Qualification
        What was checked.
    environment : mapping of str to str
        Versions and traits of the processor.
    program : str
        Hash of the program's files.
    when : str
        Time of day, UTC.

    Returns
    -------
    str
        One page without scripts and without anything loaded from outside.

    Examples
    --------
    >>> one = Finding("sum", "arithmetic", "adding", (3.0,), (3.0,), "by hand", "absolute", 0.0)
    >>> "1 of 1 checks passed" in qualification_html(Qualification((one,)), {}, "00", "2026-01-01")
    True
    """
    groups: dict[str, list[CheckRow]] = {}
    for one in found.findings:
        groups.setdefault(one.group, []).append(check_row(one))
    version = next((one.version for one in found.versions if one.name == "lassitude"), "")
    return template("qualification.html.j2").render(
        found=found,
        version=version,
        groups=groups,
        environment=environment,
        program=program,
        when=when,
        not_shown=NOT_SHOWN,
        css=style(),
    )


def check_row(one: Finding, digits: int = 10) -> CheckRow:
    """Write a check in words; of several numbers, the one that is furthest off.

    Parameters
    ----------
    one : Finding
        What was checked.
    digits : int
        Significant digits of numbers.

    Examples
    --------
    >>> off = Finding("sum", "arithmetic", "adding", (3.0, 4.0), (3.0, 4.5), "by hand", "absolute", 0.1)
    >>> check_row(off).computed, check_row(off).expected, check_row(off).difference, check_row(off).passed
    ('4.5', '4', '0.5', False)
    """
    place = one.worst
    computed = f"{one.computed[place]:.{digits}g}" if place < len(one.computed) else "nothing"
    several = f"furthest of {len(one.expected)}" if len(one.expected) > 1 else ""
    difference = "none" if math.isnan(one.difference) else f"{one.difference:.2g}"
    return CheckRow(
        one.name,
        one.protects,
        computed,
        f"{one.expected[place]:.{digits}g}",
        difference,
        f"{one.tolerance:.2g}",
        one.measure if one.tolerance else "",
        one.passed,
        one.source,
        several,
        one.problem,
    )
