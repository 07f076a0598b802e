"""What a protocol may say but a reader should be warned of: it works, and may not mean what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from lassitude.study.arms import Arm
from lassitude.study.calendar import Visit, calendar, period_starts
from lassitude.study.cautions_of_design import design_cautions
from lassitude.study.departures import Administrative
from lassitude.study.designs import CohortsDesign, PeriodicDesign
from lassitude.study.historical import historical_cautions
from lassitude.study.plan_tables import PlanTables
from lassitude.study.simulation import Late
from lassitude.study.visits import duration_days


def cautions(plan: PlanTables, recall_days: Mapping[str, float]) -> tuple[str, ...]:
    """List what works in a protocol and should be known all the same.

    Parameters
    ----------
    plan : PlanTables
        A protocol that was read without problems.
    recall_days : mapping of str to float
        Instrument to how many days its questions look back; one that is not named looks at the moment.

    Returns
    -------
    tuple of str
        A sentence each; none twice.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> cautions(read_protocol("canadian-ahsct"), {"FIS": 200})
    ('FIS asks about the last 200 days, but M6 comes 182.625 days after M0 (and 5 more...overlap.',)
    """
    found = [
        *historical_cautions(plan.historical),
        *recall_cautions(plan, recall_days),
        *_treatment_cautions(plan),
        *_arm_cautions(plan.arms),
        *design_cautions(plan),
        *_late_cautions(plan),
        *_closing_cautions(plan),
    ]
    return tuple(dict.fromkeys(found))


def recall_cautions(plan: PlanTables, recall_days: Mapping[str, float]) -> Iterator[str]:
    """List where questions look back further than what they are asked about: of any study, real or virtual.

    Parameters
    ----------
    plan : PlanTables
        A protocol that was read without problems.
    recall_days : mapping of str to float
        As for `cautions`.

    Yields
    ------
    str
        A sentence each.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(recall_cautions(read_protocol("canadian-ahsct"), {"FIS": 28}))
    []
    """
    visits, starts = calendar(plan), period_starts(plan)
    for name in plan.visits.measure:
        recall = recall_days.get(name, 0.0)
        close = [(early, late) for early, late in pairwise(visits) if recall > late.day - early.day]
        if close:
            early, late = close[0]
            more = f" (and {len(close) - 1} more such)" if len(close) > 1 else ""
            yield (
                f"{name} asks about the last {recall:g} days, but {late.label} comes "
                f"{late.day - early.day:g} days after {early.label}{more}: its answers overlap."
            )
        yield from _look_back_cautions(plan, name, recall, visits, starts)


def _look_back_cautions(
    plan: PlanTables, name: str, recall: float, visits: tuple[Visit, ...], starts: Mapping[str, float]
) -> Iterator[str]:
    """Warn where answers about one treatment tell of the time before it."""
    if not isinstance(plan.design, PeriodicDesign):
        return
    washout, latest = duration_days(plan.design.washout), _latest_start(plan)
    for visit in visits:
        if visit.period is None:
            continue
        into = visit.day - starts[visit.period]
        stable = max(into - latest, 0.0)
        if recall <= stable:
            continue
        before = "the treatment before" if recall > into + washout else "the time before the treatment"
        since = f"{into:g} days after its period began"
        if latest:
            since += f" and {stable:g} days after the last treatment of an arm started"
        yield (
            f"{name} asks about the last {recall:g} days, but {visit.visit} comes {since}: its answers tell "
            f"of {before} too. Measure later in the period, or compare instruments that look back less."
        )
        return


def _latest_start(plan: PlanTables) -> float:
    """Return the latest day of a period on which a treatment of any arm starts."""
    return max((one.start_day for arm in plan.arms.values() for one in arm.treatments), default=0.0)


def _treatment_cautions(plan: PlanTables) -> Iterator[str]:
    if isinstance(plan.design, PeriodicDesign):
        return
    last = max(visit.day for visit in calendar(plan))
    for name, arm in plan.arms.items():
        for treatment in arm.treatments:
            if treatment.start_day >= last:
                yield (
                    f"{treatment.name} of {name} starts on day {treatment.start_day:g}, and the last visit "
                    f"is on day {last:g}: nothing it does is measured."
                )


def _arm_cautions(arms: Mapping[str, Arm]) -> Iterator[str]:
    for name, arm in arms.items():
        if arm.comparator == "placebo" and arm.blinding != "blinded":
            yield f"{name} is a placebo with blinding {arm.blinding!r}: people know that it is inert."
        if arm.comparator == "attention" and arm.blinding == "none":
            yield (
                f"{name} compares with attention and has blinding 'none': contact raises an expectation all "
                "the same, and it is simulated."
            )
        if arm.comparator == "usual-care" and arm.blinding == "blinded":
            yield f"{name} is usual care with blinding 'blinded': no expectation is simulated."


def _late_cautions(plan: PlanTables) -> Iterator[str]:
    late = plan.simulation.late_visits
    if isinstance(late, Late) and late.days > plan.visits.window_days[1]:
        yield (
            f"visits are up to {late.days} days late, and the window ends {plan.visits.window_days[1]:g} "
            "days after a visit's day: late visits count as deviations from the protocol."
        )


def _closing_cautions(plan: PlanTables) -> Iterator[str]:
    for reason in plan.simulation.dropout:
        if not isinstance(reason, Administrative):
            continue
        entering, closes = duration_days(reason.recruitment), duration_days(reason.closes)
        last = max(visit.day for visit in calendar(plan))
        people = _people(plan)
        never, cut = people * _share_after(closes, entering), people * _share_after(closes - last, entering)
        if never > 0:
            yield (
                f"the study closes {reason.closes} after the first entry, and people enter over "
                f"{reason.recruitment}: about {never:.0f} of {people} would enter after the closing."
            )
        if cut > 0:
            yield (
                f"the study closes {reason.closes} after the first entry: about {cut:.0f} of {people} people "
                "have not had their last visit by then."
            )


def _share_after(day: float, entering: float) -> float:
    """Return the share of people who enter after a day, when all enter evenly over a time."""
    if entering <= 0:
        return float(day < 0)
    return min(max((entering - day) / entering, 0.0), 1.0)


def _people(plan: PlanTables) -> int:
    if isinstance(plan.design, CohortsDesign):
        return sum(plan.populations[arm.population].n for arm in plan.arms.values())
    return sum(population.n for population in plan.populations.values())
