"""From ledger pointers and study subjects to the citations and conflicts that a result carries."""

from __future__ import annotations

from collections.abc import Iterable

from lassitude.evidence import cite, disagreements_about
from lassitude.results.document import Citation, Conflict


def citations(pointers: Iterable[str]) -> tuple[Citation, ...]:
    """Return the citations behind pointers or bare entry ids, each entry once, sorted by id.

    Parameters
    ----------
    pointers : iterable of str
        ``entry:path.to.value`` where a value was read, ``entry`` where it was only cited.

    Returns
    -------
    tuple of Citation
        With all pointers into the entry, sorted.

    Raises
    ------
    RequestError
        When an entry is unknown.

    Examples
    --------
    >>> citations(["bose2018_ahsct_fis:effect.p", "bose2018_ahsct_fis"])[0].pointers
    ('bose2018_ahsct_fis:effect.p',)
    """
    used = sorted(set(pointers))
    return tuple(
        Citation(
            id=found.id,
            url=found.citation.url,
            quote=found.citation.quote,
            role=found.role,
            pointers=tuple(pointer for pointer in used if pointer.startswith(found.id + ":")),
            notes=found.notes,
        )
        for found in cite(pointer.partition(":")[0] for pointer in used)
    )


def conflicts(subjects: Iterable[str]) -> tuple[Conflict, ...]:
    """Return the conflicts in the literature that bear on the named treatments, instruments or conditions.

    Examples
    --------
    >>> [conflict.name for conflict in conflicts(["ahsct"])]
    ['fis-version', 'immune-reconstitution']
    """
    return tuple(
        Conflict(found.name, found.statement, found.entries) for found in disagreements_about(subjects)
    )
