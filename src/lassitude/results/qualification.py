"""What a qualification of an installation found: one row a check, and its canonical JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lassitude.results.document import Version

SCHEMA = "lassitude.selftest/1"
Measure = Literal["absolute", "relative"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check with what was computed.

    Attributes
    ----------
    name, group, protects : str
        Its name, what it belongs to, and what would be wrong if it failed.
    expected, computed : tuple of float
        As many numbers each; nothing was computed where the check broke down.
    source : str
        Where the expected numbers come from.
    measure : {"absolute", "relative"}
        How differences are measured.
    tolerance : float
        The largest difference that passes.
    problem : str
        Why nothing was computed; empty where it was.
    """

    name: str
    group: str
    protects: str
    expected: tuple[float, ...]
    computed: tuple[float, ...]
    source: str
    measure: Measure
    tolerance: float
    problem: str = ""

    @property
    def differences(self) -> tuple[float, ...]:
        """Size of each difference, as the measure says; NaN where a number is missing."""
        pairs = zip(self.computed, self.expected, strict=False)
        found = [
            abs(value - wanted) / (abs(wanted) if self.measure == "relative" and wanted else 1.0)
            for value, wanted in pairs
        ]
        return (*found, *[math.nan] * (len(self.expected) - len(found)))

    @property
    def worst(self) -> int:
        """Place of the largest difference; of the first missing number, if one is missing."""
        found = self.differences
        return max(
            range(len(found)), key=lambda place: math.inf if math.isnan(found[place]) else found[place]
        )

    @property
    def difference(self) -> float:
        """The largest difference; NaN where a number is missing."""
        return self.differences[self.worst]

    @property
    def passed(self) -> bool:
        """Whether every difference lies within the tolerance."""
        whole = len(self.computed) == len(self.expected) and not self.problem
        return whole and all(one <= self.tolerance for one in self.differences)


@dataclass(frozen=True, slots=True)
class Qualification:
    """All checks of one installation.

    Attributes
    ----------
    findings : tuple of Finding
        In the order of the checks.
    versions : tuple of Version
        Software that the numbers depend on.
    """

    findings: tuple[Finding, ...]
    versions: tuple[Version, ...] = ()

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The checks that did not pass."""
        return tuple(one for one in self.findings if not one.passed)

    @property
    def passed(self) -> bool:
        """Whether there are checks and all of them passed."""
        return bool(self.findings) and not self.failed


def qualification_json(found: Qualification) -> bytes:
    """Write a qualification as JSON; it names no clock, path or machine.

    Parameters
    ----------
    found : Qualification
        What to write; ten significant digits, and ``null`` for what is no number.

    Examples
    --------
    >>> one = Finding("sum", "arithmetic", "adding", (3.0,), (3.0,), "by hand", "absolute", 0.0)
    >>> json.loads(qualification_json(Qualification((one,))))["passed"]
    True
    """
    document = {
        "schema": SCHEMA,
        "passed": found.passed,
        "checks": len(found.findings),
        "failed": len(found.failed),
        "versions": {one.name: one.version for one in found.versions},
        "findings": [_encoded(one) for one in found.findings],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _encoded(one: Finding) -> dict[str, object]:
    return {
        "name": one.name,
        "group": one.group,
        "protects": one.protects,
        "computed": _numbers(one.computed),
        "expected": _numbers(one.expected),
        "difference": _numbers([one.difference])[0],
        "measure": one.measure,
        "tolerance": one.tolerance,
        "pass": one.passed,
        "problem": one.problem,
        "source": one.source,
    }


def _numbers(values: Sequence[float]) -> list[float | None]:
    return [float(f"{value:.10g}") if math.isfinite(value) else None for value in values]
