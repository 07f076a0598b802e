"""``list``: everything that a protocol can name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lassitude.quantities.errors import RequestError, did_you_mean


@dataclass(frozen=True)
class Listing:
    """One thing that can be named.

    Attributes
    ----------
    kind : str
        One of `KINDS`, such as ``studies``, ``therapies`` or ``analyses``.
    name : str
        How a protocol names it.
    meaning : str
        What it is, in words.
    """

    kind: str
    name: str
    meaning: str


def list_names(kind: str | None = None) -> tuple[Listing, ...]:
    """List what there is, of one kind or of all.

    Parameters
    ----------
    kind : str, optional
        One of `KINDS`; all when absent.

    Raises
    ------
    RequestError
        If there is no such kind.

    Examples
    --------
    >>> [one.name for one in list_names("instruments")][:2]
    ['FIS', 'MFIS']
    """
    if kind is None:
        return tuple(one for read in KINDS.values() for one in read())
    if kind not in KINDS:
        raise RequestError(f"There is no kind {kind!r} to list.{did_you_mean(kind, KINDS)}")
    return tuple(KINDS[kind]())


def _studies() -> Sequence[Listing]:
    from lassitude.study.protocol import read_protocol, shipped_experiments, shipped_protocols

    names = (*shipped_protocols(), *shipped_experiments())
    return [Listing("studies", name, read_protocol(name).title) for name in names]


def _conditions() -> Sequence[Listing]:
    from lassitude.population.conditions import CONDITIONS

    return [Listing("conditions", name, one.label) for name, one in CONDITIONS.items()]


def _therapies() -> Sequence[Listing]:
    from lassitude.therapies.catalog import THERAPIES

    return [Listing("therapies", name, one.label) for name, one in THERAPIES.items()]


def _instruments() -> Sequence[Listing]:
    from lassitude.instruments import INSTRUMENTS

    return [Listing("instruments", name, one.label) for name, one in INSTRUMENTS.items()]


def _signals() -> Sequence[Listing]:
    from lassitude.quantities.signals import SIGNALS

    return [Listing("signals", name, f"{one.meaning} [{one.unit}]") for name, one in SIGNALS.items()]


def _parameter_sets() -> Sequence[Listing]:
    from lassitude.population.parameter_sets import DECLARED, parameter_set_named, shipped_sets

    told = [Listing("parameters", DECLARED.name, "every parameter at its declared value")]
    for name in shipped_sets():
        one = parameter_set_named(name)
        meaning = f"{one.count} draws of {len(one.draws)} parameters, fitted to published numbers"
        told.append(Listing("parameters", name, meaning))
    return told


def _statistics(kind: str) -> Sequence[Listing]:
    from lassitude.workflows.explaining_statistics import statistics

    return [Listing(kind, name, meaning) for name, meaning in statistics(kind).items()]


KINDS: dict[str, Callable[[], Sequence[Listing]]] = {
    "studies": _studies,
    "conditions": _conditions,
    "therapies": _therapies,
    "instruments": _instruments,
    "signals": _signals,
    "parameters": _parameter_sets,
    **{
        kind: partial(_statistics, kind)
        for kind in (
            "designs",
            "analyses",
            "covariances",
            "corrections",
            "imputations",
            "strategies",
            "procedures",
        )
    },
}
"""Kinds of names, and how each is found; rooms are loaded only when asked for."""
