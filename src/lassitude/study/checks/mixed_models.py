"""What must hold of a planned mixed model: visits that exist and come after the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lassitude.study.analyses.mixed_models import MixedModel
from lassitude.study.checks.measures import no_visit
from lassitude.study.protocol_errors import KeyPath, Problem


def mixed_model_problems(path: KeyPath, analysis: MixedModel, days: Mapping[str, float]) -> Iterator[Problem]:
    """Find what is wrong with the visits of a mixed model.

    Parameters
    ----------
    path : tuple
        Where the analysis stands in the file.
    analysis : MixedModel
        As planned.
    days : mapping of str to float
        Visits of the plan.

    Yields
    ------
    tuple
        Place of the key and what is wrong with it.

    Examples
    --------
    >>> plan = MixedModel(type="mmrm", endpoint="MFIS.total", change_from="W0", reference="usual",
    ...                   visits=("W0", "W8"))
    >>> [message for _, message in mixed_model_problems(("analysis", "primary"), plan, {"W0": 0, "W8": 56})]
    ['W0 does not come after W0, the baseline.']
    """
    named: dict[KeyPath, str] = {(*path, "visits", i): visit for i, visit in enumerate(analysis.visits)}
    for name, weights in analysis.contrasts.items():
        named |= {(*path, "contrasts", name, visit): visit for visit in weights}
    start = days.get(analysis.change_from)
    for place, visit in named.items():
        if visit not in days:
            yield place, no_visit(visit, dict(days))
        elif start is not None and days[visit] <= start:
            yield place, f"{visit} does not come after {analysis.change_from}, the baseline."
        elif analysis.visits and visit not in analysis.visits:
            yield place, f"{visit} is not among the visits of the model: {', '.join(analysis.visits)}."
    for name, weights in analysis.contrasts.items():
        if not any(weights.values()):
            yield (*path, "contrasts", name), "no visit has a weight other than 0."
