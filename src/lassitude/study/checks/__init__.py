"""What must agree between the tables of a protocol, topic by topic, with the way out of every mistake."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.study.checks.analyses import analysis_problems
from lassitude.study.checks.conduct import conduct_problems
from lassitude.study.checks.credibility import credibility_problems
from lassitude.study.checks.designs import design_problems
from lassitude.study.checks.estimands import estimand_problems
from lassitude.study.checks.multiplicity import multiplicity_problems
from lassitude.study.checks.people import people_problems
from lassitude.study.checks.published import published_problems
from lassitude.study.checks.visits import visit_problems
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem


def problems_of(plan: PlanTables) -> Iterator[Problem]:
    """Find what does not agree within a protocol.

    Parameters
    ----------
    plan : PlanTables
        Its tables have the right shape each.

    Yields
    ------
    tuple of key path and str
        Where the problem stands, and what it is in a sentence with the way out.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(problems_of(read_protocol("canadian-ahsct")))
    []
    """
    places: dict[str, list[KeyPath]] = {}
    for path, message in _all_problems(plan):
        places.setdefault(message, []).append(path)
    for message, paths in places.items():
        more = f" The same in {len(paths) - 1} more places." if len(paths) > 1 else ""
        yield paths[0], message + more


def _all_problems(plan: PlanTables) -> Iterator[Problem]:
    of_visits, of_people = list(visit_problems(plan)), list(people_problems(plan))
    yield from of_visits
    yield from of_people
    yield from design_problems(plan)
    yield from analysis_problems(plan)
    if not of_visits:
        yield from estimand_problems(plan)
    if not of_visits:
        yield from multiplicity_problems(plan)
    yield from published_problems(plan)
    yield from credibility_problems(plan)
    if not of_visits:
        yield from conduct_problems(plan)
