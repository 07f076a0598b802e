"""What must hold of populations and arms: criteria, names, who receives what and what they know of it."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.quantities.errors import did_you_mean
from lassitude.study.arms import Arm, Criterion, Population
from lassitude.study.checks.measures import judged_problems
from lassitude.study.designs import WaitingListDesign
from lassitude.study.endpoints import AGE, EVERYONE
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem

_OLDEST = 120.0


def people_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find what is wrong with populations and arms.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(people_problems(read_protocol("canadian-ahsct")))
    []
    """
    if not plan.arms:
        yield ("arms",), "a study has at least one arm. Add one, such as [arms.treated]."
    for name, population in plan.populations.items():
        yield from _population_problems(("populations", name), population)
        if plan.arms and all(arm.population != name for arm in plan.arms.values()):
            yield ("populations", name), "no arm enrolls this population; name it in an arm or remove it."
    for name, arm in plan.arms.items():
        yield from name_problems(("arms", name), name, "an arm")
        if arm.population not in plan.populations:
            hint = did_you_mean(arm.population, plan.populations)
            yield ("arms", name, "population"), f"there is no population {arm.population!r}.{hint}"
        yield from _knowledge_problems(("arms", name), arm)
        waits = isinstance(plan.design, WaitingListDesign) and plan.design.waiting == name
        if arm.comparator == "waiting-list" and isinstance(plan.design, WaitingListDesign) and not waits:
            message = f"only the arm that waits, {plan.design.waiting}, is a waiting list; drop comparator."
            yield ("arms", name, "comparator"), message


def name_problems(path: KeyPath, name: str, of_what: str) -> Iterator[Problem]:
    """Refuse a name that would be mistaken for another part of an estimate's id."""
    if any(sign in name for sign in "|/") or not name.strip():
        yield path, f"the name of {of_what} is not empty and has no | or / in it."
    elif name == EVERYONE:
        yield path, f"{EVERYONE!r} stands for all people together; give {of_what} another name."


def _population_problems(path: KeyPath, population: Population) -> Iterator[Problem]:
    if population.n < 1:
        yield (*path, "n"), f"{population.n} people leave an arm without people; write 1 or more."
    for i, criterion in enumerate(population.eligibility):
        yield from _criterion_problems((*path, "eligibility", i), criterion)
    alive = population.survivors_of
    if alive is not None and population.n > alive.enrolled - alive.deaths:
        yield (
            (*path, "survivors_of"),
            (
                f"n = {population.n} is more than the {alive.enrolled - alive.deaths} who lived "
                f"({alive.enrolled} enrolled, {alive.deaths} died)."
            ),
        )


def _criterion_problems(path: KeyPath, criterion: Criterion) -> Iterator[Problem]:
    yield from judged_problems((*path, "measure"), criterion.measure)
    low, high = criterion.bounds
    wrong = [bound for bound in (low, high) if abs(bound) != float("inf") and not 0 <= bound <= _OLDEST]
    if criterion.measure == AGE and wrong:
        yield path, f"{wrong[0]:g} is not an age; ages run from 0 to {_OLDEST:g} years."


def _knowledge_problems(path: KeyPath, arm: Arm) -> Iterator[Problem]:
    if arm.blinding == "blinded" and not arm.treatments:
        message = (
            "blinded people receive something that they cannot tell apart, but this arm has no treatment. "
            'Give it one, such as treatments = [{ name = "placebo", start_day = 0 }], or another blinding.'
        )
        yield (*path, "blinding"), message
