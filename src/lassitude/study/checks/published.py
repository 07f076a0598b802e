"""What must hold of published numbers and signs: each stands beside an estimate that the plan can make."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.checks.measures import no_visit, series_problems
from lassitude.study.endpoints import EVERYONE, parse_estimate_id
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem


def published_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find ids of published estimates that no analysis can have.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(published_problems(read_protocol("canadian-ahsct")))
    []
    """
    labels = [*(visit.label for visit in calendar(plan)), *plan.visits.in_period]
    groups = [*plan.arms, *sequences_of(plan), EVERYONE]
    for table in ("published", "published_directions"):
        for text in getattr(plan, table):
            path: KeyPath = (table, text)
            try:
                estimate = parse_estimate_id(text)
            except RequestError as error:
                yield path, str(error)
                continue
            yield from series_problems(path, estimate.endpoint, plan.visits)
            if estimate.visit not in labels:
                yield path, no_visit(estimate.visit, labels)
            yield from _group_problems(path, estimate.arm, groups, plan.subsets)


def _group_problems(
    path: KeyPath, text: str, groups: Collection[str], subsets: Collection[str]
) -> Iterator[Problem]:
    group, within, subset = text.partition("/")
    if group not in groups:
        yield path, f"there is no arm {group!r}.{did_you_mean(group, groups)}"
    if within and subset not in subsets:
        yield path, f"there is no subset {subset!r}.{did_you_mean(subset, subsets)}"
