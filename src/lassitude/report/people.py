"""Who was studied: the participant flow, step by step, with those who left beside the step they left at."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.report import wording
from lassitude.results import FlowStep, Results

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


def stages(results: Results) -> tuple[Stage, ...]:
    """Return the boxes of the participant flow, in the order of the results.

    Parameters
    ----------
    results : Results
        Its flow; steps such as ``removed`` and ``died`` stand beside the step before them.

    Returns
    -------
    tuple of Stage
        Empty when the results tell no flow.
    """
    found: list[tuple[FlowStep | None, list[FlowStep]]] = []
    for step in results.flow:
        if step.step not in _LEAVING:
            found.append((step, []))
        elif found:
            found[-1][1].append(step)
        else:
            found.append((None, [step]))
    return tuple(
        Stage(
            label=_label(results, main) if main else "Before screening",
            n=wording.count(main.n) if main else "",
            left=tuple((_label(results, step), wording.count(step.n)) for step in leaving),
        )
        for main, leaving in found
    )


def _label(results: Results, step: FlowStep) -> str:
    words = wording.plain(step.step)[:1].upper() + wording.plain(step.step)[1:]
    if step.criterion:
        words = f"{words}: {step.criterion}"
    several = len(results.study.arms) > 1 and step.arm
    return f"{words} ({wording.arm_label(results, step.arm or '')})" if several else words
