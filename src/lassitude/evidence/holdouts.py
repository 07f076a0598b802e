"""The held-out entries: the only place that lists what must be predicted and never fitted."""

from __future__ import annotations

from lassitude.evidence.ledger import Entry, ledger


def holdouts() -> tuple[Entry, ...]:
    """Return all `validate` entries of the shipped ledger, sorted by id.

    Examples
    --------
    >>> "bose2018_ahsct_fis" in {held.id for held in holdouts()}
    True
    """
    return tuple(
        sorted((found for found in ledger().values() if found.role == "validate"), key=lambda e: e.id)
    )
