"""All therapies: rows that are read from their files, one file a therapy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from importlib import resources
from typing import TypeVar

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, published
from lassitude.quantities.units import written
from lassitude.therapies.mechanisms import Mechanism, ResistanceTraining, Training
from lassitude.therapies.reading import Row, read_mechanism, read_row
from lassitude.therapies.row import FAMILIES, Therapy

_ROOM = resources.files("lassitude.therapies")


def _read() -> Iterator[Row]:
    for family in FAMILIES:
        files = _ROOM.joinpath("rows", family).iterdir()
        for file in sorted(files, key=lambda one: one.name):
            if file.name.endswith(".toml"):
                text = file.read_text(encoding="utf-8")
                yield read_row(text, file.name.removesuffix(".toml"), family)


_EXPECTATION_FILE = _ROOM.joinpath("expectation.toml").read_text(encoding="utf-8")
EXPECTATION, _BELIEF = read_mechanism(_EXPECTATION_FILE, "expectation")
"""What every therapy that people know of brings with it."""
_ROWS = tuple(_read())
_DECLARED = {
    one.name: one for numbers in (_BELIEF, *(row.numbers for row in _ROWS)) for one in numbers.values()
}
THERAPIES: Mapping[str, Therapy] = {row.therapy.name: row.therapy for row in _ROWS}


def file_of(name: str) -> str:
    """Return the file of a therapy, from the package's folder.

    Examples
    --------
    >>> file_of("modafinil")
    'therapies/rows/symptomatic/modafinil.toml'
    """
    return f"therapies/rows/{therapy(name).family}/{name}.toml"


def all_declarations() -> Iterator[Declaration]:
    """List every parameter of every therapy.

    Examples
    --------
    >>> next(all_declarations()).name
    'expectation.height'
    """
    yield from _DECLARED.values()


Kind = TypeVar("Kind", bound=Mechanism)

TRAININGS = tuple(
    one.name
    for one in THERAPIES.values()
    if any(isinstance(mechanism, Training | ResistanceTraining) for mechanism in one.every_mechanism())
)
"""Therapies that raise exertion by fixed increments, whatever a person's symptoms."""


def therapy(name: str) -> Therapy:
    """Find a therapy by name.

    Raises
    ------
    RequestError
        With the nearest name.

    Examples
    --------
    >>> therapy("ahsct").label
    'autologous hematopoietic stem-cell transplantation'
    """
    if name not in THERAPIES:
        raise RequestError(f"There is no therapy {name!r}.{did_you_mean(name, THERAPIES)}")
    return THERAPIES[name]


def mechanisms_of(name: str, options: Mapping[str, object]) -> tuple[Mechanism, ...]:
    """Return the mechanisms of a therapy under the chosen options and doses.

    Parameters
    ----------
    name : str
        A therapy.
    options : mapping of str to object
        Choice of each option, the first choice where none is given; and numbers in place of declared doses.

    Raises
    ------
    RequestError
        For an unknown option or choice, with the nearest name, and for a dose out of bounds.

    Examples
    --------
    >>> len(mechanisms_of("ahsct", {"conditioning": "beam-atg"}))
    4
    >>> mechanisms_of("modafinil", {"daily_mg": 100})[0].daily_mg.value
    100.0
    """
    one = therapy(name)
    known = (*one.options, *one.doses)
    for option in options:
        if option not in known:
            raise RequestError(f"{name} has no option {option!r}.{did_you_mean(option, known)}")
    chosen: tuple[Mechanism, ...] = one.mechanisms
    for option, choices in one.options.items():
        choice = str(options.get(option, next(iter(choices))))
        if choice not in choices:
            raise RequestError(f"{option} of {name} cannot be {choice!r}.{did_you_mean(choice, choices)}")
        chosen += choices[choice]
    doses = {f"{name}.{dose}": _chosen(name, dose, options[dose]) for dose in one.doses if dose in options}
    return tuple(_dosed(mechanism, doses) for mechanism in chosen)


def _chosen(name: str, dose: str, told: object) -> Declaration:
    """Return a dose as a protocol states it, under a name of its own that no draw of priors replaces."""
    declared = _DECLARED[f"{name}.{dose}"]
    low, high = declared.bounds
    if isinstance(told, bool) or not isinstance(told, (int, float)) or not low <= told <= high:
        allowed = f"{low:g} to {high:g} {written(declared.unit)}".rstrip()
        raise RequestError(f"{dose} of {name} cannot be {told!r}: give a number from {allowed}.")
    source = published("protocol", "chosen")
    return replace(declared, name=f"{declared.name} as chosen", value=float(told), source=source)


def _dosed(mechanism: Kind, doses: Mapping[str, Declaration]) -> Kind:
    changed = {
        one.name: doses[getattr(mechanism, one.name).name]
        for one in fields(mechanism)
        if getattr(mechanism, one.name).name in doses
    }
    return replace(mechanism, **changed)
