"""All scorings there ever were: one record a frozen parameter set, each sealed by the next.

A record holds the hash of the one before, and an index beside them holds the hash of each. A set is scored
once; another try needs another name, and the earlier score stays.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

from lassitude.prediction.scoreboard.record import Record, read_record, to_bytes
from lassitude.quantities.errors import RequestError
from lassitude.runs.files import sha256_of, write_atomically

INDEX = "index.json"


def shipped_history() -> Path:
    """Return the folder of the records that come with lassitude.

    Examples
    --------
    >>> shipped_history().name
    'history'
    """
    return Path(str(resources.files("lassitude.prediction") / "scoreboard" / "history"))


def records(folder: Path | None = None) -> tuple[Record, ...]:
    """Read all records, first to last, and make sure that none was altered.

    Parameters
    ----------
    folder : Path, optional
        The shipped one where absent.

    Raises
    ------
    RequestError
        When a record is missing, or its hash is not that of the index, or not that of the record after it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as empty:
    ...     records(Path(empty))
    ()
    """
    place = folder or shipped_history()
    found: list[Record] = []
    before = None
    for number, (name, sealed) in enumerate(_index(place).items(), start=1):
        try:
            content = (place / name).read_bytes()
        except OSError as error:
            raise RequestError(f"The history of scores lacks {name}: {error.strerror}.") from error
        if sha256_of(content) != sealed:
            raise RequestError(
                f"{name} was altered: its hash is not that of {INDEX}. Restore it; scores stay."
            )
        record = read_record(content, name)
        if (record.number, record.before) != (number, before):
            raise RequestError(f"{name} does not follow the record before it; the history was altered.")
        before = sealed
        found.append(record)
    return tuple(found)


def newest(folder: Path | None = None) -> Record | None:
    """Return the last record; None where nothing was scored yet.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as empty:
    ...     print(newest(Path(empty)))
    None
    """
    return next(reversed(records(folder)), None)


def refuse_if_scored(name: str, sha256: str, folder: Path | None = None) -> None:
    """Refuse a parameter set that has been scored, under this name or another.

    Raises
    ------
    RequestError
        Saying which record has its score.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as empty:
    ...     refuse_if_scored("declared", "00", Path(empty))
    """
    for record in records(folder):
        if record.scored.name == name:
            raise RequestError(
                f"The parameter set {name!r} was scored as record {record.number}; a set is scored once. "
                "A set that differs needs another name."
            )
        if record.scored.sha256 == sha256:
            raise RequestError(
                f"The parameter set {name!r} is the set {record.scored.name!r} under another name, scored as "
                f"record {record.number}; a set is scored once."
            )


def append(record: Record, folder: Path | None = None) -> Record:
    """Add a scoring to the history.

    Parameters
    ----------
    record : Record
        Its number and the hash before are filled in.
    folder : Path, optional
        The shipped one where absent.

    Returns
    -------
    Record
        As kept.

    Raises
    ------
    RequestError
        When the set was scored before, or the history was altered.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from lassitude.prediction.scoreboard.record import ScoredSet
    >>> new = Record(ScoredSet("declared", "00", 0, 1, "00"), 0, None, (), (), ())
    >>> with TemporaryDirectory() as empty:
    ...     append(new, Path(empty)).number
    1
    """
    place = folder or shipped_history()
    refuse_if_scored(record.scored.name, record.scored.sha256, place)
    index = _index(place)
    kept = replace(record, number=len(index) + 1, before=next(reversed(index.values()), None))
    content = to_bytes(kept)
    name = f"{kept.number:04d}-{kept.scored.name}.json"
    write_atomically(place / name, content)
    index[name] = sha256_of(content)
    write_atomically(place / INDEX, (json.dumps(index, indent=1) + "\n").encode())
    return kept


def _index(place: Path) -> dict[str, str]:
    file = place / INDEX
    return json.loads(file.read_bytes()) if file.exists() else {}
