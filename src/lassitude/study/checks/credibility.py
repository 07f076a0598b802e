"""What must hold of the stated credibility: cells say something, and a risk follows from what makes it."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.study.credibility import LEVELS, Rating, StatedCredibility
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem

_SAYS_NOTHING = frozenset(
    {"", "?", "-", "n/a", "na", "none", "not stated", "tba", "tbd", "to do", "todo", "xxx"}
)


def credibility_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find cells that say nothing, and a model risk that does not follow from influence and consequence.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(credibility_problems(read_protocol("canadian-ahsct")))
    []
    """
    stated = plan.credibility
    for name in StatedCredibility.model_fields:
        value = getattr(stated, name)
        path: KeyPath = ("credibility", name)
        if isinstance(value, Rating):
            path, value = (*path, "because"), value.because
        if value is not None and value.strip().strip(".").casefold() in _SAYS_NOTHING:
            yield (
                path,
                f"{value!r} says nothing. Leave the key out; reports show its cell as not stated.",
            )
    yield from _risk_problems(stated)


def _risk_problems(stated: StatedCredibility) -> Iterator[Problem]:
    risk, influence, consequence = stated.model_risk, stated.model_influence, stated.decision_consequence
    if risk is None:
        return
    path: KeyPath = ("credibility", "model_risk")
    if influence is None or consequence is None:
        missing = "model_influence" if influence is None else "decision_consequence"
        yield path, f"the risk follows from model_influence and decision_consequence; {missing} is not there."
        return
    low, high = sorted(LEVELS.index(one.level) for one in (influence, consequence))
    if not low <= LEVELS.index(risk.level) <= high:
        only = LEVELS[low] if low == high else f"between {LEVELS[low]} and {LEVELS[high]}"
        yield (
            (*path, "level"),
            f"{risk.level!r} does not follow: with influence {influence.level} and consequence "
            f"{consequence.level} it is {only}.",
        )
