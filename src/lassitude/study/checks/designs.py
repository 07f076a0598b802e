"""What must hold of a design: its arms, its sequences and periods, its wait and its run-in."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.quantities.errors import did_you_mean
from lassitude.study.checks.allocation import allocation_problems
from lassitude.study.checks.measures import series_problems
from lassitude.study.checks.people import name_problems
from lassitude.study.designs import (
    CohortsDesign,
    CrossoverDesign,
    ParallelDesign,
    PeriodicDesign,
    RunIn,
    SeriesDesign,
    WaitingListDesign,
)
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem
from lassitude.study.visits import duration_days


def design_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find what cannot work in the design of a protocol.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(design_problems(read_protocol("canadian-ahsct")))
    []
    """
    design = plan.design
    if isinstance(design, CohortsDesign):
        return
    yield from _arms_to_choose_from(plan)
    if isinstance(design, WaitingListDesign):
        yield from _waiting_problems(plan, design)
    if isinstance(design, PeriodicDesign):
        yield from _period_problems(plan, design)
    if isinstance(design, CrossoverDesign):
        yield from _sequence_problems(plan, design)
    if isinstance(design, SeriesDesign):
        yield from _series_arm_problems(plan, design)
    else:
        yield from allocation_problems(plan, design)
    if isinstance(design, ParallelDesign | CrossoverDesign) and design.run_in is not None:
        yield from _run_in_problems(design.run_in, plan)


def _arms_to_choose_from(plan: PlanTables) -> Iterator[Problem]:
    """Refuse a randomized design in which nobody could be given anything else."""
    enrolling = [arm.population for arm in plan.arms.values()]
    if not enrolling:
        return
    other = next((name for name, arm in plan.arms.items() if arm.population != enrolling[0]), None)
    if isinstance(plan.design, PeriodicDesign | WaitingListDesign) and other is not None:
        message = (
            f"arms of a {plan.design.type} design have the same people, but {other} enrolls "
            f"{plan.arms[other].population} and {next(iter(plan.arms))} enrolls {enrolling[0]}."
        )
        yield ("arms", other, "population"), message
    elif max(enrolling.count(name) for name in enrolling) < 2:
        message = (
            f"a {plan.design.type} design needs two arms of one population, or there is nothing to draw. "
            'Add an arm, or write type = "cohorts".'
        )
        yield ("design",), message


def _unknown_arm(path: KeyPath, name: str, plan: PlanTables) -> Iterator[Problem]:
    if name not in plan.arms:
        yield path, f"there is no arm {name!r}.{did_you_mean(name, plan.arms)}"


def _waiting_problems(plan: PlanTables, design: WaitingListDesign) -> Iterator[Problem]:
    yield from _unknown_arm(("design", "waiting"), design.waiting, plan)
    wait = duration_days(design.wait)
    if wait <= 0:
        yield ("design", "wait"), f"a wait of {design.wait} is none; write a time above 0."
    elif not any(0 < day <= wait for day in plan.visits.days):
        message = (
            f"no visit falls into the wait of {design.wait}, so nobody is compared with those who wait. "
            "Add a visit after day zero and no later than the end of the wait."
        )
        yield ("design", "wait"), message
    arm = plan.arms.get(design.waiting)
    if arm is None:
        return
    path: KeyPath = ("arms", design.waiting)
    if arm.comparator != "waiting-list":
        yield path, f'people of {design.waiting} wait; write comparator = "waiting-list".'
    for i, treatment in enumerate(arm.treatments):
        if treatment.start_day < wait:
            message = (
                f"{treatment.name} starts on day {treatment.start_day:g}, before the wait of {design.wait} "
                f"is over; write start_day = {wait:g} or later."
            )
            yield (*path, "treatments", i, "start_day"), message


def _period_problems(plan: PlanTables, design: PeriodicDesign) -> Iterator[Problem]:
    period = duration_days(design.period)
    if period <= 0:
        yield ("design", "period"), f"a period of {design.period} is none; write a time above 0."
        return
    if duration_days(design.washout) < 0:
        yield ("design", "washout"), f'a washout of {design.washout} cannot be; write "0 d" for none.'
    for name, arm in plan.arms.items():
        for i, treatment in enumerate(arm.treatments):
            path: KeyPath = ("arms", name, "treatments", i)
            if not 0 <= treatment.start_day < period:
                message = (
                    f"days of a treatment count from the start of a period of {period:g} days; "
                    f"{treatment.start_day:g} is not in it."
                )
                yield (*path, "start_day"), message
            elif treatment.stop_day is not None and treatment.stop_day > period:
                message = f"{treatment.name} would be given beyond its period of {period:g} days."
                yield (*path, "stop_day"), message


def _sequence_problems(plan: PlanTables, design: CrossoverDesign) -> Iterator[Problem]:
    path: KeyPath = ("design", "sequences")
    if len(design.sequences) < 2:
        yield path, "a crossover has at least two sequences, such as { AB = [...], BA = [...] }."
        return
    periods = max(len(arms) for arms in design.sequences.values())
    if periods < 2:
        yield path, "a crossover has at least two periods; name two arms or more in each sequence."
    for name, arms in design.sequences.items():
        yield from name_problems((*path, name), name, "a sequence")
        if len(arms) < periods:
            message = f"{name} has an arm for {len(arms)} of {periods} periods; sequences are equally long."
            yield (*path, name), message
        for i, arm in enumerate(arms):
            yield from _unknown_arm((*path, name, i), arm, plan)
    yield from _idle_arms(plan, {arm for arms in design.sequences.values() for arm in arms})


def _series_arm_problems(plan: PlanTables, design: SeriesDesign) -> Iterator[Problem]:
    path: KeyPath = ("design", "arms")
    for i, arm in enumerate(design.arms):
        yield from _unknown_arm((*path, i), arm, plan)
        if ">" in arm:
            yield (*path, i), f"{arm!r} has a > in it, which stands between the arms of an order; rename it."
    if design.arms[0] == design.arms[1]:
        yield path, f"{design.arms[0]} is compared with itself; name two different arms."
    yield from _idle_arms(plan, set(design.arms))


def _idle_arms(plan: PlanTables, used: set[str]) -> Iterator[Problem]:
    for name in plan.arms:
        if name not in used:
            yield ("arms", name), "nobody ever has this arm: the design does not name it."


def _run_in_problems(run_in: RunIn, plan: PlanTables) -> Iterator[Problem]:
    for i, condition in enumerate(run_in.enrich):
        path: KeyPath = ("design", "run_in", "enrich", i, "measure")
        yield from series_problems(path, condition.measure, plan.visits, "the run-in")
