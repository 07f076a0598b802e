"""The flow of participants over replicates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.design import Design
from lassitude.prediction.entering import Entered
from lassitude.prediction.spreads import spread
from lassitude.results import FlowStep
from lassitude.trial.assignment import nobody_is_randomized
from lassitude.trial.group import Group, died


def participant_flow(made: Design, entered: Entered, groups: tuple[Group, ...]) -> Iterator[FlowStep]:
    """Count people from screening to the last visit, with their spread over replicates.

    Yields
    ------
    FlowStep
        For each population screened, removed by criterion and, where chance decides between arms, randomized;
        for each arm or sequence transplanted, enrolled or allocated, died, left by reason, and measured at
        the last visit.
    """
    several = len(made.protocol.populations) > 1
    for group in groups:
        name = group.population
        enrollment, lived = entered.enrollments[name], made.protocol.populations[name].survivors_of
        dead = 0 if lived is None else lived.deaths * len(made.assignments[name])
        screened = spread(enrollment.screened.astype(float) + dead)
        yield FlowStep("screened", screened, name if several else None)
        for number, reason in enumerate(enrollment.reasons):
            yield FlowStep("removed", spread(enrollment.removed[:, number].astype(float)), reason)
        if not nobody_is_randomized(made.protocol):
            everybody = np.full(made.replicates, float(group.assigned.shape[1]))
            yield FlowStep("randomized", spread(everybody), name if several else None)
    for group in groups:
        for assignment in group.assignments:
            yield from _flow_of(made, group, assignment.name)


def _flow_of(made: Design, group: Group, name: str) -> Iterator[FlowStep]:
    population = made.protocol.populations[group.population]
    among = group.among(name)
    everybody = _count(among)
    if population.survivors_of is not None:
        dead = np.full(made.replicates, population.survivors_of.deaths, float)
        yield FlowStep("transplanted", spread(everybody + dead), arm=name)
        given = "given by the study, not predicted; the people described are those who lived"
        yield FlowStep("died", spread(dead), given, name)
        yield FlowStep("enrolled", spread(everybody), "followed for fatigue", name)
    elif nobody_is_randomized(made.protocol):
        yield FlowStep("enrolled", spread(everybody), arm=name)
    else:
        yield FlowStep("allocated", spread(everybody), arm=name)
    yield from _left(made, group, among, name)
    label = made.schedule.labels[-1]
    missed = _count(among & group.stayed & ~group.came[-1])
    yield FlowStep("missing", spread(missed), f"did not come to {label}", name)
    yield FlowStep("analyzed", spread(_count(among & group.came[-1])), f"measured at {label}", name)


def _left(made: Design, group: Group, among: NDArray[np.bool_], name: str) -> Iterator[FlowStep]:
    if group.stayed.all() or not group.reasons:
        yield FlowStep("withdrawn", spread(np.zeros(made.replicates)), "left the study", name)
    for number, reason in enumerate(group.reasons):
        left = spread(_count(among & (group.reason == number)))
        if died(made.protocol, reason):
            yield FlowStep("died", left, None if reason == "death" else reason, name)
        else:
            told = "left the study" if reason == "constant hazard" else reason
            yield FlowStep("withdrawn", left, told, name)


def _count(who: NDArray[np.bool_]) -> NDArray[np.float64]:
    return who.sum(axis=1).astype(float)
