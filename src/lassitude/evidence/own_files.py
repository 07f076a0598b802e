"""Files of one's own evidence: read whole, no entry twice, and no test on what was fitted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from lassitude.evidence.documents import read_document
from lassitude.evidence.ledger import Entry, ledger
from lassitude.evidence.own import DOI_ADDRESS, OwnEntry, as_entry, checked
from lassitude.evidence.targets import same_outcome
from lassitude.quantities.errors import RequestError, did_you_mean


def read_own(path: Path) -> Mapping[str, Entry]:
    """Read a file of one's own entries and check each of them.

    Parameters
    ----------
    path : Path
        YAML with the single key ``entries``: a list.

    Returns
    -------
    mapping of str to Entry
        By id, in the order of the file.

    Raises
    ------
    RequestError
        When the file cannot be read, or an entry is wrong or given twice.

    Examples
    --------
    >>> read_own(Path("nowhere.yaml"))
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: nowhere.yaml cannot be read: No such file or directory.
    """
    document = read_document(path)
    listed = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(listed, tuple):
        raise RequestError(f"{path.name} holds no list of entries under the key 'entries'.")
    found: dict[str, Entry] = {}
    for position, raw in enumerate(listed, start=1):
        own = checked(raw, f"{path.name}, entry {position}")
        refuse_duplicate(own, found)
        found[own.id] = as_entry(own)
    return MappingProxyType(found)


def refuse_duplicate(new: OwnEntry, present: Mapping[str, Entry]) -> None:
    """Refuse an entry that is there already, or that tests on what was fitted.

    Parameters
    ----------
    new : OwnEntry
        About to be added.
    present : mapping of str to Entry
        Entries of the same file.

    Raises
    ------
    RequestError
        When the id is taken, when another entry that `besides` does not name has the same paper and outcome,
        or when a test of predictions rests on people whose result the parameters were fitted to.

    Examples
    --------
    >>> from lassitude.evidence.own import EXAMPLE
    >>> taken = OwnEntry.model_validate({**EXAMPLE, "id": "bose2018_ahsct_fis"})
    >>> refuse_duplicate(taken, {})
    Traceback (most recent call last):
        ...
    lassitude.quantities.errors.RequestError: There is an entry 'bose2018_ahsct_fis' already, in...
    """
    for where, entries in (("the shipped ledger", ledger()), ("this file", present)):
        if new.id in entries:
            raise RequestError(
                f"There is an entry {new.id!r} already, in {where}; point to it, or give yours another id."
            )
    known = {**present, **ledger()}
    if new.besides and new.besides not in known:
        raise RequestError(
            f"There is no entry {new.besides!r} to stand beside.{did_you_mean(new.besides, known)}"
        )
    for other in known.values():
        _refuse_same_result(new, other)
        _refuse_fitted(new, other)


def _refuse_same_result(new: OwnEntry, other: Entry) -> None:
    if not _same_paper(new, other) or new.besides == other.id:
        return
    if same_outcome(as_entry(new), other):
        raise RequestError(
            f"{new.id!r} is from the paper of {other.id!r} (role {other.role}), on the same outcome. Point "
            f'to that entry; if yours adds numbers, say so with besides = "{other.id}".'
        )


def _refuse_fitted(new: OwnEntry, other: Entry) -> None:
    same_people = _same_paper(new, other) or (new.cluster and new.cluster == other.cluster)
    if (
        new.role == "validate"
        and other.role == "calibrate"
        and same_people
        and same_outcome(as_entry(new), other)
    ):
        raise RequestError(
            f"{new.id!r} is no test: its people and outcome are those of {other.id!r}, which the parameters "
            'may have been fitted to. Write role = "context".'
        )


def _same_paper(new: OwnEntry, other: Entry) -> bool:
    return other.citation.url.casefold() == (DOI_ADDRESS + new.doi).casefold()
