"""What must hold of hypotheses tested together: each is an estimate that the plan can make, named once."""

from __future__ import annotations

from collections.abc import Iterator

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.checks.measures import no_visit
from lassitude.study.checks.people import name_problems
from lassitude.study.endpoints import EVERYONE, parse_estimate_id
from lassitude.study.multiplicity import FalseDiscovery, hypotheses_of
from lassitude.study.plan_tables import PlanTables
from lassitude.study.protocol_errors import KeyPath, Problem


def multiplicity_problems(plan: PlanTables) -> Iterator[Problem]:
    """Find what is wrong with the procedures for several hypotheses.

    Parameters
    ----------
    plan : PlanTables
        A protocol.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> list(multiplicity_problems(read_protocol("canadian-ahsct")))
    []
    """
    endpoints = [one.endpoint for analysis in plan.analysis.values() for one in endpoints_of(analysis)]
    for name, procedure in plan.multiplicity.items():
        path: KeyPath = ("multiplicity", name)
        yield from name_problems(path, name, "a procedure")
        if name in plan.analysis:
            yield path, f"{name!r} is the name of an analysis too; give the procedure another one."
        if isinstance(procedure, FalseDiscovery) and procedure.panel is not None:
            if procedure.panel not in plan.analysis:
                hint = did_you_mean(procedure.panel, plan.analysis)
                yield (*path, "panel"), f"there is no analysis {procedure.panel!r}.{hint}"
            continue
        ids = hypotheses_of(procedure)
        for identifier in ids:
            yield from _hypothesis_problems(path, identifier, endpoints, plan)
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            yield path, f"{twice[0]} is named twice."


def _hypothesis_problems(
    path: KeyPath, identifier: str, endpoints: list[str], plan: PlanTables
) -> Iterator[Problem]:
    try:
        parts = parse_estimate_id(identifier)
    except RequestError as error:
        yield path, str(error)
        return
    if parts.endpoint not in endpoints:
        hint = did_you_mean(parts.endpoint, endpoints)
        yield path, f"no analysis has the endpoint {parts.endpoint} of {identifier}.{hint}"
    labels = [*(visit.label for visit in calendar(plan)), *plan.visits.in_period]
    if parts.visit not in labels:
        yield path, no_visit(parts.visit, labels)
    groups = [*plan.arms, *sequences_of(plan), EVERYONE]
    group = parts.arm.partition("/")[0]
    if group not in groups:
        yield path, f"there is no arm {group!r}.{did_you_mean(group, groups)}"
