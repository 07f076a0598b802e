"""The evidence ledger: published results, read once, read-only, every number reachable by a pointer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from lassitude.evidence.documents import read_document
from lassitude.quantities.errors import RequestError, did_you_mean

Role = Literal["calibrate", "validate", "context"]

_SHIPPED = Path(__file__).with_name("ledger.yaml")
_OWN: ContextVar[Mapping[str, Any]] = ContextVar("entries of a user", default=MappingProxyType({}))
_REQUIRED = ("id", "role", "topic", "instrument", "url", "quote")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a result was published, and a short quotation that makes the place findable."""

    url: str
    quote: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One published result.

    Attributes
    ----------
    id : str
        Name in parameters, protocols and pointers.
    role : {"calibrate", "validate", "context"}
        Whether the entry may be fitted, must only be predicted and scored, or is background.
    topic, instrument : str
        What it is about and what was measured; several measures are separated by semicolons.
    cluster : str
        Trial or patients shared with other entries; empty when shared with none.
    citation : Citation
        Address and quotation.
    notes : str
        Reservations of whoever read the source.
    raw : mapping
        Everything else as it stands in the ledger, read-only; lists are tuples.
    """

    id: str
    role: Role
    topic: str
    cluster: str
    instrument: str
    citation: Citation
    notes: str
    raw: Mapping[str, Any]


@cache
def ledger() -> Mapping[str, Entry]:
    """Return the shipped ledger by entry id, in the order of the file; read once per process.

    Examples
    --------
    >>> ledger()["bose2018_ahsct_fis"].role
    'validate'
    """
    return read_ledger(_SHIPPED)


@contextmanager
def with_entries(own: Mapping[str, Entry]) -> Iterator[None]:
    """Make entries of a user known beside the shipped ones, to `entry` and `resolve`, for a while.

    What may be fitted is decided on the shipped ledger alone, so no entry of a user is ever a target.

    Parameters
    ----------
    own : mapping of str to Entry
        By id; an id of the shipped ledger keeps its shipped meaning.

    Examples
    --------
    >>> mine = {"mine": entry("bose2018_ahsct_fis")}
    >>> with with_entries(mine):
    ...     entry("mine").role
    'validate'
    """
    token = _OWN.set(own)
    try:
        yield
    finally:
        _OWN.reset(token)


def known_entries() -> Mapping[str, Entry]:
    """Return the shipped entries and, within `with_entries`, those of a user.

    Examples
    --------
    >>> known_entries() == ledger()
    True
    """
    own = _OWN.get()
    return MappingProxyType({**own, **ledger()}) if own else ledger()


def entry(identifier: str) -> Entry:
    """Return one entry of the shipped ledger, or of a user's within `with_entries`.

    Raises
    ------
    RequestError
        When there is none of this id, with the nearest id.

    Examples
    --------
    >>> entry("bose2018_ahsct_fis").citation.url
    'https://doi.org/10.1177/1352458518802544'
    """
    return find(known_entries(), identifier)


def find(entries: Mapping[str, Entry], identifier: str) -> Entry:
    """Return one entry of a given ledger, or refuse with the nearest id."""
    if identifier not in entries:
        near = did_you_mean(identifier, entries)
        raise RequestError(f"The evidence ledger has no entry {identifier!r}.{near}")
    return entries[identifier]


def cite(identifiers: Iterable[str]) -> tuple[Entry, ...]:
    """Return the entries of several ids, each once, sorted by id.

    Raises
    ------
    RequestError
        When an id is unknown.

    Examples
    --------
    >>> [found.id for found in cite(["bose2018_ahsct_fis", "atkins2016_canadian_ahsct"])]
    ['atkins2016_canadian_ahsct', 'bose2018_ahsct_fis']
    """
    return tuple(entry(identifier) for identifier in sorted(set(identifiers)))


def read_ledger(path: Path) -> Mapping[str, Entry]:
    """Read a ledger file and check it.

    Parameters
    ----------
    path : Path
        YAML with the single key ``entries``: a list of entries.

    Returns
    -------
    mapping of str to Entry
        Read-only, in the order of the file.

    Raises
    ------
    RequestError
        When the file cannot be read, a key or an id occurs twice, a field is missing or a role is unknown.

    Examples
    --------
    >>> read_ledger(Path("nowhere.yaml"))
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: ...nowhere.yaml...
    """
    document = read_document(path)
    listed = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(listed, tuple) or not listed:
        raise RequestError(f"{path.name} holds no list of entries under the key 'entries'.")
    entries: dict[str, Entry] = {}
    for position, raw in enumerate(listed, start=1):
        found = _entry(raw, f"Entry {position} of {path.name}")
        if found.id in entries:
            raise RequestError(f"{path.name} has two entries {found.id!r}; give one of them another id.")
        entries[found.id] = found
    return MappingProxyType(entries)


def _entry(raw: Any, where: str) -> Entry:
    if not isinstance(raw, Mapping):
        raise RequestError(f"{where} is no mapping but {raw!r}.")
    named = f"{where} ({raw['id']})" if isinstance(raw.get("id"), str) else where
    for key in _REQUIRED:
        if not raw.get(key):
            raise RequestError(f"{named} lacks {key!r}.{did_you_mean(key, raw)}")
    if raw["role"] not in get_args(Role):
        near = did_you_mean(str(raw["role"]), get_args(Role))
        raise RequestError(f"{named} has the unknown role {raw['role']!r}.{near}")
    instrument = raw["instrument"]
    return Entry(
        id=raw["id"],
        role=raw["role"],
        topic=raw["topic"],
        cluster=raw.get("cluster") or "",
        instrument=str(instrument.get("name", "") if isinstance(instrument, Mapping) else instrument),
        citation=Citation(raw["url"], raw["quote"]),
        notes=raw.get("notes") or "",
        raw=raw,
    )
