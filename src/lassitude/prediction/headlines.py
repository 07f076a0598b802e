"""Which estimate of a study is read first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lassitude.study.calendar import calendar
from lassitude.study.endpoints import parse_estimate_id
from lassitude.study.protocol import Protocol

_DIFFERENCES = (
    "difference",
    "adjusted_difference",
    "ls_difference",
    "imputed_difference",
    "regression_difference",
    "responder_difference",
    "rate_ratio",
    "hazard_ratio",
    "geometric_mean_ratio",
)


def headline_estimate(protocol: Protocol, names: Sequence[str]) -> str | None:
    """Choose the estimate that a report opens with.

    Parameters
    ----------
    protocol : Protocol
        The plan.
    names : sequence of str
        Ids of the estimates there are, in the order of the plan.

    Returns
    -------
    str or None
        The first published number after the first visit; else the difference between arms at the latest
        visit, of the first analysis that compares arms; else the first change whose direction was published;
        else the mean change at the last visit; else the first estimate.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> names = ["FIS.total|median|M0|ahsct", "FIS.total|median|M36|ahsct"]
    >>> headline_estimate(read_protocol("canadian-ahsct"), names)
    'FIS.total|median|M36|ahsct'
    """
    return next(_candidates(protocol, names), None)


def _candidates(protocol: Protocol, names: Sequence[str]) -> Iterator[str]:
    there = set(names)
    parsed = {name: parse_estimate_id(name) for name in names}
    first = protocol.visits.labels[0]
    yield from (
        name for name in protocol.published if name in there and parse_estimate_id(name).visit != first
    )
    day = {visit.label: visit.day for visit in calendar(protocol)}
    apart = [name for name in names if parsed[name].statistic.partition(":")[0] in _DIFFERENCES]
    kind = parsed[apart[0]].statistic if apart else None
    own = [name for name in apart if parsed[name].statistic == kind]
    yield from sorted(own, key=lambda name: -day.get(parsed[name].visit, 0.0))
    yield from (name for name in protocol.published_directions if name in there)
    last = protocol.visits.labels[-1]
    yield from (
        name for name in names if parsed[name].statistic == "mean_change" and parsed[name].visit == last
    )
    yield from names
