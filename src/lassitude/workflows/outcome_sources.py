"""Whether what a plan rests outcomes on exists: cut-offs, reliabilities, counts, cuts within a range."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from lassitude.evidence import entry
from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.errors import RequestError
from lassitude.study.analyses.associations import GroupByCut
from lassitude.study.analyses.events import EventRate
from lassitude.study.analyses.measurement import Distribution
from lassitude.study.analyses.outcomes import Cutoff, InstrumentRetest, Responders, StatedReliability
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.protocol import Protocol
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.ranges import range_of

_HYPOTHESIS = "hypothesis"


def outcome_source_problems(protocol: Protocol) -> Iterator[Problem]:
    """Find cut-offs whose source says otherwise, and numbers whose source does not exist.

    Parameters
    ----------
    protocol : Protocol
        Its endpoints and instruments exist.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(outcome_source_problems(read_protocol("canadian-ahsct")))
    []
    """
    for name, analysis in protocol.analysis.items():
        path: KeyPath = ("analysis", name)
        if isinstance(analysis, EventRate) and analysis.events is None:
            yield from _count_problems((*path, "endpoint"), analysis.endpoint)
        if isinstance(analysis, Distribution):
            yield from _distribution_problems(path, analysis)
        if isinstance(analysis, GroupByCut):
            yield from _cut_problems((*path, "cut"), analysis.by, analysis.cut)
        if not isinstance(analysis, Responders):
            continue
        yield from _cutoff_problems((*path, "cutoff"), analysis.cutoff)
        if isinstance(analysis.reliability, StatedReliability):
            yield from _unknown_source((*path, "reliability", "source"), analysis.reliability.source)
        if isinstance(analysis.reliability, InstrumentRetest):
            yield from _reliability_problems((*path, "reliability"), analysis.endpoint)
        if analysis.before_entry is not None:
            yield from _unknown_source((*path, "before_entry", "source"), analysis.before_entry.source)


def _cutoff_problems(path: KeyPath, cutoff: Cutoff) -> Iterator[Problem]:
    if cutoff.source == _HYPOTHESIS:
        yield (
            (*path, "source"),
            "a cut-off is an estimate that somebody made; name a ledger id or cite the study.",
        )
        return
    problems = list(_unknown_source((*path, "source"), cutoff.source))
    yield from problems
    if problems or not _is_id(cutoff.source) or cutoff.kind == "cross-sectional":
        return
    design = str(entry(cutoff.source).raw.get("design", ""))
    if "cross-sectional" in design:
        yield (
            (*path, "kind"),
            (
                f'{cutoff.source} is cross-sectional ("{design}"): a difference between people, not a change '
                'within one. Take a within-person estimate, or write kind = "cross-sectional" and a label '
                "that stands beside every number."
            ),
        )


def _reliability_problems(path: KeyPath, endpoint: str) -> Iterator[Problem]:
    name = parse_endpoint(endpoint)
    instrument = INSTRUMENTS.get(name.instrument or "")
    if instrument is None or any(one.part == name.part and one.icc for one in instrument.retests):
        return
    yield (
        (*path, "type"),
        (
            f"no test-retest reliability of {endpoint} is declared with its instrument; write "
            '"reference-arm", or "stated-reliability" with its correlation and source.'
        ),
    )


def _count_problems(path: KeyPath, endpoint: str) -> Iterator[Problem]:
    name = parse_endpoint(endpoint)
    instrument = INSTRUMENTS.get(name.instrument or "")
    part = instrument.parts.get(name.part) if instrument else None
    if part is not None and part.direction != "count":
        yield (
            path,
            (
                f"{endpoint} is no count, so that it cannot be added up over visits; name one such as "
                'relapses.count, or recorded events such as events = "relapse".'
            ),
        )


def _distribution_problems(path: KeyPath, analysis: Distribution) -> Iterator[Problem]:
    for i, cut in enumerate(analysis.cuts):
        yield from _cut_problems((*path, "cuts", i), analysis.endpoint, cut)
    low, high = range_of(analysis.endpoint)
    if not analysis.cuts and analysis.reference is None and not isfinite(low) and not isfinite(high):
        message = f"{analysis.endpoint} has no lowest and no highest value; give cuts, such as cuts = [1.0]."
        yield path, message


def _cut_problems(path: KeyPath, endpoint: str, cut: float) -> Iterator[Problem]:
    """Refuse a cut that everybody or nobody reaches."""
    low, high = range_of(endpoint)
    if not low < cut <= high:
        who = "everybody is at or above" if cut <= low else "nobody reaches"
        yield path, f"{who} {cut:g}: {endpoint} runs from {low:g} to {high:g}. Write a cut within."


def _unknown_source(path: KeyPath, source: str) -> Iterator[Problem]:
    """Look up what looks like a ledger id; a citation has blanks or dots in it."""
    if not _is_id(source) or source == _HYPOTHESIS:
        return
    try:
        entry(source)
    except RequestError as error:
        yield path, str(error)


def _is_id(source: str) -> bool:
    return source.replace("_", "").isalnum()
