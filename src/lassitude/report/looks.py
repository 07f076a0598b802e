"""One color and mark for each arm, the same in every figure."""

from __future__ import annotations

from lassitude.report.drawing import BLUE, GREEN, INK, ORANGE, PURPLE, SKY
from lassitude.results import Results

_LOOKS = ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"), (PURPLE, "v"), (SKY, "P"), (INK, "X"))


def look_of(results: Results, arm: str) -> tuple[str, str]:
    """Return color and mark of an arm; a contrast has the color of its arm and the mark of its comparator.

    Parameters
    ----------
    results : Results
        Its study gives the order of arms.
    arm : str
        Name of an arm, of people chosen within it, or of ``arm minus comparator``.

    Examples
    --------
    >>> from lassitude.results import Arm, Study
    >>> results = Results("analysis", Study("pilot", "00", arms=(Arm("a", "a"), Arm("b", "b"))))
    >>> look_of(results, "a/improvers"), look_of(results, "a minus b")
    (('#0072B2', 'o'), ('#0072B2', 's'))
    """
    first, minus, second = arm.partition(" minus ")
    color, marker = _LOOKS[_place(results, first.partition("/")[0])]
    return color, _LOOKS[_place(results, second)][1] if minus else marker


def _place(results: Results, arm: str) -> int:
    """Return the position of an arm in the study; arms that it does not name share the last look."""
    names = [one.name for one in results.study.arms]
    return names.index(arm) % len(_LOOKS) if arm in names else len(_LOOKS) - 1
