"""Held-out studies: the protocol of each that the model can express, and why the others are not predicted.

A protocol is written from the design of a study and what a trial may tell beforehand: whom it let in, how
many they were, how they were at the beginning. What it found is read at scoring, by pointer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.protocol import Protocol, parse_protocol, read_protocol

PLACE = resources.files("lassitude.prediction") / "scoreboard"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A held-out study as a protocol.

    Attributes
    ----------
    name : str
        Name of the protocol's file.
    study : str
        Ledger id; a study may have several protocols.
    protocol : Protocol
        Its ``published`` table maps ids of estimates to pointers into the ledger.
    """

    name: str
    study: str
    protocol: Protocol


@dataclass(frozen=True, slots=True)
class Null:
    """A held-out study that found nothing.

    Attributes
    ----------
    study : str
        Ledger id.
    protocol : str
        Name of a held-out protocol.
    estimate : str
        Id of the estimate that shall be small.
    smallest : str
        Pointer to the smallest important change.
    """

    study: str
    protocol: str
    estimate: str
    smallest: str


@cache
def held_out() -> tuple[HeldOut, ...]:
    """Return every held-out study that is predicted, by name.

    Raises
    ------
    RequestError
        When a protocol is wrong or does not say which study it repeats.

    Examples
    --------
    >>> "canadian-ahsct" in [one.name for one in held_out()]
    True
    """
    shipped = _read("studies.toml")["shipped"]
    found = [HeldOut(name, study, read_protocol(name)) for study, name in shipped.items()]
    for file in (PLACE / "holdouts").iterdir():
        if file.name.endswith(".toml"):
            protocol = parse_protocol(file.read_text(encoding="utf-8"), f"holdouts/{file.name}")
            if protocol.source is None:
                raise RequestError(
                    f"holdouts/{file.name}: source is missing; name the held-out ledger entry."
                )
            found.append(HeldOut(file.name.removesuffix(".toml"), protocol.source, protocol))
    return tuple(sorted(found, key=lambda one: one.name))


def chosen(names: tuple[str, ...]) -> tuple[HeldOut, ...]:
    """Return the held-out protocols of some names or studies, all where none is named.

    Raises
    ------
    RequestError
        For a name that is neither, with the nearest.

    Examples
    --------
    >>> [one.name for one in chosen(("bose2018_ahsct_fis",))]
    ['canadian-ahsct']
    """
    known = held_out()
    valid = {word for one in known for word in (one.name, one.study)}
    for name in names:
        if name in not_expressed():
            raise RequestError(f"{name!r} is not predicted: {not_expressed()[name]}")
        if name not in valid:
            raise RequestError(f"There is no held-out study {name!r}.{did_you_mean(name, valid)}")
    return tuple(one for one in known if not names or one.name in names or one.study in names)


@cache
def not_expressed() -> Mapping[str, str]:
    """Return the held-out studies that are not predicted, by ledger id, each with the reason.

    Examples
    --------
    >>> not_expressed()["jason2020_mono_students"]
    'How ME/CFS begins after mononucleosis is not modeled: people come with it.'
    """
    return MappingProxyType(_read("not_expressed.toml")["studies"])


@cache
def left_out() -> Mapping[str, str]:
    """Return the numbers of predicted studies that are not predicted, each with the reason.

    Returns
    -------
    mapping of str to str
        Pointer, or what pointers begin with, to reason.

    Examples
    --------
    >>> left_out()["norheim2012_anakinra_pss:arms.anakinra"]
    'Drug not modeled: anakinra.'
    """
    return MappingProxyType(_read("not_expressed.toml")["numbers"])


def why_left_out(pointer: str) -> str | None:
    """Return why a number of a predicted study is not predicted; None where no reason is given.

    Examples
    --------
    >>> why_left_out("norheim2012_anakinra_pss:arms.anakinra.n")
    'Drug not modeled: anakinra.'
    """
    for begin, reason in left_out().items():
        if pointer == begin or pointer.startswith(f"{begin}."):
            return reason
    return None


@cache
def nulls() -> tuple[Null, ...]:
    """Return the held-out studies that found nothing and are predicted.

    Examples
    --------
    >>> nulls()[0].smallest
    'rooney2019_mid:effect.recommended_MFIS'
    """
    return tuple(Null(study, **told) for study, told in _read("studies.toml")["nulls"].items())


def told_without_sign(pointer: str) -> bool:
    """Return whether a number is printed as a size whose sign is negative by the direction of two scales.

    Examples
    --------
    >>> told_without_sign("sixmw_ms_2008:effect.sixMW_MFISphysical_abs")
    True
    """
    return pointer in _read("studies.toml")["negative"]["pointers"]


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((PLACE / name).read_text(encoding="utf-8"))
