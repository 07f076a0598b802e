"""The one frozen object that every reader of numbers goes through: ``lassitude.results/1``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.results.credibility import Credibility
from lassitude.results.estimates import Estimate, Interval, PublishedDirection, Role, Spread
from lassitude.results.power import Power

SCHEMA = "lassitude.results/1"

Kind = Literal["prediction", "analysis", "attribution", "power"]
Grade = Literal["sourced", "derived", "hypothesis"]


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit: its label and its day, day zero being the first day of treatment.

    ``period`` and ``visit`` are given where the study has periods and this is a visit of one: ``P1`` and
    ``W5`` of ``P1-W5``.
    """

    label: str
    day: float
    period: str = ""
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What was measured: its range, direction and what is unsure about it."""

    name: str
    label: str
    unit: str
    range: Interval | None = None
    direction: Literal["higher_worse", "higher_better", "count"] = "higher_worse"
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm: its name in identifiers, its name for people, and what it compares with, such as placebo."""

    name: str
    label: str
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """An order in which people have the arms, one a period."""

    name: str
    arms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """Which study and which plan."""

    id: str
    plan_sha256: str
    title: str = ""
    source: str = ""
    arms: tuple[Arm, ...] = ()
    visits: tuple[Visit, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    sequences: tuple[Sequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Replicates:
    """How many times the virtual study was asked for, was completed and failed."""

    requested: int
    completed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Headline:
    """What the page says first, and the share of its variance that rests on hypothesis-grade parameters."""

    estimate: str
    text: tuple[str, ...] = ()
    hypothesis_variance_share: Spread | None = None


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step of the participant flow; ``criterion`` says what removed the people of a ``removed`` step."""

    step: str
    n: Spread
    criterion: str | None = None
    arm: str | None = None


@dataclass(frozen=True, slots=True)
class AttributionPart:
    """One part of a change, such as therapy or regression to the mean, in the endpoint's unit."""

    part: str
    label: str
    change: Spread
    endpoint: str
    visit: str
    arm: str
    prior_only: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceShare:
    """How many parameters are of each grade, and the ledger entries that were used."""

    sourced: int
    derived: int
    hypothesis: int
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """One parameter: value, unit, bounds, grade, and where it comes from.

    ``calibrated`` is its spread over a calibrated set; ``prior_only`` says that the data left it as wide
    as it was before.
    """

    name: str
    subsystem: str
    meaning: str
    value: float
    unit: str
    bounds: Interval | None
    grade: Grade
    source: str
    citation_ids: tuple[str, ...] = ()
    calibrated: Spread | None = None
    prior_only: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A ledger entry that was used.

    ``pointers`` (``from`` in JSON) are the values read from it, ``notes`` the reservations about it.
    """

    id: str
    url: str
    quote: str
    role: Role
    pointers: tuple[str, ...] = field(default=(), metadata={"json": "from"})
    notes: str = ""

    @property
    def label(self) -> str:
        """``"fitted"`` when the entry may have been fitted; else empty."""
        return "fitted" if self.role == "calibrate" else ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Published results that disagree and bear on this study; reported, never averaged away."""

    name: str
    statement: str
    citation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PopulationNote:
    """Who the numbers are about, such as the survivors of a transplantation."""

    population: str
    note: str
    source: str = field(default="", metadata={"json": "from"})


@dataclass(frozen=True, slots=True)
class StepHalving:
    """Relative change of an endpoint when the time step is halved, against its bar."""

    endpoint: str
    relative_error: float
    bar: float
    inside: bool


@dataclass(frozen=True, slots=True)
class Numerics:
    """How the equations were integrated and how large the error of that is."""

    step_halving: tuple[StepHalving, ...]
    clock: str = ""


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """Something the reader must know, with how often it happened."""

    code: str
    message: str
    count: int


@dataclass(frozen=True, slots=True)
class Version:
    """Version of a piece of software that the numbers depend on."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was predicted (``prediction``) or estimated from real data (``analysis``).

    Results of kind ``attribution`` hold only what a change is made of. In ``contrasts`` an arm is written
    ``arm minus comparator``. Results of kind ``power`` have `power` and no estimates.

    Nothing in it depends on the clock, the path or the host, so that equal requests give equal bytes.
    """

    kind: Kind
    study: Study
    seed: int | None = None
    parameter_set: str | None = None
    replicates: Replicates | None = None
    headline: Headline | None = None
    flow: tuple[FlowStep, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    published_directions: tuple[PublishedDirection, ...] = ()
    attribution: tuple[AttributionPart, ...] = ()
    contrasts: tuple[AttributionPart, ...] = ()
    power: Power | None = None
    evidence: EvidenceShare | None = None
    assumptions: tuple[Assumption, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    populations: tuple[PopulationNote, ...] = ()
    numerics: Numerics | None = None
    warnings: tuple[ResultWarning, ...] = ()
    versions: tuple[Version, ...] = ()
    credibility: Credibility | None = None

    def estimate(self, identifier: str) -> Estimate:
        """Return one estimate by its identifier.

        Raises
        ------
        RequestError
            When there is none, with the nearest identifier.
        """
        for estimate in self.estimates:
            if estimate.id == identifier:
                return estimate
        near = did_you_mean(identifier, (estimate.id for estimate in self.estimates))
        raise RequestError(f"The results of {self.study.id!r} hold no estimate {identifier!r}.{near}")
