"""Evidence of one's own: entries like those of the ledger, checked field by field."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from lassitude.evidence.ledger import Citation, Entry
from lassitude.quantities.errors import RequestError, did_you_mean

QUOTE_LENGTH = 300
DOI_ADDRESS = "https://doi.org/"

Text = Annotated[str, Field(min_length=1)]
Tree = Mapping[str, Any]


class OwnEntry(BaseModel):
    """A published result as a person writes it down; nothing else may stand in it.

    Attributes
    ----------
    id : str
        Name in pointers: small letters, digits and underscores.
    role : {"validate", "context"}
        Whether it is a test of predictions, or background.
    doi, place, quote : str
        Where it is found: the paper, the table or page in it, and a few of its words.
    topic, design, instrument : str
        What it is about, how it was done and what was measured; comparator, blinding and duration are read
        from the design.
    source : {"primary", "secondary"}
        Whether it was read in the paper itself.
    cluster : str
        Trial whose people other entries report too.
    besides : str
        Id of an entry of the same paper and instrument that this one adds numbers to.
    notes : str
        Reservations.
    population, arms, effect : mapping
        The numbers, named as in the ledger: ``baseline_mean``, ``change_sd``, ``ci95``, ``n``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    role: Literal["validate", "context"]
    doi: Text
    place: Text
    quote: Annotated[str, Field(min_length=1, max_length=QUOTE_LENGTH)]
    topic: Text
    design: Text
    instrument: Text
    source: Literal["primary", "secondary"] = "primary"
    cluster: str = ""
    besides: str = ""
    notes: str = ""
    population: Tree
    arms: Tree = {}
    effect: Tree = {}

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, given: Any) -> Any:
        for key in given if isinstance(given, Mapping) else ():
            if key not in cls.model_fields:
                hint = did_you_mean(str(key), cls.model_fields)
                raise PydanticCustomError(
                    "unknown_key", "unknown key.{hint}", {"key": str(key), "hint": hint}
                )
        return given

    @field_validator("role", mode="before")
    @classmethod
    def _refuse_targets(cls, role: Any) -> Any:
        if role == "calibrate":
            raise PydanticCustomError(
                "never_fitted",
                'the shipped parameters were not fitted to it; write "validate" where it tests a '
                'prediction, "context" where it is background',
            )
        return role

    @field_validator("doi")
    @classmethod
    def _check_doi(cls, doi: str) -> str:
        registrant, slash, suffix = doi.removeprefix("10.").partition("/")
        well = doi.startswith("10.") and slash and registrant.isdigit() and 4 <= len(registrant) <= 9
        if not well or not suffix or any(letter.isspace() for letter in suffix):
            raise PydanticCustomError(
                "doi", "this is no DOI: one looks like 10.1177/1352458518802544, without an address before it"
            )
        return doi

    @field_validator("population")
    @classmethod
    def _check_people(cls, population: Tree) -> Tree:
        if not isinstance(population.get("condition"), str) or not population["condition"]:
            raise PydanticCustomError("condition", "say who took part under 'condition', such as RRMS")
        return population

    @field_validator("population", "arms", "effect")
    @classmethod
    def _check_numbers(cls, tree: Tree) -> Tree:
        for where, value in _leaves(tree, ()):
            number = isinstance(value, int | float)
            if not (isinstance(value, str | bool) or (number and math.isfinite(value))):
                raise PydanticCustomError(
                    "value",
                    "{where} is {value}, neither text nor a finite number",
                    {"where": where, "value": str(value)},
                )
        return tree

    @model_validator(mode="after")
    def _holds_a_result(self) -> OwnEntry:
        values = [value for tree in (self.arms, self.effect) for _, value in _leaves(tree, ())]
        if not any(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            raise PydanticCustomError("result", "neither arms nor effect holds a number to compare with")
        return self


def as_entry(own: OwnEntry) -> Entry:
    """Return an entry as the ledger has them.

    Examples
    --------
    >>> as_entry(OwnEntry.model_validate(EXAMPLE)).citation.url
    'https://doi.org/10.1000/example'
    """
    fields = own.model_dump()
    raw = {**fields, "source_kind": own.source, "instrument": {"name": own.instrument}}
    return Entry(
        id=own.id,
        role=own.role,
        topic=own.topic,
        cluster=own.cluster,
        instrument=own.instrument,
        citation=Citation(DOI_ADDRESS + own.doi, own.quote),
        notes=f"{own.place}. {own.notes}".rstrip(),
        raw=_frozen(raw),
    )


def checked(raw: Any, where: str) -> OwnEntry:
    """Return an entry of a file of one's own, or refuse it saying where it stands and what is wrong.

    Examples
    --------
    >>> checked({**EXAMPLE, "doi": "https://doi.org/10.1000/example"}, "mine.yaml, entry 1")
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: mine.yaml, entry 1: doi: this is no DOI...
    """
    try:
        return OwnEntry.model_validate(_thawed(raw))
    except ValidationError as found:
        first = found.errors()[0]
        name = ".".join(str(step) for step in first["loc"])
        key = first.get("ctx", {}).get("key", "")
        place = ": ".join(part for part in (where, name or str(key)) if part)
        more = f" ({found.error_count()} problems in all)" if found.error_count() > 1 else ""
        raise RequestError(f"{place}: {first['msg']}.{more}") from found


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for position, part in enumerate(value):
            yield from _leaves(part, (*path, str(position)))
    else:
        yield ".".join(path), value


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): _frozen(part) for key, part in value.items()})
    return tuple(_frozen(part) for part in value) if isinstance(value, list | tuple) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thawed(part) for key, part in value.items()}
    return [_thawed(part) for part in value] if isinstance(value, tuple) else value


EXAMPLE: Mapping[str, Any] = MappingProxyType(
    {
        "id": "my_trial",
        "role": "validate",
        "doi": "10.1000/example",
        "place": "Table 2",
        "quote": "fell by four points",
        "topic": "fatigue_therapy",
        "design": "double-blind RCT, 12 weeks, drug vs placebo",
        "instrument": "MFIS",
        "population": {"condition": "RRMS", "n": 60},
        "effect": {"type": "mean_difference", "value": -4.0},
    }
)
"""The smallest entry that is complete."""
