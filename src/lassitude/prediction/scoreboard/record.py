"""What one scoring found, as it is kept: every outcome, its forecasts, and the sums over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from lassitude.prediction.scoreboard.coverage import Coverage
from lassitude.quantities.errors import RequestError
from lassitude.results import Interval

SCHEMA = "lassitude.score/1"
Domain = Literal["fatigue", "disease course", "function and mood"]
DOMAINS: tuple[Domain, ...] = ("fatigue", "disease course", "function and mood")


@dataclass(frozen=True, slots=True)
class Rival:
    """A forecast that was fixed in advance, to be beaten.

    Attributes
    ----------
    median : float
        Unit of the outcome.
    interval90 : Interval
        Central interval.
    crps : float
        Its score.
    arms : int
        Published numbers that it rests on; 0 for no change.
    """

    median: float
    interval90: Interval
    crps: float
    arms: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One published number and what was predicted of it.

    Attributes
    ----------
    study, protocol, estimate, pointer : str
        Ledger id, name of the protocol, id of the estimate, and where the number stands in the ledger.
    domain : str
        Fatigue is scored apart from the course of the disease.
    label, unit : str
        Of the endpoint, and of all numbers here.
    published : float
        The printed number in that unit.
    median, monte_carlo_se : float
        Of the prediction, and how sure the median is for the number of repetitions.
    interval50, interval90 : Interval
        Central, with the sampling error of the published number of people.
    inside50, inside90 : bool
        Whether the printed number lies inside.
    z : float
        Normal score of the printed number in the prediction; positive where it is higher than predicted.
    beyond : bool
        Whether it lies outside of all repetitions, so that z is only the least it can be.
    crps : float
        Continuous ranked probability score of the prediction.
    no_change, other_studies : Rival or None
        The forecasts to beat; None where there is none.
    counted : bool
        False for a further estimate of a number that is scored already, such as another scoring of a scale.
    repetitions : int
        Repetitions that gave the estimate.
    """

    study: str
    protocol: str
    estimate: str
    pointer: str
    domain: Domain
    label: str
    unit: str
    published: float
    median: float
    monte_carlo_se: float
    interval50: Interval
    interval90: Interval
    inside50: bool
    inside90: bool
    z: float
    beyond: bool
    crps: float
    no_change: Rival | None
    other_studies: Rival | None
    counted: bool
    repetitions: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A published number that could not be predicted: it counts as outside of every interval.

    Attributes
    ----------
    study, protocol, estimate : str
        Ledger id, name of the protocol and id of the estimate.
    domain : str
        Fatigue is scored apart from the course of the disease.
    counted : bool
        False for a further estimate of a number that is scored already.
    reason : str
        Why, such as that too few people may enter.
    """

    study: str
    protocol: str
    estimate: str
    domain: Domain
    counted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class NullFound:
    """What was predicted of a study that found nothing.

    Attributes
    ----------
    study, protocol, estimate : str
        Ledger id, name of the protocol and id of the estimate.
    label, unit : str
        Of the endpoint and its numbers.
    smallest : float
        Smallest important change.
    median : float
        Predicted.
    interval90 : Interval
        Predicted.
    reproduced : bool
        Whether the interval contains 0 and the median is smaller than the smallest important change.
    """

    study: str
    protocol: str
    estimate: str
    label: str
    unit: str
    smallest: float
    median: float
    interval90: Interval
    reproduced: bool


@dataclass(frozen=True, slots=True)
class Skill:
    """How much better the predictions were than a forecast fixed in advance.

    Attributes
    ----------
    value : float
        1 is perfect, 0 is as good, negative is worse.
    interval95 : Interval or None
        Over studies; None for a single study.
    studies, numbers : int
        How many could be compared.
    """

    value: float
    interval95: Interval | None
    studies: int
    numbers: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What the outcomes of one domain come to."""

    domain: Domain
    coverage50: Coverage
    coverage90: Coverage
    over_no_change: Skill | None
    over_other_studies: Skill | None


@dataclass(frozen=True, slots=True)
class ScoredSet:
    """The parameter set that was scored, and how.

    Attributes
    ----------
    name, sha256 : str
        Name of the set, and hash of every declared number and every draw.
    draws : int
        Draws of the set; 0 where every parameter is at its declared value.
    repetitions : int
        How often each study was drawn.
    program : str
        Hash of the installed package.
    """

    name: str
    sha256: str
    draws: int
    repetitions: int
    program: str


@dataclass(frozen=True, slots=True)
class Record:
    """One scoring.

    Attributes
    ----------
    scored : ScoredSet
        What was scored.
    number : int
        Place in the history, from 1; 0 when not recorded.
    before : str or None
        SHA-256 of the record before; None for the first.
    summaries, outcomes, nulls, failed
        What was found; outcomes by domain, those outside their 90% interval first.
    """

    scored: ScoredSet
    number: int
    before: str | None
    summaries: tuple[Summary, ...]
    outcomes: tuple[Outcome, ...]
    nulls: tuple[NullFound, ...]
    failed: tuple[Failed, ...] = ()
    schema: str = SCHEMA

    @property
    def protocols(self) -> frozenset[str]:
        """Names of the protocols that were scored; a later record may have more, as the model grows."""
        return frozenset(one.protocol for one in (*self.outcomes, *self.nulls, *self.failed))


_RECORD = TypeAdapter(Record)


def to_bytes(record: Record) -> bytes:
    """Write a record as JSON; equal records give equal bytes.

    Examples
    --------
    >>> empty = Record(ScoredSet("declared", "00", 0, 1, "00"), 0, None, (), (), ())
    >>> read_record(to_bytes(empty)) == empty
    True
    """
    return _RECORD.dump_json(record, indent=1) + b"\n"


def read_record(content: bytes, where: str = "The record") -> Record:
    """Read a record back.

    Raises
    ------
    RequestError
        When the content is no record of this schema.

    Examples
    --------
    >>> read_record(b"{}")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: The record is no score of schema 'lassitude.score/1':
    scored...
    """
    try:
        record = _RECORD.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise RequestError(f"{where} is no score of schema {SCHEMA!r}: {place}: {first['msg']}.") from error
    if record.schema != SCHEMA:
        raise RequestError(f"{where} has schema {record.schema!r}; this version reads {SCHEMA!r}.")
    return record
