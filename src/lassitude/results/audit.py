"""What an audit of the model found: grades, claims, deviations, gains, units, and their canonical JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

from lassitude.results.document import Grade, Version
from lassitude.results.estimates import Interval
from lassitude.results.plain_json import json_bytes

SCHEMA = "lassitude.audit/1"


@dataclass(frozen=True, slots=True)
class AuditedParameter:
    """One parameter: its value, bounds, grade and source, and whether the data told anything of it.

    ``fitted`` says whether the audited set has draws of it, ``prior_only`` that they say next to nothing more
    than the bounds did.
    """

    name: str
    owner: str
    value: float
    unit: str
    bounds: Interval
    grade: Grade
    source: str
    fitted: bool = False
    prior_only: bool = False


@dataclass(frozen=True, slots=True)
class RepeatedClaim:
    """A declared value that repeats a published number, in the parameter's unit.

    ``interval95`` is that of the publication, printed or from its spread and people; None where nothing leads
    to one, and then the value itself has to be repeated. ``deviation`` names what excuses a value outside.
    """

    parameter: str
    pointer: str
    value: float
    claimed: float
    interval95: Interval | None
    inside: bool
    deviation: str = ""


@dataclass(frozen=True, slots=True)
class NamedDeviation:
    """A departure from a source, with its reason and the parameters that undo it."""

    name: str
    in_place_of: str
    why: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gains:
    """Loop gains of a body with a condition, as declared and over the draws of the audited set.

    Attributes
    ----------
    condition : str
        Whose values.
    dominant, training_loop : float
        At declared values.
    draws : int
        Draws of the set, 0 where it has none.
    largest_dominant, largest_training_loop : float or None
        Over the draws.
    beyond : int
        Draws in which either lies above its limit.
    """

    condition: str
    dominant: float
    training_loop: float
    draws: int = 0
    largest_dominant: float | None = None
    largest_training_loop: float | None = None
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that an audit looks at.

    Attributes
    ----------
    parameter_set : str
        The set whose draws were audited.
    parameters : tuple of AuditedParameter
        All that are declared.
    claims : tuple of RepeatedClaim
        Declared values beside what they repeat.
    deviations : tuple of NamedDeviation
        Departures from sources.
    gains : tuple of Gains
        One a condition.
    gain_limit, training_loop_limit : float
        What gains have to stay below.
    unit_clashes : tuple of str
        Equations that join different units.
    problems : tuple of str
        What is wrong, a sentence each.
    versions : tuple of Version
        Software that the numbers depend on.
    """

    parameter_set: str
    parameters: tuple[AuditedParameter, ...]
    claims: tuple[RepeatedClaim, ...]
    deviations: tuple[NamedDeviation, ...]
    gains: tuple[Gains, ...]
    gain_limit: float
    training_loop_limit: float
    unit_clashes: tuple[str, ...]
    problems: tuple[str, ...]
    versions: tuple[Version, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def grades(self) -> Counter[str]:
        """How many parameters are of each grade."""
        return Counter(one.grade for one in self.parameters)

    @property
    def prior_only(self) -> tuple[str, ...]:
        """Fitted parameters of which the data told next to nothing."""
        return tuple(one.name for one in self.parameters if one.prior_only)


def audit_json(found: Audit) -> bytes:
    """Write an audit as JSON; it names no clock, path or machine.

    Parameters
    ----------
    found : Audit
        What to write; ten significant digits, and ``null`` for what is no number.

    Examples
    --------
    >>> import json
    >>> empty = Audit("declared", (), (), (), (), 0.7, 0.5, (), ())
    >>> json.loads(audit_json(empty))["passed"]
    True
    """
    content = asdict(found)
    content["versions"] = {one.name: one.version for one in found.versions}
    document = {
        "schema": SCHEMA,
        "passed": found.passed,
        "grades": {grade: found.grades[grade] for grade in ("sourced", "derived", "hypothesis")},
        "prior_only": list(found.prior_only),
        **content,
    }
    return json_bytes(document)
