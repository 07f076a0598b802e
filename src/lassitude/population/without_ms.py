"""People without MS lesions: what diseases that share its fatigue have from health, and what they replace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from lassitude.population.healthy import HealthyBody, HealthyPeople
from lassitude.quantities.parameters import (
    LogNormal,
    Normal,
    Parameters,
    Source,
    parameter,
)


def healthy_people_but(label: str, changed: Mapping[str, Any]) -> type[Parameters]:
    """Declare who has a disease: healthy adults but for some declarations.

    Parameters
    ----------
    label : str
        Name of the class.
    changed : mapping of str to parameter
        By field of :class:`~lassitude.population.healthy.HealthyPeople`.

    Examples
    --------
    >>> from lassitude.population.entry import ages
    >>> from lassitude.quantities.parameters import hypothesis
    >>> older = healthy_people_but("Older", {"age": ages(54.0, 8.0, hypothesis("an example"))})
    >>> older().age, older().disease
    (54.0, 0.0)
    """
    return _like(HealthyPeople, label, changed)


def healthy_body_but(label: str, changed: Mapping[str, Any]) -> type[Parameters]:
    """Declare the body of a disease: a healthy one but for some declarations, and with further ones.

    Parameters
    ----------
    label : str
        Name of the class.
    changed : mapping of str to parameter
        By ``subsystem__name``.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> tired = healthy_body_but("Tired", {
    ...     "fatigue__person_physical": own_fatigue("physical", 0.5, hypothesis("an example"))})
    >>> tired().fatigue__person_physical, tired().immunity__activation
    (0.5, 0.36)
    """
    return _like(HealthyBody, label, changed)


def _like(base: type[Parameters], label: str, changed: Mapping[str, Any]) -> type[Parameters]:
    kept = {
        one.name: parameter(one.default, one.metadata["unit"], **_rest(one.metadata))  # type: ignore[arg-type]
        for one in fields(base)  # type: ignore[arg-type]
    }
    told = {**kept, **changed}
    named = {"__doc__": f"{label}: declared beside {base.__name__}.", "__module__": __name__}
    return type(label, (Parameters,), {**named, "__annotations__": dict.fromkeys(told, Any), **told})


def _rest(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {name: metadata[name] for name in ("bounds", "source", "meaning", "varies")}


def own_fatigue(kind: str, level: float, source: Source) -> Any:
    """Declare a person's own level of fatigue, that which nothing else in the model explains.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> own_fatigue("cognitive", -0.5, hypothesis("an example")).metadata["meaning"]
    'own level of cognitive fatigue'
    """
    return parameter(
        level,
        "1",
        bounds=(-6.0, 6.0),
        varies=Normal(0.65),
        meaning=f"own level of {kind} fatigue",
        source=source,
    )


def own_trait(of: str, level: float, spread: float, source: Source) -> Any:
    """Declare a person's own level of depression or of sleep disturbance.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> own_trait("depression", 0.2, 0.8, hypothesis("an example")).metadata["meaning"]
    'own level of depression'
    """
    return parameter(
        level,
        "1",
        bounds=(-4.0, 4.0),
        varies=Normal(spread),
        meaning=f"own level of {of}",
        source=source,
    )


def systemic_inflammation(level: float, source: Source) -> Any:
    """Declare the lasting sickness that inflammation outside the nervous system keeps up.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> systemic_inflammation(0.5, hypothesis("an example")).default
    0.5
    """
    return parameter(
        level,
        "1",
        bounds=(0.0, 2.0),
        varies=LogNormal(0.5),
        meaning="sickness kept up by inflammation outside the nervous system",
        source=source,
    )


def interferon_signature(level: float, source: Source) -> Any:
    """Declare type I interferon activity at rest, healthy mean = 1.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> interferon_signature(2.5, hypothesis("an example")).default
    2.5
    """
    return parameter(
        level,
        "1",
        bounds=(0.3, 6.0),
        varies=LogNormal(0.35),
        meaning="type I interferon activity at rest",
        source=source,
    )
