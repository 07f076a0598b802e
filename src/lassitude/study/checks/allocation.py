"""What must hold of the rule by which people are assigned: ratio, block sizes, strata, enough people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from lassitude.quantities.errors import did_you_mean
from lassitude.study.checks.measures import judged_problems
from lassitude.study.designs import (
    Blocks,
    CrossoverDesign,
    Minimization,
    ParallelDesign,
    StratifiedBlocks,
    Stratum,
    WaitingListDesign,
)
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem

SEX = "sex"
"""The measure by which people are grouped without cuts."""

RandomizedDesign = ParallelDesign | WaitingListDesign | CrossoverDesign


def shares(plan: PlanTables, design: RandomizedDesign) -> Mapping[str, Mapping[str, int]]:
    """Tell for each population what people are assigned to, and in which ratio.

    Parameters
    ----------
    plan : PlanTables
        A protocol.
    design : RandomizedDesign
        Its design.

    Returns
    -------
    mapping of str to mapping of str to int
        Population to arm, or sequence, to share.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from lassitude.study.arms import Arm
    >>> arm = Arm(population="patients", blinding="open")
    >>> design = ParallelDesign(type="parallel", ratio={"drug": 2, "placebo": 1})
    >>> shares(SimpleNamespace(arms={"drug": arm, "placebo": arm}), design)
    {'patients': {'drug': 2, 'placebo': 1}}
    """
    found: dict[str, dict[str, int]] = {}
    if isinstance(design, CrossoverDesign):
        everyone = dict.fromkeys(design.sequences, 1)
        return {arm.population: everyone for arm in plan.arms.values()}
    for name, arm in plan.arms.items():
        found.setdefault(arm.population, {})[name] = design.ratio.get(name, 1)
    return found


def allocation_problems(plan: PlanTables, design: RandomizedDesign) -> Iterator[Problem]:
    """Find what cannot work in how people are assigned.

    Parameters
    ----------
    plan : PlanTables
        A protocol.
    design : RandomizedDesign
        Its design.
    """
    if not isinstance(design, CrossoverDesign):
        yield from _ratio_problems(plan, design.ratio)
    allocation, path = design.allocation, ("design", "allocation")
    for population, ratio in shares(plan, design).items():
        people = plan.populations.get(population)
        if people is not None and 0 < people.n < len(ratio):
            message = f"{people.n} people cannot fill {len(ratio)} groups ({', '.join(ratio)})."
            yield ("populations", population, "n"), message
        if isinstance(allocation, Blocks | StratifiedBlocks):
            for i, size in enumerate(allocation.sizes):
                yield from _block_problems((*path, "sizes", i), size, sum(ratio.values()))
    if isinstance(allocation, StratifiedBlocks):
        yield from _strata_problems((*path, "strata"), allocation.strata)
    if isinstance(allocation, Minimization):
        yield from _strata_problems((*path, "factors"), allocation.factors)


def _ratio_problems(plan: PlanTables, ratio: Mapping[str, int]) -> Iterator[Problem]:
    for name in ratio:
        if name not in plan.arms:
            message = f"there is no arm {name!r}.{did_you_mean(name, plan.arms)}"
            yield ("design", "ratio", name), message
    left_out = [name for name in plan.arms if ratio and name not in ratio]
    if left_out:
        message = f"the ratio says nothing of {', '.join(left_out)}; name every arm, or none of them."
        yield ("design", "ratio"), message


def _block_problems(path: KeyPath, size: int, whole: int) -> Iterator[Problem]:
    if size % whole:
        larger = whole * (size // whole + 1)
        message = f"a block of {size} cannot hold the groups in their ratio, which sums to {whole}; "
        yield path, message + f"write a multiple of {whole}, such as {larger}."


def _strata_problems(path: KeyPath, strata: tuple[Stratum, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, stratum in enumerate(strata):
        place: KeyPath = (*path, i)
        if stratum.measure in seen:
            yield (*place, "measure"), f"{stratum.measure} is listed twice; put all its cuts in one entry."
        seen.add(stratum.measure)
        if stratum.measure == SEX:
            if stratum.cuts:
                yield (*place, "cuts"), "sex has no cuts; leave them out."
            continue
        yield from judged_problems((*place, "measure"), stratum.measure)
        if not stratum.cuts:
            yield place, f"{stratum.measure} is not cut into groups; write such as cuts = [3.5]."
        if any(later <= earlier for earlier, later in pairwise(stratum.cuts)):
            yield (*place, "cuts"), "cuts rise, each once, such as [3.5, 6.0]."
