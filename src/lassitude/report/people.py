"""Who was studied: the participant flow, step by step, with those who left beside the step they left at."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.report import wording
from lassitude.results import FlowStep, Results

_SCREENED = "screened"
_LEAVING = frozenset(
    {
        "removed",
        "excluded",
        "screen_failed",
        "died",
        "withdrawn",
        "lost",
        "lost_to_follow_up",
        "missing",
        "not_analyzed",
    }
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A box of the flow: its words, its count, and the boxes of those who left after it."""

    label: str
    n: str
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The boxes of one arm, or of everybody before arms part; ``arm`` is empty for the latter."""

    arm: str
    stages: tuple[Stage, ...]


def columns(results: Results) -> tuple[Column, ...]:
    """Return the participant flow as one column for everybody and one for each of several arms.

    Parameters
    ----------
    results : Results
        Its flow. With at most one arm everything is one column.

    Returns
    -------
    tuple of Column
        The first columns, if any, hold what happened before people came into arms, one a population.
    """
    arms = tuple(dict.fromkeys(step.arm for step in results.flow if step.arm))
    if len(arms) < 2:
        return (Column("", stages(results.flow)),) if results.flow else ()
    common = [Column("", stages(steps)) for steps in _by_screening(results.flow)]
    parted = (
        Column(
            wording.group_label(results, arm),
            stages(tuple(step for step in results.flow if step.arm == arm)),
        )
        for arm in arms
    )
    return (*common, *parted)


def _by_screening(flow: tuple[FlowStep, ...]) -> list[tuple[FlowStep, ...]]:
    """Split what happened before people came into arms where another population is screened."""
    found: list[list[FlowStep]] = []
    for step in (one for one in flow if not one.arm):
        again = step.step == _SCREENED and bool(found) and any(one.step == _SCREENED for one in found[-1])
        if again or not found:
            found.append([])
        found[-1].append(step)
    return [tuple(steps) for steps in found]


def stages(flow: tuple[FlowStep, ...]) -> tuple[Stage, ...]:
    """Return the boxes of a participant flow, in the order of its steps.

    Parameters
    ----------
    flow : tuple of FlowStep
        Steps such as ``removed`` and ``died`` stand beside the step before them.

    Returns
    -------
    tuple of Stage
        Empty when there are no steps.
    """
    found: list[tuple[FlowStep | None, list[FlowStep]]] = []
    for step in flow:
        if step.step not in _LEAVING:
            found.append((step, []))
        elif found:
            found[-1][1].append(step)
        else:
            found.append((None, [step]))
    return tuple(
        Stage(
            label=_label(main) if main else "Before screening",
            n=wording.count(main.n) if main else "",
            left=tuple((_label(step), wording.count(step.n)) for step in leaving),
        )
        for main, leaving in found
    )


def _label(step: FlowStep) -> str:
    words = wording.plain(step.step)[:1].upper() + wording.plain(step.step)[1:]
    if not step.criterion:
        return words
    measure, space, rest = step.criterion.partition(" ")
    return f"{words}: {wording.plain(measure)}{space}{rest}"
