"""When a protocol sees people: visits since day zero, and visits of each period of a periodic design."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Protocol as Shape

from lassitude.study.designs import CrossoverDesign, Design, PeriodicDesign, SeriesDesign
from lassitude.study.visits import Visits, duration_days


class Planned(Shape):
    """Anything with a design and visits, such as a protocol."""

    @property
    def design(self) -> Design:
        """How arms relate."""
        ...

    @property
    def visits(self) -> Visits:
        """When and what is measured."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """One occasion on which everybody who is still in the study is seen.

    Attributes
    ----------
    label : str
        Name of the occasion, such as ``M6`` or ``P1-W5``.
    day : float
        Planned day since day zero.
    period : str or None
        Period in which it lies as one of `Visits.in_period`; None for a visit of the schedule.
    visit : str
        Its label in the protocol: ``W5`` for ``P1-W5``, else the label itself.
    """

    label: str
    day: float
    period: str | None
    visit: str


def calendar(protocol: Planned) -> tuple[Visit, ...]:
    """List every visit in order of time.

    Parameters
    ----------
    protocol : Planned
        A protocol.

    Returns
    -------
    tuple of Visit
        The visits of the schedule and, in a periodic design, those of every period.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> calendar(read_protocol("canadian-ahsct"))[1]
    Visit(label='M6', day=182.625, period=None, visit='M6')
    """
    scheduled = [
        Visit(label, day, None, label)
        for label, day in zip(protocol.visits.labels, protocol.visits.days, strict=True)
    ]
    in_periods = [
        Visit(f"{period}-{label}", start + duration_days(after), period, label)
        for period, start in period_starts(protocol).items()
        for label, after in protocol.visits.in_period.items()
    ]
    return tuple(sorted([*scheduled, *in_periods], key=lambda visit: visit.day))


def period_starts(protocol: Planned) -> dict[str, float]:
    """Tell on which day each period starts.

    Parameters
    ----------
    protocol : Planned
        A protocol.

    Returns
    -------
    dict of str to float
        ``P1`` starts on day 0, the next after a period and a washout; empty without periods.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> period_starts(read_protocol("canadian-ahsct"))
    {}
    """
    design = protocol.design
    if not isinstance(design, PeriodicDesign):
        return {}
    step = duration_days(design.period) + duration_days(design.washout)
    return {f"P{number + 1}": number * step for number in range(_periods(design))}


def sequences_of(protocol: Planned) -> dict[str, tuple[str, ...]]:
    """List the orders in which people can have the treatments, one arm a period.

    Parameters
    ----------
    protocol : Planned
        A protocol.

    Returns
    -------
    dict of str to tuple of str
        A crossover's as written; all ``2**cycles`` of an n-of-1 series, named by its arms with ``>``
        between them; empty without periods.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> series = SeriesDesign.model_validate({"type": "n-of-1", "period": "2 wk", "washout": "1 wk",
    ...                                       "cycles": 2, "arms": ("drug", "placebo")})
    >>> list(sequences_of(SimpleNamespace(design=series, visits=None)))[1]
    'drug>placebo>placebo>drug'
    """
    design = protocol.design
    if isinstance(design, CrossoverDesign):
        return dict(design.sequences)
    if not isinstance(design, SeriesDesign):
        return {}
    first, second = design.arms
    cycles = product(((first, second), (second, first)), repeat=design.cycles)
    orders = [tuple(arm for cycle in order for arm in cycle) for order in cycles]
    return {">".join(order): order for order in orders}


def _periods(design: PeriodicDesign) -> int:
    if isinstance(design, SeriesDesign):
        return 2 * design.cycles
    return max((len(arms) for arms in design.sequences.values()), default=0)
