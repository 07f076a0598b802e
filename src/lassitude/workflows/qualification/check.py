"""A check: what it protects, what must come out, who says so, and what computes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lassitude.quantities.errors import RequestError
from lassitude.results.qualification import Finding, Measure


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the qualification.

    Attributes
    ----------
    name, group, protects : str
        Its name, what it belongs to, and what would be wrong if it failed.
    expected : tuple of float
        What must come out.
    source : str
        Where that comes from: a publication, another program, or arithmetic.
    measure : {"absolute", "relative"}
        How differences are measured.
    tolerance : float
        The largest difference that passes.
    compute : callable
        Returns as many numbers, by the functions that analyses use.
    """

    name: str
    group: str
    protects: str
    expected: tuple[float, ...]
    source: str
    measure: Measure
    tolerance: float
    compute: Callable[[], Sequence[float]]


def carried_out(check: Check) -> Finding:
    """Carry out one check; one that breaks down has failed, and its finding says how.

    Examples
    --------
    >>> adds = Check("sum", "arithmetic", "adding", (3.0,), "by hand", "absolute", 0.0, lambda: [1.0 + 2.0])
    >>> carried_out(adds).passed
    True
    >>> breaks = Check("sum", "arithmetic", "adding", (3.0,), "by hand", "absolute", 0.0, lambda: [1 / 0])
    >>> carried_out(breaks).problem
    'ZeroDivisionError: division by zero'
    """
    computed, problem = (), ""
    try:
        computed = tuple(float(value) for value in check.compute())
    except (RequestError, ArithmeticError, AttributeError, ImportError, LookupError, MemoryError) as error:
        problem = f"{type(error).__name__}: {error}"
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        problem = f"{type(error).__name__}: {error}"
    return Finding(
        check.name,
        check.group,
        check.protects,
        check.expected,
        computed,
        check.source,
        check.measure,
        check.tolerance,
        problem,
    )
