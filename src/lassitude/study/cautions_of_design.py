"""What a design may say but a reader should be warned of: assignments that can be guessed, idle strata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lassitude.instruments import INSTRUMENTS
from lassitude.study.designs import (
    Blocks,
    CohortsDesign,
    CrossoverDesign,
    Minimization,
    PeriodicDesign,
    SeriesDesign,
    StratifiedBlocks,
    Stratum,
)
from lassitude.study.endpoints import parse_endpoint
from lassitude.study.plan_tables import PlanTables
from lassitude.study.visits import duration_days


def design_cautions(plan: PlanTables) -> Iterator[str]:
    """List what works in a design and should be known all the same.

    Parameters
    ----------
    plan : PlanTables
        A protocol that was read without problems.

    Yields
    ------
    str
        A sentence each.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(design_cautions(read_protocol("canadian-ahsct")))
    []
    """
    design = plan.design
    if isinstance(design, PeriodicDesign) and duration_days(design.washout) > duration_days(design.period):
        yield f"the washout ({design.washout}) is longer than the period ({design.period})."
    if isinstance(design, CrossoverDesign):
        yield from _balance_cautions(design)
    if isinstance(design, CohortsDesign | SeriesDesign):
        return
    allocation, strata = design.allocation, ()
    if isinstance(allocation, Blocks | StratifiedBlocks) and len(set(allocation.sizes)) == 1:
        yield (
            f"every block has {allocation.sizes[0]} people: who knows the size can guess the last "
            "assignments of a block. Name several sizes."
        )
    if isinstance(allocation, Minimization):
        strata = allocation.factors
        if allocation.probability == 1:
            yield (
                "minimization with probability 1 assigns by rule wherever arms differ: who knows the people "
                "so far can tell the next assignment. A probability of 0.8 is common."
            )
    if isinstance(allocation, StratifiedBlocks):
        strata = allocation.strata
    for stratum in strata:
        yield from _idle_cuts(plan, stratum)


def _balance_cautions(design: CrossoverDesign) -> Iterator[str]:
    periods = zip(*design.sequences.values(), strict=True)
    for number, arms in enumerate(periods, start=1):
        times = Counter(arms)
        for arm in dict.fromkeys(arm for order in design.sequences.values() for arm in order):
            times.setdefault(arm, 0)
        if len(set(times.values())) > 1:
            told = ", ".join(f"{arm} {count}" for arm, count in sorted(times.items()))
            yield (
                f"in period {number} the sequences name arms unequally often ({told}): a change with time "
                "and the effects of arms are told apart less well."
            )
            return


def _idle_cuts(plan: PlanTables, stratum: Stratum) -> Iterator[str]:
    """Warn of cuts that leave one side without people, by the instrument's range and eligibility."""
    low, high = _possible(plan, stratum.measure)
    for cut in stratum.cuts:
        if not low < cut <= high:
            side = "below" if cut <= low else "at or above"
            yield (
                f"{stratum.measure} is cut at {cut:g}, and nobody who may enter is {side} it (they run from "
                f"{low:g} to {high:g}): one of its groups stays empty."
            )


def _possible(plan: PlanTables, measure: str) -> tuple[float, float]:
    """Return the lowest and highest value of a measure with which somebody may enter the study."""
    endpoint = parse_endpoint(measure) if "." in measure else None
    low, high = -float("inf"), float("inf")
    instrument = INSTRUMENTS.get(endpoint.instrument or "") if endpoint else None
    if endpoint is not None and instrument is not None and endpoint.part in instrument.parts:
        low, high = instrument.parts[endpoint.part].range
    entering = []
    for population in plan.populations.values():
        bounds = [criterion.bounds for criterion in population.eligibility if criterion.measure == measure]
        entering.append((max([low, *(b[0] for b in bounds)]), min([high, *(b[1] for b in bounds)])))
    return min(bound for bound, _ in entering), max(bound for _, bound in entering)
