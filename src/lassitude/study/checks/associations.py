"""What must hold of measures set beside each other: that they are measured, differ, and are named once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lassitude.quantities.errors import RequestError
from lassitude.study.analyses.associations import ChangeCorrelation, Determinants
from lassitude.study.analyses.measurement import Distribution, RelapseCourse, RetestReliability
from lassitude.study.analyses.outcomes import RepeatedCorrelation
from lassitude.study.analysis_plan import Analysis, endpoints_of, measures_of
from lassitude.study.checks.measures import no_visit, series_problems, unmeasured
from lassitude.study.endpoints import FACTORS, parse_endpoint
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.visits import Visits, duration_days


def association_problems(
    path: KeyPath, analysis: Analysis, plan: PlanTables, days: Mapping[str, float]
) -> Iterator[Problem]:
    """Find what is wrong with the measures that one analysis sets beside its endpoint.

    Parameters
    ----------
    path : tuple of str and int
        Where the analysis stands.
    analysis : Analysis
        One entry of ``[analysis]``.
    plan : PlanTables
        A protocol.
    days : mapping of str to float
        Planned day of each visit.

    Examples
    --------
    >>> from lassitude.study.analyses.associations import Correlation
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("canadian-ahsct")
    >>> wrong = {"type": "correlation", "endpoint": "FIS.total", "with": ["FIS.total"], "at": "M0"}
    >>> [message for _, message in association_problems((), Correlation(**wrong), plan, {"M0": 0.0})]
    ['FIS.total goes with itself; name another measure.']
    """
    found = measures_of(analysis)
    if isinstance(analysis, ChangeCorrelation | RepeatedCorrelation):
        for place, name in found.items():
            yield from series_problems((*path, *place), name, plan.visits)
    else:
        for place, name in found.items():
            factors = isinstance(analysis, Determinants) or place[0] == "given"
            yield from _measure_problems((*path, *place), name, plan.visits, days, factors)
    at = getattr(analysis, "at", None)
    own = {form for one in endpoints_of(analysis) for form in (one.endpoint, f"{one.endpoint}@{at}")}
    seen: set[str] = set()
    for place, name in found.items():
        if name in own:
            yield (*path, *place), f"{name} goes with itself; name another measure."
        elif name in seen:
            yield (*path, *place), f"{name} is listed twice; name each measure once."
        seen.add(name)


def measurement_problems(path: KeyPath, analysis: Analysis, days: Mapping[str, float]) -> Iterator[Problem]:
    """Find what is wrong with an analysis of reliability, distribution or relapses; nothing for others.

    Parameters
    ----------
    path : tuple of str and int
        Where the analysis stands.
    analysis : Analysis
        One entry of ``[analysis]``.
    days : mapping of str to float
        Planned day of each visit.

    Examples
    --------
    >>> twice = {"type": "reliability", "endpoint": "FSS.total", "at": ["M6", "M0"]}
    >>> found = measurement_problems((), RetestReliability(**twice), {"M0": 0.0, "M6": 183.0})
    >>> [message for _, message in found]
    ['M0 does not come after M6; write visits in order of time, each once.']
    """
    match analysis:
        case RetestReliability(visits=visits):
            yield from _order_problems((*path, "at"), visits, days)
        case Distribution(cuts=cuts):
            yield from _repeated((*path, "cuts"), cuts)
        case RelapseCourse():
            yield from _repeated((*path, "thresholds"), analysis.thresholds)
            yield from _course_problems(path, analysis, days)
        case _:
            return


def _measure_problems(
    path: KeyPath, text: str, visits: Visits, labels: Collection[str], factors: bool
) -> Iterator[Problem]:
    """Check what stands for one number a person: age, a part at the visit analyzed or at another."""
    if text in FACTORS:
        if not factors:
            yield path, f'{text} is a word, not a number; it can stand in given, or in type = "determinants".'
        return
    try:
        endpoint = parse_endpoint(text)
    except RequestError as error:
        yield path, str(error)
        return
    if endpoint.instrument is not None:
        yield from unmeasured(path, endpoint.instrument, visits)
    if endpoint.visit is not None and endpoint.visit not in labels:
        yield path, no_visit(endpoint.visit, labels)


def _order_problems(path: KeyPath, visits: Sequence[str], days: Mapping[str, float]) -> Iterator[Problem]:
    before: str | None = None
    for i, label in enumerate(visits):
        if label not in days:
            yield (*path, i), no_visit(label, days)
            return
        if before is not None and days[label] <= days[before]:
            yield (
                (*path, i),
                f"{label} does not come after {before}; write visits in order of time, each once.",
            )
        before = label


def _repeated(path: KeyPath, numbers: Sequence[float]) -> Iterator[Problem]:
    for i, number in enumerate(numbers):
        if number in numbers[:i]:
            yield (*path, i), f"{number:g} is listed twice; name each once."


def _course_problems(path: KeyPath, analysis: RelapseCourse, days: Mapping[str, float]) -> Iterator[Problem]:
    seen, settled = duration_days(analysis.seen_within), duration_days(analysis.settled_after)
    if seen < 0:
        yield (*path, "seen_within"), f"{analysis.seen_within} is no time to wait; write one such as 30 d."
    if settled <= seen:
        message = (
            f"a value {analysis.settled_after} after a relapse would show both the relapse "
            f"({analysis.seen_within}) and what remains of it; write a later time, such as 90 d."
        )
        yield (*path, "settled_after"), message
    labels = [*days]
    last = days.get(analysis.at or labels[-1], days[labels[-1]])
    if last - days[labels[0]] < settled:
        message = (
            f"the study ends {last - days[labels[0]]:g} days after {labels[0]}, so that nothing is seen "
            f"{analysis.settled_after} after a relapse; plan more visits, or a shorter time."
        )
        yield (*path, "settled_after"), message
