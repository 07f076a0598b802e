"""Whether what an entry of a protocol names as a measure is one, and whether anybody measures it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.endpoints import FACTORS, parse_endpoint
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.visits import Visits


def series_problems(
    path: KeyPath, text: str, visits: Visits, owner: str = "the analysis"
) -> Iterator[Problem]:
    """Check an endpoint that is followed over visits: no visit of its own, and measured."""
    try:
        endpoint = parse_endpoint(text)
    except RequestError as error:
        yield path, str(error)
        return
    if endpoint.instrument is None:
        yield path, f"{text} is not measured at visits; name a part of an instrument."
    elif endpoint.visit is not None:
        yield path, f"{text} names a visit, but {owner} says itself which visits it uses."
    else:
        yield from unmeasured(path, endpoint.instrument, visits)


def judged_problems(path: KeyPath, text: str) -> Iterator[Problem]:
    """Check a measure by which people are judged before the first visit, measured later or not."""
    try:
        measure = parse_endpoint(text)
    except RequestError as error:
        yield path, str(error)
        return
    if measure.visit is not None:
        yield path, f"people are judged before the first visit; write {text.split('@')[0]}."


def covariate_problems(
    path: KeyPath, text: str, visits: Visits, labels: Collection[str]
) -> Iterator[Problem]:
    """Check what stands for one number or word a person: age, sex, site, or a part at a visit."""
    if text in FACTORS:
        return
    try:
        endpoint = parse_endpoint(text)
    except RequestError as error:
        yield path, str(error)
        return
    if endpoint.instrument is None:
        return
    yield from unmeasured(path, endpoint.instrument, visits)
    if endpoint.visit is None:
        yield path, f"{text} has no visit; write {text}@{next(iter(labels), 'M0')}."
    elif endpoint.visit not in labels:
        yield path, no_visit(endpoint.visit, labels)


def unmeasured(path: KeyPath, instrument: str, visits: Visits) -> Iterator[Problem]:
    """Refuse an instrument that no visit uses."""
    if instrument not in visits.measure:
        yield path, f"{instrument} is not measured: visits.measure names {', '.join(visits.measure)}."


def no_visit(label: str, labels: Collection[str]) -> str:
    """Say that a visit is not planned, with the nearest label that is."""
    return f"there is no visit {label!r} in visits.schedule.{did_you_mean(label, labels)}"
