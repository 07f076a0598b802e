"""The parts of a result that follow from the plan alone: the study, its endpoints, what it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lassitude.instruments import INSTRUMENTS
from lassitude.results import (
    Arm,
    Citation,
    Conflict,
    Endpoint,
    Interval,
    ResultWarning,
    Sequence,
    Study,
    Version,
    Visit,
)
from lassitude.results.citing import citations, conflicts
from lassitude.runs.environment import environment
from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.cautions import cautions, recall_cautions
from lassitude.study.endpoints import parse_endpoint, parse_estimate_id
from lassitude.study.protocol import Protocol, plan_sha256

_FOR_STATISTICS = ("python", "numpy", "scipy", "polars")


def described_study(protocol: Protocol) -> Study:
    """Describe a study for its results: arms, sequences, visits and endpoints with range and direction.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> [one.label for one in described_study(read_protocol("canadian-ahsct")).endpoints]
    ['FIS scored 0-160 (40 items)', 'FIS scored 0-84 (21 items)']
    """
    return Study(
        id=protocol.id,
        plan_sha256=plan_sha256(protocol),
        title=protocol.title,
        source=protocol.source or "",
        arms=tuple(Arm(name, name, arm.comparator or "") for name, arm in protocol.arms.items()),
        visits=tuple(
            Visit(one.label, one.day, one.period or "", one.visit if one.period else "")
            for one in calendar(protocol)
        ),
        endpoints=tuple(_endpoint(name, label) for name, label in endpoint_labels(protocol).items()),
        sequences=tuple(Sequence(name, arms) for name, arms in sequences_of(protocol).items()),
    )


def endpoint_labels(protocol: Protocol) -> dict[str, str]:
    """Return every analyzed endpoint with its name for people, in the order of the plan.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(endpoint_labels(read_protocol("canadian-ahsct")))
    ['FIS.total', 'MFIS.total']
    """
    labels: dict[str, str] = {}
    for analysis in protocol.analysis.values():
        for variant in endpoints_of(analysis):
            if labels.get(variant.endpoint, variant.endpoint) == variant.endpoint:
                labels[variant.endpoint] = variant.label
    return labels


def first_sentence(text: str) -> str:
    """Return the first sentence of a ledger note; what follows it is about other things.

    Examples
    --------
    >>> first_sentence("More gain at lower age. Range not stated.")
    'More gain at lower age.'
    """
    head, stop, _ = text.partition(". ")
    return head + "." if stop else text


def cited(protocol: Protocol) -> tuple[Citation, ...]:
    """Return the ledger entries that a plan points into, each once.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> [one.id for one in cited(read_protocol("canadian-ahsct"))]
    ['bose2018_ahsct_fis']
    """
    pointers = [
        *protocol.published.values(),
        *(one.pointer for one in protocol.published_directions.values()),
    ]
    return citations([*pointers, *([protocol.source] if protocol.source else [])])


def disputed(protocol: Protocol) -> tuple[Conflict, ...]:
    """Return the conflicts in the literature that bear on a plan's treatments, instruments or conditions.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> "fis-version" in [one.name for one in disputed(read_protocol("canadian-ahsct"))]
    True
    """
    treatments = [one.name for arm in protocol.arms.values() for one in arm.treatments]
    former = [one.name for group in protocol.populations.values() for one in group.background]
    conditions = [group.condition for group in protocol.populations.values()]
    return conflicts([*treatments, *former, *conditions, *protocol.visits.measure])


def cautioned(protocol: Protocol) -> Iterator[ResultWarning]:
    """Say as warnings what works in a plan and should be known all the same.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(cautioned(read_protocol("canadian-ahsct")))
    []
    """
    yield from _as_warnings(cautions(protocol, _recall_days()))


def cautioned_of_data(protocol: Protocol) -> Iterator[ResultWarning]:
    """Say as warnings what bears on the data of a real study too: questions that look back too far.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(cautioned_of_data(read_protocol("canadian-ahsct")))
    []
    """
    yield from _as_warnings(recall_cautions(protocol, _recall_days()))


def _recall_days() -> dict[str, float]:
    return {name: float(one.recall_days) for name, one in INSTRUMENTS.items()}


def _as_warnings(sentences: Iterable[str]) -> Iterator[ResultWarning]:
    for sentence in dict.fromkeys(sentences):
        yield ResultWarning("plan", sentence[:1].upper() + sentence[1:], 1)


def versions(packages: Iterable[str] = _FOR_STATISTICS) -> tuple[Version, ...]:
    """Return the versions on which the numbers depend, lassitude's own first.

    Examples
    --------
    >>> [one.name for one in versions()][:2]
    ['lassitude', 'python']
    """
    from lassitude import __version__

    found = environment()
    return (Version("lassitude", __version__), *(Version(name, found[name]) for name in packages))


def _endpoint(name: str, label: str) -> Endpoint:
    parsed = parse_endpoint(name)
    part = INSTRUMENTS[parsed.instrument or ""].parts[parsed.part]
    return Endpoint(
        name=name,
        label=label,
        unit=part.unit,
        range=Interval(*part.range),
        direction="count" if part.direction == "neutral" else part.direction,
    )


def may_be_absent(identifier: str) -> bool:
    """Tell whether an estimate is rightly absent from some studies: its absence is an answer, no failure.

    A median time is not reached where more than half are free of the event, and a conclusion may not tip.

    Examples
    --------
    >>> may_be_absent("MFIS.total|median_time|M12|placebo"), may_be_absent("MFIS.total|mean|M12|placebo")
    (True, False)
    """
    statistic = parse_estimate_id(identifier).statistic.partition(":")[0]
    return statistic == "median_time" or statistic.endswith("_tipping")
