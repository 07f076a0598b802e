"""What a prediction assumes: every parameter it used, with grade and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from lassitude.evidence import ledger
from lassitude.instruments import instrument
from lassitude.instruments.catalog import assumptions as instrument_declarations
from lassitude.population.cohort import body_declarations
from lassitude.population.conditions import condition, declarations_of
from lassitude.population.draws import names_for
from lassitude.population.parameter_sets import DECLARED, ParameterSet
from lassitude.prediction.spreads import spread
from lassitude.quantities.parameters import Declaration
from lassitude.results import Assumption, EvidenceShare, Interval
from lassitude.study.protocol import Protocol
from lassitude.therapies import catalog


def declared(protocol: Protocol) -> Iterator[tuple[str, Declaration]]:
    """List every parameter that a protocol's prediction uses, each with its subsystem.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> next(declared(read_protocol("canadian-ahsct")))[0]
    'rrms-aggressive'
    """
    conditions = dict.fromkeys(one.condition for one in protocol.populations.values())
    for name in conditions:
        people = len(condition(name).people.__dataclass_fields__)  # type: ignore[attr-defined]
        for one in list(declarations_of(name))[:people]:
            yield name, one
        for one in body_declarations(name):
            yield one.name.partition(".")[0], one
    treatments = [one.name for arm in protocol.arms.values() for one in arm.treatments]
    background = [one.name for group in protocol.populations.values() for one in group.background]
    used = {"expectation", *treatments, *background}
    for one in catalog.all_declarations():
        if one.name.partition(".")[0] in used:
            yield one.name.partition(".")[0], one
    for name in protocol.visits.measure:
        for one in instrument_declarations(instrument(name)):
            yield name, one


def assumptions(protocol: Protocol, parameters: ParameterSet = DECLARED) -> tuple[Assumption, ...]:
    """Describe every parameter that a prediction rests on, each once.

    Parameters
    ----------
    protocol : Protocol
        What is predicted.
    parameters : ParameterSet
        Whose draws replace declared values; the value told is then their median.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> assumptions(read_protocol("canadian-ahsct"))[0].name
    'rrms-aggressive.age'
    """
    known, drawn = ledger(), parameters.draws
    unmoved = frozenset(parameters.about.get("prior_only", ()))
    columns = _columns(protocol, tuple(drawn))
    told = {}
    for subsystem, one in declared(protocol):
        column = columns.get(one.name)
        over = None if column is None else spread(drawn[column])
        reference = one.source.reference
        words = "; ".join(part for part in (one.source.note, reference) if part)
        told[one.name] = Assumption(
            name=one.name,
            subsystem=subsystem,
            meaning=one.meaning,
            value=one.value if over is None else over.median,
            unit=one.unit,
            bounds=Interval(*one.bounds),
            grade=one.source.grade,
            source=words,
            citation_ids=(reference,) if reference in known else (),
            calibrated=over,
            prior_only=column in unmoved,
        )
    return tuple(told.values())


def evidence_share(made: tuple[Assumption, ...]) -> EvidenceShare:
    """Count parameters by grade and list the ledger entries that they name.

    Examples
    --------
    >>> evidence_share(()).hypothesis
    0
    """
    grades = Counter(one.grade for one in made)
    entries = sorted({name for one in made for name in one.citation_ids})
    return EvidenceShare(grades["sourced"], grades["derived"], grades["hypothesis"], tuple(entries))


def _columns(protocol: Protocol, columns: tuple[str, ...]) -> dict[str, str]:
    """Map names of parameters in a protocol to columns of a set; conditions' own keep their name."""
    found: dict[str, str] = {}
    for group in protocol.populations.values():
        for name, column in names_for(group.condition, columns).items():
            found |= {name: column, column: column}
    return found


def parameter_set(made: tuple[Assumption, ...], parameters: ParameterSet = DECLARED) -> str:
    """Name the set of values: a calibrated set by its name, declared values by a hash of all of them.

    Examples
    --------
    >>> parameter_set(())
    'declared-e3b0c442'
    """
    if parameters.count:
        return f"{parameters.name}-{parameters.sha256[:8]}"
    text = "".join(f"{one.name}={one.value!r};" for one in sorted(made, key=lambda one: one.name))
    return f"declared-{sha256(text.encode()).hexdigest()[:8]}"
