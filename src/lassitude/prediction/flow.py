"""The flow of participants over replicates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.design import Design
from lassitude.prediction.entering import Entered
from lassitude.prediction.spreads import spread
from lassitude.results import FlowStep
from lassitude.trial.group import Group


def participant_flow(made: Design, entered: Entered, groups: tuple[Group, ...]) -> Iterator[FlowStep]:
    """Count people from screening to the last visit, with their spread over replicates.

    Yields
    ------
    FlowStep
        For each population screened and removed by criterion; for each arm or sequence transplanted or
        enrolled, died, left by reason, and measured at the last visit.
    """
    for name, population in made.protocol.populations.items():
        enrollment = entered.enrollments[name]
        lived = population.survivors_of
        dead = 0 if lived is None else lived.deaths * len(made.assignments[name])
        yield FlowStep("screened", spread(enrollment.screened.astype(float) + dead))
        for number, reason in enumerate(enrollment.reasons):
            yield FlowStep("removed", spread(enrollment.removed[:, number].astype(float)), reason)
    for group in groups:
        for assignment in group.assignments:
            yield from _flow_of(made, group, assignment.name)


def _flow_of(made: Design, group: Group, name: str) -> Iterator[FlowStep]:
    population = made.protocol.populations[group.population]
    among = group.among(name)
    everybody = among.sum(axis=1).astype(float)
    if population.survivors_of is not None:
        dead = np.full(made.replicates, population.survivors_of.deaths, float)
        yield FlowStep("transplanted", spread(everybody + dead), arm=name)
        given = "given by the study, not predicted; the people described are those who lived"
        yield FlowStep("died", spread(dead), given, name)
    yield FlowStep("enrolled", spread(everybody), "followed for fatigue", name)
    if group.stayed.all() or not group.reasons:
        yield FlowStep("withdrawn", spread(np.zeros(made.replicates)), "left the study", name)
    for number, reason in enumerate(group.reasons):
        left = _count(among & (group.reason == number))
        if left.any():
            told = "left the study" if reason == "constant hazard" else reason
            yield FlowStep("withdrawn", spread(left), told, name)
    label = made.schedule.labels[-1]
    missed = _count(among & group.stayed & ~group.came[-1])
    yield FlowStep("missing", spread(missed), f"did not come to {label}", name)
    yield FlowStep("analyzed", spread(_count(among & group.came[-1])), f"measured at {label}", name)


def _count(who: NDArray[np.bool_]) -> NDArray[np.float64]:
    return who.sum(axis=1).astype(float)
