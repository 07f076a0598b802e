"""What people can be assigned to, an arm or a sequence of arms, as treatments in absolute days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError
from lassitude.study.calendar import period_starts, sequences_of
from lassitude.study.designs import CohortsDesign, CrossoverDesign, ParallelDesign, PeriodicDesign, RunIn
from lassitude.study.protocol import Protocol
from lassitude.study.simulation import Fixed, Full
from lassitude.study.visits import duration_days
from lassitude.therapies.regimen import FOREVER, Treatment
from lassitude.trial.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Given:
    """A treatment of an arm and where it belongs.

    Attributes
    ----------
    treatment : Treatment
        In absolute days.
    arm : str
        The arm that gives it.
    period : str or None
        In which period.
    """

    treatment: Treatment
    arm: str
    period: str | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Something that people can be assigned to.

    Attributes
    ----------
    name : str
        Of the arm or the sequence.
    arm, sequence : str or None
        One of the two.
    given : tuple of Given
        In order of time.
    """

    name: str
    arm: str | None
    sequence: str | None
    given: tuple[Given, ...]

    @property
    def treatments(self) -> tuple[Treatment, ...]:
        """The treatments alone."""
        return tuple(one.treatment for one in self.given)


def assignments_of(protocol: Protocol, population: str, schedule: Schedule) -> tuple[Assignment, ...]:
    """List what people of a population can be assigned to, in the order of the protocol.

    Raises
    ------
    RequestError
        If a treatment starts before the first visit, where people are still being screened.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.trial.schedule import schedule_of
    >>> plan = read_protocol("canadian-ahsct")
    >>> [(one.name, one.treatments[0].start) for one in assignments_of(plan, "patients", schedule_of(plan))]
    [('ahsct', 730)]
    """
    own = [name for name, arm in protocol.arms.items() if arm.population == population]
    if not isinstance(protocol.design, PeriodicDesign):
        return tuple(Assignment(arm, arm, None, tuple(_given(protocol, arm, schedule))) for arm in own)
    starts = period_starts(protocol)
    return tuple(
        Assignment(
            name,
            None,
            name,
            tuple(
                one
                for arm, (period, start) in zip(arms, starts.items(), strict=True)
                for one in _given(protocol, arm, schedule, period, start)
            ),
        )
        for name, arms in sequences_of(protocol).items()
        if arms[0] in own
    )


def weights_of(protocol: Protocol, assignments: tuple[Assignment, ...]) -> tuple[int, ...]:
    """Return the ratio in which people are assigned.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> weights_of(read_protocol("canadian-ahsct"), (Assignment("ahsct", "ahsct", None, ()),))
    (1,)
    """
    ratio = getattr(protocol.design, "ratio", {})
    return tuple(ratio.get(one.name, 1) for one in assignments)


def run_in_of(protocol: Protocol) -> RunIn | None:
    """Return the run-in of a design that has one.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> run_in_of(read_protocol("canadian-ahsct")) is None
    True
    """
    return protocol.design.run_in if isinstance(protocol.design, ParallelDesign | CrossoverDesign) else None


def background_of(protocol: Protocol, population: str, schedule: Schedule) -> tuple[Treatment, ...]:
    """Return what everybody of a population has before the first visit, a run-in included.

    Of earlier treatments nobody expects anything new; of a run-in people expect what its blinding lets them.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.trial.schedule import schedule_of
    >>> plan = read_protocol("canadian-ahsct")
    >>> [(one.name, one.stop) for one in background_of(plan, "patients", schedule_of(plan))]
    [('interferon-beta', 702.0)]
    """
    former = tuple(
        Treatment(one.name, 0.0, max(schedule.day_zero + one.stop_day, 0.0), {}, "none")
        for one in protocol.populations[population].background
    )
    run_in = run_in_of(protocol)
    if run_in is None:
        return former
    first = schedule.days[0]
    start = first - round(run_in.days)
    return (*former, Treatment(run_in.treatment, start, first, {}, run_in.blinding))


def nobody_is_randomized(protocol: Protocol) -> bool:
    """Tell whether arms are groups of their own, to which nobody is randomized.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> nobody_is_randomized(read_protocol("canadian-ahsct"))
    True
    """
    return isinstance(protocol.design, CohortsDesign)


def _given(
    protocol: Protocol, arm: str, schedule: Schedule, period: str | None = None, offset: float = 0.0
) -> Iterator[Given]:
    for one in protocol.arms[arm].treatments:
        start = schedule.at(offset + one.start_day)
        if start < schedule.days[0]:
            raise RequestError(
                f"{one.name} of arm {arm!r} starts on day {one.start_day:g}, before the first visit "
                f"({schedule.labels[0]}). Start it at that visit or later, or make it a background treatment."
            )
        stop = FOREVER
        if one.stop_day is not None:
            stop = schedule.at(offset + one.stop_day)
        elif isinstance(protocol.design, PeriodicDesign):
            stop = schedule.at(offset + duration_days(protocol.design.period))
        belief = protocol.arms[arm].belief
        yield Given(
            Treatment(one.name, start, stop, one.options, belief, adherence_of(protocol)), arm, period
        )


def adherence_of(protocol: Protocol) -> float | None:
    """Return the share of doses and sessions that everybody keeps to; None where it is a process.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> adherence_of(read_protocol("canadian-ahsct")) is None
    True
    """
    rule = protocol.simulation.adherence
    if isinstance(rule, Full):
        return 1.0
    return rule.share if isinstance(rule, Fixed) else None
