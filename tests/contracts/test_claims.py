"""Every number of the ledger is read as exactly one claim, unchanged, and typed unless a reason is declared."""

from __future__ import annotations

from collections import Counter

from lassitude.evidence import ledger, resolve
from lassitude.evidence.claims import claim, claims
from lassitude.evidence.claims.leaves import leaves


def test_every_number_is_in_exactly_one_claim() -> None:
    owned = Counter(pointer for one in claims() for pointer in one.owned)
    numbers = [leaf.pointer for found in ledger().values() for leaf in leaves(found)]
    assert set(owned.values()) == {1}
    assert sorted(owned) == sorted(numbers)


def test_no_number_is_changed() -> None:
    changed = [one.pointer for one in claims() if one.value != resolve(one.pointer)]
    assert not changed


def test_whatever_belongs_to_a_claim_leads_to_it() -> None:
    for one in claims():
        assert all(claim(pointer) is one for pointer in one.owned)
