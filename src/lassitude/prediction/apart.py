"""The change of every arm taken apart, replicate by replicate and person by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lassitude.prediction.attribution import parts_of_change
from lassitude.prediction.design import Design
from lassitude.prediction.entering import Blocks, Entered
from lassitude.prediction.replicates import gathered
from lassitude.study.calendar import calendar
from lassitude.trial.group import Group
from lassitude.trial.treated import Switch

PartsOfChange = dict[tuple[str, str], dict[str, NDArray[np.float64]]]
"""By endpoint and arm: each part of the mean change, [replicate]."""
Counterfactuals = Mapping[str, Mapping[Switch, Mapping[str, NDArray[np.float64]]]]
"""By population and switch: pages of the diary, [visit, replicate, slot]."""


@dataclass(frozen=True)
class Under:
    """Who is under an arm at which visit.

    Attributes
    ----------
    arm, population : str
        Names.
    visit : str
        To which the change goes, as the protocol names it.
    who : dict of int to array of bool, [replicate, slot]
        By number of the visit.
    """

    arm: str
    population: str
    visit: str
    who: Mapping[int, NDArray[np.bool_]]


def counterfactuals(made: Design, entered: Entered, blocks: Blocks) -> Counterfactuals:
    """Join the blocks of every population under every switch."""
    return {
        population: {switch: gathered(made, entered, blocks, population, switch) for switch in made.switches}
        for population in made.protocol.populations
    }


def under(made: Design, groups: tuple[Group, ...]) -> Iterator[Under]:
    """List every arm with the people who are under it when its change is told."""
    visits = calendar(made.protocol)
    for group in groups:
        for arm, one in made.protocol.arms.items():
            if one.population != group.population:
                continue
            who = {
                number: np.isin(group.assigned, _assigned_then(group, arm, made.schedule.periods[number]))
                for number in made.targets
            }
            yield Under(arm, group.population, visits[made.targets[-1]].visit, who)


def _assigned_then(group: Group, arm: str, period: str | None) -> list[int]:
    """Return the positions of the assignments that give an arm in a period, or at all without periods."""
    return [
        number
        for number, one in enumerate(group.assignments)
        if (one.arm == arm if period is None else any(g.arm == arm and g.period == period for g in one.given))
    ]


def changes_apart(made: Design, groups: tuple[Group, ...], told: Counterfactuals) -> PartsOfChange:
    """Take the change of every attributed endpoint apart, in every arm and replicate.

    In a design with periods, the change of an arm goes from the first visit to the analyzed visit of the
    period in which a person has that arm. Where nothing is done that could be taken away, nothing is apart.
    """
    if not made.removable:
        return {}
    return {
        (endpoint, one.arm): _parts(made, told[one.population], endpoint, one)
        for one in under(made, groups)
        for endpoint in made.attributed
    }


def named_draws(parts: PartsOfChange) -> dict[str, NDArray[np.float64]]:
    """Name each part of each change as it stands in the truth: ``part.ENDPOINT.ARM.PART``.

    Examples
    --------
    >>> list(named_draws({("FIS.total", "ahsct"): {"therapy": np.zeros(2)}}))
    ['part.FIS.total.ahsct.therapy']
    """
    return {
        f"part.{endpoint}.{arm}.{part}": values
        for (endpoint, arm), told in parts.items()
        for part, values in told.items()
    }


def _parts(
    made: Design, told: Mapping[Switch, Mapping[str, NDArray]], endpoint: str, one: Under
) -> dict[str, NDArray[np.float64]]:
    planned = told[()]
    anybody = np.stack(list(one.who.values())).sum(axis=0)
    last = {
        switch: _mean({number: pages[f"value.{endpoint}"][number] for number in one.who}, one.who)
        for switch, pages in told.items()
    }
    first = _mean({0: planned[f"value.{endpoint}"][0]}, {0: anybody})
    repeated = _mean({0: planned[f"repeat.{endpoint}"]}, {0: anybody})
    return parts_of_change(first, repeated, last, made.removable)


def _mean(values: Mapping[int, NDArray[np.float64]], who: Mapping[int, NDArray]) -> NDArray[np.float64]:
    """Return the mean over people and visits of those who are meant, [replicate]; NaN where nobody is."""
    total = sum(
        (np.where(who[number] > 0, value, 0.0) * who[number]).sum(axis=1) for number, value in values.items()
    )
    people = sum(who[number].sum(axis=1) for number in values)
    return np.asarray(total) / np.where(np.asarray(people) > 0, people, np.nan)
