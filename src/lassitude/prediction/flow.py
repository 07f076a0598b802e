"""The flow of participants over replicates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lassitude.prediction.replicates import Design, Entered
from lassitude.prediction.spreads import spread
from lassitude.results import FlowStep
from lassitude.trial.enrollment import written
from lassitude.trial.recording import ArmRecord


def participant_flow(made: Design, entered: Entered, records: tuple[ArmRecord, ...]) -> Iterator[FlowStep]:
    """Count people from screening to the last visit, with their spread over replicates.

    Yields
    ------
    FlowStep
        For each population screened and removed by criterion; for each arm transplanted or enrolled,
        died, and completed.
    """
    for name, population in made.protocol.populations.items():
        enrollment = entered.enrollments[name]
        lived = population.survivors_of
        dead = (
            0
            if lived is None
            else lived.deaths * sum(one.population == name for one in made.protocol.arms.values())
        )
        yield FlowStep("screened", spread(enrollment.screened.astype(float) + dead))
        for number, criterion in enumerate(population.eligibility):
            removed = enrollment.removed[:, number].astype(float)
            yield FlowStep("removed", spread(removed), f"{criterion.measure} not {written(criterion)}")
    for one in records:
        yield from _arm_flow(made, one)


def _arm_flow(made: Design, one: ArmRecord) -> Iterator[FlowStep]:
    population = made.protocol.populations[made.protocol.arms[one.arm].population]
    everybody = np.full(made.replicates, one.persons.shape[1], float)
    if population.survivors_of is not None:
        dead = np.full(made.replicates, population.survivors_of.deaths, float)
        yield FlowStep("transplanted", spread(everybody + dead), arm=one.arm)
        given = "given by the study, not predicted; the people described are those who lived"
        yield FlowStep("died", spread(dead), given, one.arm)
    yield FlowStep("enrolled", spread(everybody), "followed for fatigue", one.arm)
    duration = made.schedule.days[-1] - made.schedule.days[0]
    left = (one.left <= duration).sum(axis=1).astype(float)
    yield FlowStep("withdrawn", spread(left), "left the study", one.arm)
    missed = (~one.came[-1]).sum(axis=1).astype(float) - left
    yield FlowStep("missing", spread(missed), f"did not come to {made.schedule.labels[-1]}", one.arm)
    yield FlowStep(
        "analyzed",
        spread(one.came[-1].sum(axis=1).astype(float)),
        f"measured at {made.schedule.labels[-1]}",
        one.arm,
    )
