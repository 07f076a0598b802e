"""How many are still free of an event at each visit, with the numbers at risk below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lassitude.report import wording
from lassitude.report.courses import Course, ends_of, value_of
from lassitude.report.drawing import MUTED, Drawing, canvas, to_svg
from lassitude.report.looks import look_of
from lassitude.report.times import time_of
from lassitude.results import Results, split_id

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHARE, _AT_RISK = "event_free_share", "at_risk_n"


def event_free(results: Results) -> Drawing | None:
    """Draw the shares free of an event, a panel an endpoint.

    Parameters
    ----------
    results : Results
        With estimates of Kaplan and Meier's curves at the visits.

    Returns
    -------
    Drawing or None
        None where no time to an event was analyzed.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> event_free(Results("analysis", Study("pilot", "00"))) is None
    True
    """
    shares, at_risk = _by_arm(results, _SHARE), _by_arm(results, _AT_RISK)
    if not shares:
        return None
    arms = max(len(course) for course in shares.values())
    alternative = " ".join(_sentence(results, name, course) for name, course in shares.items())
    title = "Free of the event"
    with canvas(9.6, (3.6 + 0.3 * arms) * len(shares)) as figure:
        panels = figure.subplots(len(shares), 1, squeeze=False).ravel()
        for panel, (name, course) in zip(panels, shares.items(), strict=True):
            _panel(panel, results, name, course, at_risk.get(name, {}))
        svg = to_svg(figure, "event-free", title, alternative)
    return Drawing("event-free", title, _caption(results), alternative, svg)


def _by_arm(results: Results, statistic: str) -> dict[str, Course]:
    """Return one statistic at the visits, by endpoint and arm."""
    found: dict[str, Course] = {}
    for estimate in results.estimates:
        name = split_id(estimate.id)
        when, value = time_of(results, name.visit), value_of(estimate)
        if name.statistic == statistic and when is not None and value is not None and value == value:
            found.setdefault(name.endpoint, {}).setdefault(name.arm, []).append((when, estimate))
    return found


def _panel(panel: Axes, results: Results, name: str, course: Course, at_risk: Course) -> None:
    days = sorted({when for points in course.values() for when, _ in points})
    for place, (arm, points) in enumerate(course.items()):
        color, marker = look_of(results, arm)
        points = sorted(points, key=lambda point: point[0])
        when, values = [day for day, _ in points], [value_of(one) or 0.0 for _, one in points]
        panel.step(when, values, where="post", color=color, label=wording.arm_label(results, arm))
        for day, one in points:
            ends = ends_of(one)
            if ends is not None:
                panel.plot([day, day], [ends.lower, ends.upper], color=color, linewidth=1.0, alpha=0.6)
        panel.plot(when, values, marker, color=color, markersize=4)
        _numbers(panel, place, color, [*at_risk.get(arm, [])])
    panel.annotate("at risk", (-0.01, -0.2), xycoords="axes fraction", ha="right", color=MUTED, fontsize=9)
    panel.set_xticks(days, [_visit_at(results, day) for day in days])
    panel.set_ylim(0, 1.02)
    panel.set_ylabel("share free of the event")
    panel.set_title(wording.endpoint_of(results, name).label)
    panel.legend(loc="lower left", frameon=False)


def _numbers(panel: Axes, place: int, color: str, points: list) -> None:
    across = panel.get_xaxis_transform()
    for day, one in points:
        told = wording.number(value_of(one))
        row = -0.2 - 0.08 * place
        panel.annotate(told, (day, row), xycoords=across, ha="center", color=color, fontsize=9)


def _visit_at(results: Results, when: float) -> str:
    labels = [one.label for one in results.study.visits if time_of(results, one.label) == when]
    return wording.visit_label(results, labels[0]) if labels else f"{when:g}"


def _caption(results: Results) -> str:
    if results.kind == "analysis":
        return (
            "Kaplan and Meier's estimates at the visits with 95% intervals, and how many people were at risk "
            "then; events between two visits show at the later one."
        )
    return (
        "Kaplan and Meier's estimates at the visits: median over repetitions of the study, lines hold 90% of "
        "them; below, the median number of people at risk."
    )


def _sentence(results: Results, name: str, course: Course) -> str:
    parts = []
    for arm, points in course.items():
        day, last = max(points, key=lambda point: point[0])
        share = wording.percent(value_of(last))
        parts.append(f"{wording.arm_label(results, arm)} {share} at {_visit_at(results, day)}")
    return f"{wording.endpoint_of(results, name).label}, share free of the event: {'; '.join(parts)}."
