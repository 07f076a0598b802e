"""Events and exposures of a virtual trial: relapses, what came between, departures, treatments taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.study.protocol import Protocol
from lassitude.study.tables import table
from lassitude.trial.assignment import Given
from lassitude.trial.group import Group, died
from lassitude.trial.schedule import Schedule


def events(protocol: Protocol, schedule: Schedule, one: Group, chosen: range) -> pl.DataFrame:
    """Write down what happened to some people, until they left.

    Returns
    -------
    polars.DataFrame
        Table ``events``: relapses, events besides the plan, visits held outside their window, departures.
    """
    parts = [
        _logged(schedule, one, chosen, "relapse", "relapse", "relapse"),
        *(
            _logged(schedule, one, chosen, f"event.{number}", "intercurrent", rule.event)
            for number, rule in enumerate(protocol.simulation.intercurrent)
            if rule.outcome == "stays"
        ),
        _deviations(protocol, schedule, one, chosen),
        _departures(protocol, schedule, one, chosen),
    ]
    return pl.concat([table("events", {}), *(part for part in parts if part is not None)])


def _logged(
    schedule: Schedule, one: Group, chosen: range, what: str, category: str, term: str
) -> pl.DataFrame | None:
    told = one.log(what, chosen)
    still = told.day - schedule.days[0] < one.left.ravel()[told.place]
    if not still.any():
        return None
    return table(
        "events",
        {
            "replicate": told.replicate[still],
            "subject": told.subject[still],
            "category": category,
            "term": term,
            "day": told.day[still] - schedule.day_zero,
        },
    )


def _deviations(protocol: Protocol, schedule: Schedule, one: Group, chosen: range) -> pl.DataFrame | None:
    if not schedule.late_by or schedule.late_by <= protocol.visits.window_days[1]:
        return None
    held = one.held[:, chosen].reshape(len(schedule.days), -1)
    late = (held > np.array(schedule.days)[:, None]) & one.came[:, chosen].reshape(held.shape)
    visit, person = np.nonzero(late)
    if not len(visit):
        return None
    grid = one.grid(chosen)
    return table(
        "events",
        {
            "replicate": grid["replicate"][person],
            "subject": grid["subject"][person],
            "category": "deviation",
            "term": [f"{schedule.labels[number]} held outside its window" for number in visit],
            "day": held[visit, person] - schedule.day_zero,
            "reason": f"{schedule.late_by} days late",
        },
    )


def _departures(protocol: Protocol, schedule: Schedule, one: Group, chosen: range) -> pl.DataFrame | None:
    grid = one.grid(chosen)
    reason = one.reason[chosen].ravel()
    gone = reason >= 0
    if not gone.any():
        return None
    words = np.array(one.reasons)[reason[gone]]
    terms = {name: "death" if died(protocol, name) else "left the study" for name in one.reasons}
    return table(
        "events",
        {
            "replicate": grid["replicate"][gone],
            "subject": grid["subject"][gone],
            "category": "disposition",
            "term": [terms[word] for word in words],
            "day": one.left[chosen].ravel()[gone] + schedule.days[0] - schedule.day_zero,
            "reason": words,
        },
    )


def exposures(schedule: Schedule, one: Group, chosen: range) -> pl.DataFrame:
    """Write down which treatments people were given, until when, and which share of them they took.

    Returns
    -------
    polars.DataFrame
        Table ``exposures``; adherence is missing where neither doses nor sessions are planned.
    """
    parts = list(_background(schedule, one, chosen))
    for number, assignment in enumerate(one.assignments):
        who = (one.assigned[chosen] == number).ravel()
        if who.any():
            begun = [given for given in assignment.given if given.treatment.start <= schedule.days[-1]]
            parts += [_exposure(schedule, one, chosen, who, given) for given in begun]
    return pl.concat([table("exposures", {}), *parts])


def _background(schedule: Schedule, one: Group, chosen: range) -> Iterator[pl.DataFrame]:
    for treatment in one.background:
        columns = {
            **one.grid(chosen),
            "treatment": treatment.name,
            "start_day": float(treatment.start) - schedule.day_zero,
            "end_day": float(treatment.stop) - schedule.day_zero,
        }
        yield table("exposures", columns)


def _exposure(
    schedule: Schedule, one: Group, chosen: range, who: NDArray[np.bool_], given: Given
) -> pl.DataFrame:
    grid = {name: values[who] for name, values in one.grid(chosen).items()}
    start, stop = float(given.treatment.start), float(given.treatment.stop)
    left = one.left[chosen].ravel()[who] + schedule.days[0]
    planned = np.nan if stop > schedule.days[-1] else stop
    ended = np.where(left < min(stop, schedule.days[-1]), left, planned)
    return table(
        "exposures",
        {
            **grid,
            "treatment": given.treatment.name,
            "period": given.period,
            "start_day": start - schedule.day_zero,
            "end_day": ended - schedule.day_zero,
            "adherence": _adherence(schedule, one, chosen, start, stop)[who],
        },
    ).filter(pl.Series(left > start))


def _adherence(
    schedule: Schedule, one: Group, chosen: range, start: float, stop: float
) -> NDArray[np.float64]:
    """Return which share of planned doses and sessions people took between two days; NaN if none was."""
    begin = one.counted.index(start)
    end = one.counted.index(min(stop, schedule.days[-1]))

    def between(total: str) -> NDArray[np.float64]:
        page = one.measured[f"count.{total}"][:, chosen].reshape(len(one.counted), -1)
        return page[end] - page[begin]

    due = between("sessions_due") + between("doses_due")
    taken = between("sessions_kept") + between("doses_taken")
    return np.where(due > 0.0, taken / np.where(due > 0.0, due, 1.0), np.nan)
