"""Whether the model knows every name of a plan, and simulates what it asks for."""

from __future__ import annotations

from lassitude.workflows.fixed_increments import increment_problems
from lassitude.workflows.plans import WrittenPlan, check_biology, check_measures, refuse


def check_names(plan: WrittenPlan) -> None:
    """Make sure that every instrument, pointer, condition, therapy and option of a plan exists.

    Exercise by fixed increments in people whom exertion makes worse is refused as well, unless the plan is
    marked historical.

    Raises
    ------
    RequestError
        One line a problem, with the nearest valid name or the way out.

    Examples
    --------
    >>> from lassitude.workflows.plans import read_plan
    >>> check_names(read_plan("canadian-ahsct"))
    """
    from lassitude.population.conditions import CONDITIONS, WORSENED_BY_EXERTION
    from lassitude.therapies.catalog import THERAPIES, TRAININGS, mechanisms_of

    check_measures(plan)
    check_biology(plan, CONDITIONS, THERAPIES, mechanisms_of)
    refuse(plan, list(increment_problems(plan.protocol, WORSENED_BY_EXERTION, TRAININGS)))
