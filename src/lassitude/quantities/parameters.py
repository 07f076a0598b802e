"""Parameters that carry their unit, bounds, meaning and source in the line that declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Literal, TypeVar, dataclass_transform

Grade = Literal["sourced", "derived", "hypothesis"]

PerPatient = Any
"""A parameter that may differ between people: a number, or an array with one value a person."""
Shared = Any
"""A parameter that everybody shares: a number."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from and how far to trust it.

    Attributes
    ----------
    grade : {"sourced", "derived", "hypothesis"}
        Read in a source, computed from sourced material, or our own choice.
    reference : str
        A ledger id, a DOI or a short citation; empty for a hypothesis without an anchor.
    note : str
        How it was derived, or what the hypothesis says.
    """

    grade: Grade
    reference: str = ""
    note: str = ""


def published(reference: str, note: str = "") -> Source:
    """Say that a number was read in a source.

    Examples
    --------
    >>> published("doi:10.1186/s12859-020-03823-9").grade
    'sourced'
    """
    return Source("sourced", reference, note)


def derived(reference: str, note: str) -> Source:
    """Say that a number was computed from a source, and how.

    Examples
    --------
    >>> derived("doi:10.1002/jcph.894", "trough at 28 and 42 days").grade
    'derived'
    """
    return Source("derived", reference, note)


def hypothesis(note: str, reference: str = "") -> Source:
    """Say that a number is our own choice, and what it supposes.

    Examples
    --------
    >>> hypothesis("B cells sustain memory; size unknown").grade
    'hypothesis'
    """
    return Source("hypothesis", reference, note)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Between-person variability that multiplies the value by exp(sd * z)."""

    sd: float


@dataclass(frozen=True, slots=True)
class Normal:
    """Between-person variability that adds sd * z to the value."""

    sd: float


Variability = LogNormal | Normal


@dataclass(frozen=True, slots=True)
class Declaration:
    """All that is said of one parameter where it is declared."""

    name: str
    value: float
    unit: str
    bounds: tuple[float, float]
    source: Source
    meaning: str
    varies: Variability | None


def parameter(
    value: float,
    unit: str,
    *,
    bounds: tuple[float, float],
    source: Source,
    meaning: str,
    varies: Variability | None = None,
) -> Any:
    """Declare a parameter as a field of a :class:`Parameters` class.

    Parameters
    ----------
    value : float
        The central value, in `unit`.
    unit : str
        A unit that Pint reads; ``"1"`` for a pure number. Time inside the body is in days.
    bounds : tuple of float
        Lowest and highest plausible value; every person's own value is kept within them.
    source : Source
        Made by :func:`published`, :func:`derived` or :func:`hypothesis`.
    meaning : str
        One plain sentence fragment that a clinician understands.
    varies : LogNormal or Normal, optional
        How the value differs between people; without it everybody shares the value.

    Raises
    ------
    ValueError
        If the value lies outside its bounds.

    Examples
    --------
    >>> class Gland(Parameters):
    ...     clearance: float = parameter(0.63, "1/h", bounds=(0.4, 1.0),
    ...         source=hypothesis("an example"), meaning="turnover of cortisol")
    >>> Gland().clearance
    0.63
    """
    if not bounds[0] <= value <= bounds[1]:
        raise ValueError(f"{meaning}: the value {value} lies outside its bounds {bounds}")
    told = {"unit": unit, "bounds": bounds, "source": source, "meaning": meaning, "varies": varies}
    return field(default=value, metadata=told, kw_only=True)


@dataclass_transform(field_specifiers=(parameter,), frozen_default=True, kw_only_default=True)
class Parameters:
    """The parameters of one subsystem: a frozen data class made by naming its fields.

    A field may hold a number, an array with one value a person, or a symbol, so that the same
    equations serve one person, a cohort and the trace.
    """

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)


Owner = TypeVar("Owner", bound=Parameters)


def _declaration(name: str, one: Field[Any]) -> Declaration:
    if one.default is MISSING or "unit" not in one.metadata:
        raise TypeError(f"{name} must be declared with parameter(...)")
    return Declaration(name=name, value=one.default, **one.metadata)


def declarations(owner: type[Parameters], prefix: str) -> Iterator[Declaration]:
    """List what a class of parameters declares, each name behind ``prefix.``.

    Examples
    --------
    >>> class Gland(Parameters):
    ...     clearance: float = parameter(0.63, "1/h", bounds=(0.4, 1.0),
    ...         source=hypothesis("an example"), meaning="turnover of cortisol")
    >>> [one.name for one in declarations(Gland, "gland")]
    ['gland.clearance']
    """
    for one in fields(owner):  # type: ignore[arg-type]
        yield _declaration(f"{prefix}.{one.name}", one)


def with_values(owner: type[Owner], prefix: str, values: Mapping[str, Any]) -> Owner:
    """Build the parameters of a class from a flat mapping of ``prefix.name`` to values.

    Examples
    --------
    >>> class Gland(Parameters):
    ...     clearance: float = parameter(0.63, "1/h", bounds=(0.4, 1.0),
    ...         source=hypothesis("an example"), meaning="turnover of cortisol")
    >>> with_values(Gland, "gland", {"gland.clearance": 0.5}).clearance
    0.5
    """
    return owner(**{one.name: values[f"{prefix}.{one.name}"] for one in fields(owner)})  # type: ignore[arg-type]
