"""Reading rows: from a file in TOML to a therapy and its declared numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, Source
from lassitude.therapies.mechanisms import KINDS, Mechanism
from lassitude.therapies.numbers import units_of
from lassitude.therapies.row import EFFECT_GRADES, FAMILIES, Account, Family, Therapy

_KEYS = ("label", "family", "mechanisms", "doses", "evidence", "account", "options", "numbers")
_NUMBER = ("value", "unit", "bounds", "meaning", "grade", "reference", "note")
_GRADES = ("sourced", "derived", "hypothesis")


@dataclass(frozen=True, slots=True)
class Row:
    """A therapy and the numbers that it declares.

    Attributes
    ----------
    therapy : Therapy
        As protocols name it.
    numbers : mapping of str to Declaration
        By name without that of the therapy.
    """

    therapy: Therapy
    numbers: Mapping[str, Declaration]


def read_row(text: str, name: str, family: Family | None = None) -> Row:
    r"""Read a therapy.

    Parameters
    ----------
    text : str
        TOML: ``label``, ``mechanisms``, ``[account]``, ``[numbers.NAME]``; perhaps ``doses``, ``evidence``,
        ``[options.NAME]``, and ``family`` where no folder tells it.
    name : str
        Of the therapy.
    family : Family, optional
        Of the folder.

    Raises
    ------
    RequestError
        When it is not TOML, when a key, mechanism or number is unknown or missing, or when a number has
        another unit than its mechanism, lies out of its bounds or says nothing of its source.

    Examples
    --------
    >>> read_row("label = 'tea'\nmechanism = []", "tea", "control")
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: tea: there is no 'mechanism' in a row. Did you mean...
    """
    document = _document(text, name)
    _known(document, _KEYS, name, "a row")
    _present(document, ("label", "mechanisms", "account"), name, "a row")
    numbers = {key: _number(name, key, told) for key, told in document.get("numbers", {}).items()}
    build = _Building(name, numbers)
    therapy = Therapy(
        name=name,
        label=document["label"],
        family=_family(document, name, family),
        mechanisms=build.mechanisms(document["mechanisms"]),
        account=_account(document["account"], name),
        options={one: build.choices(one, told) for one, told in document.get("options", {}).items()},
        evidence=tuple(document.get("evidence", ())),
        doses=tuple(document.get("doses", ())),
    )
    for dose in therapy.doses:
        if dose not in numbers:
            raise RequestError(f"{name}: the dose {dose!r} is no number of it.{did_you_mean(dose, numbers)}")
    return Row(therapy, numbers)


def read_mechanism(text: str, name: str) -> tuple[Mechanism, Mapping[str, Declaration]]:
    """Read a file that holds one mechanism and its numbers, such as what people expect of any therapy.

    Raises
    ------
    RequestError
        As :func:`read_row`.
    """
    document = _document(text, name)
    numbers = {key: _number(name, key, told) for key, told in document["numbers"].items()}
    (mechanism,) = _Building(name, numbers).mechanisms(document["mechanisms"])
    return mechanism, numbers


@dataclass(frozen=True, slots=True)
class _Building:
    """Mechanisms of one therapy out of its numbers."""

    name: str
    numbers: Mapping[str, Declaration]

    def mechanisms(self, kinds: Iterable[str], setting: str = "") -> tuple[Mechanism, ...]:
        return tuple(self._one(kind, setting) for kind in kinds)

    def choices(self, option: str, told: Mapping[str, Any]) -> dict[str, tuple[Mechanism, ...]]:
        what = f"option {option!r}"
        _known(told, ("mechanisms", "choices"), self.name, what)
        _present(told, ("mechanisms", "choices"), self.name, what)
        return {
            choice: self.mechanisms(told["mechanisms"], setting)
            for choice, setting in told["choices"].items()
        }

    def _one(self, kind: str, setting: str) -> Mechanism:
        if kind not in KINDS:
            raise RequestError(f"{self.name}: there is no mechanism {kind!r}.{did_you_mean(kind, KINDS)}")
        units = units_of(KINDS[kind])
        return KINDS[kind](*(self._of(kind, one, unit, setting) for one, unit in units.items()))

    def _of(self, kind: str, wanted: str, unit: str, setting: str) -> Declaration:
        """Return a number of a setting, such as ``home_minutes``, or else that of all settings."""
        own = f"{setting}_{wanted}"
        found = own if own in self.numbers else wanted
        if found not in self.numbers:
            raise RequestError(
                f"{self.name}: {kind} needs the number {wanted!r} in {unit}; add [numbers.{wanted}]."
                f"{did_you_mean(wanted, self.numbers)}"
            )
        if self.numbers[found].unit != unit:
            raise RequestError(
                f"{self.name}.{found} is in {self.numbers[found].unit!r}; {kind} takes it in {unit!r}."
            )
        return self.numbers[found]


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RequestError(f"{name}: this is not TOML: {error}.") from error


def _known(told: Mapping[str, Any], keys: tuple[str, ...], name: str, what: str) -> None:
    for key in told:
        if key not in keys:
            raise RequestError(f"{name}: there is no {key!r} in {what}.{did_you_mean(key, keys)}")


def _present(told: Mapping[str, Any], keys: tuple[str, ...], name: str, what: str) -> None:
    missing = [key for key in keys if key not in told]
    if missing:
        raise RequestError(f"{name}: {what} lacks {missing[0]!r}.")


def _family(document: Mapping[str, Any], name: str, family: Family | None) -> Family:
    told = document.get("family", family)
    if told not in FAMILIES:
        raise RequestError(
            f"{name}: the family cannot be {told!r}; it is one of {', '.join(FAMILIES)}."
            f"{did_you_mean(str(told), FAMILIES)}"
        )
    return told


def _account(told: Mapping[str, Any], name: str) -> Account:
    keys = tuple(one.name for one in fields(Account))
    _known(told, keys, name, "an account")
    _present(told, keys, name, "an account")
    if told["effect"] not in EFFECT_GRADES:
        raise RequestError(
            f"{name}: the effect cannot be {told['effect']!r}; it is one of {', '.join(EFFECT_GRADES)}."
        )
    return Account(**{**told, "adverse": tuple(told["adverse"]), "unknown": tuple(told["unknown"])})


def _number(name: str, key: str, told: Mapping[str, Any]) -> Declaration:
    what = f"number {key!r}"
    _known(told, _NUMBER, name, what)
    _present(told, _NUMBER[:5], name, what)
    low, high = told["bounds"]
    if not low <= told["value"] <= high:
        raise RequestError(f"{name}.{key}: {told['value']:g} lies outside its bounds {low:g} to {high:g}.")
    if told["grade"] not in _GRADES:
        raise RequestError(
            f"{name}.{key}: the grade cannot be {told['grade']!r}; it is one of {', '.join(_GRADES)}."
        )
    source = Source(told["grade"], told.get("reference", ""), told.get("note", ""))
    if not source.reference and not source.note:
        raise RequestError(f"{name}.{key} says nothing of its source; add a reference or a note.")
    return Declaration(
        name=f"{name}.{key}",
        value=float(told["value"]),
        unit=told["unit"],
        bounds=(float(low), float(high)),
        source=source,
        meaning=told["meaning"],
        varies=None,
    )
