"""Whether the model knows every name of a plan."""

from __future__ import annotations

from lassitude.workflows.plans import WrittenPlan, check_biology, check_measures


def check_names(plan: WrittenPlan) -> None:
    """Make sure that every instrument, pointer, condition, therapy and option of a plan exists.

    Raises
    ------
    RequestError
        One line a problem, with the nearest valid name.

    Examples
    --------
    >>> from lassitude.workflows.plans import read_plan
    >>> check_names(read_plan("canadian-ahsct"))
    """
    from lassitude.population.conditions import CONDITIONS
    from lassitude.therapies.catalog import THERAPIES, mechanisms_of

    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)
