"""What must hold of other outcomes: visits over which measures are correlated, or that confirm a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lassitude.study.analyses.events import FirstEvent, TimeToEvent
from lassitude.study.analyses.outcomes import RepeatedCorrelation
from lassitude.study.analysis_plan import Analysis
from lassitude.study.checks.measures import no_visit
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.visits import duration_days


def outcome_problems(path: KeyPath, analysis: Analysis, days: Mapping[str, float]) -> Iterator[Problem]:
    """Find what is wrong with one analysis of another outcome; nothing for other analyses.

    Parameters
    ----------
    path : tuple of str and int
        Where the analysis stands.
    analysis : Analysis
        One entry of ``[analysis]``.
    days : mapping of str to float
        Planned day of each visit.
    """
    if isinstance(analysis, RepeatedCorrelation):
        for i, label in enumerate(analysis.visits):
            if label not in days:
                yield (*path, "visits", i), no_visit(label, days)
        if len(analysis.visits or days) < 2:
            yield path, "a change within people needs two visits."
    if isinstance(analysis, TimeToEvent) and not isinstance(analysis.event, FirstEvent):
        yield from _confirmed_problems(path, analysis, analysis.event.confirmed_after, days)


def _confirmed_problems(
    path: KeyPath, analysis: TimeToEvent, confirmed_after: str, days: Mapping[str, float]
) -> Iterator[Problem]:
    place: KeyPath = (*path, "event", "confirmed_after")
    wait = duration_days(confirmed_after)
    if wait <= 0:
        yield place, f"{confirmed_after} is no time to wait; write one such as 12 wk."
        return
    labels = [*days]
    first = days.get(analysis.change_from or labels[0], days[labels[0]])
    last = days.get(analysis.at or labels[-1], days[labels[-1]])
    after = [day for day in days.values() if first < day <= last]
    if not after or last - after[0] < wait:
        yield (
            place,
            (
                f"no visit comes {confirmed_after} after the first one at which a change can be seen, so "
                "that nothing could ever be confirmed; plan more visits, or confirm sooner."
            ),
        )
