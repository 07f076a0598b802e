"""Say why data allow none of the analyses planned: who was measured when, and what does not vary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lassitude.quantities.errors import RequestError
from lassitude.statistics.arm_blocks import ArmBlock, arm_blocks
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.analyses.within_arms import Descriptive
from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.calendar import calendar
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol

_NAMED = 5


def refuse_if_nothing_is_estimated(
    data: StudyData, plan: Protocol, batches: Mapping[str, EstimateBatch], file: str
) -> None:
    """Refuse data from which nothing but descriptions can be computed, with the rows that are why.

    An analysis among others that cannot be done is no matter here: its estimates say so in the report.

    Parameters
    ----------
    data : StudyData
        A checked study.
    plan : Protocol
        What was planned.
    batches : mapping of str to EstimateBatch
        Every planned estimate, by id.
    file : str
        Name of the file, for messages.

    Raises
    ------
    RequestError
        If no planned comparison, test or model has given any estimate: why, then who was measured at which
        visit and which values are the same in everybody.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import empty_table
    >>> nobody = StudyData(StudyDescription("demo", "", {}, ""), empty_table("subjects"),
    ...                    empty_table("observations"))
    >>> refuse_if_nothing_is_estimated(nobody, read_protocol("canadian-ahsct"), {}, "data.csv")
    """
    tested = {name for name, one in plan.analysis.items() if not isinstance(one, Descriptive)}
    asked = [batch for batch in batches.values() if batch.analysis in tested]
    if not asked or any(batch.converged.any() for batch in asked):
        return
    reasons = dict.fromkeys((batch.analysis, _reason(batch)) for batch in asked)
    lines = [f"{file} allows none of the analyses planned: nothing could be estimated."]
    lines += [f"{name}: {reason}" for name, reason in reasons]
    endpoints = dict.fromkeys(one.endpoint for name in tested for one in endpoints_of(plan.analysis[name]))
    labels = [visit.label for visit in calendar(plan)]
    for blocks in arm_blocks(data, [*endpoints], labels).values():
        lines += [line for block in blocks for line in _measured(block)]
    lines.append(
        "Correct these rows, or analyze with a copy of the plan that leaves such analyses, covariates or "
        "visits out."
    )
    raise RequestError("\n".join(lines))


def _reason(batch: EstimateBatch) -> str:
    return " ".join(batch.notes) or "no reason is known."


def _measured(block: ArmBlock) -> Iterator[str]:
    """Say of each visit who has a value, where not everybody has one or all have the same."""
    enrolled = block.enrolled[0]
    for visit in block.visits:
        values = block.at(visit)[0]
        known = enrolled & np.isfinite(values)
        place = f"{block.endpoint} at {visit} in {block.arm}"
        if not known.any():
            yield f"{place}: nobody has a value; {_who(block, enrolled)}."
        elif known.sum() > 1 and np.ptp(values[known]) == 0:
            yield f"{place}: {values[known][0]:g} in everybody measured, {_who(block, known)}."
        elif known.sum() < 3:
            yield f"{place}: of {enrolled.sum()} people only {_who(block, known)} have a value."


def _who(block: ArmBlock, chosen: np.ndarray) -> str:
    names = [block.subjects[int(person)] for person in np.flatnonzero(chosen)]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{len(names)} people ({', '.join(names[:_NAMED])}{more})"
