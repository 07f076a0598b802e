"""Which parameter set a prediction uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lassitude.population.parameter_sets import ParameterSet


def parameters_named(name: str | None) -> ParameterSet:
    """Return the set that was asked for, or the newest that is shipped.

    Parameters
    ----------
    name : str or None
        Name of a shipped set, ``declared``, or the folder of a set.

    Raises
    ------
    RequestError
        If there is none, with the nearest name.

    Examples
    --------
    >>> parameters_named("declared").count
    0
    """
    from lassitude.population.parameter_sets import default_set, parameter_set_named

    return default_set() if name is None else parameter_set_named(name)


def parameter_inputs(chosen: ParameterSet) -> dict[str, str]:
    """Return what of a set is an input of a run: the hash of its draws, nothing where nothing is drawn.

    Examples
    --------
    >>> parameter_inputs(parameters_named("declared"))
    {}
    """
    return {"draws.parquet": chosen.sha256} if chosen.count else {}
