"""What the population is fitted to: stages, their parameters, and targets, each of them an ordinary protocol.

A target repeats a published study; its ``[published]`` table says which numbers it is held against. Stages
are fitted in order, each with the parameters it may move and the reason why it may.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.study.protocol import Protocol, parse_protocol

_KEYS = ("stage", "order", "parameters", "targets", "notes")


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the calibration.

    Attributes
    ----------
    name : str
        Name of its file and of the folder of its targets.
    order : int
        Place among the stages, from 1; a stage takes over the draws of those before it.
    parameters : mapping of str to str
        Parameters that it moves, each with the reason why these targets can tell something about it.
    targets : tuple of str
        Names of its targets, in the order of the file.
    notes : str
        What is held fixed and why.
    """

    name: str
    order: int
    parameters: Mapping[str, str]
    targets: tuple[str, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class Target:
    """A published study that the model can repeat.

    Attributes
    ----------
    name : str
        Name of its file.
    stage : str
        Name of the stage that is fitted to it.
    protocol : Protocol
        The study; its ``published`` table maps ids of estimates to pointers into the ledger.
    """

    name: str
    stage: str
    protocol: Protocol


@cache
def stages() -> tuple[Stage, ...]:
    """Return the stages of the calibration, first to last.

    Raises
    ------
    RequestError
        When a file of a stage lacks a key or has one too many.

    Examples
    --------
    >>> [stage.order for stage in stages()] == sorted(stage.order for stage in stages())
    True
    """
    return tuple(sorted((read_stage(file) for file in _files("stages")), key=lambda stage: stage.order))


def stage(name: str) -> Stage:
    """Return one stage.

    Raises
    ------
    RequestError
        When there is none of this name, with the nearest name.

    Examples
    --------
    >>> stage("1-instrument")
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: The calibration has no stage '1-instrument'...
    """
    by_name = {one.name: one for one in stages()}
    if name not in by_name:
        raise RequestError(f"The calibration has no stage {name!r}.{did_you_mean(name, by_name)}")
    return by_name[name]


@cache
def targets_of(name: str) -> tuple[Target, ...]:
    """Return the targets of a stage, in the order of its file.

    Parameters
    ----------
    name : str
        Name of the stage.

    Returns
    -------
    tuple of Target
        Parsed and checked as any protocol is.

    Raises
    ------
    RequestError
        When there is no such stage, when a target has no file, or when its protocol is wrong.

    Examples
    --------
    >>> all(target.protocol.published for target in targets_of("1-instruments"))
    True
    """
    chosen = stage(name)
    files = {_stem(file): file for file in _files("targets", name)}
    missing = [target for target in chosen.targets if target not in files]
    if missing:
        raise RequestError(
            f"Stage {name!r} names {len(missing)} target(s) without a file, first {missing[0]!r}."
            f"{did_you_mean(missing[0], files)}"
        )
    return tuple(_target(target, name, files[target]) for target in chosen.targets)


@cache
def not_expressed() -> Mapping[str, str]:
    """Return the entries that could be fitted and are not, each with the reason.

    Returns
    -------
    mapping of str to str
        Ledger entry id to reason, in the order of the files.

    Raises
    ------
    RequestError
        When two files give a reason for one entry.

    Examples
    --------
    >>> "bornhorst2022_nfl_age" in not_expressed()
    True
    """
    reasons: dict[str, str] = {}
    for file in _files("not_expressed"):
        listed = _read(file)
        twice = sorted(reasons.keys() & listed.keys())
        if twice:
            raise RequestError(f"not_expressed/{file.name} repeats {twice[0]!r}, which another file has.")
        reasons.update(listed)
    return MappingProxyType(reasons)


def read_stage(file: Traversable) -> Stage:
    r"""Read the file of a stage.

    Parameters
    ----------
    file : Traversable
        A TOML file with the keys ``stage``, ``order``, ``targets``, ``notes`` and the table ``parameters``.

    Raises
    ------
    RequestError
        When it is not TOML, lacks a key, has one too many, or its stage is not called as the file is.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "1-instruments.toml")
    ...     _ = file.write_text("stage = '1-instruments'\norder = 1\nparameter = {}")
    ...     read_stage(file)
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: 1-instruments.toml: unknown key 'parameter'. Did you mean...
    """
    document = _read(file)
    unknown = sorted(document.keys() - set(_KEYS))
    if unknown:
        raise RequestError(f"{file.name}: unknown key {unknown[0]!r}.{did_you_mean(unknown[0], _KEYS)}")
    missing = [key for key in _KEYS if key not in document]
    if missing:
        raise RequestError(f"{file.name} lacks {missing[0]!r}; a stage has {', '.join(_KEYS)}.")
    if document["stage"] != _stem(file):
        raise RequestError(f"{file.name}: its stage is called {document['stage']!r}; both have to be alike.")
    return Stage(
        name=document["stage"],
        order=document["order"],
        parameters=MappingProxyType(document["parameters"]),
        targets=tuple(document["targets"]),
        notes=document["notes"],
    )


def _files(*folder: str) -> list[Traversable]:
    place = resources.files("lassitude.calibration").joinpath(*folder)
    if not place.is_dir():
        return []
    files = (file for file in place.iterdir() if file.name.endswith(".toml"))
    return sorted(files, key=lambda file: file.name)


def _stem(file: Traversable) -> str:
    return file.name.removesuffix(".toml")


def _read(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{file.name}: this is not TOML: {error}.") from error


def _target(name: str, in_stage: str, file: Traversable) -> Target:
    protocol = parse_protocol(file.read_text(encoding="utf-8"), f"targets/{in_stage}/{file.name}")
    return Target(name, in_stage, protocol)
